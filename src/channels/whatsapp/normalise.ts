/** Nobody answers a menu with more. */
const LONGEST = 200

/** Words as they can be compared: lower case, no accents, digits of any width, no signs unless there is nothing else. "1️⃣" is "1". */
export function tokens(text: string): string[] {
  const plain = text
    .slice(0, LONGEST)
    .replaceAll('\u{1F51F}', ' 10 ')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
  return plain.match(/[\p{L}\p{N}]+/gu) ?? plain.match(/\S+/g) ?? []
}

/** Equal, or one letter more, less, different or swapped with its neighbour. */
export function isOneSlipApart(a: string, b: string): boolean {
  const from = firstDifference(a, b)
  if (from === null) return true
  const [restA, restB] = [a.slice(from), b.slice(from)]
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  )
}

function firstDifference(a: string, b: string): number | null {
  if (a === b) return null
  let at = 0
  while (a[at] === b[at]) at += 1
  return at
}
