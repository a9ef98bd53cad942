import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OpenHours } from '../flows/flow.ts'
import { createCalendar } from '../src/calendar.ts'
import { createHours, NEVER } from '../src/hours.ts'

const MINUTE = 60_000
const weekly = [{ days: [1, 2, 3, 4, 5], opens: '08:00', closes: '16:00' }]
const calendar = createCalendar({
  zone: 'America/Hermosillo',
  closures: [
    { from: '2026-12-21', to: '2027-01-06', name: 'Vacaciones', certain: true },
    { from: '2026-11-02', to: '2026-11-02', name: 'Día de Muertos', certain: false },
  ],
})

function hoursOf(more: Partial<OpenHours> = {}, days = calendar) {
  return createHours(days, { weekly, daysCertain: true, exceptions: [], ...more })
}

const hours = hoursOf()
const at = (day: string, time: string): number => calendar.instant(day, time)

describe('an ordinary week', () => {
  it.each([
    ['2026-11-24', '07:59', false],
    ['2026-11-24', '08:00', true],
    ['2026-11-24', '15:59', true],
    ['2026-11-24', '16:00', false],
    ['2026-11-28', '10:00', false],
    ['2026-11-16', '10:00', false],
    ['2026-12-22', '10:00', false],
    ['2026-11-02', '10:00', true],
  ])('%s at %s: %s', (day, time, open) => expect(hours.isOpen(at(day, time))).toBe(open))

  it.each([
    ['2026-11-24', '07:00', '2026-11-24'],
    ['2026-11-24', '08:00', '2026-11-25'],
    ['2026-11-24', '18:00', '2026-11-25'],
    ['2026-11-27', '16:00', '2026-11-30'],
    ['2026-11-13', '17:00', '2026-11-17'],
    ['2026-12-18', '17:00', '2027-01-07'],
  ])('after %s %s it opens on %s', (from, time, day) =>
    expect(hours.opensNext(at(from, time))).toEqual({ at: at(day, '08:00'), day, isCertain: true }),
  )

  it('closes in the afternoon', () => {
    expect(hours.closesAt(at('2026-11-24', '08:00'))).toBe(at('2026-11-24', '16:00'))
    expect(hours.closesAt(at('2026-11-24', '16:00'))).toBeNull()
    expect([hours.openingOn('2026-11-24'), hours.openingOn('2026-11-28')]).toEqual([at('2026-11-24', '08:00'), null])
  })

  it.each([
    ['2026-11-24', '09:00', '2026-11-24', '10:30', 90],
    ['2026-11-24', '15:00', '2026-11-25', '09:00', 120],
    ['2026-11-27', '15:30', '2026-11-30', '08:30', 60],
    ['2026-11-28', '09:00', '2026-11-29', '09:00', 0],
    ['2026-11-24', '10:00', '2026-11-24', '09:00', 0],
    // 23 November to 18 December: 20 days of eight hours.
    ['2026-11-21', '00:00', '2027-01-07', '00:00', 20 * 480],
  ])('%s %s to %s %s are %d open minutes', (from, start, to, end, minutes) =>
    expect(hours.openMinutes(at(from, start), at(to, end))).toBe(minutes),
  )

  it.each([
    ['2026-11-24', '09:00', 120, '2026-11-24', '11:00'],
    ['2026-11-24', '15:00', 60, '2026-11-24', '16:00'],
    ['2026-11-24', '15:00', 61, '2026-11-25', '08:01'],
    ['2026-11-24', '20:00', 120, '2026-11-25', '10:00'],
    ['2026-11-28', '12:00', 120, '2026-11-30', '10:00'],
    ['2026-12-18', '15:00', 240, '2027-01-07', '11:00'],
    ['2026-11-24', '20:00', 0, '2026-11-25', '08:00'],
    ['2026-11-24', '09:00', 0, '2026-11-24', '09:00'],
  ])('%s %s and %d open minutes are %s %s', (from, time, minutes, day, end) =>
    expect(hours.after(at(from, time), minutes)).toBe(at(day, end)),
  )

  it('counts whole minutes only', () => {
    const nine = at('2026-11-24', '09:00')
    expect(hours.openMinutes(nine + 1, nine + 2 * MINUTE)).toBe(1)
    expect(hours.openMinutes(nine, nine + 2 * MINUTE)).toBe(2)
  })
})

describe('what is not certain', () => {
  const eve = at('2026-10-30', '17:00')
  it('a day that may be a holiday', () => {
    expect(hours.opensNext(eve)).toEqual({ at: at('2026-11-02', '08:00'), day: '2026-11-02', isCertain: false })
    expect(hours.opensNext(at('2026-11-02', '17:00'))?.isCertain).toBe(true)
  })

  it('any day, while the days are not confirmed', () => {
    expect(hoursOf({ daysCertain: false }).opensNext(at('2026-11-24', '17:00'))?.isCertain).toBe(false)
  })

  it('an exception about that day settles it', () => {
    const name = 'Día de Muertos'
    const closed = hoursOf({ exceptions: [{ from: '11-02', to: '11-02', name }] })
    expect(closed.opensNext(eve)).toMatchObject({ day: '2026-11-03', isCertain: true })
    const guard = hoursOf({ exceptions: [{ from: '11-02', to: '11-02', name, opens: '09:00', closes: '12:00' }] })
    expect(guard.opensNext(eve)).toMatchObject({ at: at('2026-11-02', '09:00'), isCertain: true })
  })
})

describe('days that differ', () => {
  const special = hoursOf({
    exceptions: [
      { from: '12-24', to: '01-02', name: 'Fiestas' },
      { from: '2026-11-28', to: '2026-11-28', name: 'Inscripciones', opens: '09:00', closes: '13:00' },
      { from: '2026-11-25', to: '2026-11-27', name: 'Inventario' },
      { from: '2026-11-26', to: '2026-11-26', name: 'Inventario, menos el jueves', opens: '08:00', closes: '10:00' },
      { from: '2026-12-22', to: '2026-12-22', name: 'Guardia', opens: '10:00', closes: '12:00' },
    ],
  })
  it.each([
    ['2026-11-24', '16:00', '2026-11-26', '08:00'],
    ['2026-11-26', '10:00', '2026-11-28', '09:00'],
    ['2026-11-28', '13:00', '2026-11-30', '08:00'],
    ['2026-12-18', '16:00', '2026-12-22', '10:00'],
    ['2027-12-23', '16:00', '2028-01-03', '08:00'],
  ])('after %s %s it opens on %s at %s', (from, time, day, opens) =>
    expect(special.opensNext(at(from, time))).toEqual({ at: at(day, opens), day, isCertain: true }),
  )
  it('opens on a Saturday only for those hours', () => {
    expect(special.isOpen(at('2026-11-28', '12:59'))).toBe(true)
    expect(special.closesAt(at('2026-11-28', '12:59'))).toBe(at('2026-11-28', '13:00'))
    expect(special.openingOn('2026-11-21')).toBeNull()
  })
  it('a weekend of every week is no exception', () => {
    const saturdays = hoursOf({ weekly: [...weekly, { days: [6], opens: '09:00', closes: '13:00' }] })
    expect(saturdays.opensNext(at('2026-11-27', '16:00'))).toMatchObject({ at: at('2026-11-28', '09:00') })
    // 1 May 2027 is a Saturday.
    expect(saturdays.openingOn('2027-05-01')).toBeNull()
  })
})

describe('stretches', () => {
  const lunch = hoursOf({
    weekly: [
      { days: [1, 2, 3, 4, 5], opens: '15:00', closes: '18:00' },
      { days: [1, 2, 3, 4, 5], opens: '08:00', closes: '13:00' },
      { days: [5], opens: '13:00', closes: '15:00' },
    ],
  })
  it('leave lunch out', () => {
    expect(lunch.isOpen(at('2026-11-24', '14:00'))).toBe(false)
    expect(lunch.opensNext(at('2026-11-24', '14:00'))?.at).toBe(at('2026-11-24', '15:00'))
    expect(lunch.after(at('2026-11-24', '12:00'), 90)).toBe(at('2026-11-24', '15:30'))
  })
  it('that touch are one', () => {
    expect(lunch.closesAt(at('2026-11-27', '08:00'))).toBe(at('2026-11-27', '18:00'))
    expect(lunch.opensNext(at('2026-11-27', '08:00'))?.day).toBe('2026-11-30')
  })
  it('may last until midnight', () => {
    const late = hoursOf({ weekly: [{ days: [1], opens: '20:00', closes: '24:00' }] })
    expect(late.closesAt(at('2026-11-23', '23:59'))).toBe(at('2026-11-24', '00:00'))
  })
})

it('hours that never open say so at once', () => {
  for (const never of [hoursOf({ weekly: [] }), hoursOf({ weekly: [{ ...hoursAt('08:00', '16:00'), days: [] }] })]) {
    expect(never.opensNext(at('2026-11-24', '12:00'))).toBeNull()
    expect(never.after(at('2026-11-24', '12:00'), 1)).toBe(NEVER)
    expect(never.openMinutes(0, NEVER)).toBe(0)
    expect(never.isOpen(at('2026-11-24', '12:00'))).toBe(false)
  }
  expect(hours.after(at('2026-11-24', '12:00'), 1e12)).toBe(NEVER)
  const closed = hoursOf({ exceptions: [{ from: '2026-11-25', to: '2027-03-01', name: 'Obras' }] })
  expect(closed.opensNext(at('2026-11-24', '17:00'))).toBeNull()
  expect(closed.after(at('2026-11-24', '17:00'), 60)).toBe(at('2027-03-02', '09:00'))
})

describe('what is not written as it should be is refused at start-up', () => {
  it.each([
    ['8:00', '16:00'],
    ['16:00', '08:00'],
    ['08:00', '24:30'],
    ['08:00', '08:00'],
  ])('%s to %s', (opens, closes) => expect(() => hoursOf({ weekly: [hoursAt(opens, closes)] })).toThrow('no hours'))
  it.each([
    ['2026-12-24', '2026-12-20'],
    ['12-24', '2026-12-26'],
    ['24/12', '24/12'],
  ])('%s to %s', (from, to) =>
    expect(() => hoursOf({ exceptions: [{ from, to, name: 'Fiestas' }] })).toThrow('no days'),
  )
  it('an opening without its end', () =>
    expect(() => hoursOf({ exceptions: [{ from: '12-24', to: '12-24', name: 'Guardia', opens: '08:00' }] })).toThrow())
})

function hoursAt(opens: string, closes: string) {
  return { days: [1, 2, 3, 4, 5], opens, closes }
}

it.each(['UTC', 'Asia/Tokyo', 'America/Los_Angeles'])('does not care where the host is: %s', (host) => {
  const before = process.env.TZ
  process.env.TZ = host
  try {
    const there = hoursOf({}, createCalendar({ zone: 'America/Hermosillo', closures: [] }))
    expect(there.opensNext(Date.UTC(2026, 10, 27, 23))?.at).toBe(Date.UTC(2026, 10, 30, 15))
    expect(there.openMinutes(Date.UTC(2026, 10, 24, 14), Date.UTC(2026, 10, 24, 16))).toBe(60)
  } finally {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  }
})

it('where clocks change, people still come at eight', () => {
  const border = createCalendar({ zone: 'America/Tijuana', closures: [] })
  const there = hoursOf({ weekly: [{ days: [0, 1, 5, 6], opens: '08:00', closes: '16:00' }] }, border)
  expect(there.opensNext(border.instant('2026-03-07', '17:00'))?.at).toBe(Date.UTC(2026, 2, 8, 15))
  expect(there.opensNext(border.instant('2026-10-31', '17:00'))?.at).toBe(Date.UTC(2026, 10, 1, 16))
  const night = hoursOf({ weekly: [{ days: [0], opens: '00:00', closes: '24:00' }] }, border)
  expect(night.openMinutes(Date.UTC(2026, 2, 7), Date.UTC(2026, 2, 10))).toBe(23 * 60)
  expect(night.openMinutes(Date.UTC(2026, 9, 31), Date.UTC(2026, 10, 3))).toBe(25 * 60)
})

describe('at any instant', () => {
  const border = createCalendar({ zone: 'America/Tijuana', closures: [] })
  const kinds = [
    hours,
    hoursOf({ weekly: [hoursAt('08:00', '13:00'), hoursAt('14:30', '18:00')] }),
    hoursOf({ weekly: [{ days: [0, 6], opens: '00:00', closes: '24:00' }] }, border),
    hoursOf({ exceptions: [{ from: '12-20', to: '01-05', name: 'Fiestas' }] }, border),
  ]
  const start = Date.UTC(2026, 0, 1)
  const kind = fc.constantFrom(...kinds)
  const minute = fc.integer({ min: 0, max: 2 * 365 * 24 * 60 }).map((count) => start + count * MINUTE)
  const instant = fc.integer({ min: 0, max: 2 * 365 * 24 * 60 * MINUTE }).map((count) => start + count)

  it('so many open minutes on, as many have passed, and not a moment before', () => {
    fc.assert(
      fc.property(kind, instant, fc.integer({ min: 1, max: 5000 }), (there, from, minutes) => {
        const end = there.after(from, minutes)
        expect(there.openMinutes(from, end)).toBe(minutes)
        expect(there.openMinutes(from, end - 1)).toBe(minutes - 1)
      }),
    )
  })

  it('a time cut in two has as many minutes as its halves', () => {
    fc.assert(
      fc.property(kind, fc.tuple(minute, minute, minute), (there, three) => {
        const [from = 0, between = 0, to = 0] = three.sort((a, b) => a - b)
        expect(there.openMinutes(from, between) + there.openMinutes(between, to)).toBe(there.openMinutes(from, to))
      }),
    )
  })

  it('cut within a minute, no more than that one is lost', () => {
    fc.assert(
      fc.property(kind, fc.tuple(instant, instant, instant), (there, three) => {
        const [from = 0, between = 0, to = 0] = three.sort((a, b) => a - b)
        const lost = there.openMinutes(from, to) - there.openMinutes(from, between) - there.openMinutes(between, to)
        expect([0, 1]).toContain(lost)
      }),
    )
  })

  it('the next opening is open', () => {
    fc.assert(
      fc.property(kind, instant, (there, from) => {
        const next = there.opensNext(from)
        expect(next).not.toBeNull()
        if (!next) return
        expect(next.at).toBeGreaterThan(from)
        expect([there.isOpen(next.at), there.openMinutes(next.at, next.at + MINUTE)]).toEqual([true, 1])
        if (!there.isOpen(from)) expect(there.after(from, 0)).toBe(next.at)
      }),
    )
  })

  it('an open instant closes, and until then every minute counts', () => {
    fc.assert(
      fc.property(kind, minute, (there, from) => {
        const closes = there.closesAt(from)
        expect(closes !== null).toBe(there.isOpen(from))
        if (closes !== null) expect(there.openMinutes(from, closes)).toBe((closes - from) / MINUTE)
      }),
    )
  })
})
