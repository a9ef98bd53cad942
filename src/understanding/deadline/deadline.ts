import type { Day, DeadlineReading } from '../../../flows/flow.ts'
import type { Calendar } from '../../calendar.ts'
import type { Language } from '../language.ts'
import type { Reading } from '../reading.ts'
import { namedDays } from './days.ts'
import type { Named } from './draft.ts'

/** Days ahead beyond which a deadline is no longer one of this procedure's. */
const FARTHEST = 370

/**
 * Reads the day by which a student needs something; null when the text names none. Days that contradict each other
 * ("jueves 4" that is a Friday, "hoy o el lunes") are unclear, never guessed.
 */
export function readDeadline(
  language: Language,
  reading: Reading,
  now: number,
  calendar: Calendar,
): DeadlineReading | null {
  const today = calendar.day(now)
  const named = namedDays(language, reading.text, now, calendar)
  const day = agreedDay(named, today, calendar)
  if (day === null) {
    if (named.isPast) return { ok: false, reason: 'past' }
    return named.isVague ? { ok: false, reason: 'unclear' } : null
  }
  if (day === 'unclear') return { ok: false, reason: 'unclear' }
  if (day < today) return { ok: false, reason: 'past' }
  if (day > calendar.addDays(today, FARTHEST)) return { ok: false, reason: 'too-far' }
  return { ok: true, day }
}

function agreedDay(named: Named, today: Day, calendar: Calendar): Day | 'unclear' | null {
  const [day, ...others] = new Set(named.days)
  const [weekday, ...more] = new Set(named.weekdays.map((found) => found.weekday))
  if (others.length > 0 || more.length > 0) return 'unclear'
  if (day === undefined) return weekday === undefined ? null : comingWeekday(named, weekday, today, calendar)
  return day === null || (weekday !== undefined && calendar.weekday(day) !== weekday) ? 'unclear' : day
}

/** The next one after today, or the one of the week that was named; "este" may be today. */
function comingWeekday({ weekdays, week }: Named, weekday: number, today: Day, calendar: Calendar): Day {
  const ahead = (weekday - calendar.weekday(today) + 7) % 7
  if (week === null) {
    const isThis = weekdays.some((found) => found.isThis)
    return calendar.addDays(today, ahead === 0 && !isThis ? 7 : ahead)
  }
  // Weeks begin on Monday.
  const monday = calendar.addDays(today, -((calendar.weekday(today) + 6) % 7))
  return calendar.addDays(monday, ((weekday + 6) % 7) + (week === 'next' ? 7 : 0))
}
