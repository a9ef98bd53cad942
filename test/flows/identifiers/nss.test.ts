import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nssYear, readNss } from '../../../flows/identifiers/nss.ts'

/** Vectors of FACTS §1.4: published samples or made up, nobody's number. */
const valid = [
  '92919084431',
  '12345678903',
  '97031612340',
  '72795608040',
  '24220500011',
  '97220500025',
  '24052200037',
  '02210400046',
]
const badCheckDigit = ['12345678902', '12345678900', '12345678909', '12345678901', '92919084413']

describe('a well written NSS', () => {
  it.each(valid)('%s', (nss) => expect(readNss(nss)).toEqual({ ok: true, nss, warnings: [] }))

  it.each([
    '92-91-90-8443-1',
    '9291 90 8443 1',
    'mi nss es 92919084431, creo',
    '９２９１９０８４４３１',
    '٩٢٩١٩٠٨٤٤٣١',
    '92.91.90.8443.1',
    'nss:92919084431\n',
    'mi cel es 6441234567 y mi nss 92919084431',
    '92‑91‑90‑8443‑1',
  ])('is read as "%s"', (text) => expect(readNss(text)).toMatchObject({ ok: true, nss: '92919084431' }))

  it('that begins with four zeros may be a student id', () =>
    expect(readNss('00001234566')).toEqual({ ok: true, nss: '00001234566', warnings: ['zeros'] }))

  it('says the year of birth in it', () => expect(nssYear('92919084431')).toBe('90'))
})

describe('what is wrong is named', () => {
  it.each(badCheckDigit)('%s: check digit', (nss) =>
    expect(readNss(nss)).toMatchObject({ ok: false, reason: 'check-digit', digits: nss }),
  )
  it.each(['11111111111', '00000000000'])('%s: filler', (nss) =>
    expect(readNss(nss)).toMatchObject({ reason: 'repeated' }),
  )
  it('10 digits', () => expect(readNss('1234567890')).toMatchObject({ reason: 'ten', padded: false }))
  it('10 digits that a zero in front makes whole', () =>
    expect(readNss('2210400046')).toMatchObject({ reason: 'ten', padded: true }))
  it('12 digits', () => expect(readNss('123456789012')).toMatchObject({ reason: 'long', count: 12 }))
  it('9 digits', () => expect(readNss('mi nss es 929190844')).toMatchObject({ reason: 'short', count: 9 }))
  it('a letter', () => expect(readNss('1234567890A')).toMatchObject({ reason: 'letters' }))
  it('a letter that is a digit misread', () =>
    expect(readNss('9291908443I')).toMatchObject({ reason: 'letters', repaired: '92919084431' }))
  it('a CURP', () =>
    expect(readNss('GOXA040229MSRMXNA6')).toMatchObject({ reason: 'curp', digits: 'GOXA040229MSRMXNA6' }))
  it.each(['mi cel es 6441234567', '+52 644 123 4567', '5216441234567'])('a phone: %s', (text) =>
    expect(readNss(text)).toMatchObject({ reason: 'phone' }),
  )
})

describe('no attempt at all', () => {
  it.each(['', '2', 'hola', 'tengo 19 años', '23/11/2026', 'el 23 de noviembre', 'no lo sé', '85000'])('%s', (text) =>
    expect(readNss(text)).toBeNull(),
  )
})

it('no input makes it throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 70_000 }), (text) => void readNss(text)))
  for (const text of ['9'.repeat(65_536), ' '.repeat(65_536), '1-'.repeat(30_000), 'a1'.repeat(30_000)]) {
    expect(() => readNss(text)).not.toThrow()
  }
})

it('one digit changed is always noticed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...valid), fc.nat(10), fc.integer({ min: 1, max: 9 }), (nss, at, by) => {
      const changed = nss.slice(0, at) + ((Number(nss[at]) + by) % 10) + nss.slice(at + 1)
      expect(readNss(changed)?.ok).toBe(false)
    }),
  )
})

it('separators and words around it change nothing', () => {
  const separator = fc.constantFrom('', ' ', '-', '.', '‐')
  fc.assert(
    fc.property(fc.constantFrom(...valid), fc.array(separator, { minLength: 10, maxLength: 10 }), (nss, between) => {
      const text = [...nss].map((digit, index) => digit + (between[index] ?? '')).join('')
      expect(readNss(`es el ${text} gracias`)).toMatchObject({ ok: true, nss })
    }),
  )
})
