import type { Params } from '../../flows/flow.ts'
import { type AnswerEvent, type Meaning, understand } from '../understanding/understanding.ts'
import { answerDetour } from './answer.ts'
import { flowQuestion } from './ask.ts'
import { obey } from './commands.ts'
import { isBeforeCase, leaveDetour } from './detour.ts'
import { type Draft, sayOwn, setDetour, waitOf } from './draft.ts'
import { noticesHere } from './notices.ts'
import { stepParams } from './place.ts'
import { hearFlow } from './steps.ts'
import { answerTopic } from './topics.ts'

const OFFER_STANDS = 30_000

/** Does and says what a meaning calls for. */
export function respond(draft: Draft, meaning: Meaning, toDetour: boolean): void {
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

export function remark(draft: Draft, key: string, params: Params = {}): void {
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
