import type { Day } from '../../../flows/flow.ts'
import { dayOf, lastDate } from '../dates.ts'
import type { DeadlinePhrase } from '../vocabulary.ts'
import { type Draft, is, monthsOn, numberAt, take } from './draft.ts'

/** "Hoy", "pasado mañana", "de hoy en ocho". */
export function readRelative(draft: Draft): void {
  const phrases: [DeadlinePhrase, number][] = [
    ['inOneWeek', 7],
    ['inTwoWeeks', 14],
    ['dayAfterTomorrow', 2],
    ['tomorrow', 1],
    ['today', 0],
  ]
  for (const [kind, ahead] of phrases) {
    if (take(draft, kind)) draft.named.days.push(draft.calendar.addDays(draft.today, ahead))
  }
}

/** "En 3 días", "dos semanas", "48 horas", "hace un mes". */
export function readSpans(draft: Draft): void {
  const { tokens, named } = draft
  for (let at = 0; at < tokens.length; at += 1) {
    const count = numberAt(draft, at)
    const day = count === null ? null : spanEnd(draft, at + 1, count)
    if (day === null) continue
    if (is(draft, 'ago', at - 1) || is(draft, 'ago', at - 2)) named.isPast = true
    else named.days.push(day)
    tokens.fill('', at, at + (is(draft, 'business', at + 2) ? 3 : 2))
  }
}

/** The day that so many of the unit at that place lead to; null if there stands none. */
function spanEnd(draft: Draft, unit: number, count: number): Day | null {
  const { calendar, today, now } = draft
  if (is(draft, 'hours', unit)) {
    return is(draft, 'clockBefore', unit - 2) ? null : calendar.day(now + count * 3_600_000)
  }
  if (is(draft, 'days', unit)) {
    const isBusiness = is(draft, 'business', unit + 1)
    return isBusiness ? calendar.addBusinessDays(today, count, 'base') : calendar.addDays(today, count)
  }
  if (is(draft, 'weeks', unit)) return calendar.addDays(today, 7 * count)
  return is(draft, 'months', unit) ? monthsOn(today, count, Number(today.slice(8))) : null
}

/** "A las 8 30", "8 pm": numbers, but no dates. */
export function dropTimes(draft: Draft): void {
  const { tokens } = draft
  for (let at = 0; at < tokens.length; at += 1) {
    if (numberAt(draft, at) === null) continue
    const isTime = is(draft, 'clockBefore', at - 1)
    const to = isTime && numberAt(draft, at + 1) !== null ? at + 2 : at + 1
    if (isTime || is(draft, 'clockBehind', to)) tokens.fill('', at, to)
  }
}

/** "Fin de mes", "finales de enero", "fin de año", "la quincena". */
export function readEnds(draft: Draft): void {
  const { language, tokens, today, named } = draft
  const last = monthsOn(today, 0, 31)
  if (take(draft, 'monthEnd')) named.days.push(last)
  if (take(draft, 'yearEnd')) named.days.push(`${today.slice(0, 4)}-12-31`)
  if (take(draft, 'payday')) named.days.push(Number(today.slice(8)) <= 15 ? `${today.slice(0, 8)}15` : last)
  for (const { value, from, to } of language.vocabulary.dates.months(tokens)) {
    const end = language.vocabulary.deadlines.find('endOf', tokens.slice(0, from), Math.max(0, from - 3))
    if (end?.to !== from) continue
    const year = Number(today.slice(0, 4)) + (value + 1 < Number(today.slice(5, 7)) ? 1 : 0)
    named.days.push(dayOf(year, value + 1, lastDate(year, value + 1)))
    tokens.fill('', end.from, to)
  }
}
