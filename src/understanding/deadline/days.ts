import type { Day } from '../../../flows/flow.ts'
import type { Calendar } from '../../calendar.ts'
import { dayOf, numberOf } from '../dates.ts'
import type { Language } from '../language.ts'
import type { DeadlineWord } from '../vocabulary.ts'
import { readDigits, upcoming } from './digits.ts'
import { type Draft, is, monthAfter, type Named, nextDated, numberAt, take } from './draft.ts'
import { dropTimes, readEnds, readRelative, readSpans } from './spans.ts'

/** The readers in an order that matters: whoever needs more words of a phrase goes first. */
export function namedDays(language: Language, text: string, now: number, calendar: Calendar): Named {
  const today = calendar.day(now)
  const { days, tokens } = readDigits(language, text, today)
  const named: Named = { days, weekdays: [], week: null, isPast: false, isVague: false }
  const draft: Draft = { language, tokens, now, today, calendar, named }
  take(draft, 'aside')
  if (take(draft, 'past')) named.isPast = true
  readRelative(draft)
  readSpans(draft)
  dropTimes(draft)
  readEnds(draft)
  readMonths(draft)
  readWeekdays(draft)
  readNumbers(draft)
  if (take(draft, 'vague')) named.isVague = true
  return named
}

/** "4 de diciembre", "dic 4", "primero de enero de 2027"; a month alone is no day. */
function readMonths(draft: Draft): void {
  const { language, tokens, today, named } = draft
  for (const { value, from, to } of language.vocabulary.dates.months(tokens)) {
    const before = is(draft, 'of', from - 1) ? from - 2 : from - 1
    const ahead = is(draft, 'first', before) ? 1 : numberAt(draft, before)
    const date = ahead ?? numberAt(draft, to)
    if (date === null) {
      // A slip alone proves nothing: "abrir" is not "abril".
      if (language.data.dates.months[value]?.[0] === tokens[from]) named.isVague = true
      continue
    }
    const behind = is(draft, 'of', to) ? to + 1 : to
    const year = /^20\d\d$/.exec(tokens[behind] ?? '')
    named.days.push(year ? dayOf(Number(year[0]), value + 1, date) : upcoming(value + 1, date, today))
    tokens.fill('', ahead === null ? from : before, year ? behind + 1 : ahead === null ? to + 1 : to)
  }
}

/** "Viernes", "este lunes", "viernes 4", "el lunes de la otra semana", "el martes pasado". */
function readWeekdays(draft: Draft): void {
  const { language, tokens, named } = draft
  if (take(draft, 'thisWeek')) named.week = 'this'
  if (take(draft, 'nextWeek')) named.week = 'next'
  for (const { value, from, to } of language.vocabulary.dates.weekdays(tokens)) {
    const date = numberAt(draft, is(draft, 'dayMarks', to) ? to + 1 : to)
    if (is(draft, 'lastOne', to)) named.isPast = true
    else if (is(draft, 'otherOne', from - 1)) named.isVague = true
    else if (date !== null && named.days.length === 0) named.days.push(weekdayDated(draft, value, date))
    else named.weekdays.push({ weekday: value, isThis: is(draft, 'thisOne', from - 1) })
  }
  if (named.week !== null && named.weekdays.length === 0) named.isVague = true
}

/** Days ahead and back among which such a day is sought. */
const NEAR = 62
const JUST_PAST = 31

/** The next Friday that is a fourth, or else the last one; null if neither is near. */
function weekdayDated({ calendar, today }: Draft, weekday: number, date: number): Day | null {
  const fits = (day: Day): boolean => Number(day.slice(8)) === date && calendar.weekday(day) === weekday
  for (let ahead = 0; ahead <= NEAR; ahead += 1) {
    const day = calendar.addDays(today, ahead)
    if (fits(day)) return day
  }
  for (let back = 1; back <= JUST_PAST; back += 1) {
    const day = calendar.addDays(today, -back)
    if (fits(day)) return day
  }
  return null
}

/** "El 30", "el 5 del mes que viene", "del 1 al 4". */
function readNumbers(draft: Draft): void {
  const { tokens, named, today } = draft
  const months = take(draft, 'thisMonth') ? 0 : take(draft, 'nextMonth') ? 1 : null
  if (named.days.length === 0) {
    const marked = (kind: DeadlineWord): number[] =>
      tokens.flatMap((_, at) => (is(draft, kind, at - 1) ? (numberAt(draft, at) ?? []) : []))
    const last = marked('until')
    const dates = last.length > 0 ? last : [...marked('dayMarks'), ...bareNumber(draft)]
    for (const date of new Set(dates)) {
      const { year, month } = monthAfter(today, months ?? 0)
      named.days.push(months === null ? nextDated(today, date) : dayOf(year, month, date))
    }
  }
  if (months !== null && named.days.length === 0) named.isVague = true
}

/** Fewer alone may as well be days, or a choice nobody offered. */
const FEWEST_BARE = 10

/** A number and nothing else that tells anything. */
function bareNumber(draft: Draft): number[] {
  const { language, tokens, named } = draft
  const [only = '', ...others] = tokens.filter((token) => token !== '' && !language.stopWords.has(token))
  const number = others.length === 0 ? numberOf(language, only) : null
  if (number === null || draft.tokens.some((token, at) => token === only && is(draft, 'dayMarks', at - 1))) return []
  if (number >= FEWEST_BARE) return [number]
  named.isVague = true
  return []
}
