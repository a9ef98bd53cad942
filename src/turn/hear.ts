import { DESK } from '../ids.ts'
import { type Content, LONGEST_TEXT, type Update } from '../update.ts'
import { endByHand, hearByHand, isByHand } from './by-hand.ts'
import type { Draft } from './draft.ts'
import { see, tellNumbersGone } from './forget.ts'
import { heed } from './heed.ts'
import { isPutOff } from './pieces.ts'
import { read } from './read.ts'
import { remark } from './respond.ts'
import { hearStretch } from './stretch.ts'
import { isTalking } from './talk.ts'

const DAY = 24 * 60 * 60 * 1000

/** Hears one update of the student's. */
export function hearUpdate(draft: Draft, update: Update): void {
  const { session, at } = draft
  const { content, ref } = update
  if (content.kind === 'reachable') return hearReachable(draft, content.reachable)
  // Staff's own doing, heard before all else (see by-hand.ts).
  if (content.kind === 'by-hand') return
  session.reachable = true
  if (isByHand(draft)) return hearByHand(draft, update)
  if (isTalking(session)) return hearStretch(draft, update)
  const wasAway = endByHand(draft) || at - session.seenAt > DAY
  const isBack = !tellNumbersGone(draft) && !draft.isNew && wasAway
  see(draft)
  if (isTooLong(content)) return remark(draft, 'bot-too-long')
  const reading = read(draft, content, ref === undefined ? [] : [ref])
  draft.isBack ||= isBack
  if (isPutOff(draft, reading)) return
  heed(draft, reading, draft.isBack)
  draft.isBack = false
}

function hearReachable(draft: Draft, reachable: boolean): void {
  const { session } = draft
  tellPresence(draft, reachable)
  session.reachable = reachable
  if (!session.reachable) {
    draft.effects.push({ type: 'cancel', timers: Object.keys(session.timers) })
    draft.ask = 'none'
  } else {
    see(draft)
    if (draft.isNew) draft.ask = 'full'
  }
}

/** The desk hears whether who waits for it can be reached. */
export function tellPresence({ session, effects }: Draft, reachable: boolean): void {
  const { ticket } = session
  if (ticket === null || ticket.status === 'resolved' || reachable === session.reachable) return
  effects.push({ type: 'post', to: DESK, mail: { kind: 'presence', chat: DESK, code: ticket.code, reachable } })
}

function isTooLong(content: Content): boolean {
  return (content.kind === 'text' || content.kind === 'edit') && content.text.length > LONGEST_TEXT
}
