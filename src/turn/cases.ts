import { maskIdentifiers } from '../../flows/identifiers/mask.ts'
import { channelOf, DESK } from '../ids.ts'
import { newTicket, type Ticket } from '../session.ts'
import { hideHealthWords } from '../understanding/health.ts'
import { valuesOf } from '../values.ts'
import { sayContacts } from './contacts.ts'
import { activeFlow, type Draft, factsOf, savedOf, say, sayOwn, setDetour, waitOf } from './draft.ts'
import { stepParams } from './place.ts'

const LONGEST_DETAIL = 300
/** Cases a student may open, or open again, in a day (RELIABILITY A30). */
const MOST_A_DAY = 3
/** How long after it was resolved a case may be opened again under its code (ms); the desk keeps it as long. */
const REOPEN = 3 * 24 * 60 * 60 * 1000

/** What the questions before a case are about. */
type About = { reason: string; detail: string }

/** Opens a case at the desk, asking first what the card needs: campus, id, a date. What is known is not asked; an open case is only added to. */
export function openCase(draft: Draft, reason: string, detail: string): void {
  const language = draft.env.language(draft.session.language)
  const about = { reason, detail: hideHealthWords(language, maskIdentifiers(detail.slice(0, LONGEST_DETAIL))) }
  const { ticket } = draft.session
  if (ticket !== null && ticket.status !== 'resolved') return fileCase(draft, about.reason, about.detail)
  if (openedToday(draft).length >= MOST_A_DAY) {
    sayOwn(draft, 'case-too-many', { count: MOST_A_DAY })
    return sayContacts(draft, 'contacts')
  }
  if (isOpen(draft)) return fileCase(draft, about.reason, about.detail)
  if (draft.session.campus === null) return setDetour(draft, { kind: 'case-campus', ...about })
  askId(draft, about)
}

/** Left out where it is known, or where nothing of theirs may be kept. */
export function askId(draft: Draft, about: About): void {
  const mayNotKeep = factsOf(draft).consent === 'declined'
  if (draft.session.studentId !== null || mayNotKeep) return askDeadline(draft, about)
  setDetour(draft, { kind: 'case-id', reason: about.reason, detail: about.detail })
}

export function askDeadline(draft: Draft, { reason, detail }: About): void {
  setDetour(draft, { kind: 'case-deadline', reason, detail })
}

/** A case that can still be added to, or be opened again under the same code. */
function isOpen({ session: { ticket }, at }: Draft): boolean {
  return ticket !== null && (ticket.status !== 'resolved' || at - ticket.resolvedAt < REOPEN)
}

function openedToday({ session, env, at }: Draft): number[] {
  const calendar = env.calendar(session.active)
  return session.opened.filter((when) => calendar.day(when) === calendar.day(at))
}

/** Files the card and tells the student its code and how else to reach a person. */
export function fileCase(draft: Draft, reason: string, detail: string, deadline: string | null = null): void {
  const { session, env, at } = draft
  const before = isOpen(draft) ? session.ticket : null
  const ticket = before ?? newTicket(env.code(), at)
  const isBack = before?.status === 'resolved'
  if (before === null || isBack) session.opened = [...openedToday(draft), at]
  session.ticket = isBack ? { ...ticket, status: 'open', resolvedAt: 0 } : ticket
  postCase(draft, session.ticket, reason, detail, deadline)
  const key = isBack ? 'case-reopened' : before ? 'case-updated' : env.hasDesk() ? 'case-opened' : 'case-waiting'
  sayOwn(draft, key, { code: ticket.code })
  if (before) return
  const flow = activeFlow(draft)
  const campus = session.campus ?? 'unknown'
  say(draft, [{ scope: flow.id, key: `contacts-${campus}`, params: factsOf(draft) }])
  // The truth about dates: nobody here can hurry the IMSS, and a mail of today is proof that they asked in time.
  if (deadline !== null) sayOwn(draft, 'case-deadline', { code: ticket.code, day: { day: deadline } })
}

function postCase(draft: Draft, ticket: Ticket, reason: string, detail: string, deadline: string | null): void {
  const { session, env, at } = draft
  const flow = activeFlow(draft)
  const language = env.language(session.language)
  draft.effects.push({
    type: 'post',
    to: DESK,
    mail: {
      kind: 'case',
      chat: DESK,
      code: ticket.code,
      student: session.chat,
      channel: channelOf(session.chat),
      language: session.language,
      flow: flow.id,
      reason,
      detail,
      campus: session.campus ?? 'unknown',
      deadline,
      step: waitOf(draft).step,
      stepNumber: Number(stepParams(draft).number),
      stepSince: session.stepAt,
      openedAt: ticket.openedAt,
      lines: session.recent.map((line) => hideHealthWords(language, line)),
      facts: valuesOf(flow.cardFacts(savedOf(draft)), env.calendar(flow.id), session.language, at),
    },
  })
}
