import type { Day } from '../../flows/flow.ts'
import type { Calendar } from '../calendar.ts'
import type { MailOf } from '../mail.ts'
import { type Counts, type FiguresSession, sum, termOf } from './counts.ts'

export type Period = MailOf<'figures'>['period']

/** A stretch of days, both ends included. A term knows its name, and may hold counts of days no longer kept. */
export interface Span {
  period: Period
  from: Day
  to: Day
  term: string
}

/** The day `today`; the seven days that end with it; or the term it belongs to, so far. */
export function spanUntil(period: Period, today: Day, calendar: Calendar): Span {
  const term = termOf(today)
  if (period === 'term') return { ...spanOfTerm(term), to: today }
  return { period, from: period === 'day' ? today : calendar.addDays(today, -6), to: today, term }
}

/** The whole of a term, "2026-1". */
export function spanOfTerm(term: string): Span {
  const [year, half] = term.split('-')
  const [from, to] = half === '1' ? ['01-01', '06-30'] : ['07-01', '12-31']
  return { period: 'term', from: `${year}-${from}`, to: `${year}-${to}`, term }
}

export function countsIn(session: FiguresSession, span: Span): Counts {
  const days = daysIn(session, span).map((day) => session.days[day] ?? {})
  return sum(span.period === 'term' ? [session.terms[span.term] ?? {}, ...days] : days)
}

/** The days of it that are kept one by one, oldest first. */
export function daysIn(session: FiguresSession, { from, to }: Span): Day[] {
  return Object.keys(session.days)
    .filter((day) => day >= from && day <= to)
    .sort()
}
