/** Digits that stand together in a folded text, as people group them: "92-91-90-8443-1", "(644) 123 4567". */
export interface Stretch {
  groups: string[]
  /** Where in the text it begins. */
  at: number
}

/** Every stretch of digits that is not a date; commas, colons and letters end one. */
export function stretchesIn(folded: string): Stretch[] {
  const text = withoutDates(folded.replace(PRINTED, (found) => found.replace(/\D/g, '')))
  return [...text.matchAll(/\d[\d ._()-]*/g)].map((found) => ({
    groups: found[0].match(/\d+/g) ?? [],
    at: found.index,
  }))
}

/**
 * Every eleven digits that may be meant as one number, the likeliest first: typed in one piece, then a whole stretch, then a
 * part of a stretch whose rest is long enough (a postal code, a phone) to be another number.
 */
export function elevensIn(stretches: readonly Stretch[]): string[] {
  const single = stretches.flatMap(({ groups }) => groups.filter((group) => group.length === 11))
  const whole = stretches.map(({ groups }) => groups.join('')).filter((digits) => digits.length === 11)
  return [...single, ...whole, ...stretches.flatMap(({ groups }) => parts(groups))]
}

const SHORTEST_OTHER = 5

function parts(groups: readonly string[]): string[] {
  const total = groups.join('').length
  const found: string[] = []
  let before = 0
  for (const [from, group] of groups.entries()) {
    let digits = ''
    for (let to = from; to < groups.length && digits.length < 11; to += 1) digits += groups[to] ?? ''
    const rests = [before, total - before - 11].filter((rest) => rest !== 0)
    if (digits.length === 11 && rests.every((rest) => rest >= SHORTEST_OTHER)) found.push(digits)
    before += group.length
  }
  return found
}

/** The way the IMSS prints it, whatever stands between the groups: "92/91/90/8443/1". */
const PRINTED = /(?<!\d)\d\d([^\da-z]{1,3})\d\d\1\d\d\1\d{4}\1\d(?!\d)/g

const DAY = '(?:0?[1-9]|[12]\\d|3[01])'
const MONTH = '(?:0?[1-9]|1[0-2])'
const TIED = '(?!\\d|[._-]\\d)'
const FOLLOWED = '(?!\\d|[ ._()-]+\\d)'
/** An NSS may begin like a date ("24-05-04-1234-5"): nothing may be tied to one, and no digits follow the less certain forms. */
const DATE = new RegExp(
  `(?<!\\d[ ._-]?)(?:${[
    `${DAY}([./-])${MONTH}\\1(?:20\\d\\d${TIED}|\\d\\d${FOLLOWED})`,
    `${DAY} ${MONTH} 20\\d\\d${FOLLOWED}`,
    `20\\d\\d-${MONTH}-${DAY}${TIED}`,
  ].join('|')})`,
  'g',
)

/** Same length, so that places in the text stay true. */
function withoutDates(text: string): string {
  return text.replace(DATE, (found) => ','.repeat(found.length))
}
