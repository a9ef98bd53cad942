import { dues, type Session } from './session.ts'

const DAY = 24 * 60 * 60 * 1000

/** How long identifiers are kept without a word from the student, and what was set aside in any case. */
export const IDENTIFIERS = 30 * DAY
/** How long the rest is kept: after the end, and without one. */
export const AFTER_END = 30 * DAY
export const UNFINISHED = 180 * DAY
/** Nothing goes before the student had so long to answer the last reminder. */
export const AFTER_TIMER = 3 * DAY

/** The instants at which what we keep has to go; infinite for what is gone already. */
export interface Retention {
  setAside: number
  identifiers: number
  forgotten: number
}

/** Seen at the beginning of a turn (timers that fell due while we were away have not spoken yet) or at its end. */
export function retention(session: Session, at: number): Retention {
  const { startedAt, seenAt, firedAt, stripped, setAside } = session
  const answered = Math.max(firedAt, ...dues(session).map((due) => Math.max(due, at))) + AFTER_TIMER
  const ended = endOf(session)
  return {
    // A session that replaces an unreadable one begins when that was set aside.
    setAside: setAside === null ? Number.POSITIVE_INFINITY : startedAt + IDENTIFIERS,
    // Once dropped, only a student who is back can give new ones.
    identifiers: stripped ? Number.POSITIVE_INFINITY : Math.max(seenAt + IDENTIFIERS, answered),
    forgotten: Math.max(ended === null ? seenAt + UNFINISHED : Math.max(ended, seenAt) + AFTER_END, answered),
  }
}

/** The next instant this chat needs attention by itself. */
export function nextAttention(session: Session, at: number): number {
  const { setAside, identifiers, forgotten } = retention(session, at)
  const reveals = session.reveals.map(({ until }) => until)
  return Math.min(...dues(session), ...reveals, setAside, identifiers, forgotten)
}

/** When the last of its procedures ended; null while one is under way. */
function endOf(session: Session): number | null {
  const ends = Object.keys(session.flows).map((flow) => session.endedAt[flow])
  return ends.reduce<number | null>(
    (latest, end) => (latest === null || end === undefined ? null : Math.max(latest, end)),
    0,
  )
}
