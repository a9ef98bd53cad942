import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addCounts,
  DAYS_KEPT,
  type FiguresSession,
  figuresSchema,
  folded,
  isName,
  MOST_BY_DAY,
  MOST_NAMES,
  newFigures,
  sum,
  termOf,
} from '../../src/figures/counts.ts'
import { countsIn, spanOfTerm, spanUntil } from '../../src/figures/span.ts'
import { calendar, TODAY } from './given.ts'

const window = { oldest: calendar.addDays(TODAY, -DAYS_KEPT), today: TODAY }
const add = (session: FiguresSession, ...added: { day: string; name: string }[]) => addCounts(session, added, window)
const total = ({ days, terms }: FiguresSession) =>
  Object.values(sum([...Object.values(days), ...Object.values(terms)])).reduce((all, each) => all + each, 0)

describe('a count', () => {
  it('is one more, on its day, and changes nothing that was handed in', () => {
    const before = add(newFigures(), { day: '2026-11-23', name: 'solved:yes' })
    const frozen = structuredClone(before)
    const after = add(before, { day: '2026-11-23', name: 'solved:yes' }, { day: TODAY, name: 'solved:no' })
    expect(after.days).toEqual({ '2026-11-23': { 'solved:yes': 2 }, [TODAY]: { 'solved:no': 1 } })
    expect(before).toEqual(frozen)
    expect(figuresSchema.parse(JSON.parse(JSON.stringify(after)))).toEqual(after)
  })

  it.each(['2026-11-25', '9999-12-31', '0001-01-01', '2020-01-01', 'yesterday', '__proto__'])(
    'of a day that can only be a mistake is of today: %s',
    (day) => expect(add(newFigures(), { day, name: 'solved:yes' }).days).toEqual({ [TODAY]: { 'solved:yes': 1 } }),
  )

  it.each([
    'solved:yes',
    'started:seguro-facultativo',
    'reached:seguro-facultativo:nss',
    'active-days:seguro-facultativo:4',
    'first-answer:75',
    'case:a:wrong_data',
  ])('has a name: %s', (name) => expect(isName(name)).toBe(true))

  it.each([
    '',
    'solved',
    '__proto__',
    'constructor',
    'Solved:yes',
    'a:b:c:d',
    'a:',
    ':a',
    'a:b c',
    'a:=1+1',
    'case:a:María',
    'a:b\n',
    `a:${'b'.repeat(80)}`,
  ])('has no such name: %j', (name) => {
    expect(isName(name)).toBe(false)
    expect(total(add(newFigures(), { day: TODAY, name }))).toBe(0)
  })
})

describe('what is kept', () => {
  it('cannot grow by names: the ones there are go on, new ones are left out', () => {
    const many = Array.from({ length: MOST_NAMES + 20 }, (_, n) => ({ day: TODAY, name: `incident:p${n}` }))
    const full = add(newFigures(), ...many)
    expect(Object.keys(full.days[TODAY] ?? {})).toHaveLength(MOST_NAMES)
    const more = add(full, { day: '2026-11-20', name: 'incident:p0' }, { day: '2026-11-20', name: 'incident:new' })
    expect(more.days['2026-11-20']).toEqual({ 'incident:p0': 1 })
  })

  it('cannot grow by days: the oldest are folded earlier when there is too much', () => {
    const names = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`incident:p${n}`, 1]))
    const days = Object.fromEntries(
      Array.from({ length: DAYS_KEPT }, (_, n) => [calendar.addDays(TODAY, -n), { ...names }]),
    )
    const kept = folded({ ...newFigures(), days }, window.oldest)
    expect(Object.keys(kept.days)).toHaveLength(MOST_BY_DAY / 300)
    expect(Object.keys(kept.days)).toContain(TODAY)
    expect(total(kept)).toBe(300 * DAYS_KEPT)
    expect(JSON.stringify(kept).length).toBeLessThan(2 * 1024 * 1024)
  })

  it('folds days older than 400 into their half-year, and only those', () => {
    const days = {
      '2025-06-30': { 'solved:yes': 2 },
      '2025-07-01': { 'solved:yes': 3, 'solved:no': 1 },
      '2025-10-19': { 'solved:yes': 5 },
      [window.oldest]: { 'solved:yes': 7 },
    }
    const kept = add(
      { ...newFigures(), days, terms: { '2025-2': { 'solved:yes': 10 } } },
      { day: TODAY, name: 'solved:no' },
    )
    expect(window.oldest).toBe('2025-10-20')
    expect(kept.days).toEqual({ '2025-10-20': { 'solved:yes': 7 }, [TODAY]: { 'solved:no': 1 } })
    expect(kept.terms).toEqual({ '2025-1': { 'solved:yes': 2 }, '2025-2': { 'solved:yes': 18, 'solved:no': 1 } })
  })

  it('loses and makes up nothing, whatever is added when', () => {
    const day = fc.integer({ min: 0, max: 900 }).map((days) => calendar.addDays('2024-07-01', days))
    const name = fc.constantFrom('solved:yes', 'solved:no', 'incident:cia')
    const adding = fc.record({ day, name })
    fc.assert(
      fc.property(fc.array(adding, { maxLength: 60 }), (all) => {
        const sorted = all.toSorted((a, b) => (a.day < b.day ? -1 : 1))
        const end = sorted.reduce((session, one) => {
          const today = one.day
          return addCounts(session, [one], { oldest: calendar.addDays(today, -DAYS_KEPT), today })
        }, newFigures())
        expect(total(end)).toBe(all.length)
        // A term is the same whether its days were folded or not.
        for (const term of ['2024-2', '2025-1', '2025-2', '2026-1']) {
          const wanted = all.filter(({ day }) => termOf(day) === term).length
          expect(Object.values(countsIn(end, spanOfTerm(term))).reduce((n, each) => n + each, 0)).toBe(wanted)
        }
      }),
    )
  })
})

it('a stretch of time is today, the last seven days, or the half-year', () => {
  expect(spanUntil('day', TODAY, calendar)).toMatchObject({ from: TODAY, to: TODAY })
  expect(spanUntil('week', TODAY, calendar)).toMatchObject({ from: '2026-11-18', to: TODAY })
  expect(spanUntil('term', TODAY, calendar)).toMatchObject({ from: '2026-07-01', to: TODAY, term: '2026-2' })
  expect(spanUntil('term', '2026-06-30', calendar)).toMatchObject({ from: '2026-01-01', term: '2026-1' })
})
