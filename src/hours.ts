import type { Day, OpenHours } from '../flows/flow.ts'
import type { Calendar, Which } from './calendar.ts'

/**
 * When the help desk's people are there, by the hours of its procedure (DeskData). Instants are milliseconds, days the calendar's.
 * On a closure that is only possible they count as there: a student rather hears too early that nobody answered than too late.
 * Where that leaves the next opening in doubt, `isCertain` says so.
 */
export interface Hours {
  isOpen(at: number): boolean
  /** The first opening after `at`; null if there is none within 60 days. */
  opensNext(at: number): Opening | null
  /** The end of the stretch that is open at `at`; null while closed. */
  closesAt(at: number): number | null
  /** Whole open minutes from one instant to another; 0 when they are the wrong way round. */
  openMinutes(from: number, to: number): number
  /**
   * The first instant at which so many open minutes have passed since `from`: its `openMinutes` are as many and never were before.
   * None at all is `from` itself, or the next opening while closed. NEVER if that is no instant of the next ten years.
   */
  after(from: number, openMinutes: number): number
  /** The first opening of that day; null on a day they are not there. */
  openingOn(day: Day): number | null
}

export interface Opening {
  at: number
  day: Day
  /** Whether it may be promised: the days were confirmed, and no closure that is only possible could move it. */
  isCertain: boolean
}

/** Where hours never open: the last instant a date can be made of, so it may be kept and compared like any other. */
export const NEVER = 8.64e15

interface Stretch {
  opens: number
  closes: number
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Days without an opening after which nobody is told of one. */
const LOOK_AHEAD = 60
/** Days that minutes are counted over at most: nothing waits as long, and a bad instant must not count for ever. */
const HORIZON = 3660

/** Throws if a time or a day is not written as it should be; happens at start-up, never in a turn. */
export function createHours(calendar: Calendar, hours: OpenHours): Hours {
  const stretchesOn = createStretches(calendar, hours)

  /** In order, those of the day of an instant and of so many days after it. */
  function* stretchesFrom(at: number, days: number, which: Which): Generator<Stretch & { day: Day }> {
    for (let ahead = 0, day = calendar.day(at); ahead <= days; ahead += 1, day = calendar.addDays(day, 1)) {
      for (const stretch of stretchesOn(day, which)) yield { ...stretch, day }
    }
  }

  function stretchAt(at: number): Stretch | undefined {
    return stretchesOn(calendar.day(at), 'base').find(({ opens, closes }) => opens <= at && at < closes)
  }

  function nextFrom(at: number, which: Which): { at: number; day: Day } | null {
    for (const { opens, day } of stretchesFrom(at, LOOK_AHEAD, which)) if (opens > at) return { at: opens, day }
    return null
  }

  return {
    isOpen: (at) => stretchAt(at) !== undefined,
    opensNext(at) {
      const next = nextFrom(at, 'base')
      return next && { ...next, isCertain: hours.daysCertain && nextFrom(at, 'extended')?.at === next.at }
    },
    closesAt: (at) => stretchAt(at)?.closes ?? null,
    openMinutes(from, to) {
      if (to <= from) return 0
      const days = Math.min(HORIZON, Math.ceil((to - from) / DAY) + 1)
      return minutesIn(stretchesFrom(from, days, 'base'), from, to)
    },
    after: (from, openMinutes) =>
      mayOpen(hours) ? instantAfter(stretchesFrom(from, HORIZON, 'base'), from, openMinutes) : NEVER,
    openingOn: (day) => stretchesOn(day, 'base')[0]?.opens ?? null,
  }
}

function minutesIn(stretches: Iterable<Stretch>, from: number, to: number): number {
  let open = 0
  for (const { opens, closes } of stretches) open += Math.max(0, Math.min(closes, to) - Math.max(opens, from))
  return Math.floor(open / MINUTE)
}

function instantAfter(stretches: Iterable<Stretch>, from: number, openMinutes: number): number {
  let left = Math.max(0, openMinutes) * MINUTE
  for (const { opens, closes } of stretches) {
    const begins = Math.max(opens, from)
    if (begins >= closes) continue
    if (left <= closes - begins) return begins + left
    left -= closes - begins
  }
  return NEVER
}

/** A desk without hours is not sought for ten years each time. */
function mayOpen({ weekly, exceptions }: OpenHours): boolean {
  return weekly.some(({ days }) => days.length > 0) || exceptions.some(({ opens }) => opens !== undefined)
}

/** Most days kept; the oldest go first. */
const MOST_DAYS = 2000

/** The stretches of each day, in order and apart from each other. */
function createStretches(calendar: Calendar, hours: OpenHours) {
  const timesOn = createTimes(calendar, hours)
  const known = new Map<string, readonly Stretch[]>()
  return (day: Day, which: Which): readonly Stretch[] => {
    const key = `${day} ${which}`
    const before = known.get(key)
    if (before) return before
    const found = timesOn(day, which).map(({ opens, closes }) => ({
      opens: calendar.instant(day, opens),
      closes: calendar.instant(day, closes),
    }))
    if (known.size >= MOST_DAYS) for (const oldest of known.keys()) if (known.delete(oldest)) break
    const stretches = joined(found)
    known.set(key, stretches)
    return stretches
  }
}

interface Times {
  opens: string
  closes: string
}

/** Local times of a day: those of the last exception about it, else those of its day of the week unless it is a holiday. */
function createTimes(calendar: Calendar, { weekly, exceptions }: OpenHours) {
  for (const { opens, closes } of weekly) checkTimes(opens, closes)
  const differing = exceptions.map(({ from, to, opens, closes }) => {
    const covers = rangeOf(from, to)
    if (opens === undefined && closes === undefined) return { covers, times: [] }
    return { covers, times: [checkTimes(opens, closes)] }
  })
  return (day: Day, which: Which): readonly Times[] => {
    const exception = differing.findLast(({ covers }) => covers(day))
    if (exception) return exception.times
    if (calendar.isHoliday(day, which)) return []
    const weekday = calendar.weekday(day)
    return weekly.filter(({ days }) => days.includes(weekday))
  }
}

function checkTimes(opens = '', closes = ''): Times {
  const isTime = (time: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)
  if (!isTime(opens) || !(isTime(closes) || closes === '24:00') || closes <= opens) {
    throw new Error(`no hours to be open: ${opens} to ${closes}`)
  }
  return { opens, closes }
}

/** Whether a day is in a range of dates ("2026-12-18"), or of days of every year ("12-24"), which may go past its end. */
function rangeOf(from: string, to: string): (day: Day) => boolean {
  const isYearly = (text: string): boolean => /^\d\d-\d\d$/.test(text)
  const isDated = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text)
  if (isDated(from) && isDated(to) && from <= to) return (day) => from <= day && day <= to
  if (!isYearly(from) || !isYearly(to)) throw new Error(`no days: ${from} to ${to}`)
  return (day) => {
    const date = day.slice(5)
    return from <= to ? from <= date && date <= to : date >= from || date <= to
  }
}

/** Stretches that touch or overlap are one; where clocks change one may come to nothing. */
function joined(found: readonly Stretch[]): readonly Stretch[] {
  const stretches: Stretch[] = []
  for (const { opens, closes } of [...found].sort((a, b) => a.opens - b.opens)) {
    const last = stretches.at(-1)
    if (last && opens <= last.closes) last.closes = Math.max(last.closes, closes)
    else if (opens < closes) stretches.push({ opens, closes })
  }
  return stretches
}
