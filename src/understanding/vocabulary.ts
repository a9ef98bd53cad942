import type { LanguageData } from './data.ts'
import type { Normalise } from './normalise.ts'
import { compilePatterns, type Span } from './patterns.ts'
import { compileRuns, type Runs } from './runs.ts'

type Reply = Omit<LanguageData['replies'][number], 'say'>
export type DeadlinePhrase = keyof LanguageData['deadlines']
export type DeadlineWord = keyof LanguageData['deadlineWords']
type DateWord = Exclude<keyof LanguageData['dates'], 'weekdays' | 'months' | 'numbers'>

/** The words of language.json, each kind ready for what is asked of it. */
export interface Vocabulary {
  questionWords: ReadonlySet<string>
  negations: ReadonlySet<string>
  fillers: ReadonlySet<string>
  /** A whole message, normalised and joined by spaces: what it stands for, the likeliest first. */
  replies: ReadonlyMap<string, readonly Reply[]>
  /** Words of the longest of them. */
  longestReply: number
  /** "tercera": 2. */
  ordinals: ReadonlyMap<string, number>
  /** Whole messages, joined by spaces. */
  confused: ReadonlySet<string>
  laters: ReadonlySet<string>
  greetings: Runs<null>
  thanks: Runs<null>
  laughs: Runs<null>
  passwords: { names: Runs<null>; unless: Runs<null> }
  dates: {
    words: Runs<DateWord>
    months: Runs<number>
    weekdays: Runs<number>
    /** "tres": 3. */
    numbers: ReadonlyMap<string, number>
  }
  deadlines: {
    /** The first such phrase from that token on. */
    find(kind: DeadlinePhrase, tokens: readonly string[], start?: number): Span | null
    is(kind: DeadlineWord, token: string | undefined): boolean
  }
}

export function compileVocabulary(data: LanguageData, normalise: Normalise): Vocabulary {
  const said = (phrases: readonly string[]): string[] => phrases.map((phrase) => normalise(phrase).join(' '))
  const runs = (phrases: readonly string[]): Runs<null> => runsOf([[null, phrases]], normalise)
  const replies = compileReplies(data, said)
  return {
    questionWords: new Set(data.questionWords),
    negations: new Set(data.negations),
    fillers: new Set(data.fillers),
    replies,
    longestReply: Math.max(0, ...[...replies.keys()].map((reply) => reply.split(' ').length)),
    ordinals: places(data.ordinals, 0),
    confused: new Set(said(data.confused)),
    laters: new Set(said(data.laters)),
    greetings: runs(data.greetings),
    thanks: runs(data.thanks),
    laughs: runs(data.laughs),
    passwords: { names: runs(data.passwords.names), unless: runs(data.passwords.unless) },
    dates: compileDates(data.dates, normalise),
    deadlines: compileDeadlines(data, said),
  }
}

function compileReplies(
  data: LanguageData,
  said: (phrases: readonly string[]) => string[],
): ReadonlyMap<string, readonly Reply[]> {
  const replies = new Map<string, Reply[]>()
  for (const { say, means, unless } of data.replies) {
    for (const reply of new Set(said(say))) replies.set(reply, [...(replies.get(reply) ?? []), { means, unless }])
  }
  return replies
}

function compileDates(dates: LanguageData['dates'], normalise: Normalise): Vocabulary['dates'] {
  const { weekdays, months, numbers, ...words } = dates
  const named: [DateWord, readonly string[]][] = [
    ['today', words.today],
    ['yesterday', words.yesterday],
    ['dayBeforeYesterday', words.dayBeforeYesterday],
    ['ahead', words.ahead],
    ['vague', words.vague],
    ['ago', words.ago],
    ['days', words.days],
    ['weeks', words.weeks],
  ]
  return {
    words: runsOf(named, normalise),
    months: runsOf([...months.entries()], normalise),
    weekdays: runsOf([...weekdays.entries()], normalise),
    numbers: places(numbers, 1),
  }
}

function compileDeadlines(
  { deadlines, deadlineWords }: LanguageData,
  said: (phrases: readonly string[]) => string[],
): Vocabulary['deadlines'] {
  const options = { people: [], gap: 0, slips: true }
  const phrases = new Map(Object.entries(deadlines).map(([kind, list]) => [kind, compilePatterns(said(list), options)]))
  return {
    find: (kind, tokens, start) => phrases.get(kind)?.find(tokens, start) ?? null,
    is: (kind, token) => token !== undefined && deadlineWords[kind].includes(token),
  }
}

function runsOf<Value>(kinds: readonly (readonly [Value, readonly string[]])[], normalise: Normalise): Runs<Value> {
  return compileRuns(
    kinds.flatMap(([value, phrases]) => phrases.map((phrase): [Value, string[]] => [value, normalise(phrase)])),
  )
}

/** Each name and its place in the list, counted from `first`; of two places the earlier. */
function places(lists: readonly (readonly string[])[], first: number): ReadonlyMap<string, number> {
  const entries = lists.flatMap((names, index) => names.map((name): [string, number] => [name, index + first]))
  return new Map(entries.reverse())
}
