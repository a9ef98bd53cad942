import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendar, formatDate, formatDay } from '../src/calendar.ts'

const calendar = createCalendar({ zone: 'America/Hermosillo', closures: [] })

describe('business days, weekends and article 74 only (FACTS §4.4)', () => {
  it.each([
    ['2026-11-23', '2026-11-25', '2026-11-30'],
    ['2026-11-13', '2026-11-18', '2026-11-23'],
    ['2026-11-14', '2026-11-18', '2026-11-23'],
    ['2026-12-23', '2026-12-28', '2026-12-31'],
    ['2026-12-31', '2027-01-05', '2027-01-08'],
    ['2026-09-14', '2026-09-17', '2026-09-22'],
    ['2027-01-29', '2027-02-03', '2027-02-08'],
    ['2027-03-12', '2027-03-17', '2027-03-22'],
    ['2027-04-29', '2027-05-03', '2027-05-06'],
  ])('saved %s: day 2 is %s, day 5 is %s', (saved, second, fifth) => {
    expect(calendar.addBusinessDays(saved, 2, 'base')).toBe(second)
    expect(calendar.addBusinessDays(saved, 5, 'base')).toBe(fifth)
  })
})

describe('article 74 (FACTS §4.1)', () => {
  it.each([
    ['2026', ['01-01', '02-02', '03-16', '05-01', '09-16', '11-16', '12-25']],
    ['2027', ['01-01', '02-01', '03-15', '09-16', '11-15']],
    ['2028', ['02-07', '03-20', '05-01', '11-20', '12-25']],
    ['2030', ['01-01', '02-04', '03-18', '05-01', '09-16', '10-01', '11-18', '12-25']],
  ])('%s', (year, expected) => {
    const off: string[] = []
    for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = calendar.addDays(day, 1)) {
      const weekday = calendar.weekday(day)
      if (weekday > 0 && weekday < 6 && !calendar.isBusinessDay(day, 'base')) off.push(day.slice(5))
    }
    expect(off).toEqual(expected)
  })

  it.each(['2027-05-01', '2027-12-25', '2028-01-01', '2028-09-16'])(
    '%s falls on a Saturday and moves nothing',
    (day) => {
      expect(calendar.isBusinessDay(calendar.addDays(day, -1), 'base')).toBe(true)
      expect(calendar.isBusinessDay(calendar.addDays(day, 2), 'base')).toBe(true)
    },
  )

  it('the first of October is a holiday only every six years', () => {
    expect(calendar.isBusinessDay('2024-10-01', 'base')).toBe(false)
    expect(calendar.isBusinessDay('2026-10-01', 'base')).toBe(true)
  })
})

it('uncertain closures delay only the extended calendar', () => {
  const closures = [{ from: '2026-04-02', to: '2026-04-03', name: 'Semana Santa', certain: false }]
  const easter = createCalendar({ zone: 'America/Hermosillo', closures })
  expect(easter.addBusinessDays('2026-04-01', 2, 'base')).toBe('2026-04-03')
  expect(easter.addBusinessDays('2026-04-01', 2, 'extended')).toBe('2026-04-07')
})

it('certain closures delay both, from their first day to their last', () => {
  const closures = [{ from: '2026-12-21', to: '2027-01-06', name: 'Vacaciones', certain: true }]
  const winter = createCalendar({ zone: 'America/Hermosillo', closures })
  expect(winter.addBusinessDays('2026-12-17', 2, 'base')).toBe('2027-01-07')
  expect(winter.addBusinessDays('2026-12-17', 2, 'extended')).toBe('2027-01-07')
})

it('an uncertain closure keeps the window open, and never closes the wait earlier', () => {
  const closures = [{ from: '2026-11-30', to: '2026-11-30', name: 'Puente', certain: false }]
  const bridge = createCalendar({ zone: 'America/Hermosillo', closures })
  expect(bridge.phase('2026-11-23', bridge.instant('2026-11-25', '09:00'))).toBe('window')
  expect(bridge.phase('2026-11-23', bridge.instant('2026-12-01', '23:59'))).toBe('window')
  expect(bridge.phase('2026-11-23', bridge.instant('2026-12-02', '00:00'))).toBe('late')
})

describe('the zone (FACTS §4.5)', () => {
  it('is seven hours behind UTC all year', () => {
    expect(calendar.instant('2026-01-15', '00:00')).toBe(Date.UTC(2026, 0, 15, 7))
    expect(calendar.instant('2026-07-15', '09:00')).toBe(Date.UTC(2026, 6, 15, 16))
  })

  it('rolls over at 07:00Z and never says 24:00', () => {
    const midnight = Date.UTC(2026, 10, 24, 7)
    expect(calendar.day(midnight - 1)).toBe('2026-11-23')
    expect(calendar.day(midnight)).toBe('2026-11-24')
    expect([calendar.hour(midnight), calendar.time(midnight)]).toEqual([0, '00:00'])
  })

  it.each([
    ['UTC', 6],
    ['Asia/Tokyo', 15],
    ['America/Los_Angeles', 22],
  ])('does not care where the host is: %s', (host, hostHour) => {
    const before = process.env.TZ
    process.env.TZ = host
    try {
      const at = Date.UTC(2026, 10, 24, 6, 59)
      expect(new Date(at).getHours()).toBe(hostHour)
      const there = createCalendar({ zone: 'America/Hermosillo', closures: [] })
      expect([there.day(at), there.hour(at)]).toEqual(['2026-11-23', 23])
      expect(there.instant('2026-11-24', '09:00')).toBe(Date.UTC(2026, 10, 24, 16))
      expect(there.addBusinessDays('2026-11-13', 2, 'base')).toBe('2026-11-18')
      expect(formatDay('2026-12-04', 'es')).toBe('viernes 4 de diciembre')
    } finally {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    }
  })

  it('every local time comes back from its instant, also where clocks change', () => {
    const border = createCalendar({ zone: 'America/Tijuana', closures: [] })
    const days = fc.integer({ min: 0, max: 3000 }).map((count) => calendar.addDays('2026-01-01', count))
    // Between 1:00 and 3:00 a local time may exist twice or not at all there.
    const minutes = fc.integer({ min: 180, max: 1439 })
    fc.assert(
      fc.property(days, minutes, fc.constantFrom(calendar, border), (day, minute, local) => {
        const time = new Date(minute * 60_000).toISOString().slice(11, 16)
        const at = local.instant(day, time)
        expect([local.day(at), local.time(at), local.hour(at)]).toEqual([day, time, Math.floor(minute / 60)])
      }),
    )
  })
})

describe('where a request stands', () => {
  it.each([
    ['2026-11-25', '08:59', 'early'],
    ['2026-11-25', '09:00', 'window'],
    ['2026-11-30', '23:59', 'window'],
    ['2026-12-01', '00:00', 'late'],
  ])('saved on the 23rd, on %s at %s it is %s', (day, time, phase) =>
    expect(calendar.phase('2026-11-23', calendar.instant(day, time))).toBe(phase),
  )
})

it('days in words', () => {
  expect(formatDay('2026-12-04', 'es', '2026-11-23')).toBe('viernes 4 de diciembre')
  expect(formatDay('2027-01-05', 'es', '2026-12-31')).toBe('martes 5 de enero de 2027')
  expect(formatDate('2004-02-29', 'es', '2026-11-23')).toBe('29 de febrero de 2004')
})

it('more days are never earlier, and always end on a business day', () => {
  const day = fc
    .date({ min: new Date('2026-01-01'), max: new Date('2031-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 30 }), (from, days) => {
      const reached = calendar.addBusinessDays(from, days, 'base')
      expect(calendar.isBusinessDay(reached, 'base')).toBe(true)
      expect(reached > calendar.addBusinessDays(from, days - 1, 'base')).toBe(true)
      expect(calendar.addBusinessDays(from, days, 'extended') >= reached).toBe(true)
    }),
  )
})

describe('business days between two days', () => {
  it.each([
    ['2026-11-24', '2026-11-24', 0],
    ['2026-11-24', '2026-11-25', 1],
    ['2026-11-27', '2026-11-30', 1],
    ['2026-11-27', '2026-11-29', 0],
    ['2026-11-13', '2026-11-17', 1],
    ['2026-11-28', '2026-11-30', 1],
    ['2026-12-24', '2027-01-04', 5],
    ['2026-11-25', '2026-11-24', -1],
    ['2026-11-30', '2026-11-27', -1],
  ])('%s to %s: %d', (from, to, count) => expect(calendar.businessDaysBetween(from, to, 'base')).toBe(count))

  it('leaves out closures that are certain, and those only possible when asked to', () => {
    const closures = [
      { from: '2026-12-21', to: '2026-12-22', name: 'Vacaciones', certain: true },
      { from: '2026-12-23', to: '2026-12-23', name: 'Puente', certain: false },
    ]
    const winter = createCalendar({ zone: 'America/Hermosillo', closures })
    expect(winter.businessDaysBetween('2026-12-18', '2026-12-24', 'base')).toBe(2)
    expect(winter.businessDaysBetween('2026-12-18', '2026-12-24', 'extended')).toBe(1)
    expect([winter.isHoliday('2026-12-23', 'base'), winter.isHoliday('2026-12-23', 'extended')]).toEqual([false, true])
    expect(winter.isHoliday('2026-12-26', 'base')).toBe(false)
    expect(winter.isHoliday('2027-05-01', 'base')).toBe(true)
  })

  it('undo adding them, both ways', () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((count) => calendar.addDays('2026-01-01', count))
    const which = fc.constantFrom('base' as const, 'extended' as const)
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 300 }), which, (from, days, counted) => {
        const to = calendar.addBusinessDays(from, days, counted)
        expect(calendar.businessDaysBetween(from, to, counted)).toBe(days)
      }),
    )
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 300 }), which, (from, days, counted) => {
        const to = calendar.addDays(from, days)
        const reached = calendar.addBusinessDays(from, calendar.businessDaysBetween(from, to, counted), counted)
        if (days === 0 || calendar.isBusinessDay(to, counted)) expect(reached).toBe(to)
        else expect(reached < to).toBe(true)
        expect(calendar.businessDaysBetween(to, from, counted)).toBe(
          0 - calendar.businessDaysBetween(from, to, counted),
        )
      }),
    )
  })
})

it.each(['America/Tijuana', 'America/St_Johns', 'Australia/Lord_Howe', 'Antarctica/Casey', 'Pacific/Apia'])(
  'tells the day and the time in %s as its rules do, at every instant',
  (zone) => {
    const there = createCalendar({ zone, closures: [] })
    const rules = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    const from = Date.UTC(2005, 0, 1)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 * 365 * 24 * 60 }), (minutes) => {
        const at = from + minutes * 60_000
        expect(`${there.day(at)} ${there.time(at)}`).toBe(rules.format(at))
      }),
      { numRuns: 300 },
    )
    // Each minute of the days on which most of them change their clocks.
    for (const day of ['2010-03-14', '2010-03-15', '2010-04-03', '2011-12-30', '2020-10-03']) {
      const start = Date.parse(`${day}T00:00:00Z`)
      for (let minute = 0; minute < 24 * 60; minute += 7) {
        const at = start + minute * 60_000
        expect(`${there.day(at)} ${there.time(at)}`).toBe(rules.format(at))
      }
    }
  },
)
