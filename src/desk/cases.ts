import type { MailOf } from '../mail.ts'
import { titleOf } from './cards.ts'
import { count, type Draft, firstFlow, flowOf, happen, record, say, tell, tellChange, word } from './draft.ts'
import { leaveIncidents } from './incidents.ts'
import { newLife } from './life.ts'
import { placeInLine } from './queue.ts'
import { sayWaiting } from './relay.ts'
import type { Case, Ref } from './session.ts'

/** What the bot wrote longer ago cannot be deleted any more (Bot API, deleteMessage). */
const DELETABLE = 48 * 60 * 60_000
const MOST_LINES = 5
const ARRIVED = 30 * 24 * 60 * 60_000
/** How often the group reads that a student asks for somebody again. */
const NEWS = 30 * 60_000
/** More than a desk can look at; whoever comes then is told the truth. */
const MOST_CASES = 1000

/** A new case, more about one that is open, or one that comes back. */
export function hearCase(draft: Draft, mail: MailOf<'case'>): void {
  const known = draft.session.cases[mail.code]
  if (known?.life.status === 'resolved' || known?.life.status === 'resolving') return comeBack(draft, mail, known)
  if (known) return addTo(draft, mail, known)
  if (Object.keys(draft.session.cases).length >= MOST_CASES) return turnAway(draft, mail)
  const before = Object.entries(draft.session.cases).filter(([, entry]) => entry.student === mail.student)
  for (const [code, entry] of before) replace(draft, code, entry, mail.code)
  draft.session.cases[mail.code] = { ...factsOf(mail), ...fresh(draft) }
  count(draft, mail.flow, `case:${mail.flow}:${mail.reason}`)
  tellPlace(draft, mail.code)
}

/** A student has one case: what they open now goes on where an earlier one, which they lost sight of, stops. */
function replace(draft: Draft, code: string, entry: Case, by: string): void {
  if (entry.life.status !== 'resolved') say(draft, 'desk-replaced', { code, by }, { code })
  if (entry.thread !== null)
    draft.effects.push({ type: 'topic', thread: entry.thread, title: `#${code}`, state: 'closed' })
  delete draft.session.cases[code]
}

function turnAway(draft: Draft, { code, student }: MailOf<'case'>): void {
  draft.effects.push({
    type: 'post',
    to: student,
    mail: { kind: 'ticket', chat: student, code, change: 'full', params: {} },
  })
}

/** Their place in the line and when the desk opens: told once, and never while somebody is talking to them. */
export function tellPlace(draft: Draft, code: string): void {
  const entry = draft.session.cases[code]
  if (!entry || draft.env.group === null || entry.life.holder !== null) return
  const hours = draft.env.hours(entry.flow)
  const isOpen = hours.isOpen(draft.at)
  const next = isOpen ? null : hours.opensNext(draft.at)
  const params = {
    place: placeInLine(draft, code),
    open: isOpen ? 'yes' : next === null ? 'none' : next.isCertain ? 'later' : 'unknown',
    ...(next && {
      day: word(draft, entry.flow, 'day', { day: { day: next.day } }),
      time: draft.env.calendar(entry.flow).time(next.at),
    }),
  }
  tellChange(draft, code, entry, 'queued', { params })
}

function factsOf(mail: MailOf<'case'>) {
  const { kind: _kind, chat: _chat, code: _code, ...facts } = mail
  return { ...facts, lines: mail.lines.filter((line) => line !== mail.detail).slice(-MOST_LINES) }
}

function fresh(draft: Draft): Omit<Case, keyof ReturnType<typeof factsOf>> {
  return {
    life: newLife,
    since: draft.at,
    goTo: null,
    referredTo: null,
    followUp: null,
    menu: 'main',
    question: 0,
    last: 0,
    thread: null,
    card: { ref: null, sentAt: 0, stale: true },
    lostAt: 0,
    refs: [],
    acts: [],
    answers: 0,
    answeredAt: 0,
    owedSince: draft.at,
    warned: { answer: 0, resolution: 0 },
    raised: false,
    told: false,
    nudged: false,
    relaying: 0,
    waiting: [],
    newsAt: 0,
    dropped: 0,
  }
}

function addTo(draft: Draft, mail: MailOf<'case'>, entry: Case): void {
  const { code, reason, detail } = mail
  entry.owedSince ||= draft.at
  // Asking for a person again says nothing new: why the case was opened stays on it, and the group is not told each time.
  const isMore = reason !== 'asked-for-person' || detail !== ''
  if (!isMore && draft.at - entry.newsAt < NEWS) return
  entry.newsAt = draft.at
  const { openedAt, deadline, ...before } = entry
  const facts = factsOf(mail)
  Object.assign(entry, facts, { openedAt, deadline: mail.deadline ?? deadline })
  if (!isMore) Object.assign(entry, { reason: before.reason, detail: before.detail })
  entry.card.stale = true
  const params = {
    code,
    reason: word(draft, entry.flow, `reason-${reason}`),
    detail,
    hasDetail: detail === '' ? 'no' : 'yes',
  }
  say(draft, 'desk-news', params, { code, as: 'said' })
}

/** The student says it is not settled after all. */
function comeBack(draft: Draft, mail: MailOf<'case'>, entry: Case): void {
  const holder = entry.life.holder
  // Within the minute in which it could be taken back nobody has told the student anything yet.
  if (entry.life.status === 'resolving') return addTo(draft, mail, entry)
  const agent = holder === null ? undefined : draft.session.agents[holder]
  happen(draft, entry, { type: 'reopen' })
  Object.assign(entry, factsOf(mail), {
    openedAt: draft.at,
    deadline: mail.deadline ?? entry.deadline,
    owedSince: draft.at,
    raised: true,
    told: false,
    warned: { answer: 0, resolution: 0 },
  })
  record(draft, entry, null, 'reopen')
  turnTopic(draft, mail.code, entry, 'open')
  const mentions = holder === null || !agent ? [] : [{ id: holder, name: agent.name }]
  const params = { code: mail.code, reason: word(draft, entry.flow, `reason-${mail.reason}`) }
  say(draft, 'desk-reopened', params, { code: mail.code, mentions })
  tellPlace(draft, mail.code)
}

/** Under the title it now has: a case may come back for another reason. */
function turnTopic(draft: Draft, code: string, entry: Case, state: 'open' | 'closed'): void {
  const { thread } = entry
  if (thread !== null) draft.effects.push({ type: 'topic', thread, title: titleOf(draft, code, entry), state })
}

/** "¿Se resolvió?", as the student answered it. */
export function hearSettled(draft: Draft, { code, solved }: MailOf<'settled'>): void {
  const entry = draft.session.cases[code]
  count(draft, entry?.flow ?? firstFlow(draft).id, `solved:${solved ? 'yes' : 'no'}`)
  if (!entry) return
  record(draft, entry, null, solved ? 'solved' : 'unsolved')
  if (solved) say(draft, 'desk-solved', { code }, { code })
}

/** The student went back to the bot: the case goes on, and what an agent writes still reaches them. */
export function hearReturned(draft: Draft, { code }: MailOf<'returned'>): void {
  const entry = draft.session.cases[code]
  if (!entry) return
  record(draft, entry, null, 'returned')
  sayWaiting(draft, code, entry)
  say(draft, 'desk-returned', { code }, { code })
}

/** What an agent asked to see was shown to them, or could not be. */
export function hearRevealed(draft: Draft, { code, agent, outcome }: MailOf<'revealed'>): void {
  const entry = draft.session.cases[code]
  if (!entry) return
  const name = draft.session.agents[agent]?.name ?? '?'
  record(draft, entry, { id: agent, name }, `revealed ${outcome}`)
  say(
    draft,
    `desk-revealed-${outcome}`,
    { code, name },
    { code, mentions: outcome === 'closed' ? [{ id: agent, name }] : [] },
  )
}

/** They blocked the bot, or let it in again. */
export function hearPresence(draft: Draft, { code, reachable }: MailOf<'presence'>): void {
  const entry = draft.session.cases[code]
  if (!entry) return
  record(draft, entry, null, reachable ? 'reachable' : 'unreachable')
  const { holder } = entry.life
  const mentions = holder === null ? [] : [{ id: holder, name: draft.session.agents[holder]?.name ?? '?' }]
  say(draft, reachable ? 'desk-reachable' : 'desk-unreachable', { code }, { code, mentions })
}

/**
 * The student erased everything: none of their cases keeps a way to them. A topic is deleted, or messages one by one; what nobody can
 * delete from here is said.
 */
export function hearErased(draft: Draft, mail: MailOf<'erased'>): void {
  const { session } = draft
  const student = mail.student ?? session.cases[mail.code]?.student ?? null
  if (student !== null) leaveIncidents(draft, student)
  for (const [code, entry] of Object.entries(session.cases))
    if (code === mail.code || (student !== null && entry.student === student)) eraseCase(draft, code, entry)
  // Nobody can take one student out of what cannot be read.
  const named = [mail.code, student ?? ''].filter((name) => name !== '')
  if (named.some((name) => session.setAside?.text.includes(name))) session.setAside = null
}

function eraseCase(draft: Draft, code: string, entry: Case): void {
  delete draft.session.cases[code]
  draft.session.erased[code] = draft.at
  if (draft.env.group === null) return
  if (entry.thread !== null) {
    const tag = `topic-erased/${code}/${entry.thread}`
    draft.effects.push({ type: 'topic', thread: entry.thread, title: `#${code}`, state: 'deleted', tag })
    return say(draft, 'desk-erased', { code, left: 0, hasLeft: 'no' })
  }
  const isOurs = ({ as, ref }: Ref): boolean => as !== 'answer' && as !== 'bulk' && as !== 'note' && ref !== ''
  const isOld = ({ at }: Ref): boolean => draft.at - at > DELETABLE
  const refs = entry.refs.filter((ref) => isOurs(ref) && !isOld(ref)).map(({ ref }) => ref)
  if (entry.card.ref !== null) refs.push(entry.card.ref)
  for (const ref of new Set(refs)) draft.effects.push({ type: 'delete', ref })
  const left = entry.dropped + entry.refs.filter((ref) => ref.ref !== '' && (!isOurs(ref) || isOld(ref))).length
  say(draft, 'desk-erased', { code, left, hasLeft: left === 0 ? 'no' : 'yes' })
}

/** What was on its way when a case was erased has arrived by then, however long the group could not be reached. */
export function forgetErased({ session, at }: Draft): void {
  for (const [code, since] of Object.entries(session.erased)) if (at - since > ARRIVED) delete session.erased[code]
}

/** The minute is over: the student is told and goes on where the agent said. */
export function conclude(draft: Draft, code: string, entry: Case): void {
  const { outcome } = entry.life
  if (!happen(draft, entry, { type: 'due' })) return
  const flow = flowOf(draft, entry.flow)
  const place = entry.goTo === null ? undefined : flow.desk.landings[entry.goTo]
  tellChange(draft, code, entry, 'resolved', {
    flow: entry.flow,
    outcome: outcome ?? 'other',
    ...(place !== undefined && { step: place }),
  })
  count(draft, flow.id, `outcome:${outcome ?? 'other'}`)
  if (entry.openedAt > 0) {
    const hours = Math.ceil(draft.env.hours(flow.id).openMinutes(entry.openedAt, draft.at) / 60)
    count(draft, flow.id, `resolution:${hours}`)
  }
  turnTopic(draft, code, entry, 'closed')
}

/** Nobody waits for it any more: the student is told why, and nothing is kept of it here. */
export function expire(draft: Draft, code: string, entry: Case): void {
  const wasWaiting = entry.life.status === 'waiting'
  if (!happen(draft, entry, { type: 'expire' })) return
  if (wasWaiting) {
    tellChange(draft, code, entry, 'expired')
    count(draft, entry.flow, 'outcome:expired')
    say(draft, 'desk-expired', { code }, { code })
    turnTopic(draft, code, entry, 'closed')
  } else tell(draft, entry, (chat) => ({ kind: 'ticket', chat, code, change: 'closed', params: {} }))
  delete draft.session.cases[code]
}
