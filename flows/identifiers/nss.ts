/**
 * Reads a Número de Seguridad Social out of what a student wrote (FACTS §1). A reading that is `ok` means "well written":
 * eleven digits whose last one is the Luhn digit of the others. Whether it exists, or whose it is, only the IMSS knows.
 */
import { curpWord } from './curp.ts'
import { fold, LONGEST } from './fold.ts'

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
  const folded = fold(text.slice(0, LONGEST))
  const curp = curpWord(folded)
  if (curp !== null) return { ok: false, reason: 'curp', digits: curp, count: curp.length }
  const runs = digitRuns(folded)
  const whole = runs.find((run) => run.length === 11 && isLuhn(run)) ?? runs.find((run) => run.length === 11)
  if (whole !== undefined) return judge(whole)
  const mixed = mixedWord(folded)
  if (mixed !== null) return mixed
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '')
  const isNamed = /\bn\.?s\.?s\b|seguro social|seguridad social/.test(folded)
  if (longest.length < (isNamed ? 3 : 6)) return null
  return misfit(longest, folded)
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

function misfit(digits: string, folded: string): NssReading {
  const count = digits.length
  if (isPhone(digits, folded)) return { ok: false, reason: 'phone', digits, count }
  if (count === 10) return { ok: false, reason: 'ten', digits, count, padded: isLuhn(`0${digits}`) }
  return { ok: false, reason: count < 11 ? 'short' : 'long', digits, count }
}

function isPhone(digits: string, folded: string): boolean {
  if ((digits.length === 12 || digits.length === 13) && digits.startsWith('52')) return true
  return digits.length === 10 && /\b(tel|telefono|cel|celular|whats|whatsapp|wats|numero de cel)\b|\+52/.test(folded)
}

/** A word like "9291O084431": digits with a letter in between. */
function mixedWord(folded: string): NssReading {
  for (const word of folded.split(/[^a-z0-9]+/)) {
    const count = word.replace(/\D/g, '').length
    if (word.length < 9 || word.length > 13 || count < 7 || count === word.length) continue
    const repaired = word.replaceAll('o', '0').replaceAll('i', '1').replaceAll('l', '1')
    const fits = /^\d{11}$/.test(repaired) && isLuhn(repaired) && new Set(repaired).size > 1
    return { ok: false, reason: 'letters', digits: word, count, ...(fits && { repaired }) }
  }
  return null
}

/** Digits that belong together: separators between groups are spaces, dots, hyphens and slashes are not (dates). */
function digitRuns(folded: string): string[] {
  const runs: string[] = []
  for (const stretch of folded.split(/[^0-9 .-]/)) {
    const joined = stretch.replace(/\D/g, '')
    if (joined.length === 11) runs.push(joined)
    else runs.push(...stretch.split(/ {2,}|\. |, /).map((part) => part.replace(/\D/g, '')))
  }
  return runs.filter((run) => run !== '')
}

/** Ordinary Luhn over all digits; doubling starts at the second from the right (FACTS §1.2). */
function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (product > 9 ? product - 9 : product)
  }, 0)
  return sum % 10 === 0
}
