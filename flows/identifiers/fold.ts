/** No identifier needs more of a message than this; longer ones are cut before any pattern sees them. */
export const LONGEST = 500

/**
 * Lower case, plain digits whatever script they were typed in, every kind of space and dash as ' ' and '-', accents gone but ñ
 * kept, and nothing invisible: phones wrap a copied number in direction marks.
 */
export function fold(text: string): string {
  return USUAL.test(text) ? foldUsual(text) : foldAny(text)
}

/** What nearly every message is written with. Of these only spaces, capitals and accents need folding. */
const USUAL = /^[\t\n\r -~áéíóúüñÁÉÍÓÚÜÑ¿¡]*$/
const ACCENTS: Readonly<Record<string, string>> = { á: 'a', é: 'e', í: 'i', ó: 'o', ú: 'u', ü: 'u' }

/** The same as foldAny, many times sooner. */
function foldUsual(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\t\r\n]/g, ' ')
    .replace(/[áéíóúü]/g, (sign) => ACCENTS[sign] ?? sign)
}

function foldAny(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, plainDigit)
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Zs}\t\r\n]/gu, ' ')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .toLowerCase()
    .replaceAll('ñ', '\uE010')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('\uE010', 'ñ')
}

/** A folded text without its e-mail and web addresses: what digits stand in those are nobody's number. */
export function withoutAddresses(folded: string): string {
  if (!/@|http|www\./.test(folded)) return folded
  return folded.replace(/[^\s@]{1,64}@[a-z][^\s@]*|\bhttps?:\S+|\bwww\.\S+/g, ',')
}

/** Decimal digits stand in whole tens in Unicode, at most five of them in a row, so counting back to the first gives the value. */
export function plainDigit(sign: string): string {
  const code = sign.codePointAt(0) ?? 48
  let first = code
  while (first > code - 50 && /\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1
  return code >= 48 && code <= 57 ? sign : String((code - first) % 10)
}

/** How many digits a folded text has. */
export function digitsIn(folded: string): number {
  return folded.match(/\d/g)?.length ?? 0
}
