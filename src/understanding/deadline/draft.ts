import type { Day } from '../../../flows/flow.ts'
import type { Calendar } from '../../calendar.ts'
import { dayOf, lastDate, numberOf } from '../dates.ts'
import type { Language } from '../language.ts'
import type { DeadlinePhrase, DeadlineWord } from '../vocabulary.ts'

/** What a text says about days to come. */
export interface Named {
  /** Days told exactly; null stands for one that does not exist. */
  days: (Day | null)[]
  weekdays: { weekday: number; isThis: boolean }[]
  /** The week that the day of the week is in, if one was named. */
  week: 'this' | 'next' | null
  isPast: boolean
  isVague: boolean
}

/** A text being read: words that were understood are blanked, so that they say nothing else. */
export interface Draft {
  language: Language
  tokens: string[]
  now: number
  today: Day
  calendar: Calendar
  named: Named
}

/** Whether such a phrase stands there; it is blanked. */
export function take({ language, tokens }: Draft, kind: DeadlinePhrase): boolean {
  const { find } = language.vocabulary.deadlines
  let isThere = false
  for (let span = find(kind, tokens); span; span = find(kind, tokens, span.to)) {
    tokens.fill('', span.from, span.to)
    isThere = true
  }
  return isThere
}

export function is({ language, tokens }: Draft, kind: DeadlineWord, at: number): boolean {
  return language.vocabulary.deadlines.is(kind, tokens[at])
}

export function numberAt({ language, tokens }: Draft, at: number): number | null {
  return numberOf(language, tokens[at] ?? '')
}

/** That date so many months on, or the last one of a month that is shorter. */
export function monthsOn(today: Day, months: number, date: number): Day | null {
  const { year, month } = monthAfter(today, months)
  return dayOf(year, month, Math.min(date, lastDate(year, month)))
}

export function monthAfter(today: Day, months: number): { year: number; month: number } {
  const count = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + months
  return { year: Math.floor(count / 12), month: (count % 12) + 1 }
}

/** The next such date, today included; null if no month has it. */
export function nextDated(today: Day, date: number): Day | null {
  if (date < 1 || date > 31) return null
  for (let ahead = 0; ahead < 3; ahead += 1) {
    const { year, month } = monthAfter(today, ahead)
    const day = dayOf(year, month, date)
    if (day !== null && day >= today) return day
  }
  return null
}
