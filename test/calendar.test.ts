import { spawnSync } from 'node:child_process'
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

  it('does not care where the host is', () => {
    const script = `import { createCalendar } from './dist/src/calendar.js'
      const calendar = createCalendar({ zone: 'America/Hermosillo', closures: [] })
      console.log(calendar.day(${Date.UTC(2026, 10, 24, 6, 59)}), calendar.instant('2026-11-24', '09:00'), calendar.addBusinessDays('2026-11-13', 2, 'base'))`
    const said = ['UTC', 'Asia/Tokyo', 'America/Los_Angeles'].map((TZ) => {
      const options = { env: { ...process.env, TZ }, encoding: 'utf8' as const }
      return spawnSync(process.execPath, ['--input-type=module', '-e', script], options).stdout
    })
    expect(new Set(said)).toEqual(new Set([`2026-11-23 ${Date.UTC(2026, 10, 24, 16)} 2026-11-18\n`]))
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
