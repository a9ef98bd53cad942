import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nssYear, readNss } from '../../../flows/identifiers/nss.ts'
import { nssNumbers, surroundings, writtenApart } from './given.ts'

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

/** One character of every decimal script for each value, as Unicode numbers them. */
it('digits of every script count', () => {
  const digits = Array.from({ length: 0x20000 }, (_, code) => String.fromCodePoint(code)).filter((sign) =>
    /^\p{Nd}$/u.test(sign),
  )
  expect(digits.length % 10).toBe(0)
  for (let zero = 0; zero < digits.length; zero += 10) {
    const written = [...'92919084431'].map((digit) => digits[zero + Number(digit)]).join('')
    expect(readNss(written)).toMatchObject({ nss: '92919084431' })
  }
})

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
    '92−91−90−8443−1',
    '92 - 91 - 90 - 8443 - 1',
    '92/91/90/8443/1',
    '(92) 91 90 8443 1',
    '92 91 90\n8443 1',
    '92\u00a091\u200990 8443 1',
    '\u202a92919084431\u202c',
    '9291\u200b9084431',
    '9️⃣2️⃣9️⃣1️⃣9️⃣0️⃣8️⃣4️⃣4️⃣3️⃣1️⃣',
    '1. 92919084431',
    'mi cel 644 123 4567 92-91-90-8443-1',
    '6441234567 92919084431',
    '92919084431 y vivo en 85000',
    '92919084431 85000',
    '23-11-2026 92919084431',
    '23-11-2026 92-91-90-8443-1',
    '92919084413, perdón, 92919084431',
    '00000000000 o 92919084431',
    'mi curp es GOXA040229MSRMXNA6 y mi nss 92919084431',
    'pepe12345678901@gmail.com y 92919084431',
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
  it('a letter in a number with separators', () =>
    expect(readNss('mi nss es 9291 9O 8443 1')).toMatchObject({ reason: 'letters', repaired: '92919084431' }))
  it('a letter for a digit, but the number is still wrong', () =>
    expect(readNss('9291908441O')).toEqual({ ok: false, reason: 'letters', digits: '9291908441o', count: 10 }))
  it('twelve digits spelt out are not eleven and one more', () =>
    expect(readNss('9 2 9 1 9 0 8 4 4 3 1 5')).toMatchObject({ reason: 'long', count: 12 }))
  it('three digits that are called an NSS', () => expect(readNss('nss 123')).toMatchObject({ reason: 'short' }))
  it('ten digits sent from a phone but called an NSS', () =>
    expect(readNss('desde mi cel te paso mi nss 2210400046')).toMatchObject({ reason: 'ten' }))
  it('a CURP with an O for a zero', () =>
    expect(readNss('GOXAO40229MSRMXNA6')).toMatchObject({ reason: 'curp', digits: 'GOXAO40229MSRMXNA6' }))
  it('a CURP', () =>
    expect(readNss('GOXA040229MSRMXNA6')).toMatchObject({ reason: 'curp', digits: 'GOXA040229MSRMXNA6' }))
  it.each([
    'mi cel es 6441234567',
    'mi wasap: (644) 123-4567',
    '6441234567 es mi celular',
    '+52 644 123 4567',
    '(+52) 6441234567',
    '5216441234567',
  ])('a phone: %s', (text) => expect(readNss(text)).toMatchObject({ reason: 'phone' }))
})

describe('no attempt at all', () => {
  it.each([
    '',
    '2',
    'hola',
    'tengo 19 años',
    '23/11/2026',
    'el 23-11-2026',
    '23.11.26',
    '1/1/2027, 2-12-26',
    '23 11 2026',
    '2026-11-23 a las 10:30',
    'el 23 de noviembre',
    'no lo sé',
    '85000',
    'mi nss tiene 10 dígitos?',
    'juan123456789@gmail.com',
    'https://example.mx/a?id=12345678901',
  ])('%s', (text) => expect(readNss(text)).toBeNull())
})

it('no input makes it throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 70_000 }), (text) => void readNss(text)))
  for (const text of ['9'.repeat(65_536), ' '.repeat(65_536), '1-'.repeat(30_000), 'a1'.repeat(30_000)]) {
    expect(() => readNss(text)).not.toThrow()
  }
})

it('one digit changed is always noticed', () => {
  fc.assert(
    fc.property(nssNumbers, fc.nat(10), fc.integer({ min: 1, max: 9 }), (nss, at, by) => {
      const changed = nss.slice(0, at) + ((Number(nss[at]) + by) % 10) + nss.slice(at + 1)
      expect(readNss(changed)?.ok).toBe(false)
    }),
  )
})

it('separators, scripts and words around it change nothing', () => {
  fc.assert(
    fc.property(writtenApart(nssNumbers), surroundings, ({ value, written }, [before, after]) => {
      expect(readNss(`${before} ${written} ${after}`)).toMatchObject({ ok: true, nss: value })
    }),
  )
})
