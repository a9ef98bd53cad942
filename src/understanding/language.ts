import { type LanguageData, languageSchema } from './data.ts'
import { compileHealth, type Health } from './health-words.ts'
import { createRespelling, type Normalise, plainTokens, type Respell } from './normalise.ts'
import { compilePatterns, type Patterns } from './patterns.ts'
import { type Phrase, remembered, takeApart } from './phrase.ts'
import { compileRuns, type Runs } from './runs.ts'
import { compileTopics, type TopicMatcher } from './topics.ts'
import { compileVocabulary, type Vocabulary } from './vocabulary.ts'

export const commandNames = [
  'menu',
  'back',
  'restart',
  'where',
  'help',
  'human',
  'bot',
  'reopen',
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
  vocabulary: Vocabulary
  normalise: Normalise
  respell: Respell
  /** One of our own phrases or labels, remembered: never hand it what a person wrote. */
  phrase(text: string): Phrase
  stopWords: ReadonlySet<string>
  /** Normalised phrase, joined by spaces: the command. */
  commands: ReadonlyMap<string, Command>
  /** Those ways to ask for a person that are long enough to count in the middle of a sentence. */
  persons: Runs<null>
  topics: ReadonlyMap<string, TopicMatcher>
  /** Other ways to say a choice than its label, by the label's key ("vigencia-employer.choice-itson"). */
  otherWords: ReadonlyMap<string, readonly string[]>
  /** What says that somebody is in danger, or of hurting themselves, and what only sounds like it. */
  alarm: { danger: Patterns; crisis: Patterns; unless: Patterns }
  health: Health
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
  const data = languageSchema.parse(source.language)
  const respell = createRespelling(data.variants)
  const normalise = (text: string): string[] => respell(plainTokens(text))
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
  return {
    data,
    vocabulary: compileVocabulary(data, normalise),
    normalise,
    respell,
    phrase: remembered((text) => takeApart(normalise(text), stopWords, new Set(data.negations))),
    stopWords,
    commands,
    persons: compilePersons(commands),
    topics,
    otherWords,
    alarm,
    health: compileHealth(data.health),
  }
}

function compileAlarm({ danger, crisis, unless, people }: LanguageData['emergency']): Language['alarm'] {
  const loose = { people, gap: 2, slips: true }
  return {
    danger: compilePatterns(danger, loose),
    crisis: compilePatterns(crisis, loose),
    unless: compilePatterns(unless, { people, gap: 0, slips: false }),
  }
}

const SHORTEST_PERSON = 4

function compilePersons(commands: ReadonlyMap<string, Command>): Runs<null> {
  const phrases = [...commands].flatMap(([phrase, command]) => (command === 'human' ? [phrase.split(' ')] : []))
  return compileRuns(phrases.filter(({ length }) => length >= SHORTEST_PERSON).map((tokens) => [null, tokens]))
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
