import { z } from 'zod'
import { createNormaliser, type Normalise } from './normalise.ts'
import { compilePatterns, type Patterns } from './patterns.ts'
import { compileTopics, type TopicMatcher } from './topics.ts'

const words = z.array(z.string())

const schema = z.strictObject({
  /** Canonical word: the ways students write it. */
  variants: z.record(z.string(), words),
  /** Words that carry no meaning of their own. */
  stopWords: words,
  /** Words that ask: a message that begins with one is a question, not an answer. */
  questionWords: words,
  negations: words,
  greetings: words,
  thanks: words,
  laughs: words,
  /** Whole messages that put it off or only take note ("al rato", "ok" to no offer). */
  laters: words.default([]),
  /** Whole messages of somebody who did not follow. */
  confused: words.default([]),
  /** Words that may stand around a reply and change nothing. */
  fillers: words.default([]),
  /**
   * Whole messages that stand for one of several choices: the first of `means` that is on offer. Not where one of `unless` is:
   * "ok" accepts an offer, but to "¿ya quedó?" it is no yes.
   */
  replies: z.array(z.strictObject({ say: words, means: words, unless: words.default([]) })),
  ordinals: z.array(words),
  /**
   * Patterns (patterns.ts), up to two words between theirs, slips allowed; `unless` are exact ones that only sound like danger:
   * what stands beside them still counts. `people` are those `@people` may be.
   */
  emergency: z.strictObject({ danger: words, crisis: words, unless: words, people: words }),
  passwords: z.strictObject({ names: words, unless: words }),
  dates: z.strictObject({
    today: words,
    yesterday: words,
    dayBeforeYesterday: words,
    ahead: words,
    vague: words,
    ago: words,
    days: words,
    weeks: words,
    weekdays: z.array(words).length(7),
    months: z.array(words).length(12),
    numbers: z.array(words),
  }),
})

export type LanguageData = z.infer<typeof schema>

export const commandNames = [
  'menu',
  'back',
  'restart',
  'where',
  'help',
  'human',
  'my-data',
  'erase',
  'stop-reminders',
  'privacy',
  'contacts',
  'phones',
  'language',
  'start',
] as const

export type Command = (typeof commandNames)[number]

/** One language, ready to understand with. */
export interface Language {
  data: LanguageData
  normalise: Normalise
  /** The same for our own phrases and labels, remembered: never hand it what a person wrote. */
  phrase: Normalise
  stopWords: ReadonlySet<string>
  /** Normalised phrase, joined by spaces: the command. */
  commands: ReadonlyMap<string, Command>
  topics: ReadonlyMap<string, TopicMatcher>
  /** Other ways to say a choice than its label, by the label's key ("vigencia-employer.choice-itson"). */
  otherWords: ReadonlyMap<string, readonly string[]>
  /** What says that somebody is in danger, or of hurting themselves, and what only sounds like it. */
  alarm: { danger: Patterns; crisis: Patterns; unless: Patterns }
}

export interface LanguageSource {
  /** language.json */
  language: unknown
  /** bot.phrases.txt */
  commands: string
  /** `<flow id>.phrases.txt`, by flow id. */
  topics: Readonly<Record<string, string>>
}

/** Throws what is wrong with the files; happens at start-up, never in a turn. */
export function compileLanguage(source: LanguageSource): Language {
  const data = schema.parse(source.language)
  const normalise = createNormaliser(data.variants)
  const stopWords = new Set(data.stopWords.flatMap((word) => normalise(word)))
  const commands = new Map<string, Command>()
  for (const [id, phrases] of readPhrases(source.commands)) {
    const command = commandNames.find((name) => name === id)
    if (!command) throw new Error(`bot.phrases.txt has a command nobody knows: ${id}`)
    for (const phrase of phrases) commands.set(normalise(phrase).join(' '), command)
  }
  addTerse(commands, stopWords)
  const untelling = new Set(
    [...data.questionWords, ...data.negations, ...data.fillers].flatMap((word) => normalise(word)),
  )
  const topics = new Map<string, TopicMatcher>()
  const otherWords = new Map<string, readonly string[]>()
  for (const [flow, text] of Object.entries(source.topics)) {
    const sections = [...readPhrases(text)]
    for (const [id, phrases] of sections) if (isChoice(id)) otherWords.set(id, phrases)
    topics.set(flow, compileTopics(new Map(sections.filter(([id]) => !isChoice(id))), normalise, stopWords, untelling))
  }
  const alarm = compileAlarm(data.emergency)
  return { data, normalise, phrase: remembered(normalise), stopWords, commands, topics, otherWords, alarm }
}

function compileAlarm({ danger, crisis, unless, people }: LanguageData['emergency']): Language['alarm'] {
  const loose = { people, gap: 2, slips: true }
  return {
    danger: compilePatterns(danger, loose),
    crisis: compilePatterns(crisis, loose),
    unless: compilePatterns(unless, { people, gap: 0, slips: false }),
  }
}

/** Most of our own phrases and labels a language has. */
const MOST_PHRASES = 5000

function remembered(normalise: Normalise): Normalise {
  const known = new Map<string, string[]>()
  return (text) => {
    const tokens = known.get(text) ?? normalise(text)
    if (known.size < MOST_PHRASES) known.set(text, tokens)
    return tokens
  }
}

/** Each command also without its small words ("regresar por favor"), where that leaves no doubt which it is. */
function addTerse(commands: Map<string, Command>, stopWords: ReadonlySet<string>): void {
  const terse = new Map<string, Set<Command>>()
  for (const [phrase, command] of commands) {
    const key = withoutSmallWords(phrase.split(' '), stopWords)
    terse.set(key, (terse.get(key) ?? new Set<Command>()).add(command))
  }
  for (const [key, meant] of terse) {
    const [only] = meant
    if (key !== '' && meant.size === 1 && only !== undefined && !commands.has(key)) commands.set(key, only)
  }
}

export function withoutSmallWords(tokens: readonly string[], stopWords: ReadonlySet<string>): string {
  return tokens.filter((token) => !stopWords.has(token)).join(' ')
}

function isChoice(id: string): boolean {
  return id.includes('.choice-')
}

/** `[id]` and then a phrase a line; `#` begins a comment. */
function readPhrases(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  let current: string[] = []
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const id = /^\[([a-z0-9.-]+)\]$/.exec(line)?.[1]
    if (id === undefined) current.push(line)
    else {
      current = found.get(id) ?? []
      found.set(id, current)
    }
  }
  return found
}
