/**
 * Reads a Número de Seguridad Social out of what a student wrote (FACTS §1). A reading that is `ok` means "well written":
 * eleven digits whose last one is the Luhn digit of the others. Whether it exists, or whose it is, only the IMSS knows.
 */
import { curpLike, withoutCurp } from './curp.ts'
import { fold, LONGEST, withoutAddresses } from './fold.ts'
import { elevensIn, type Stretch, stretchesIn } from './numbers.ts'

export type NssReading =
  /** `zeros`: begins with four zeros, as a student id padded to eleven digits does. */
  | { ok: true; nss: string; warnings: 'zeros'[] }
  /** Ten digits: a leading zero may be lost; `padded` says whether a zero in front makes it well written. */
  | { ok: false; reason: 'ten'; digits: string; count: number; padded: boolean }
  /** A letter among the digits; `repaired` is the number with O as 0 and I or l as 1, if that is well written. */
  | { ok: false; reason: 'letters'; digits: string; count: number; repaired?: string }
  | {
      ok: false
      reason: 'short' | 'long' | 'repeated' | 'check-digit' | 'curp' | 'phone'
      digits: string
      count: number
    }
  /** Nothing in this text looks like an attempt at one. */
  | null

export function readNss(text: string): NssReading {
  const folded = withoutAddresses(fold(text.slice(0, LONGEST)))
  if (!/\d/.test(folded)) return null
  const curp = curpLike(folded)
  const rest = curp === null ? folded : withoutCurp(folded)
  const stretches = stretchesIn(rest)
  const readings = elevensIn(stretches).map(judge)
  const good = readings.find((reading) => reading?.ok)
  if (good) return good
  if (curp !== null) return { ok: false, reason: 'curp', digits: curp, count: curp.length }
  return readings[0] ?? mixedWord(rest) ?? misfit(stretches, rest)
}

/** Two digits: the year of birth as it was when the number was given (FACTS §1.1). */
export function nssYear(nss: string): string {
  return nss.slice(4, 6)
}

function judge(digits: string): NssReading {
  if (new Set(digits).size === 1) return { ok: false, reason: 'repeated', digits, count: 11 }
  if (!isLuhn(digits)) return { ok: false, reason: 'check-digit', digits, count: 11 }
  return { ok: true, nss: digits, warnings: digits.startsWith('0000') ? ['zeros'] : [] }
}

/** The number nearest to eleven digits, and what is wrong with it; null if nothing is long enough to be meant. */
function misfit(stretches: readonly Stretch[], folded: string): NssReading {
  const numbers = stretches.flatMap(apart)
  const isNamed = NAME.test(folded)
  const meant = numbers.filter(({ digits }) => digits.length >= (isNamed ? 3 : 6))
  const nearest = meant.sort((a, b) => Math.abs(a.digits.length - 11) - Math.abs(b.digits.length - 11))[0]
  if (nearest === undefined) return null
  const { digits } = nearest
  const count = digits.length
  if (isPhone(digits, folded, nearest.at)) return { ok: false, reason: 'phone', digits, count }
  if (count === 10) return { ok: false, reason: 'ten', digits, count, padded: isLuhn(`0${digits}`) }
  return { ok: false, reason: count < 11 ? 'short' : 'long', digits, count }
}

/** A stretch is one number, unless one of its groups is long enough to be a number by itself. */
function apart({ groups, at }: Stretch): { digits: string; at: number }[] {
  const joined = groups.join('')
  const isOne = hasCountryCode(joined) || groups.every((group) => group.length < 9)
  return (isOne ? [joined] : groups).map((digits) => ({ digits, at }))
}

const NAME = /\bn\.?s\.?s\b|seguro social|seguridad social/
const PHONE = /\b(?:tel|telefono|cel|celular|movil|whats|whatsapp|wats|watsapp?|wasap|guasap)\b/

/** Ten digits are a phone if the nearest name before them says so, or the only name there is. */
function isPhone(digits: string, folded: string, at: number): boolean {
  if (hasCountryCode(digits)) return true
  if (digits.length !== 10) return false
  const before = folded.slice(0, at)
  const phone = lastPlace(before, PHONE)
  const nss = lastPlace(before, NAME)
  return phone > nss || (phone < 0 && !NAME.test(folded) && PHONE.test(folded))
}

/** Mexico's: +52, and 521 as WhatsApp writes mobiles. */
function hasCountryCode(digits: string): boolean {
  return (digits.length === 12 || digits.length === 13) && digits.startsWith('52')
}

function lastPlace(text: string, pattern: RegExp): number {
  return [...text.matchAll(new RegExp(pattern, 'g'))].at(-1)?.index ?? -1
}

/** "9291O084431", "9291 9O 8443 1": neighbouring words with a digit in each and a letter among them. */
function mixedWord(folded: string): NssReading {
  for (const phrase of folded.split(/[^a-z0-9 .-]+|(?<=^|[ .-])[a-z]+(?=$|[ .-])/)) {
    for (const word of [phrase.replace(/[ .-]/g, ''), ...phrase.split(/[ .-]+/)]) {
      const count = word.replace(/\D/g, '').length
      if (word.length < 9 || word.length > 13 || count < 7 || count === word.length) continue
      const repaired = word.replaceAll('o', '0').replaceAll('i', '1').replaceAll('l', '1')
      const fits = /^\d{11}$/.test(repaired) && isLuhn(repaired) && new Set(repaired).size > 1
      return { ok: false, reason: 'letters', digits: word, count, ...(fits && { repaired }) }
    }
  }
  return null
}

/** Ordinary Luhn over all digits; doubling starts at the second from the right (FACTS §1.2). */
function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (product > 9 ? product - 9 : product)
  }, 0)
  return sum % 10 === 0
}
