import fc from 'fast-check'
import { curpStates } from '../../../flows/identifiers/curp.ts'

/** FACTS §1.2, worked from the left: weights 1, 2, 1, 2, … */
function nssDigit(ten: string): string {
  const sum = [...ten].reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + Math.floor(product / 10) + (product % 10)
  }, 0)
  return String((10 - (sum % 10)) % 10)
}

/** Well written, nobody's in particular. */
export const nssNumbers = fc
  .stringMatching(/^\d{10}$/)
  .map((ten) => ten + nssDigit(ten))
  .filter((nss) => new Set(nss).size > 1)

/** FACTS §2: the alphabet counts Ñ, so letters from O on weigh one more. */
function curpDigit(seventeen: string): string {
  const sum = [...seventeen].reduce((total, sign, index) => {
    const value = /\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 55 + (sign > 'N' ? 1 : 0)
    return total + value * (18 - index)
  }, 0)
  return String((10 - (sum % 10)) % 10)
}

/** Seventeen signs with the digit they need. */
export function wellWritten(seventeen: string): string {
  return seventeen + curpDigit(seventeen)
}

const letters = (count: number) => fc.stringMatching(new RegExp(`^[A-Z]{${count}}$`))

export const curps = fc
  .tuple(
    letters(4),
    fc.date({ min: new Date('1940-01-01'), max: new Date('2012-01-01'), noInvalidDate: true }),
    fc.constantFrom('H', 'M', 'X'),
    fc.constantFrom(...curpStates),
    letters(3),
    fc.nat(9),
    letters(1),
  )
  .map(([name, date, sex, state, inner, digit, letter]) => {
    const birth = date.toISOString().slice(0, 10)
    const mark = birth < '2000' ? digit : letter
    return wellWritten(`${name}${birth.slice(2).replaceAll('-', '')}${sex}${state}${inner}${mark}`)
  })

/** Words as they stand around a number, none of them with digits of its own. */
export const surroundings = fc.constantFrom(
  ['', ''],
  ['mi número es', 'creo'],
  ['es el', 'gracias, ¿está bien?'],
  ['¡Hola! Te lo paso:', '😀'],
  ['(', ')'],
  ['ñandú', 'o no sé'],
)

const separators = [' ', '-', '.', '_', '\n', '\u2010', '\u2212', '\u00a0', '\u200b', '\uFF0D']
const zeros = ['0', '０', '٠', '०', '𝟎']

/** A value with one kind of separator here and there between its signs, and its digits in some script. */
export function writtenApart(values: fc.Arbitrary<string>): fc.Arbitrary<{ value: string; written: string }> {
  const gaps = fc.array(fc.boolean(), { minLength: 18, maxLength: 18 })
  return fc
    .tuple(values, gaps, fc.constantFrom(...separators), fc.constantFrom(...zeros))
    .map(([value, isGap, separator, zero]) => {
      const from = zero.codePointAt(0) ?? 48
      const signs = [...value].map((sign) => (/\d/.test(sign) ? String.fromCodePoint(from + Number(sign)) : sign))
      return {
        value,
        written: signs.map((sign, index) => (index > 0 && isGap[index] ? separator : '') + sign).join(''),
      }
    })
}
