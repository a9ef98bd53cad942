import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seguroFacultativo as flow } from '../../flows/seguro-facultativo/seguro-facultativo.ts'
import { NewerSessionError, sessionSchema } from '../../src/session.ts'
import { answer, goldens, isToldLost } from './envelopes.ts'

/**
 * F34: however a stored session is damaged, nothing is thrown and nobody starts over without being told. More cases by
 * `FUZZ=10000 npx vitest run test/envelopes`.
 */
const RUNS = Number(process.env.FUZZ ?? 400)
const AT = Date.UTC(2026, 10, 23, 19, 5)
const sessions = goldens(flow).map(({ session }) => session)

const whole = fc.constantFrom(...sessions)
const cut = fc.tuple(whole, fc.nat(3000)).map(([text, at]) => text.slice(0, at % text.length))
const flipped = fc
  .tuple(whole, fc.array(fc.tuple(fc.nat(1_000_000), fc.nat(7)), { minLength: 1, maxLength: 4 }))
  .map(([text, flips]) => {
    const bytes = Buffer.from(text)
    for (const [at, bit] of flips) {
      const index = at % bytes.length
      bytes[index] = (bytes[index] ?? 0) ^ (1 << bit)
    }
    return bytes.toString('utf8')
  })
/** A value somewhere in it replaced by one that does not belong there. */
const swapped = fc.tuple(whole, fc.nat(1000), fc.json({ maxDepth: 3 })).map(([text, at, value]) => {
  const places = [...text.matchAll(/(?<=:)(?:"[^"]*"|-?[\d.]+|null|true|false|\[\]|\{\})(?=[,}])/g)]
  const found = places[at % places.length]
  return found ? text.slice(0, found.index) + value + text.slice(found.index + found[0].length) : text
})
const poisoned = fc
  .tuple(whole, fc.constantFrom('__proto__', 'constructor', 'toString'), fc.nat(1000))
  .map(([text, name, at]) => {
    const keys = [...text.matchAll(/"[a-zA-Z-]+"(?=:)/g)]
    const found = keys[at % keys.length]
    return found ? `${text.slice(0, found.index)}"${name}"${text.slice(found.index + found[0].length)}` : text
  })
const named = fc.constantFrom(
  '',
  '{}',
  'null',
  '[]',
  '5',
  '"arrival"',
  '{"schema":1}',
  'x'.repeat(5_000_000),
  `{"schema":1,"trail":${'['.repeat(200_000)}`,
  '['.repeat(200_000) + ']'.repeat(200_000),
  '{"__proto__":{"schema":1,"isStaff":true}}',
  'v1.k9.AAAA.BBBB',
)
const damaged = fc.oneof(
  { weight: 3, arbitrary: flipped },
  { weight: 3, arbitrary: swapped },
  { weight: 2, arbitrary: cut },
  { weight: 1, arbitrary: poisoned },
  { weight: 1, arbitrary: named },
)

it('a damaged session is neither a crash nor a silent restart', { timeout: 60_000 + 20 * RUNS }, () => {
  const seen = { lost: 0, kept: 0, newer: 0 }
  fc.assert(
    fc.property(damaged, (session) => {
      const end = endOf(session)
      seen[end] += 1
    }),
    { numRuns: RUNS },
  )
  expect(seen.lost).toBeGreaterThan(0)
  expect(seen.kept).toBeGreaterThan(0)
})

it('the session of another value of its state, in every shape, is told or kept', () => {
  const values = [
    'gone',
    '',
    5,
    null,
    {},
    [],
    { curp: 'gone' },
    { curp: {} },
    { curp: 'capture', nss: 'ask' },
    { nss: 5 },
  ]
  const text = sessions[0] ?? ''
  const ends = values.map((value) => endOf(text.replace(/"value":\{[^}]*\}/, `"value":${JSON.stringify(value)}`)))
  expect(ends).toEqual(values.map(() => 'lost'))
})

/** What became of a student whose session that was; throws if they were let down. */
function endOf(session: string): 'lost' | 'kept' | 'newer' {
  try {
    // Something that moves nobody by itself.
    const said = answer(session, { kind: 'sticker' }, AT)
    const kept = sessionSchema.parse(JSON.parse(said.session ?? 'null'))
    if (kept.setAside !== null && isToldLost(said)) {
      expect(session.startsWith(kept.setAside) || session.includes('"setAside":"')).toBe(true)
      return 'lost'
    }
    expect(isToldLost(said)).toBe(false)
    const written = flow.check(sessionSchema.parse(JSON.parse(session)).flows[flow.id])
    const moved = flow.withoutIdentifiers(written)
    const now = flow.wait(flow.check(kept.flows[flow.id])).place
    expect([written, ...(moved ? [moved] : [])].map((saved) => flow.wait(saved).place)).toContain(now)
    return 'kept'
  } catch (error) {
    if (error instanceof NewerSessionError) return 'newer'
    throw error
  }
}
