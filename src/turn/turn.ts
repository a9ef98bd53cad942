import type { Effect } from '../effect.ts'
import { type ChatId, isChatId } from '../ids.ts'
import type { Mail } from '../mail.ts'
import { isUnasked, type Session } from '../session.ts'
import { ask } from './ask.ts'
import { hearHands, isByHand } from './by-hand.ts'
import { fileCase } from './cases.ts'
import { countSteps } from './counts.ts'
import { beginDraft, type Draft, sayOwn, type TurnEnv } from './draft.ts'
import { hearEmergency } from './emergency.ts'
import { letGo } from './forget.ts'
import { hearUpdate, tellPresence } from './hear.ts'
import { hearNotice } from './notices.ts'
import { piecesIn, settlePieces } from './pieces.ts'
import { saidOnce } from './said-once.ts'
import { carry, isTalking } from './talk.ts'
import { changeReply, hearOutcome, hearReply, hearTicket, hearUndelivered, hideReveals, reveal } from './ticket.ts'
import { fireTimers } from './timers.ts'

export type { TurnEnv } from './draft.ts'

export interface Outcome {
  /** Null: nothing may be kept about this chat. */
  session: Session | null
  effects: Effect[]
  /** How much of the mail, from the front, this turn answered; what is left belongs to the next. */
  handled: number
  /** The language to say it in, also when nothing may be kept. */
  language: string
}

/**
 * One turn of a student's chat: what was waiting, in order, to what is kept and what must go out. Pure.
 * `lost`: there was a session and it could not be read.
 * Layers, outermost first: emergency, rights, detours, the step's own answers and choices, topics, repair.
 */
export function runTurn(
  env: TurnEnv,
  chat: ChatId,
  session: Session | null,
  mail: readonly Mail[],
  at: number,
  lost = false,
): Outcome {
  // Late mail for somebody who erased everything must not bring them back.
  if (session === null && !lost && !mail.some(({ kind }) => kind === 'update')) {
    return { session: null, effects: orphans(mail), handled: mail.length, language: env.texts.match(undefined) }
  }
  const wanted = mail.find((item) => item.kind === 'update')?.update.language
  const draft = beginDraft(env, session, chat, wanted, at)
  if (lost) tellLost(draft)
  letGo(draft, mail)
  if (draft.forgotten) return outcome(draft, mail.length)
  hearHands(draft, mail)
  const alarmed = hearEmergency(draft, mail)
  hideReveals(draft)
  fireTimers(draft)
  const handled = hearAll(draft, mail, alarmed)
  if (handled > 1) draft.effects = saidOnce(draft)
  if (alarmed || isQuiet(draft)) draft.ask = 'none'
  ask(draft)
  if (mail.every(isNobodys)) markReminders(draft.effects)
  // Behind what is said: nobody waits for a count.
  if (!draft.forgotten && mail.length > 0 && !isUnasked(draft.session)) countSteps(draft)
  return outcome(draft, handled)
}

/** Hears what waits, in order; how much of it, from the front. */
function hearAll(draft: Draft, mail: readonly Mail[], alarmed: boolean): number {
  draft.pieces = alarmed ? null : piecesIn(mail)
  let handled = 0
  for (const item of mail) {
    if (draft.forgotten) return handled
    handled += 1
    if (alarmed && item.kind === 'update') {
      // Whoever serves them has to know.
      if (isTalking(draft.session)) carry(draft, item.update, true)
      continue
    }
    // What they wrote before a person came was not for that person.
    if (item.kind === 'reply' || item.kind === 'ticket') settlePieces(draft)
    hear(draft, item)
  }
  if (!draft.forgotten) settlePieces(draft)
  return handled
}

function outcome({ forgotten, session, effects }: Draft, handled: number): Outcome {
  return { session: forgotten ? null : session, effects, handled, language: session.language }
}

/** What was kept could not be read: say so, ask where they were, and let the desk know. */
function tellLost(draft: Draft): void {
  sayOwn(draft, 'bot-lost-place')
  fileCase(draft, 'lost-place', '')
  draft.isNew = false
  draft.ask = 'full'
}

function hear(draft: Draft, item: Mail): void {
  switch (item.kind) {
    case 'update':
      return hearUpdate(draft, item.update)
    case 'gone':
      return becomeUnreachable(draft)
    case 'reply':
      return hearReply(draft, item)
    case 'reply-edit':
    case 'reply-withdraw':
      return changeReply(draft, item)
    case 'ticket':
      return hearTicket(draft, item)
    case 'reveal':
      return reveal(draft, item)
    case 'notice':
      // That it is over was promised; the rest would talk into a conversation.
      return isWithPerson(draft) && item.is === 'begun' ? undefined : hearNotice(draft, item)
    case 'undelivered':
      hearUndelivered(draft, item)
      return item.reason === 'gone' ? becomeUnreachable(draft) : undefined
    case 'delivered':
    case 'failed':
      return hearOutcome(draft, item)
    case 'flood':
      if (isByHand(draft)) return
      sayOwn(draft, 'bot-flood')
      draft.ask = 'short'
      return
    default:
      return
  }
}

/** Blocked: nothing will reach them, so nothing is tried until they write again. */
function becomeUnreachable(draft: Draft): void {
  tellPresence(draft, false)
  draft.session.reachable = false
  draft.effects.push({ type: 'cancel', timers: Object.keys(draft.session.timers) })
  draft.ask = 'none'
}

function isWithPerson(draft: Draft): boolean {
  return isByHand(draft) || isTalking(draft.session)
}

/** A person serves them: nothing is asked, but what a side question of ours needs and the way back to the bot. */
function isQuiet(draft: Draft): boolean {
  const { session, ask: mode } = draft
  if (isByHand(draft)) return true
  if (!isTalking(session)) return false
  const kind = session.detour?.now.kind
  return kind === undefined || (kind === 'talk' && mode !== 'attach' && mode !== 'short')
}

/** Neither the student nor anybody of the desk did it: networks answering, and what the desk's clock does to a case. */
function isNobodys(item: Mail): boolean {
  if (item.kind === 'ticket') return item.change === 'silent' || item.change === 'expired'
  return ['delivered', 'failed', 'undelivered', 'gone'].includes(item.kind)
}

/** But for what an agent wrote, and mended while it was still on its way. */
function markReminders(effects: readonly Effect[]): void {
  for (const effect of effects) {
    if (effect.type !== 'say' || effect.to !== undefined || effect.parts[0]?.key === 'desk-reply') continue
    effect.occasion = 'reminder'
  }
}

/** Shown to an agent just when everything was erased: taken away at once. */
function orphans(mail: readonly Mail[]): Effect[] {
  return mail.flatMap((item): Effect[] => {
    if (item.kind !== 'delivered') return []
    const [as, , , to] = item.tag.split('/')
    return as === 'reveal' && isChatId(to) ? [{ type: 'delete', ref: item.ref, to }] : []
  })
}
