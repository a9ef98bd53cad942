/**
 * Reads a CURP out of what a student wrote (FACTS §2). `ok` means "well written", never "exists" or "is yours".
 * Inconvenient words are never a reason to refuse: such CURPs are in use (FACTS §2).
 */
import { digitsIn, fold, LONGEST, withoutAddresses } from './fold.ts'
import { elevensIn, stretchesIn } from './numbers.ts'

export interface Curp {
  curp: string
  /** "2004-02-29" */
  birth: string
  /** "SR" */
  state: string
  sex: 'H' | 'M' | 'X'
}

export type CurpWarning = 'age' | 'vowel' | 'internal-vowel'

export type CurpReading =
  | ({ ok: true; warnings: CurpWarning[] } & Curp)
  /** Only the last digit is wrong: the rest is told, so that a student who insists can go on. */
  | ({ ok: false; reason: 'check-digit'; typed: string; count: number; repaired: Curp | null } & Omit<Curp, 'curp'>)
  | {
      ok: false
      reason: 'length' | 'shape' | 'date' | 'state' | 'enie' | 'nss'
      typed: string
      count: number
      /** With O and 0, I and 1 put right where only one of them can stand, if that is well written. Offered, never applied. */
      repaired: Curp | null
    }
  /** Nothing in this text looks like an attempt at one. */
  | null

/** The 32 states and NE, born abroad (Instructivo Normativo, annex 4). */
export const curpStates: readonly string[] =
  'AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE'.split(' ')

/** `today` ("2026-11-23") only serves to notice an unlikely age. */
export function readCurp(text: string, today: string): CurpReading {
  const folded = withoutAddresses(fold(text.slice(0, LONGEST)))
  const typed = attempt(folded)
  if (typed === null) return null
  const count = [...typed].length
  if (/^\d{11}$/.test(typed)) return { ok: false, reason: 'nss', typed, count, repaired: null }
  const repaired = repair(typed)
  if (count !== 18) return { ok: false, reason: 'length', typed, count, repaired: null }
  if (typed.includes('Ñ')) return { ok: false, reason: 'enie', typed, count, repaired }
  const parts = dissect(typed)
  if (parts === null) return { ok: false, reason: 'shape', typed, count, repaired }
  if (!curpStates.includes(parts.state)) return { ok: false, reason: 'state', typed, count, repaired }
  if (!isDate(parts.birth)) return { ok: false, reason: 'date', typed, count, repaired }
  const { birth, state, sex } = parts
  if (checkDigit(typed) !== typed.slice(17)) {
    return { ok: false, reason: 'check-digit', typed, count, repaired, birth, state, sex }
  }
  return { ok: true, curp: typed, birth, state, sex, warnings: warningsOf(parts, today) }
}

/** Gaps may stand anywhere: some people spell it out sign by sign. */
const SHAPE =
  /(?<![a-zñ\d])[a-z](?:[ ./_-]?[a-z]){3}(?:[ ./_-]?\d){6}[ ./_-]?[hmx](?:[ ./_-]?[a-z]){5}[ ./_-]?[a-z\d][ ./_-]?\d(?![a-zñ\d])/

/** The first word of exactly a CURP's shape in an already folded text, upper-cased and without gaps; null if there is none. */
export function curpWord(folded: string): string | null {
  const word = folded.match(SHAPE)
  return word ? word[0].replace(/[ ./_-]/g, '').toUpperCase() : null
}

/** The same, or else eighteen signs that are one with a slip in it. */
export function curpLike(folded: string): string | null {
  const whole = curpWord(folded)
  if (whole !== null) return whole
  const near = nearCurp(folded)
  return near !== null && near.length === 18 ? near : null
}

/** The text without its first word of a CURP's shape. */
export function withoutCurp(folded: string): string {
  return folded.replace(SHAPE, ',')
}

/** Fewer are no attempt at one, however mistyped. */
const FEWEST_DIGITS = 3

/** What in the text is meant as a CURP: one of its shape, else something near it, else a bare NSS. */
function attempt(folded: string): string | null {
  if (digitsIn(folded) < FEWEST_DIGITS) return null
  return curpWord(folded) ?? nearCurp(folded) ?? elevensIn(stretchesIn(folded))[0] ?? null
}

/** Letters and digits mixed at some length, with digits about where a CURP has them; the nearest to eighteen signs. */
function nearCurp(folded: string): string | null {
  const words = folded
    .toUpperCase()
    .split(/[^A-ZÑ\d-]+/)
    .map((word) => word.replaceAll('-', ''))
    .filter((word) => word !== '')
  const mixed = words.filter((word) => word.length >= 10 && /[A-ZÑ]{3}/.test(word) && hasDate(word))
  return nearest(mixed) ?? nearest(words.flatMap((_, from) => joinedFrom(words.slice(from, from + 20))))
}

/** "GOXA 040229 MSRMXNA6": pieces that only together have the signs of a CURP, its date where it belongs. */
function joinedFrom(words: readonly string[]): string[] {
  const joined = words.map((_, index) => words.slice(0, index + 1).join(''))
  return joined.filter(
    (word) => word.length >= 14 && word.length <= 20 && /^[A-ZÑ01]{4}[\dOIL]{6}/.test(word) && hasDate(word),
  )
}

/** Digits, or letters that pass for them, about where the date stands; more than ten together are another number. */
function hasDate(word: string): boolean {
  const around = word.slice(3, 11).replace(/[^\dOIL]/g, '')
  return around.length >= 5 && digitsIn(word) >= FEWEST_DIGITS && !/\d{11}/.test(word)
}

function nearest(words: readonly string[]): string | null {
  return [...words].sort((a, b) => Math.abs(a.length - 18) - Math.abs(b.length - 18))[0] ?? null
}

function dissect(typed: string): Curp | null {
  if (!/^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d$/.test(typed)) return null
  // Position 17 tells the century: a digit for those born until 1999, a letter after.
  const century = /\d/.test(typed.slice(16, 17)) ? '19' : '20'
  const birth = `${century}${typed.slice(4, 6)}-${typed.slice(6, 8)}-${typed.slice(8, 10)}`
  const sex = typed.slice(10, 11)
  if (sex !== 'H' && sex !== 'M' && sex !== 'X') return null
  return { curp: typed, birth, state: typed.slice(11, 13), sex }
}

function isDate(birth: string): boolean {
  const [year = 0, month = 0, day = 0] = birth.split('-').map(Number)
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  return day >= 1 && day <= days
}

/** Ñ holds a place in the alphabet though no CURP shows one: without it every letter after N counts wrong. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'

function checkDigit(typed: string): string {
  const sum = [...typed.slice(0, 17)].reduce((total, sign, index) => total + ALPHABET.indexOf(sign) * (18 - index), 0)
  return String((10 - (sum % 10)) % 10)
}

const YOUNGEST = 14
const OLDEST = 90

function warningsOf({ curp, birth }: Curp, today: string): CurpWarning[] {
  const age = Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) - (today.slice(5) < birth.slice(5) ? 1 : 0)
  return [
    ...(age < YOUNGEST || age > OLDEST ? ['age' as const] : []),
    ...(/[AEIOUX]/.test(curp.slice(1, 2)) ? [] : ['vowel' as const]),
    ...(/[AEIOU]/.test(curp.slice(13, 16)) ? ['internal-vowel' as const] : []),
  ]
}

const LETTERS: Readonly<Record<string, string>> = { '0': 'O', '1': 'I', Ñ: 'X' }
const DIGITS: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' }

function repair(typed: string): Curp | null {
  if ([...typed].length !== 18) return null
  const signs = [...typed].map((sign, index) => {
    if (index === 16) return sign
    const isDigitPlace = (index >= 4 && index < 10) || index === 17
    return (isDigitPlace ? DIGITS[sign] : LETTERS[sign]) ?? sign
  })
  const parts = dissect(signs.join(''))
  if (parts === null || parts.curp === typed) return null
  const fits =
    curpStates.includes(parts.state) && isDate(parts.birth) && checkDigit(parts.curp) === parts.curp.slice(17)
  return fits ? parts : null
}
