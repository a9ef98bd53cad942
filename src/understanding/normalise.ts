import { fold } from '../../flows/identifiers/fold.ts'

/** Nothing a person means needs more of a message than this. */
export const LONGEST = 500

interface Phrase {
  from: string[]
  to: string[]
  /** Longer ones are tried first. */
  rank: number
}

const NONE: readonly Phrase[] = []

/** Text as tokens that can be compared: one spelling per word, no accents, no decoration (FACTS §9). */
export type Normalise = (text: string) => string[]

/** Plain tokens, each word in its usual spelling. */
export type Respell = (plain: readonly string[]) => string[]

/** `variants` lists, per canonical word or phrase, the ways it is written; longer ones are tried first. */
export function createRespelling(variants: Readonly<Record<string, readonly string[]>>): Respell {
  const single = new Map<string, string[]>()
  const phrases: Phrase[] = []
  for (const [canonical, written] of Object.entries(variants)) {
    for (const variant of written) {
      const from = plainTokens(variant)
      const to = plainTokens(canonical)
      if (from.length === 1) single.set(from[0] ?? '', to)
      else phrases.push({ from, to, rank: 0 })
    }
  }
  phrases.sort((a, b) => b.from.length - a.from.length)
  const byFirst = new Map<string, Phrase[]>()
  for (const [rank, phrase] of phrases.entries()) {
    const first = phrase.from[0] ?? ''
    byFirst.set(first, [...(byFirst.get(first) ?? []), { ...phrase, rank }])
  }
  return (plain) => {
    const tokens: string[] = []
    for (const token of plain) {
      const usual = single.get(token)
      if (usual === undefined) tokens.push(token)
      else tokens.push(...usual)
    }
    const possible = new Set<Phrase>()
    for (const token of tokens) for (const phrase of byFirst.get(token) ?? NONE) possible.add(phrase)
    const ranked = [...possible].sort((a, b) => a.rank - b.rank)
    return ranked.reduce((kept, { from, to }) => replaced(kept, from, to), tokens)
  }
}

/** Lower case, no accents, letters and digits only, three or more of a letter are one. */
export function plainTokens(text: string): string[] {
  const letters = fold(text.slice(0, LONGEST))
    .replaceAll('ñ', 'n')
    .replace(/([a-z])\1{2,}/g, '$1')
  return letters.match(/[a-z0-9]+/g) ?? []
}

/** Same word up to a slip: one edit for 4 to 6 letters, two from 7 on, none for short words or numbers. */
export function isAlike(a: string, b: string): boolean {
  if (a === b) return true
  const length = Math.min(a.length, b.length)
  return length >= 4 && isWithin(a, b, length < 7 ? 1 : 2) && !/\d/.test(a) && !/\d/.test(b)
}

/** At most so many edits apart, a swap of neighbours counting one; compares from the given letters on. */
export function isWithin(a: string, b: string, edits: number, fromA = 0, fromB = 0): boolean {
  if (Math.abs(a.length - fromA - (b.length - fromB)) > edits) return false
  let i = fromA
  let j = fromB
  while (i < a.length && a[i] === b[j]) {
    i += 1
    j += 1
  }
  if (i >= a.length || j >= b.length) return true
  if (edits === 0) return false
  return (
    isWithin(a, b, edits - 1, i + 1, j + 1) ||
    isWithin(a, b, edits - 1, i + 1, j) ||
    isWithin(a, b, edits - 1, i, j + 1) ||
    (a[i] === b[j + 1] && a[i + 1] === b[j] && isWithin(a, b, edits - 1, i + 2, j + 2))
  )
}

function replaced(tokens: string[], from: readonly string[], to: readonly string[]): string[] {
  if (!tokens.some((_, at) => from.every((word, index) => tokens[at + index] === word))) return tokens
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
