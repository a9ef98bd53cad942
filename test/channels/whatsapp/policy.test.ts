import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextAfter, reasons } from '../../../src/channels/whatsapp/policy.ts'

const MINUTE = 60_000

test('an account that is not let in any more stops the line, whatever came before', () => {
  for (const failures of [1, 2, 50]) {
    expect(nextAfter(reasons.loggedOut, failures, 0.5)).toEqual({ kind: 'stop', why: 'logged-out' })
    expect(nextAfter(reasons.mismatch, failures, 0.5)).toEqual({ kind: 'stop', why: 'logged-out' })
    expect(nextAfter(reasons.forbidden, failures, 0.5)).toEqual({ kind: 'stop', why: 'forbidden' })
  }
})

test('a restart is at once, but only once', () => {
  expect(nextAfter(reasons.restart, 1, 0.5)).toEqual({ kind: 'again', after: 0 })
  expect(nextAfter(reasons.restart, 2, 1)).toEqual({ kind: 'again', after: 2000 })
})

test('two programs with one account never throw each other out in a loop', () => {
  const waits = [1, 2, 3, 10, 100].map((failures) => nextAfter(reasons.replaced, failures, 0))
  for (const next of waits) expect(next.kind === 'again' && next.after >= 5 * MINUTE).toBe(true)
})

test('everything else is tried again, later each time, within a minute, and never in a hot loop', () => {
  const code = fc.constantFrom(undefined, 408, 428, 500, 503, 418)
  fc.assert(
    fc.property(
      code,
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (one, failures, random) => {
        const next = nextAfter(one, failures, random)
        const after = next.kind === 'again' ? next.after : -1
        expect(after).toBeGreaterThanOrEqual(500)
        expect(after).toBeLessThanOrEqual(MINUTE)
      },
    ),
  )
})
