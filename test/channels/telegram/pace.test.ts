import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPacer } from '../../../src/channels/telegram/pace.ts'

const MINUTE = 60_000

function clockAtHand() {
  let now = 1000.25
  return { monotonic: () => now, passes: (ms: number) => (now += ms) }
}

describe('the pace of a group', () => {
  it('in no window of a minute are there more than twenty, whoever asks and whenever', () => {
    const asks = fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 9000 }), places: fc.constantFrom(1, 1, 1, 2, 3) }),
    )
    fc.assert(
      fc.property(asks, (all) => {
        const clock = clockAtHand()
        const pacer = createPacer(clock)
        const taken: number[] = []
        for (const { after, places } of all) {
          clock.passes(after)
          const at = clock.monotonic()
          if (pacer.enter('-100', places) === 0) taken.push(...Array<number>(places).fill(at))
        }
        const most = Math.max(0, ...taken.map((from) => taken.filter((at) => at >= from && at < from + MINUTE).length))
        expect(most).toBeLessThanOrEqual(20)
      }),
      { numRuns: 300 },
    )
  })

  it('who is turned away and comes back when told gets in, and not a moment before', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 20, maxLength: 20 })
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 20 }), (all, places) => {
        const clock = clockAtHand()
        const pacer = createPacer(clock)
        for (const gap of all) {
          expect(pacer.enter('-100', 1)).toBe(0)
          clock.passes(gap / 10)
        }
        const wait = pacer.enter('-100', places)
        expect(Number.isInteger(wait) && wait > 0 && wait <= MINUTE).toBe(true)
        clock.passes(wait - 2)
        expect(pacer.enter('-100', places)).toBeGreaterThan(0)
        clock.passes(2)
        expect(pacer.enter('-100', places)).toBe(0)
      }),
    )
  })

  it('one group does not wait for another, and asking in vain takes no place', () => {
    const clock = clockAtHand()
    const pacer = createPacer(clock)
    for (let times = 0; times < 20; times += 1) pacer.enter('-100', 1)
    expect(pacer.enter('-200', 1)).toBe(0)
    for (let times = 0; times < 50; times += 1) expect(pacer.enter('-100', 1)).toBe(MINUTE)
    clock.passes(MINUTE)
    expect(pacer.enter('-100', 20)).toBe(0)
  })

  it('what would never fit goes when nothing else does', () => {
    const clock = clockAtHand()
    const pacer = createPacer(clock)
    expect(pacer.enter('-100', 1)).toBe(0)
    expect(pacer.enter('-100', 25)).toBe(MINUTE)
    clock.passes(MINUTE)
    expect(pacer.enter('-100', 25)).toBe(0)
  })

  it('a slower pace can be set', () => {
    const pacer = createPacer(clockAtHand(), 2)
    expect([pacer.enter('-1', 1), pacer.enter('-1', 1), pacer.enter('-1', 1)]).toEqual([0, 0, MINUTE])
  })

  it('and none at all', () => {
    const pacer = createPacer(clockAtHand(), Number.POSITIVE_INFINITY)
    for (let times = 0; times < 100; times += 1) expect(pacer.enter('-1', 1)).toBe(0)
  })
})
