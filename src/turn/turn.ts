import type { Effect } from '../effect.ts'
import type { ChatId } from '../ids.ts'
import type { Mail } from '../mail.ts'
import type { Session } from '../session.ts'
import { ask } from './ask.ts'
import { fileCase } from './cases.ts'
import { beginDraft, type Draft, sayOwn, type TurnEnv } from './draft.ts'
import { hearEmergency } from './emergency.ts'
import { letGo } from './forget.ts'
import { hearUpdate } from './hear.ts'
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
    return { session: null, effects: [], handled: mail.length, language: env.texts.match(undefined) }
  }
  const wanted = mail.find((item) => item.kind === 'update')?.update.language
  const draft = beginDraft(env, session, chat, wanted, at)
  if (lost) tellLost(draft)
  letGo(draft, mail)
  if (draft.forgotten) return outcome(draft, mail.length)
  const alarmed = hearEmergency(draft, mail)
  fireTimers(draft)
  let handled = 0
  for (const item of mail) {
    if (draft.forgotten) break
    handled += 1
    if (alarmed && item.kind === 'update') continue
    hear(draft, item)
  }
  if (alarmed) draft.ask = 'none'
  ask(draft)
  if (handled > 1) draft.effects = saidOnce(draft.effects)
  return outcome(draft, handled)
}

function outcome({ forgotten, session, effects }: Draft, handled: number): Outcome {
  return { session: forgotten ? null : session, effects, handled, language: session.language }
}

/** Of the same bubble said to several messages that waited together, the last one. */
function saidOnce(effects: readonly Effect[]): Effect[] {
  const said = new Set<string>()
  const isNew = (effect: Effect): boolean => {
    const words = effect.type === 'say' ? JSON.stringify(effect.parts) : ''
    if (words === '') return true
    if (said.has(words)) return false
    said.add(words)
    return true
  }
  return effects.toReversed().filter(isNew).toReversed()
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
      return hearAgent(draft, item.code, item.text)
    default:
      return
    case 'flood':
      sayOwn(draft, 'bot-flood')
      draft.ask = 'short'
      return
  }
}

/** Blocked: nothing will reach them, so nothing is tried until they write again. */
function becomeUnreachable(draft: Draft): void {
  draft.session.reachable = false
  draft.effects.push({ type: 'cancel', timers: Object.keys(draft.session.timers) })
  draft.ask = 'none'
}

function hearAgent(draft: Draft, code: string, text: string): void {
  sayOwn(draft, 'desk-reply', { text })
  draft.session.asked += 1
  draft.session.detour = { number: draft.session.asked, now: { kind: 'talk', code } }
  draft.ask = 'short'
}
