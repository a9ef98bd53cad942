import type { DateReading, Day } from '../../flows/flow.ts'
import type { Calendar } from '../calendar.ts'
import type { Language } from './language.ts'
import type { Reading } from './reading.ts'

/** Days back beyond which a saved request is no longer the one we talk about. */
const OLDEST = 180
/** Until five in the morning "today" may still be yesterday. */
const SMALL_HOURS = 5

type Found = { day: Day; isToday: boolean } | 'ahead' | 'unclear' | null

/** Reads the day something was done out of what a student wrote; null when the text names none. */
export function readDate(language: Language, reading: Reading, now: number, calendar: Calendar): DateReading | null {
  const today = calendar.day(now)
  const found = writtenDate(reading.text, today) ?? namedDate(language, reading.tokens, today, calendar)
  if (found === null) return null
  if (found === 'ahead') return { ok: false, reason: 'future' }
  if (found === 'unclear') return { ok: false, reason: 'unclear' }
  const { day, isToday } = found
  if (day > today) return { ok: false, reason: 'future' }
  if (day < calendar.addDays(today, -OLDEST)) return { ok: false, reason: 'too-old' }
  if (isToday && calendar.hour(now) < SMALL_HOURS) {
    return { ok: false, reason: 'late-night', earlier: calendar.addDays(today, -1), later: today }
  }
  return { ok: true, day, phase: calendar.phase(day, now) }
}

/** "23/11", "23-11-2026", "23.11.26", "2026-11-23". */
function writtenDate(text: string, today: Day): Found {
  const iso = /(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(text.slice(0, 200))
  if (iso) return exact(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const [, day, month, year] =
    /(?<!\d)(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?!\d)/.exec(text.slice(0, 200)) ?? []
  if (day === undefined || month === undefined) return null
  if (year !== undefined) return exact(Number(year.length === 2 ? `20${year}` : year), Number(month), Number(day))
  return latest(Number(month), Number(day), today)
}

function namedDate(language: Language, tokens: readonly string[], today: Day, calendar: Calendar): Found {
  const { dates } = language.vocabulary
  const said = new Set(dates.words(tokens).map(({ value }) => value))
  const month = Math.min(...dates.months(tokens).map(({ value }) => value))
  const number = tokens.map((token) => numberOf(language, token)).find((value) => value !== null) ?? null
  if (month < 12 && number !== null) {
    const year = tokens.find((token) => /^20\d\d$/.test(token))
    return year === undefined ? latest(month + 1, number, today) : exact(Number(year), month + 1, number)
  }
  if (said.has('dayBeforeYesterday')) return { day: calendar.addDays(today, -2), isToday: false }
  if (said.has('yesterday')) return { day: calendar.addDays(today, -1), isToday: true }
  if (said.has('today')) return { day: today, isToday: true }
  if (said.has('ago') && number !== null) {
    if (said.has('weeks')) return { day: calendar.addDays(today, -7 * number), isToday: false }
    if (said.has('days')) return { day: calendar.addDays(today, -number), isToday: false }
  }
  const named = new Set(dates.weekdays(tokens).map(({ value }) => value))
  if (named.size > 1) return 'unclear'
  const [weekday = -1] = named
  if (weekday >= 0) return lastWeekday(weekday, number, today, calendar)
  if (said.has('vague')) return 'unclear'
  if (said.has('ahead')) return 'ahead'
  return dayOfMonth(tokens, number, today, calendar)
}

/** "Lunes" is the last one, today included; "lunes 16" the last Monday that was a 16th. */
function lastWeekday(weekday: number, number: number | null, today: Day, calendar: Calendar): Found {
  for (let back = 0; back < (number === null ? 7 : OLDEST); back += 1) {
    const day = calendar.addDays(today, -back)
    if (calendar.weekday(day) !== weekday) continue
    if (number === null || Number(day.slice(8)) === number) return { day, isToday: back === 0 && number === null }
  }
  return 'unclear'
}

/** "El 20", alone: the last twentieth. */
function dayOfMonth(tokens: readonly string[], number: number | null, today: Day, calendar: Calendar): Found {
  if (number === null || number < 1 || number > 31 || tokens.length > 3) return null
  for (let back = 0; back < 31; back += 1) {
    const day = calendar.addDays(today, -back)
    if (Number(day.slice(8)) === number) return { day, isToday: false }
  }
  return null
}

/** Up to two digits, or a word for a number. */
export function numberOf(language: Language, token: string): number | null {
  if (/^\d{1,2}$/.test(token)) return Number(token)
  return language.vocabulary.dates.numbers.get(token) ?? null
}

/** That day of this year, or of the last one if it is still to come by more than a month. */
function latest(month: number, date: number, today: Day): Found {
  const year = Number(today.slice(0, 4))
  const found = exact(year, month, date)
  if (found === null || typeof found === 'string' || found.day <= today) return found
  const monthsAhead = (month - Number(today.slice(5, 7)) + 12) % 12
  return monthsAhead <= 1 ? found : exact(year - 1, month, date)
}

function exact(year: number, month: number, date: number): Found {
  const day = dayOf(year, month, date)
  return day === null ? 'unclear' : { day, isToday: false }
}

/** The last date of a month (1 to 12); 0 if there is no such month. */
export function lastDate(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
}

/** Null if there is no such day. */
export function dayOf(year: number, month: number, date: number): Day | null {
  if (date < 1 || date > lastDate(year, month)) return null
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`
}
