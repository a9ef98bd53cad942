import { LONGEST_TEXT } from '../update.ts'
import type { Language } from './language.ts'
import { plainTokens } from './normalise.ts'
import type { Patterns } from './patterns.ts'

/** Stands for what is hidden. */
const HIDDEN = '···'
/** Letters and digits, and what phones put invisibly among them. */
const WORD = /[\p{L}\p{N}\p{M}\p{Cf}]+/gu

/** The tokens of a text in one spelling, each with the number of the word it stands in. */
interface Version {
  tokens: string[]
  words: number[]
}

/**
 * What a student wrote, without words about anybody's health or danger (FACTS §7): a card shows it to whoever is on duty. Other
 * words stay as written. Rather too much than too little; what is longer than a message may be is cut.
 */
export function hideHealthWords(language: Language, text: string): string {
  const read = text.slice(0, LONGEST_TEXT)
  const words = [...read.matchAll(WORD)].map((found) => ({ from: found.index, to: found.index + found[0].length }))
  const hidden = hiddenWords(
    language,
    words.map(({ from, to }) => read.slice(from, to)),
  )
  let shown = ''
  let from = 0
  for (const [index, word] of words.entries()) {
    if (!hidden.has(index)) continue
    // Neighbours that are both hidden are one gap, so that nobody counts them.
    if (!hidden.has(index - 1)) shown += read.slice(from, word.from) + HIDDEN
    from = word.to
  }
  return withoutSigns(shown + read.slice(from), language.health.signs)
}

function withoutSigns(text: string, signs: RegExp | null): string {
  return signs === null ? text : text.replace(signs, HIDDEN)
}

/** Which words tell of health or danger, by their numbers. */
function hiddenWords(language: Language, words: readonly string[]): ReadonlySet<number> {
  const { health, alarm } = language
  const plain = versionOf(words, plainTokens)
  const usual = versionOf(words, (word) => language.respell(plainTokens(word)))
  const sounding = versionOf(words, (word) => plainTokens(word).map(health.sound))
  const written = [plain, usual]
  const harmless = wordsOf(health.unless, written)
  const figures = wordsOf(alarm.unless, written)
  return new Set([
    ...wordsOf(health.words, written, harmless),
    ...wordsOf(health.sounding, [sounding], harmless),
    ...wordsOf(alarm.danger, written, figures),
    ...wordsOf(alarm.crisis, written, figures),
  ])
}

function versionOf(words: readonly string[], tokensOf: (word: string) => string[]): Version {
  const version: Version = { tokens: [], words: [] }
  for (const [index, word] of words.entries()) {
    for (const token of tokensOf(word)) {
      version.tokens.push(token)
      version.words.push(index)
    }
  }
  return version
}

/** The words of all that is found, where none of them is set aside. */
function wordsOf(patterns: Patterns, versions: readonly Version[], aside: ReadonlySet<number> = new Set()) {
  const found = new Set<number>()
  for (const { tokens, words } of versions) {
    const read = tokens.map((token, at) => (aside.has(words[at] ?? -1) ? '' : token))
    for (let span = patterns.find(read); span; span = patterns.find(read, span.from + 1)) {
      for (const word of words.slice(span.from, span.to)) found.add(word)
    }
  }
  return found
}
