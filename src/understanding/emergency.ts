import type { Content } from '../update.ts'
import type { Language } from './language.ts'
import { isAlike, plainTokens } from './normalise.ts'

/** Whether this message says that somebody is in danger; `crisis`: of hurting themselves (FACTS §8). When in doubt, it does. */
export function isEmergency(language: Language, content: Content): { crisis: boolean } | null {
  const text = textIn(content)
  if (text === '') return null
  const { danger, crisis, unless } = language.data.emergency
  const tokens = language.normalise(text)
  const plain = plainTokens(text)
  const readings = tokens.join(' ') === plain.join(' ') ? [tokens] : [tokens, plain]
  const says = (patterns: readonly string[]): boolean =>
    readings.some((reading) => patterns.some((pattern) => holds(reading, pattern)))
  const isCrisis = says(crisis)
  if (!isCrisis && !says(danger)) return null
  return says(unless) ? null : { crisis: isCrisis }
}

function textIn(content: Content): string {
  if (content.kind === 'text' || content.kind === 'edit') return content.text
  return 'caption' in content ? (content.caption ?? '') : ''
}

/** How many words may stand between two of a pattern's. */
const WIDEST_GAP = 2

/** A pattern's words in order, near one another; `accident*` is any word that begins so. */
function holds(tokens: readonly string[], pattern: string): boolean {
  const wanted = wordsOf(pattern)
  return tokens.some((_, start) => {
    let at = start
    for (const [index, word] of wanted.entries()) {
      const reach = index === 0 ? 1 : WIDEST_GAP + 1
      const found = tokens.slice(at, at + reach).findIndex((token) => fits(token, word))
      if (found < 0) return false
      at += found + 1
    }
    return true
  })
}

const split = new Map<string, readonly string[]>()

function wordsOf(pattern: string): readonly string[] {
  const words = split.get(pattern) ?? pattern.split(' ')
  split.set(pattern, words)
  return words
}

function fits(token: string, word: string): boolean {
  if (!word.endsWith('*')) return isAlike(token, word)
  const stem = word.slice(0, -1)
  if (token.startsWith(stem)) return true
  return (
    stem.length >= 6 && (isAlike(token.slice(0, stem.length), stem) || isAlike(token.slice(0, stem.length - 1), stem))
  )
}
