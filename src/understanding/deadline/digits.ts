import type { Day } from '../../../flows/flow.ts'
import { dayOf, numberOf } from '../dates.ts'
import type { Language } from '../language.ts'
import { LONGEST } from '../normalise.ts'

const ISO = /(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/g
/** Points only with a year: "12.30" is a time. */
const WRITTEN = /(?<![\d/.:-])(\d{1,2})(?:[/-](\d{1,2})|[/.-](\d{1,2})[/.-](\d{4}|\d{2}))(?![\d/:-])/g

/** Days written in digits ("4/12", "4-12-2026", "2026-12-04"), null for one that does not exist, and the words left of the text. */
export function readDigits(language: Language, text: string, today: Day): { days: (Day | null)[]; tokens: string[] } {
  const days: (Day | null)[] = []
  const note = (day: Day | null): string => {
    days.push(day)
    return ' , '
  }
  const rest = text
    .slice(0, LONGEST)
    .replace(ISO, (_, year: string, month: string, date: string) =>
      note(dayOf(Number(year), Number(month), Number(date))),
    )
    .replace(WRITTEN, (_, date: string, bare: string | undefined, month: string, year: string) =>
      note(
        bare === undefined
          ? dayOf(Number(year.padStart(4, '20')), Number(month), Number(date))
          : upcoming(Number(bare), Number(date), today),
      ),
    )
    .replace(/\d{1,2}:\d\d/g, ',')
    .replace(/([ap])\. ?m\b/gi, '$1m')
  return { days, tokens: wordsIn(language, rest) }
}

/** Days back within which a date without its year was meant as that past day. */
const JUST_PAST = 90

/** That day of this year, or of the next one if it is long past; null if there is none. */
export function upcoming(month: number, date: number, today: Day): Day | null {
  const year = Number(today.slice(0, 4))
  const day = dayOf(year, month, date)
  return day !== null && daysSince(day, today) > JUST_PAST ? dayOf(year + 1, month, date) : day
}

/** Of the same year, roughly: months of 31 days. */
function daysSince(day: Day, today: Day): number {
  const count = (text: Day): number => Number(text.slice(5, 7)) * 31 + Number(text.slice(8))
  return count(today) - count(day)
}

/** Normalised; "3dias" taken apart and the two words of a number put together. */
function wordsIn(language: Language, text: string): string[] {
  const { is } = language.vocabulary.deadlines
  const plain = language
    .normalise(text)
    .flatMap((token) => (is('first', token) ? null : /^(\d{1,2})([a-z]{1,12})$/.exec(token)?.slice(1)) ?? [token])
  const tokens: string[] = []
  for (let at = 0; at < plain.length; at += 1) {
    const tens = numberOf(language, plain[at] ?? '')
    const ones = numberOf(language, plain[at + 2] ?? '')
    const isPair = (tens === 20 || tens === 30) && is('and', plain[at + 1])
    if (isPair && ones !== null && ones > 0 && ones < 10) {
      tokens.push(String(tens + ones))
      at += 2
    } else tokens.push(plain[at] ?? '')
  }
  return tokens
}
