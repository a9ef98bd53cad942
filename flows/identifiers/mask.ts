import { curpWord } from './curp.ts'
import { fold, LONGEST } from './fold.ts'

export function maskNss(nss: string): string {
  return `•••••••${nss.slice(-4)}`
}

export function maskCurp(curp: string): string {
  return `${curp.slice(0, 2)}••••••••••••••${curp.slice(-2)}`
}

/** Whether a whole NSS- or CURP-shaped number stands in this text. */
export function holdsIdentifier(text: string): boolean {
  const folded = fold(text.slice(0, LONGEST))
  return curpWord(folded) !== null || /(?<!\d)\d(?:[ .-]?\d){10}(?!\d)/.test(folded)
}

/**
 * Free text as it may reach a card: whatever looks like an NSS, a CURP, an e-mail or a phone is masked (FACTS §7.4),
 * whatever digits or separators it was written with.
 */
export function maskIdentifiers(text: string): string {
  return foldDigits(text)
    .replace(
      /(?<![A-Za-z0-9])[A-ZÑa-zñ]{4}[ -]?\d{6}[ -]?[HMXhmx][ -]?[A-Za-z]{5}[ -]?[A-Za-z0-9]\d(?![A-Za-z0-9])/g,
      (found) => maskCurp(found.replace(/[ -]/g, '').toUpperCase()),
    )
    .replace(/[^\s@<>]{1,64}@[^\s@<>]{1,255}/g, '•••@•••')
    .replace(/(?<!\d)\+?\d(?:[ .-]{0,2}\d){9,13}(?!\d)/g, (found) => maskNss(found.replace(/\D/g, '')))
}

/** Only digits and invisible joiners change, so that the words stay the student's. */
function foldDigits(text: string): string {
  return [...text].map((sign) => (/\p{Nd}/u.test(sign) ? fold(sign) : /[\p{Cf}]/u.test(sign) ? '' : sign)).join('')
}
