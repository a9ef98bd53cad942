import type { Effect } from '../effect.ts'
import type { ChatId } from '../ids.ts'
import type { Mail, MailOf } from '../mail.ts'
import { pressAll } from './bulk.ts'
import { showCards } from './cards.ts'
import { hearCase, hearErased, hearPresence, hearReturned, hearRevealed, hearSettled } from './cases.ts'
import { type DeskEnv, type Draft, dropRefs, say, trimRefs } from './draft.ts'
import { hearGroup } from './group.ts'
import { hearStall, pressIncident, tellBoard } from './incidents.ts'
import { hearDelivered, hearFailed, hearUndelivered } from './receipts.ts'
import { hearRelayed, hearStudent, sayWaiting } from './relay.ts'
import { type DeskSession, newDesk } from './session.ts'
import { caseAsWritten, saidAsWritten } from './student-words.ts'
import { nextDue, passTime } from './time.ts'
import { hearTrouble } from './troubles.ts'
import { forgetWindows, hearWindow, showWindows } from './windows.ts'

export type { DeskEnv } from './draft.ts'

export interface DeskOutcome {
  session: DeskSession
  effects: Effect[]
  /** When the desk needs attention by itself; null for never. */
  next: number | null
  /** What was done in this turn, for the audit trail: an agent's id, empty for the student or time; never words. */
  acts: { code: string; by: string; act: string }[]
}

/**
 * One turn of the desk's chat: what students and staff did, what time brought, and the cards that changed by it. Pure.
 * `damaged`: `session` is what could still be read of what was kept.
 */
export function runDeskTurn(
  env: DeskEnv,
  session: DeskSession | null,
  mail: readonly Mail[],
  at: number,
  damaged = false,
): DeskOutcome {
  const draft: Draft = { env, at, session: structuredClone(session ?? newDesk), effects: [], warnings: new Map() }
  if (damaged) tellDamage(draft)
  passTime(draft)
  for (const item of mail) hear(draft, item)
  passTime(draft)
  showCards(draft)
  showWindows(draft)
  trimRefs(draft)
  return {
    session: draft.session,
    effects: draft.effects,
    next: nextDue(draft),
    acts: actsSince(session, draft.session),
  }
}

/** Said once: with this turn it is whole again. Notices that nobody could end any more are taken down. */
function tellDamage(draft: Draft): void {
  say(draft, 'desk-lost', { count: Object.keys(draft.session.cases).length })
  tellBoard(draft)
}

function actsSince(before: DeskSession | null, after: DeskSession): DeskOutcome['acts'] {
  return Object.entries(after.cases).flatMap(([code, { acts }]) => {
    const known = before?.cases[code]?.acts ?? []
    const isNew = (act: (typeof acts)[number]) =>
      !known.some((old) => old.at === act.at && old.by === act.by && old.act === act.act)
    // Of a note only that there is one.
    return acts.filter(isNew).map(({ by, act }) => ({ code, by, act: act.startsWith('//') ? 'note' : act }))
  })
}

const HOUR = 60 * 60_000

function hear(draft: Draft, item: Mail): void {
  switch (item.kind) {
    case 'update':
      return hearUpdate(draft, item)
    case 'case':
      return hearCase(draft, caseAsWritten(item))
    case 'said':
      return hearStudent(draft, { ...item, said: saidAsWritten(item.said) })
    case 'follow-up':
      return hearStudent(draft, {
        ...item,
        kind: 'said',
        ref: '',
        said: saidAsWritten({ kind: 'text', text: item.text }),
        alarm: false,
        isClosing: false,
      })
    case 'relayed':
      return hearRelayed(draft, item)
    case 'revealed':
      return hearRevealed(draft, item)
    case 'returned':
      return hearReturned(draft, item)
    case 'settled':
      return hearSettled(draft, item)
    case 'presence':
      return hearPresence(draft, item)
    case 'erased':
      return hearErased(draft, item)
    case 'stall':
      return hearStall(draft, item)
    case 'delivered':
      return hearDelivered(draft, item)
    case 'failed':
      return hearFailed(draft, item)
    case 'undelivered':
      return hearUndelivered(draft, item)
    case 'trouble':
      return hearTrouble(draft, item)
    case 'window':
      return hearWindow(draft, item)
    case 'dead-letter':
      return say(draft, 'card-dead-letter', { channel: item.channel })
    case 'desk-open':
      return openDesk(draft, item)
    case 'group-moved':
      return settleIn(draft, item.to)
    default:
      return
  }
}

function hearUpdate(draft: Draft, { update }: MailOf<'update'>): void {
  const { content } = update
  if (content.kind === 'press') {
    if (pressAll(draft, update, content.choice, content.question)) return
    if (pressIncident(draft, update, content.choice, content.question)) return
  }
  hearGroup(draft, update)
}

/** Asked anew whether the group has topics: somebody may have given it some. Cards that waited go out. */
function openDesk(draft: Draft, { group }: MailOf<'desk-open'>): void {
  draft.session.topics = null
  settleIn(draft, group)
  for (const [code, entry] of Object.entries(draft.session.cases)) {
    const { card } = entry
    entry.relaying = 0
    sayWaiting(draft, code, entry)
    if (card.ref === null) card.stale = true
    // A row that nobody could read any more is the one way not to hear of a card.
    if (card.sentAt > 0 && draft.at - card.sentAt > HOUR) card.sentAt = 0
  }
}

/**
 * In a group of another address, be it the same people's or not, no message has the name it had, and an old name may be another's: the
 * cards are posted again, and old names mean nothing.
 */
function settleIn(draft: Draft, group: ChatId | null): void {
  const { session } = draft
  const before = session.group
  session.group = group ?? before
  if (before === null || before === session.group) return
  session.topics = null
  session.bulk = {}
  forgetWindows(draft)
  for (const entry of Object.values(session.cases)) {
    dropRefs(entry, 0)
    entry.thread = null
    entry.card = { ref: null, sentAt: 0, stale: entry.life.status !== 'resolved' }
  }
}
