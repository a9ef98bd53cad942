import type { CalendarData, Day } from '../flows/flow.ts'

/** Which holidays count: those certain, or also the merely possible ones (FACTS §4.4). */
export type Which = 'base' | 'extended'

/** The only file that knows zones and holidays. Days are "2026-12-04" in the calendar's zone; instants are milliseconds. */
export interface Calendar {
  day(at: number): Day
  /** Local hour, 0 to 23. */
  hour(at: number): number
  /** Local time of day, "09:05". */
  time(at: number): string
  /** 0 Sunday to 6 Saturday. */
  weekday(day: Day): number
  addDays(day: Day, days: number): Day
  /** The instant of a local time ("09:00") on a day. */
  instant(day: Day, time: string): number
  isBusinessDay(day: Day, which: Which): boolean
  /** A day of article 74 or a closure, whatever the day of the week. */
  isHoliday(day: Day, which: Which): boolean
  /** `from` is day 0; from a day off counting starts at the next business day all the same (FACTS §4.4). */
  addBusinessDays(from: Day, days: number, which: Which): Day
  /** Business days after `from` up to `to`, which counts if it is one; negative when `to` comes first. Undoes addBusinessDays. */
  businessDaysBetween(from: Day, to: Day, which: Which): number
  /** Before 9:00 of business day 2 (base), until the end of business day 5 (extended), or later. */
  phase(saved: Day, at: number): 'early' | 'window' | 'late'
}

export function createCalendar(data: CalendarData): Calendar {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: data.zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const closed = { base: closures(data, true), extended: closures(data, false) }

  /** Local wall time as if it were UTC, as the zone's own rules say; slow. */
  function told(at: number): number {
    const found = new Map(parts.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const read = (type: Intl.DateTimeFormatPartTypes): number => found.get(type) ?? 0
    return Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'))
  }

  const offsets = cache<number, number | null>(1000)

  /** Local wall time as if it were UTC. A zone that has one offset at both ends of a day keeps it all that day. */
  function wall(at: number): number {
    const day = Math.floor(at / DAY)
    const offset = offsets(day, () => {
      const atStart = told(day * DAY) - day * DAY
      const end = (day + 1) * DAY - 1000
      return told(end) - end === atStart ? atStart : null
    })
    return offset === null ? told(at) : at + offset
  }

  function instant(day: Day, time: string): number {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    const wanted = utc(day) + (hour * 60 + minute) * 60_000
    // The zone's offset at about that time; asked twice, in case it changes in between.
    const guess = wanted - (wall(wanted) - wanted)
    return wanted - (wall(guess) - guess)
  }

  function isHoliday(day: Day, which: Which): boolean {
    return isStatutory(day) || closed[which].has(day)
  }

  function isBusinessDay(day: Day, which: Which): boolean {
    const weekday = weekdayOf(day)
    return weekday !== 0 && weekday !== 6 && !isHoliday(day, which)
  }

  const counted = cache<string, Day>(1000)

  function addBusinessDays(from: Day, days: number, which: Which): Day {
    return counted(`${from} ${days} ${which}`, () => {
      let day = from
      for (let left = days; left > 0; ) {
        day = addDays(day, 1)
        if (isBusinessDay(day, which)) left -= 1
      }
      return day
    })
  }

  const between = cache<string, number>(1000)

  function businessDaysBetween(from: Day, to: Day, which: Which): number {
    if (to < from) return 0 - businessDaysBetween(to, from, which)
    return between(`${from} ${to} ${which}`, () => {
      let count = 0
      for (let day = from; day < to; ) {
        day = addDays(day, 1)
        if (isBusinessDay(day, which)) count += 1
      }
      return count
    })
  }

  return {
    day: (at) => dayOf(wall(at)),
    hour: (at) => new Date(wall(at)).getUTCHours(),
    time: (at) => new Date(wall(at)).toISOString().slice(11, 16),
    weekday: weekdayOf,
    addDays,
    instant,
    isBusinessDay,
    isHoliday,
    addBusinessDays,
    businessDaysBetween,
    phase(saved, at) {
      if (at < instant(addBusinessDays(saved, 2, 'base'), '09:00')) return 'early'
      return dayOf(wall(at)) <= addBusinessDays(saved, 5, 'extended') ? 'window' : 'late'
    },
  }
}

const DAY = 86_400_000

/** Remembers so many answers; full, it starts over. */
function cache<Key, Value>(most: number): (key: Key, find: () => Value) => Value {
  const known = new Map<Key, Value>()
  return (key, find) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const found = find()
    if (known.size === most) known.clear()
    known.set(key, found)
    return found
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()
const written = cache<string, string>(2000)

/** "viernes 4 de diciembre", with the year only when it is not this one's. */
export function formatDay(day: Day, language: string, today?: Day): string {
  return formatted(day, language, today, true)
}

/** "4 de diciembre": the same without the day of the week, for dates long past. */
export function formatDate(day: Day, language: string, today?: Day): string {
  return formatted(day, language, today, false)
}

function formatted(day: Day, language: string, today: Day | undefined, withWeekday: boolean): string {
  const withYear = today !== undefined && today.slice(0, 4) !== day.slice(0, 4)
  const name = `${language} ${withYear} ${withWeekday}`
  return written(`${day} ${name}`, () => {
    const format = formats.get(name) ?? formatter(language, withYear, withWeekday)
    formats.set(name, format)
    return format.format(utc(day)).replaceAll(',', '')
  })
}

function formatter(language: string, withYear: boolean, withWeekday: boolean): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language === 'es' ? 'es-MX' : language, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    ...(withWeekday && { weekday: 'long' }),
    ...(withYear && { year: 'numeric' }),
  })
}

/** Article 74 of the Ley Federal del Trabajo, as reformed 30-09-2024. Dates that fall on a weekend are not moved. */
function isStatutory(day: Day): boolean {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  if (['01-01', '05-01', '09-16', '12-25'].includes(day.slice(5))) return true
  if (month === 2) return isNthMonday(day, date, 1)
  if (month === 3) return isNthMonday(day, date, 3)
  if (month === 11) return isNthMonday(day, date, 3)
  // The change of the Federal Executive: 1 October every six years since 2024.
  return month === 10 && date === 1 && year >= 2024 && (year - 2024) % 6 === 0
}

function isNthMonday(day: Day, date: number, nth: number): boolean {
  return weekdayOf(day) === 1 && Math.ceil(date / 7) === nth
}

function closures({ closures: list }: CalendarData, onlyCertain: boolean): ReadonlySet<Day> {
  const days = new Set<Day>()
  for (const { from, to, certain } of list) {
    if (onlyCertain && !certain) continue
    for (let day = from; day <= to; day = addDays(day, 1)) days.add(day)
  }
  return days
}

function addDays(day: Day, days: number): Day {
  return dayOf(utc(day) + days * DAY)
}

function weekdayOf(day: Day): number {
  return new Date(utc(day)).getUTCDay()
}

const days = cache<number, Day>(1000)

function dayOf(utcTime: number): Day {
  return days(Math.floor(utcTime / DAY), () => new Date(utcTime).toISOString().slice(0, 10))
}

function utc(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`)
}
