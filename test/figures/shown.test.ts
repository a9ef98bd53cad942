import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { figuresOf } from '../../src/figures/figures.ts'
import { beyond, grouped, shown, spread, together } from '../../src/figures/shown.ts'
import { busy, env, F, someCounts } from './given.ts'

const count = fc.nat({ max: 5000 })

describe('a number of people', () => {
  it.each([
    [0, 0],
    [1, 'few'],
    [4, 'few'],
    [5, 5],
    [7, 5],
    [8, 10],
    [12, 10],
    [1243, 1245],
  ])('%i is shown as %s', (counted, seen) => expect(shown(counted)).toBe(seen))

  it('is never one to four, and no two of them are that far apart', () => {
    fc.assert(
      fc.property(count, count, (a, b) => {
        for (const seen of [shown(a), shown(b), beyond(shown(a), shown(b)), together([shown(a), shown(b)])])
          expect(typeof seen === 'number' ? seen % 5 : 0).toBe(0)
      }),
    )
  })

  it('is what came beyond another, where that says something', () => {
    expect(beyond(30, 10)).toBe(20)
    expect(beyond(30, 'few')).toBe(25)
    expect(beyond(5, 'few')).toBe(null)
    expect(beyond(30, 30)).toBe(null)
    expect(beyond(10, 30)).toBe(null)
    expect(beyond('few', 0)).toBe(null)
  })
})

describe('groups', () => {
  it('under five are one, and stand last', () => {
    expect(
      grouped([
        ['a', 4],
        ['b', 61],
        ['c', 9],
        ['d', 2],
      ]),
    ).toEqual({
      large: [
        { id: 'b', count: 60 },
        { id: 'c', count: 10 },
      ],
      others: 5,
    })
    expect(grouped([['a', 3]])).toEqual({ large: [], others: 'few' })
    expect(grouped([])).toEqual({ large: [], others: 0 })
  })

  it('that look alike do not tell by their order which is larger', () => {
    const ids = (a: number, b: number) =>
      grouped([
        ['a', a],
        ['b', b],
      ]).large.map(({ id }) => id)
    expect(ids(8, 12)).toEqual(ids(12, 8))
  })
})

describe('a spread', () => {
  it('has the median and what nine of ten stay below, both really met', () => {
    expect(
      spread([
        [30, 5],
        [15, 4],
        [120, 1],
      ]),
    ).toEqual({ median: 30, p90: 30, of: 10 })
    expect(
      spread([
        [1, 5],
        [9, 5],
      ]),
    ).toEqual({ median: 1, p90: 9, of: 10 })
  })

  it('of fewer than five is none, of fewer than ten has no nine of ten', () => {
    expect(spread([[15, 4]])).toBe(null)
    expect(
      spread([
        [15, 4],
        [30, 1],
      ]),
    ).toEqual({ median: 15, p90: null, of: 5 })
    expect(spread([])).toBe(null)
  })

  it('is what sorting all of them would give', () => {
    const values = fc.uniqueArray(fc.tuple(fc.nat({ max: 500 }), fc.integer({ min: 1, max: 30 })), {
      selector: ([value]) => value,
      minLength: 1,
    })
    fc.assert(
      fc.property(values, (some) => {
        const all = some.flatMap(([value, times]) => Array<number>(times).fill(value)).sort((a, b) => a - b)
        const found = spread(some)
        if (all.length < 5) expect(found).toBe(null)
        else expect(found?.median).toBe(all[Math.ceil(all.length / 2) - 1])
        if (found?.p90 != null) expect(found.p90).toBe(all[Math.ceil((9 * all.length) / 10) - 1])
      }),
    )
  })
})

describe('figures', () => {
  it('follow the steps in their order, from the beginning to the end', () => {
    const [one] = figuresOf(busy, env.flows).flows
    const at = one?.funnel.map((stage) => (typeof stage.at === 'string' ? stage.at : stage.at.step))
    expect(at).toEqual(['started', ...(env.flows[0]?.steps ?? []), 'finished'])
    expect(one?.funnel[0]).toEqual({ at: 'started', count: 1245, stayed: 55 })
    expect(one?.active).toBe(345)
    expect(one?.activeDays).toEqual({ median: 4, p90: 4, of: 130 })
    expect(one?.reasons).toEqual({
      large: [
        { id: 'nss-failed', count: 60 },
        { id: 'never-heard-of', count: 15 },
      ],
      others: 'few',
    })
  })

  it('hold no exact count at all: others that are shown alike give the same', () => {
    const alike = fc.gen().map((g) => (n: number) => {
      const near = [-2, -1, 0, 1, 2].map((step) => n + step).filter((m) => m >= 5 && shown(m) === shown(n))
      return n < 5 ? n : g(() => fc.constantFrom(...near))
    })
    fc.assert(
      fc.property(someCounts, alike, (counts, other) => {
        const changed = Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, other(n)]))
        expect(figuresOf(changed, env.flows)).toEqual(figuresOf(counts, env.flows))
      }),
    )
  })

  it('of nothing are empty, and those of a procedure that is no more do not get in the way', () => {
    expect(figuresOf({}, env.flows)).toMatchObject({ isEmpty: true, flows: [{ flow: F }] })
    expect(figuresOf({ 'started:gone': 30 }, env.flows)).toMatchObject({ isEmpty: false, flows: [{ flow: F }] })
  })
})
