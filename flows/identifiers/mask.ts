import { curpWord } from './curp.ts'
import { digitsIn, fold, plainDigit, withoutAddresses } from './fold.ts'
import { elevensIn, stretchesIn } from './numbers.ts'

export function maskNss(nss: string): string {
  return `•••••••${nss.slice(-4)}`
}

export function maskCurp(curp: string): string {
  return `${curp.slice(0, 2)}••••••••••••••${curp.slice(-2)}`
}

/** As long as a message on Telegram can be, the one network where a student's message can be taken back. */
const LONGEST_MESSAGE = 4096

/** A CURP has seven of them, an NSS eleven. */
const FEWEST_DIGITS = 7

/** Whether a whole NSS- or CURP-shaped number stands in this text. */
export function holdsIdentifier(text: string): boolean {
  const whole = fold(text.slice(0, LONGEST_MESSAGE))
  if (digitsIn(whole) < FEWEST_DIGITS) return false
  const folded = withoutAddresses(whole)
  return curpWord(folded) !== null || elevensIn(stretchesIn(folded)).length > 0
}

/**
 * Free text as it may reach a card: whatever looks like an NSS, a CURP or an RFC, slips of the pen included, an e-mail or a
 * phone is masked (FACTS §7.4), whatever script or separators it was written in. Rather too much than too little.
 */
export function maskIdentifiers(text: string): string {
  const shown = plain(text)
    .replace(/[^\s@<>]{1,64}@[^\s@<>]{1,255}/g, '•••@•••')
    .replace(SPELT, (found) => maskCurp(alphanumeric(found)))
    .replace(NEAR, (found) => (isNear(found) ? maskCurp(alphanumeric(found)) : found))
    .replace(PRINTED, (found) => maskNss(alphanumeric(found)))
  return maskNumbers(shown)
}

/** What may stand between two signs of a number; marks too, or a struck-through digit would hide it. */
const GAP = '[\\s\\p{Pd}\\p{M}\\u2212._()]{0,3}'
const LETTER = '[\\p{L}01]'
const DIGIT = '[\\doil]'

/** Eighteen signs in a CURP's order, with gaps anywhere. */
const SPELT = new RegExp(
  `(?<![\\p{L}\\d])${LETTER}(?:${GAP}${LETTER}){3}(?:${GAP}\\d){4}(?:${GAP}${DIGIT}){2}${GAP}[hmx](?:${GAP}${LETTER}){5}${GAP}[\\p{L}\\d]${GAP}${DIGIT}(?![\\p{L}\\d])`,
  'giu',
)
/** A word that begins like a CURP, give or take a sign: mistyped ones, and the RFC, which begins alike. */
const NEAR = /(?<![\p{L}\d])[\p{L}01]{3,5}[\doil]{5,7}[\p{L}\d]{0,12}(?![\p{L}\d])/giu
/** "92/91/90/8443/1", whatever stands between the groups. */
const PRINTED = /(?<!\d)\d\d([^\p{L}\d]{1,3})\d\d\1\d\d\1\d{4}\1\d(?!\d)/gu
/** Ten digits or more: an NSS, with or without its zero, a phone, a card. */
const NUMBER = new RegExp(`(?<!\\d)\\+?\\d(?:${GAP}\\d){9,}`, 'gu')

/** O, I and l beside a digit count as digits; sought in a copy of the same length, so that other words keep theirs. */
function maskNumbers(text: string): string {
  const copy = text.replace(/(?<=\d)[oil]{1,4}|[oil]{1,4}(?=\d)/gi, (found) => '0'.repeat(found.length))
  let masked = ''
  let from = 0
  for (const { 0: found, index } of copy.matchAll(NUMBER)) {
    masked += text.slice(from, index) + maskNss(alphanumeric(text.slice(index, index + found.length)))
    from = index + found.length
  }
  return masked + text.slice(from)
}

/** Signs that stand for one plain one become it and invisible ones go; the words stay the student's. */
function plain(text: string): string {
  return [...text.normalize('NFC')]
    .map((sign) => {
      if (/\p{Cf}|\uFE0F|\u20E3/u.test(sign)) return ''
      if (/\p{Nd}/u.test(sign)) return plainDigit(sign)
      const folded = sign.normalize('NFKC')
      return /^[!-~]$/.test(folded) ? folded : sign
    })
    .join('')
}

function alphanumeric(text: string): string {
  return text.replace(/[^\p{L}\d]/gu, '').toUpperCase()
}

function isNear(word: string): boolean {
  return word.length >= 10 && countOf(/\d/g, word) >= 5 && countOf(/\p{L}/gu, word) >= 3
}

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0
}
