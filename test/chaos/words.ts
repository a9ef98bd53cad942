/** Words of one line each, made to be counted: no two texts of a chat are alike unless one of them is a repeat. */
import type { Texts } from '../../src/texts.ts'
import { compileLanguage, type Language } from '../../src/understanding/understanding.ts'

const shown: Record<string, string[]> = {
  echo: ['n'],
  tick: ['tick'],
  'count-on': ['n'],
  'case-opened': ['n', 'code'],
  'case-updated': ['n'],
  card: ['code', 'reason'],
  'desk-news': ['code', 'reason'],
  'desk-reply': ['text'],
  'desk-sent': ['code'],
}

/** "echo 17", "tick 15"; in the group "#K7TW-3M9A card reason-n16": a case is known by the code it begins with. Everything else is its key. */
export const texts: Texts = {
  languages: ['es'],
  match: () => 'es',
  has: (_, __, key) => !key.includes('.'),
  say(_, __, key, values = {}) {
    const value = (name: string) => (typeof values === 'function' ? values(name) : values[name])
    const words = [key, ...(shown[key] ?? []).map((name) => (name === 'code' ? `#${value(name)}` : `${value(name)}`))]
    const isOfCase = (key === 'card' || key.startsWith('desk-')) && shown[key]?.[0] === 'code'
    return (isOfCase ? [words[1], key, ...words.slice(2)] : words).join(' ')
  },
  all: () => ({}),
}

const none: string[] = []
const deadlines = Object.fromEntries(
  (
    'aside today tomorrow dayAfterTomorrow inOneWeek inTwoWeeks thisWeek nextWeek thisMonth nextMonth monthEnd endOf ' +
    'yearEnd payday past vague'
  )
    .split(' ')
    .map((name) => [name, none]),
)
const deadlineWords = Object.fromEntries(
  'thisOne otherOne lastOne dayMarks until and of first ago hours days business weeks months clockBefore clockBehind'
    .split(' ')
    .map((name) => [name, none]),
)
const dates = { today: none, yesterday: none, dayBeforeYesterday: none, ahead: none, vague: none, ago: none }

/** Nobody says anything here but numbers and what stands on a button. */
export const language: Language = compileLanguage({
  language: {
    variants: {},
    stopWords: none,
    questionWords: none,
    negations: none,
    greetings: none,
    thanks: none,
    laughs: none,
    replies: [],
    ordinals: [],
    emergency: { danger: none, crisis: none, unless: none, people: none },
    passwords: { names: none, unless: none },
    dates: {
      ...dates,
      days: none,
      weeks: none,
      weekdays: Array.from({ length: 7 }, () => none),
      months: Array.from({ length: 12 }, () => none),
      numbers: [],
    },
    deadlines,
    deadlineWords,
    health: { words: none, unless: none, sounds: [], signs: none },
  },
  commands: '',
  topics: {},
})
