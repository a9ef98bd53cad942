import type { Mail } from '../mail.ts'
import { IDENTIFIERS } from '../retention.ts'
import type { Update } from '../update.ts'
import { obey } from './commands.ts'
import type { Draft } from './draft.ts'
import { see } from './forget.ts'
import { commandIn, isClosing } from './stretch.ts'
import { carry, isTalking } from './talk.ts'

/** Whether staff write to this chat from the bot's own number: then it says nothing, asks nothing and takes nothing down. */
export function isByHand({ session, at }: Pick<Draft, 'session' | 'at'>): boolean {
  return at < session.handUntil
}

/**
 * Hears before all else whether staff write by hand, or no longer do: what waits beside it they have read themselves. The bot never
 * speaks up because of it. Nor is it quiet for ever: reminders, and the end of what is kept, wait as long.
 */
export function hearHands(draft: Draft, mail: readonly Mail[]): void {
  const { session, at } = draft
  for (const item of mail) {
    if (item.kind !== 'update' || item.update.content.kind !== 'by-hand') continue
    const { until } = item.update.content
    // What was written first may be heard last.
    if (until > at) session.handUntil = Math.min(Math.max(until, session.handUntil), at + IDENTIFIERS)
    else if (session.handUntil > 0 || draft.isNew) session.handUntil = Math.min(session.handUntil || at, at)
    draft.ask = 'none'
  }
}

/** Nobody writes by hand any more: whether the student has yet to be told where they are. */
export function endByHand({ session }: Draft): boolean {
  const wasByHand = session.handUntil > 0
  session.handUntil = 0
  return wasByHand
}

/** Hears one update of a student to whom staff write by hand: only who asks for the bot, or wants everything erased, gets it back. */
export function hearByHand(draft: Draft, update: Update): void {
  see(draft)
  draft.ask = 'none'
  const { content } = update
  const isWayBack = content.kind === 'press' && content.choice === 'go-on'
  const command = isWayBack ? 'bot' : commandIn(draft, content)
  if (command === 'bot' || command === 'erase') {
    draft.session.handUntil = 0
    return obey(draft, command)
  }
  if (isTalking(draft.session)) carry(draft, update, false, isClosing(draft, content), true)
}
