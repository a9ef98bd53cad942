import type { Effect } from '../effect.ts'
import type { ChatId } from '../ids.ts'
import type { Mail, MailOf } from '../mail.ts'
import { keepPrompt, pressAll } from './bulk.ts'
import { showCards } from './cards.ts'
import { hearCase, hearErased, hearPresence, hearReturned, hearRevealed, hearSettled } from './cases.ts'
import { addRef, type DeskEnv, type Draft, dropRefs, readTag, say, trimRefs, word } from './draft.ts'
import { hearGroup } from './group.ts'
import { hearStall, pressIncident, tellBoard } from './incidents.ts'
import { hearRelayed, hearStudent, relayNext, sayWaiting } from './relay.ts'
import { type DeskSession, newDesk, type Ref } from './session.ts'
import { caseAsWritten, saidAsWritten } from './student-words.ts'
import { nextDue, passTime } from './time.ts'

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
  for (const entry of Object.values(session.cases)) {
    dropRefs(entry, 0)
    entry.thread = null
    entry.card = { ref: null, sentAt: 0, stale: entry.life.status !== 'resolved' }
  }
}

/** The network took a message of ours: from now on its id stands for the case. */
function hearDelivered(draft: Draft, { tag, ref, strayed }: MailOf<'delivered'>): void {
  const { as, code, of } = readTag(tag)
  if (as === 'bulk') return keepPrompt(draft, of, ref)
  // Before a release that tagged: the tag was the code.
  const entry = draft.session.cases[code === '' ? as : code]
  if (!entry) return takeAway(draft, as, code, ref)
  if (as === 'topic') {
    draft.session.topics = true
    entry.thread = ref
    entry.card.sentAt = 0
    entry.card.stale = true
    return
  }
  // Its topic is no more: a new one is made, and the card in it.
  if (strayed) {
    entry.thread = null
    entry.card = { ref: null, sentAt: 0, stale: true }
  }
  if (as === 'card') {
    if (strayed) return void draft.effects.push({ type: 'delete', ref })
    entry.card = { ...entry.card, ref, sentAt: 0 }
    return addRef(draft, entry, ref, 'card')
  }
  if (as === 'sent') {
    const sent = entry.refs.find((one) => one.as === 'sent' && one.of === of)
    if (sent) sent.ref = ref
    else addRef(draft, entry, ref, 'other')
    return
  }
  addRef(draft, entry, ref, kindOf(as), of)
  if (as === 'said') relayNext(draft, code, entry)
}

/** On its way when the student erased everything. */
function takeAway(draft: Draft, as: string, code: string, ref: string): void {
  if (draft.session.erased[code] === undefined) return
  if (as === 'topic') draft.effects.push({ type: 'topic', thread: ref, title: `#${code}`, state: 'deleted' })
  else draft.effects.push({ type: 'delete', ref })
}

function kindOf(as: string): Ref['as'] {
  const kinds = ['said', 'thing', 'prompt-answer', 'prompt-note'] as const
  return kinds.find((kind) => kind === as) ?? 'other'
}

/** What the network will never take: the card goes another way, and nothing is lost in silence. */
function hearFailed(draft: Draft, { tag, reason }: MailOf<'failed'>): void {
  const { as, code } = readTag(tag)
  if (as === 'topic-erased') return say(draft, 'desk-erase-by-hand', { code })
  const entry = draft.session.cases[code]
  if (!entry) return
  if (as === 'topic') {
    if (reason === 'no-right' && draft.session.topics !== false) say(draft, 'desk-no-topics')
    draft.session.topics = false
    entry.card.sentAt = 0
    return
  }
  if (as === 'card') {
    // Deleted by hand: another one. What the network refuses for another reason it would refuse again; the case is told by its name.
    entry.card = reason === 'no-such' ? { ref: null, sentAt: 0, stale: true } : { ...entry.card, sentAt: 0 }
    if (reason !== 'no-such') say(draft, 'desk-card-refused', { code }, { code })
    return
  }
  if (as === 'said') relayNext(draft, code, entry)
  if (as === 'said' || as === 'thing') {
    say(
      draft,
      'desk-not-carried',
      { code, why: word(draft, entry.flow, `not-carried-${reason === 'elsewhere' ? 'elsewhere' : 'other'}`) },
      { code },
    )
  }
}
