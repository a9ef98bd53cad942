/** No identifier needs more of a message than this; longer ones are cut before any pattern sees them. */
export const LONGEST = 500

/**
 * Lower case, plain digits whatever script they were typed in, every kind of space and dash as ' ' and '-', accents gone but ñ kept.
 */
export function fold(text: string): string {
  return [...text.normalize('NFKC')]
    .map((sign) => (/\p{Nd}/u.test(sign) ? plainDigit(sign) : sign))
    .join('')
    .replace(/[\p{Zs}\t\r\n]/gu, ' ')
    .replace(/\p{Pd}/gu, '-')
    .toLowerCase()
    .replaceAll('ñ', '\uE010')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('\uE010', 'ñ')
}

/** Decimal digits stand in runs of ten in Unicode, so counting back to the run's zero gives the value. */
function plainDigit(sign: string): string {
  const code = sign.codePointAt(0) ?? 48
  let zero = code
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return code >= 48 && code <= 57 ? sign : String((code - zero) % 10)
}
