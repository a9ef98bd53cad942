import { fold } from '../../flows/identifiers/fold.ts'

/** Nothing a person means needs more of a message than this. */
export const LONGEST = 500

interface Phrase {
  from: string[]
  to: string[]
}

/** Text as tokens that can be compared: one spelling per word, no accents, no decoration (FACTS §9). */
export type Normalise = (text: string) => string[]

/** `variants` lists, per canonical word or phrase, the ways it is written; longer ones are tried first. */
export function createNormaliser(variants: Readonly<Record<string, readonly string[]>>): Normalise {
  const single = new Map<string, string[]>()
  const phrases: Phrase[] = []
  for (const [canonical, written] of Object.entries(variants)) {
    for (const variant of written) {
      const from = plainTokens(variant)
      const to = plainTokens(canonical)
      if (from.length === 1) single.set(from[0] ?? '', to)
      else phrases.push({ from, to })
    }
  }
  phrases.sort((a, b) => b.from.length - a.from.length)
  return (text) => {
    const tokens = plainTokens(text).flatMap((token) => single.get(token) ?? [token])
    const possible = phrases.filter(({ from }) => tokens.includes(from[0] ?? ''))
    return possible.reduce((kept, { from, to }) => replaced(kept, from, to), tokens)
  }
}

/** Lower case, no accents, letters and digits only, three or more of a letter are one. */
export function plainTokens(text: string): string[] {
  return fold(text.slice(0, LONGEST))
    .replaceAll('ñ', 'n')
    .replace(/([a-z])\1{2,}/g, '$1')
    .split(/[^a-z0-9]+/)
    .filter((token) => token !== '')
}

/** Same word up to a slip: one edit for 4 to 6 letters, two from 7 on, none for short words or numbers. */
export function isAlike(a: string, b: string): boolean {
  if (a === b) return true
  const length = Math.min(a.length, b.length)
  if (length < 4 || /\d/.test(a) || /\d/.test(b)) return false
  return isWithin(a, b, length < 7 ? 1 : 2)
}

/** At most so many edits apart. */
export function isWithin(a: string, b: string, edits: number): boolean {
  return Math.abs(a.length - b.length) <= edits && distance(a, b, edits) <= edits
}

/** Where `wanted` stands as a run inside `tokens`, slips allowed; -1 if nowhere. */
export function findRun(tokens: readonly string[], wanted: readonly string[]): number {
  for (let at = 0; at + wanted.length <= tokens.length; at += 1) {
    if (wanted.every((word, index) => isAlike(tokens[at + index] ?? '', word))) return at
  }
  return -1
}

function replaced(tokens: string[], from: readonly string[], to: readonly string[]): string[] {
  const out: string[] = []
  for (let at = 0; at < tokens.length; ) {
    if (from.every((word, index) => tokens[at + index] === word)) {
      out.push(...to)
      at += from.length
    } else {
      out.push(tokens[at] ?? '')
      at += 1
    }
  }
  return out
}

/** Edits between two words, a swap of neighbours counting one; gives up beyond `most`. */
function distance(a: string, b: string, most: number): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1)
      next.push(best)
    }
    if (Math.min(...next) > most) return most + 1
    before = row
    row = next
  }
  return row[b.length] ?? most + 1
}
