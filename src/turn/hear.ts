import type { Params } from '../../flows/flow.ts'
import { holdsIdentifier, maskIdentifiers } from '../../flows/identifiers/mask.ts'
import { DESK } from '../ids.ts'
import { type AnswerEvent, type Meaning, understand } from '../understanding/understanding.ts'
import { type Content, LONGEST_TEXT, type Update } from '../update.ts'
import { answerDetour } from './answer.ts'
import { detourQuestion, flowQuestion } from './ask.ts'
import { obey } from './commands.ts'
import { decliningChoice, isBeforeCase, leaveDetour } from './detour.ts'
import { type Draft, sayOwn, setDetour, waitOf } from './draft.ts'
import { see, tellNumbersGone } from './forget.ts'
import { noticesHere } from './notices.ts'
import { stepParams } from './place.ts'
import { hearFlow } from './steps.ts'
import { hearStretch } from './stretch.ts'
import { isTalking } from './talk.ts'
import { answerTopic } from './topics.ts'

const DAY = 24 * 60 * 60 * 1000
const OFFER_STANDS = 30_000

/** Hears one update of the student's. */
export function hearUpdate(draft: Draft, update: Update): void {
  const { session, at } = draft
  if (update.content.kind === 'reachable') {
    tellPresence(draft, update.content.reachable)
    session.reachable = update.content.reachable
    if (!session.reachable) {
      draft.effects.push({ type: 'cancel', timers: Object.keys(session.timers) })
      draft.ask = 'none'
    } else {
      see(draft)
      if (draft.isNew) draft.ask = 'full'
    }
    return
  }
  session.reachable = true
  if (isTalking(session)) return hearStretch(draft, update)
  const isBack = !tellNumbersGone(draft) && !draft.isNew && at - session.seenAt > DAY
  see(draft)
  if (isTooLong(update.content)) return remark(draft, 'bot-too-long')
  const { content } = update
  const heard = meaningOf(draft, content)
  if (isBack && !answersSomething(heard.meaning)) sayOwn(draft, 'bot-where', stepParams(draft))
  // An id padded with zeros is as long as an NSS, and was asked for.
  const isId =
    heard.meaning.kind === 'answer' &&
    heard.meaning.event.type === 'answer.student-id' &&
    heard.meaning.event.reading.ok
  const isSecret = !isId && (isIdentifying(heard.meaning) || holdsIdentifier(textOf(content)))
  const canDelete = isSecret && update.ref !== undefined && draft.env.deletes(update.chat)
  if (canDelete && update.ref !== undefined) draft.effects.push({ type: 'delete', ref: update.ref })
  if (canDelete) sayOwn(draft, 'bot-deleted')
  else if (heard.meaning.kind === 'password') sayOwn(draft, 'bot-delete-it')
  if (content.kind === 'text' && !isSecret && !heard.toDetour && tellsSomething(heard.meaning))
    remember(draft, content.text)
  respond(draft, heard.meaning, heard.toDetour)
  if (heard.meaning.kind !== 'nothing') session.misses = 0
  session.shaken = false
}

/** The desk hears whether who waits for it can be reached. */
export function tellPresence({ session, effects }: Draft, reachable: boolean): void {
  const { ticket } = session
  if (ticket === null || ticket.status === 'resolved' || reachable === session.reachable) return
  effects.push({ type: 'post', to: DESK, mail: { kind: 'presence', chat: DESK, code: ticket.code, reachable } })
}

/** Greetings and commands say nothing to whoever will help. */
function tellsSomething(meaning: Meaning): boolean {
  return !['command', 'greeting', 'thanks', 'laugh', 'later', 'choice'].includes(meaning.kind)
}

const MOST_LINES = 5
const LONGEST_LINE = 100

/** For the card of a case, should there be one: words only, no numbers of theirs. */
function remember({ session }: Draft, text: string): void {
  const line = maskIdentifiers(text.slice(0, LONGEST_LINE)).replaceAll(/\s+/g, ' ').trim()
  if (line !== '') session.recent = [...session.recent, line].slice(-MOST_LINES)
}

/** A side question is asked first; what is no answer to it may still be one to the procedure's. */
function meaningOf(draft: Draft, content: Content): { meaning: Meaning; toDetour: boolean } {
  const { env, session, at } = draft
  const language = env.language(session.language)
  const calendar = env.calendar(session.active)
  const read = (question: ReturnType<typeof detourQuestion>, flow: string | null) =>
    understand(language, { content, question, flow, now: at, calendar })
  const detour = detourQuestion(draft)
  if (detour) {
    // No topics here: a question written to an agent is the agent's to answer.
    const meaning = read(detour, null)
    if (meaning.kind === 'choice' || meaning.kind === 'answer') return { meaning, toDetour: true }
    const declined = meaning.kind === 'later' ? decliningChoice(session.detour?.now) : null
    if (declined !== null) return { meaning: { kind: 'choice', id: declined }, toDetour: true }
  }
  const meaning = read(flowQuestion(draft), session.active)
  // "Ya" and "no" are meant for what stands last: a case is not opened half-asked because the procedure would take them, too.
  const isMeantHere = isBeforeCase(session.detour?.now) && content.kind === 'text' && /^\S+$/.test(content.text.trim())
  if (isMeantHere && meaning.kind === 'choice') return { meaning: { kind: 'nothing' }, toDetour: false }
  return { meaning, toDetour: false }
}

function respond(draft: Draft, meaning: Meaning, toDetour: boolean): void {
  switch (meaning.kind) {
    case 'command':
      return obey(draft, meaning.command)
    case 'choice':
      if (toDetour) return answerDetour(draft, { choice: meaning.id })
      leaveDetour(draft)
      return choose(draft, meaning.id)
    case 'answer':
      if (toDetour) return answerDetour(draft, { event: meaning.event })
      leaveDetour(draft)
      if (!hearAnswer(draft, meaning.event)) repair(draft)
      return
    case 'topic':
      return answerTopic(draft, meaning.id)
    case 'greeting':
      if (!draft.isNew) sayOwn(draft, 'bot-greeting', stepParams(draft))
      draft.ask = draft.isNew ? 'full' : 'short'
      return
    case 'thanks':
    case 'laugh':
      sayOwn(draft, 'bot-thanks')
      draft.ask = 'none'
      return
    case 'later':
      sayOwn(draft, 'bot-later')
      draft.ask = draft.isNew ? 'full' : 'none'
      return
    case 'confused':
      if (!draft.isNew) sayOwn(draft, 'bot-confused')
      draft.ask = 'full'
      return
    case 'stale':
      return remark(draft, 'bot-stale')
    case 'nothing':
      return repair(draft)
    case 'emergency':
      return
    default:
      return remarkOn(draft, meaning.kind)
  }
}

/** Something that is no answer and no failure: say so, and put the question again in one line. */
function remarkOn(draft: Draft, kind: string): void {
  const { env, session } = draft
  const own = `${waitOf(draft).key}.${kind}`
  if (env.texts.has(session.language, session.active, own)) {
    draft.effects.push({ type: 'say', parts: [{ scope: session.active, key: own, params: {} }], ask: null, copy: [] })
    draft.ask = draft.isNew ? 'full' : 'attach'
    return
  }
  remark(draft, `bot-${kind}`)
}

function remark(draft: Draft, key: string, params: Params = {}): void {
  sayOwn(draft, key, params)
  draft.ask = draft.isNew ? 'full' : 'short'
}

function choose(draft: Draft, id: string): void {
  const wait = waitOf(draft)
  if (wait.spoken.includes(id)) return speakChoice(draft, id)
  if (!hearFlow(draft, { type: `choice.${id}`, at: draft.at })) repair(draft)
}

/** "Hoy" pressed is "hoy" typed. */
function speakChoice(draft: Draft, id: string): void {
  const { env, session, at } = draft
  const question = flowQuestion(draft)
  const label = question.choices.find((choice) => choice.id === id)?.label ?? ''
  const meaning = understand(env.language(session.language), {
    content: { kind: 'text', text: label },
    question: { ...question, choices: [] },
    flow: session.active,
    now: at,
    calendar: env.calendar(session.active),
  })
  if (meaning.kind !== 'answer' || !hearFlow(draft, { ...meaning.event, at })) repair(draft)
}

/** While a portal of this step is known to be down, nothing of theirs counts as a failure. */
function isCalm(draft: Draft): boolean {
  return noticesHere(draft).length > 0
}

function hearAnswer(draft: Draft, event: AnswerEvent): boolean {
  const { at } = draft
  return hearFlow(draft, event.type === 'answer.nss' && isCalm(draft) ? { ...event, calm: true, at } : { ...event, at })
}

/** Not understood: said differently each time, and the third time a person is offered. */
function repair(draft: Draft): void {
  const { session } = draft
  if (draft.isNew) {
    draft.ask = 'full'
    return
  }
  if (session.shaken) return remark(draft, 'bot-after-emergency')
  if (!isCalm(draft)) session.misses += 1
  if (session.misses >= 3) return offerPerson(draft)
  sayOwn(draft, session.misses === 1 ? 'bot-repair-first' : 'bot-repair-second')
  draft.ask = session.misses === 1 ? 'short' : 'full'
}

/** Who types on and on is not asked the same thing under every line: the offer stands, with its buttons. */
function offerPerson(draft: Draft): void {
  const { session, at } = draft
  // They asked for one already: it is opened with what is known.
  if (isBeforeCase(session.detour?.now)) {
    session.misses = 0
    leaveDetour(draft)
    draft.ask = 'full'
    return
  }
  // They have a case already: nobody else is to be offered.
  const { ticket } = session
  if (ticket !== null && ticket.status !== 'resolved' && draft.env.hasDesk()) {
    session.misses = 0
    return remark(draft, 'case-stands', { code: ticket.code })
  }
  const isStanding = session.detour?.now.kind === 'person' && at - session.offeredAt < OFFER_STANDS
  if (isStanding) {
    draft.ask = 'none'
    return
  }
  session.offeredAt = at
  setDetour(draft, { kind: 'person' })
}

/** A password, or an attempt at a number of theirs, well written or not. */
function isIdentifying(meaning: Meaning): boolean {
  if (meaning.kind === 'answer') return meaning.event.type === 'answer.nss' || meaning.event.type === 'answer.curp'
  return meaning.kind === 'password' || meaning.kind === 'identifier'
}

/** Answers and commands need no reminder of where one is, and a greeting is answered with it anyway. */
function answersSomething(meaning: Meaning): boolean {
  return ['choice', 'answer', 'command', 'greeting'].includes(meaning.kind)
}

function textOf(content: Content): string {
  if (content.kind === 'text' || content.kind === 'edit') return content.text
  return 'caption' in content ? (content.caption ?? '') : ''
}

function isTooLong(content: Content): boolean {
  return (content.kind === 'text' || content.kind === 'edit') && content.text.length > LONGEST_TEXT
}
