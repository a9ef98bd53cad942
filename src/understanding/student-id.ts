import type { StudentIdReading } from '../../flows/flow.ts'
import { curpLike } from '../../flows/identifiers/curp.ts'
import { digitsIn, fold, LONGEST, withoutAddresses } from '../../flows/identifiers/fold.ts'
import { type NssReading, readNss } from '../../flows/identifiers/nss.ts'
import { stretchesIn } from '../../flows/identifiers/numbers.ts'

const SHORTEST = 4
/** PeopleSoft, behind the CIA, fills ids up to eleven digits with zeros in front (FACTS §1). */
const PADDED = 11
const PADDING = '0000'
/** Fewer digits are the number of a choice, or an age, and no attempt at an id. */
const FEWEST = 3

/**
 * Reads a student's id at the university out of what they wrote, zeros in front kept; null when nothing looks like an attempt at
 * one. Nobody can check it: `ok` means no more than that it may be one. An NSS or a CURP is named, so that it is kept nowhere.
 */
export function readStudentId(text: string): StudentIdReading | null {
  const folded = withoutAddresses(fold(text.slice(0, LONGEST)))
  if (curpLike(folded) !== null) return { ok: false, reason: 'curp' }
  if (digitsIn(folded) < FEWEST) return null
  const asNss = readNss(text)
  if (isNss(asNss)) return { ok: false, reason: 'nss' }
  const numbers = stretchesIn(folded).map(({ groups }) => groups.join(''))
  const [longest = '', second = ''] = [...new Set(numbers)].sort((a, b) => b.length - a.length)
  const isOne = longest.length !== second.length && !isPhone(asNss)
  return isOne && mayBeId(longest) ? { ok: true, id: longest } : { ok: false, reason: 'unclear' }
}

function mayBeId(digits: string): boolean {
  if (digits.length === PADDED) return digits.startsWith(PADDING) && /[1-9]/.test(digits)
  return digits.length >= SHORTEST && digits.length < PADDED && /[1-9]/.test(digits)
}

/** Well written, or with only a letter among its digits. */
function isNss(reading: NssReading): boolean {
  if (reading === null) return false
  return reading.ok ? !reading.nss.startsWith(PADDING) : reading.reason === 'letters' && reading.repaired !== undefined
}

function isPhone(reading: NssReading): boolean {
  return reading !== null && !reading.ok && reading.reason === 'phone'
}
