import type { DateReading, DeadlineReading, Expectation, StudentIdReading } from '../../flows/flow.ts'
import { type CurpReading, readCurp } from '../../flows/identifiers/curp.ts'
import { holdsIdentifier } from '../../flows/identifiers/mask.ts'
import { type NssReading, readNss } from '../../flows/identifiers/nss.ts'
import type { Calendar } from '../calendar.ts'
import type { Content } from '../update.ts'
import { type Choice, chooseBy, chooseByWords, chooseExactly } from './choices.ts'
import { readDate } from './dates.ts'
import { readDeadline } from './deadline/deadline.ts'
import { isEmergency } from './emergency.ts'
import { type Command, commandNames, type Language, withoutSmallWords } from './language.ts'
import { type Reading, readingIn, readingOf } from './reading.ts'
import { readStudentId } from './student-id.ts'

export { isEmergency } from './emergency.ts'
export { type Command, compileLanguage, type Language } from './language.ts'

/** What the student was last asked. */
export interface Question {
  /** Presses bring it back; another number is an old button. */
  number: number
  expects: Expectation | null
  choices: readonly Choice[]
}

/** What the student meant. */
export type Meaning =
  | { kind: 'emergency'; crisis: boolean }
  | { kind: 'command'; command: Command }
  | { kind: 'answer'; event: AnswerEvent }
  | { kind: 'choice'; id: string }
  /** A press of an older question. */
  | { kind: 'stale' }
  | { kind: 'topic'; id: string }
  | { kind: 'greeting' | 'thanks' | 'laugh' | 'later' | 'confused' }
  /** A password, or a number of theirs where none is asked. */
  | { kind: 'password' | 'identifier' }
  | { kind: 'voice' | 'picture' | 'document' | 'sticker' | 'other' | 'edit' }
  | { kind: 'empty' | 'nothing' }

export type AnswerEvent =
  | { type: 'answer.nss'; reading: NssReading }
  | { type: 'answer.curp'; reading: CurpReading }
  | { type: 'answer.date'; reading: DateReading }
  | { type: 'answer.text'; text: string }
  | { type: 'answer.deadline'; reading: DeadlineReading }
  | { type: 'answer.student-id'; reading: StudentIdReading }

export interface Heard {
  content: Content
  question: Question | null
  /** Whose topics may be asked about. */
  flow: string | null
  now: number
  calendar: Calendar
}

/** Emergency, commands, what the question expects, its choices, topics, small talk: the first that fits. */
export function understand(language: Language, heard: Heard): Meaning {
  const { content, question } = heard
  const alarm = isEmergency(language, content)
  if (alarm) return { kind: 'emergency', crisis: alarm.crisis }
  if (content.kind === 'press') return pressed(question, content)
  if (isNoWord(content)) return { kind: 'nothing' }
  if (content.kind !== 'text') return { kind: content.kind }
  return readText(language, heard, readingIn(language, content))
}

/** Whether a text names one of the choices; a number or a bare "sí" names none. */
export function namesOne(language: Language, content: Content, choices: readonly Choice[]): boolean {
  return chooseByWords(language, readingIn(language, content), choices) !== null
}

type NoWord = 'reachable' | 'deleted' | 'moved' | 'left' | 'by-hand'

function isNoWord(content: Content): content is Extract<Content, { kind: NoWord }> {
  return ['reachable', 'deleted', 'moved', 'left', 'by-hand'].includes(content.kind)
}

function pressed(question: Question | null, press: { question: number; choice: string }): Meaning {
  const isCurrent = question?.number === press.question && question.choices.some(({ id }) => id === press.choice)
  return isCurrent ? { kind: 'choice', id: press.choice } : { kind: 'stale' }
}

function readText(language: Language, heard: Heard, reading: Reading): Meaning {
  const { question } = heard
  const { text, tokens } = reading
  const choices = question?.choices ?? []
  const exact = chooseExactly(language, reading, choices)
  if (exact !== null && tokens.length > 0) return { kind: 'choice', id: exact }
  const command = commandIn(language, text, tokens)
  if (command) return { kind: 'command', command }
  if (holdsPassword(language, tokens)) return { kind: 'password' }
  const numbered = isNumber(tokens) && question?.expects !== 'text' ? chooseBy(language, reading, choices) : null
  if (numbered !== null) return { kind: 'choice', id: numbered }
  // Free text takes everything, but not what a choice beside it says in so many words.
  const beside = question?.expects === 'text' && tokens.length <= 4 ? chooseByWords(language, reading, choices) : null
  if (beside !== null) return { kind: 'choice', id: beside }
  const asked = question?.expects === 'text' && text.includes('?') ? topicIn(language, heard, tokens) : null
  if (asked !== null) return { kind: 'topic', id: asked }
  const answer = question && answerIn(language, heard, question.expects, reading)
  if (answer) return { kind: 'answer', event: answer }
  const sign = wordless(text)
  const reply = sign === null ? null : readingOf(language, sign)
  const id = chooseBy(language, reply ?? reading, choices)
  if (id !== null) return { kind: 'choice', id }
  if (reply !== null) return smallTalk(language, reply.tokens)
  if (tokens.length === 0) return text.trim() === '' ? { kind: 'empty' } : { kind: 'nothing' }
  if (holdsIdentifier(text)) return { kind: 'identifier' }
  const topic = topicIn(language, heard, tokens)
  if (topic !== null) return { kind: 'topic', id: topic }
  return smallTalk(language, tokens)
}

function topicIn(language: Language, { flow }: Heard, tokens: readonly string[]): string | null {
  return flow === null ? null : (language.topics.get(flow)?.(tokens) ?? null)
}

function commandIn(language: Language, text: string, tokens: readonly string[]): Command | null {
  const slash = /^\/([a-z][a-z-]{1,30})(?:@\w{1,40})?(?:\s|$)/i.exec(text.trim().slice(0, 100))?.[1]?.toLowerCase()
  if (slash !== undefined) {
    return (
      commandNames.find((name) => name === slash) ?? language.commands.get(language.normalise(slash).join(' ')) ?? null
    )
  }
  const terse = withoutSmallWords(tokens, language.stopWords)
  return language.commands.get(tokens.join(' ')) ?? language.commands.get(terse) ?? asksForPerson(language, tokens)
}

/** "Ocupo hablar con una persona porque…": whoever asks for one in the middle of a sentence gets one too. */
function asksForPerson(language: Language, tokens: readonly string[]): Command | null {
  const { negations } = language.vocabulary
  const asked = language
    .persons(tokens)
    .some(({ from }) => !tokens.slice(0, from).some((token) => negations.has(token)))
  return asked ? 'human' : null
}

function answerIn(language: Language, heard: Heard, expects: Expectation | null, reading: Reading): AnswerEvent | null {
  const { now, calendar } = heard
  const { text, tokens } = reading
  if (expects === 'nss') {
    const found = readNss(text)
    return found && { type: 'answer.nss', reading: found }
  }
  if (expects === 'curp') {
    const found = readCurp(text, calendar.day(now))
    return found && { type: 'answer.curp', reading: found }
  }
  if (expects === 'date') {
    const found = readDate(language, reading, now, calendar)
    return found && { type: 'answer.date', reading: found }
  }
  if (expects === 'deadline') {
    const found = readDeadline(language, reading, now, calendar)
    return found && { type: 'answer.deadline', reading: found }
  }
  if (expects === 'student-id') {
    const found = readStudentId(text)
    return found && { type: 'answer.student-id', reading: found }
  }
  // Free text: everything that is words, unless it is just the number of a choice.
  return expects === 'text' && tokens.length > 0 && !isNumber(tokens) ? { type: 'answer.text', text } : null
}

/** Nothing but a small number: the number of a choice, if there are that many. */
function isNumber(tokens: readonly string[]): boolean {
  return tokens.length === 1 && /^\d{1,2}$/.test(tokens[0] ?? '')
}

/** A thumb up or the like is a yes, a thumb down a no; other signs alone say nothing. */
function wordless(text: string): string | null {
  const signs = [...text.slice(0, 40)].filter((sign) => !/\s|\p{Emoji_Modifier}|\p{Variation_Selector}/u.test(sign))
  if (signs.length === 0) return null
  if (signs.every((sign) => ['👍', '👌', '✅', '🆗'].includes(sign))) return AFFIRMATIVE
  return signs.every((sign) => ['👎', '❌'].includes(sign)) ? NEGATIVE : null
}

/** The same in every language: "1" of a pair is not certain, but these two replies are in each language's file. */
const AFFIRMATIVE = 'ok'
const NEGATIVE = 'no'

/** "Mi contraseña es …": a name for it and something behind it. */
export function holdsPassword(language: Language, tokens: readonly string[]): boolean {
  const { names, unless } = language.vocabulary.passwords
  return names(tokens).some(({ to }) => to < tokens.length) && unless(tokens).length === 0
}

function smallTalk(language: Language, tokens: readonly string[]): Meaning {
  const { greetings, thanks, laughs, laters, confused, fillers } = language.vocabulary
  const said = tokens.join(' ')
  const bare = tokens.filter((token) => !fillers.has(token)).join(' ')
  if (tokens.length <= 6 && thanks(tokens).length > 0) return { kind: 'thanks' }
  if (confused.has(said) || confused.has(bare)) return { kind: 'confused' }
  if (laters.has(said) || laters.has(bare)) return { kind: 'later' }
  if (tokens.length <= 5 && greetings(tokens).some(({ from }) => from === 0)) return { kind: 'greeting' }
  if (tokens.length <= 3 && laughs(tokens).length > 0) return { kind: 'laugh' }
  return { kind: 'nothing' }
}
