import { type Content, LONGEST_TEXT } from '../update.ts'
import type { Language } from './language.ts'
import { LONGEST } from './normalise.ts'
import type { Patterns } from './patterns.ts'
import { oncePerMessage, type Reading, readingIn, readingOf, wordsIn } from './reading.ts'

/**
 * Whether this message says that somebody is in danger; `crisis`: of hurting themselves (FACTS §8). What only sounds like it
 * ("me muero de risa", "¿cubre fracturas?") is set aside first and the rest is read: when in doubt, it is one.
 */
export function isEmergency(language: Language, content: Content): { crisis: boolean } | null {
  return wordsIn(content) === '' ? null : alarmIn(language, content)
}

const alarmIn = oncePerMessage((language, content) => {
  const { danger, crisis } = language.alarm
  const [, ...later] = stretches(wordsIn(content))
  const read = [readingIn(language, content), ...later.map((text) => readingOf(language, text))]
  const versions = read.flatMap((reading) => versionsOf(language, reading))
  const says = (patterns: Patterns): boolean => versions.some((tokens) => patterns.find(tokens) !== null)
  const isCrisis = says(crisis)
  return isCrisis || says(danger) ? { crisis: isCrisis } : null
})

/** What two neighbouring stretches share, so that no phrase falls between them. */
const OVERLAP = 80

/** A cry for help may stand at the end of a long message: all of it is read, in stretches no longer than anything else reads. */
function stretches(text: string): string[] {
  const read = text.slice(0, LONGEST_TEXT)
  const count = Math.max(1, Math.ceil((read.length - OVERLAP) / (LONGEST - OVERLAP)))
  return Array.from({ length: count }, (_, index) => {
    const from = index * (LONGEST - OVERLAP)
    return read.slice(from, from + LONGEST)
  })
}

/** As written and with each word in its usual spelling, both without what only sounds like danger. */
function versionsOf(language: Language, { tokens, plain }: Reading): string[][] {
  const isUsual = tokens.length === plain.length && tokens.every((token, at) => token === plain[at])
  return (isUsual ? [tokens] : [tokens, plain]).map((version) => withoutFigures(version, language.alarm.unless))
}

/** Each word of a harmless phrase becomes '', so that what stood around it does not close up into something else. */
function withoutFigures(tokens: readonly string[], figures: Patterns): string[] {
  const left = [...tokens]
  for (let found = figures.find(tokens); found; found = figures.find(tokens, found.from + 1)) {
    left.fill('', found.from, found.to)
  }
  return left
}
