import { isAlike } from './normalise.ts'

/** Words of our own, ready to look up what somebody wrote. */
export interface Lexicon {
  /** Which of the words this one may be, slips allowed: those `isAlike` says, without asking it about each. */
  alike(token: string): string[]
}

interface Entry {
  word: string
  letters: number
}

export function createLexicon(words: Iterable<string>): Lexicon {
  const known = new Set(words)
  const byLength = new Map<number, Entry[]>()
  for (const word of known) {
    const entries = byLength.get(word.length) ?? []
    entries.push({ word, letters: lettersIn(word) })
    byLength.set(word.length, entries)
  }
  return {
    alike(token) {
      const found = known.has(token) ? [token] : []
      if (token.length < 4) return found
      const letters = lettersIn(token)
      for (let length = token.length - 2; length <= token.length + 2; length += 1) {
        for (const entry of byLength.get(length) ?? []) {
          if (lacks(entry.letters, letters, 2) || lacks(letters, entry.letters, 2)) continue
          if (entry.word !== token && isAlike(token, entry.word)) found.push(entry.word)
        }
      }
      return found
    },
  }
}

/** Which letters and digits a word has, as bits. Some digits share theirs with a letter, so equal bits prove nothing. */
export function lettersIn(word: string): number {
  let letters = 0
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31)
  return letters
}

/** Whether more than so many of the wanted letters are not there. An edit supplies one at most: then two words are further apart. */
export function lacks(wanted: number, there: number, most: number): boolean {
  let left = wanted & ~there
  for (let edit = 0; edit < most; edit += 1) left &= left - 1
  return left !== 0
}
