import { expect, it } from 'vitest'
import { createCalendar } from '../src/calendar.ts'
import { valueNamed, valuesOf } from '../src/values.ts'

const calendar = createCalendar({ zone: 'America/Hermosillo', closures: [] })
const now = calendar.instant('2026-11-23', '10:00')
const params = {
  nss: '24220400014',
  number: 4,
  savedOn: { day: '2026-11-23' },
  birth: { day: '2004-02-29', weekday: false as const },
  consentOn: { at: now },
  windowOpens: { businessDays: 2, from: '2026-11-23', calendar: 'base' as const },
}

it('days become words, counted and given ones alike', () => {
  expect(valuesOf(params, calendar, 'es', now)).toEqual({
    nss: '24220400014',
    number: 4,
    savedOn: 'lunes 23 de noviembre',
    birth: '29 de febrero de 2004',
    consentOn: 'lunes 23 de noviembre',
    windowOpens: 'miércoles 25 de noviembre',
  })
})

it('one at a time they are the same, and nothing is known by the name of what every object has', () => {
  const value = valueNamed(params, calendar, 'es', now)
  const names = Object.keys(params)
  expect(Object.fromEntries(names.map((name) => [name, value(name)]))).toEqual(valuesOf(params, calendar, 'es', now))
  expect(value('constructor')).toBeUndefined()
})

it('what nobody asks about is not even made', () => {
  const value = valueNamed(
    () => {
      throw new Error('asked')
    },
    calendar,
    'es',
    now,
  )
  expect(() => value('nss')).toThrow('asked')
})
