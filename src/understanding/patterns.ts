import { isWithin } from './normalise.ts'

/** Where a pattern was found: the tokens from `from` up to, not including, `to`. */
export interface Span {
  from: number
  to: number
}

/**
 * Patterns to look for in tokens: words in order; `accident*` is any word that begins so, `@people` any of a list of words, and
 * between words joined by `..` up to three others may stand.
 */
export interface Patterns {
  /** The first found, from that token on; null if none. */
  find(tokens: readonly string[], start?: number): Span | null
}

export interface PatternOptions {
  people: readonly string[]
  /** How many words may stand between two of a pattern's; 0 where only `..` allows any. */
  gap: number
  /** Whether long words may hold a slip. */
  slips: boolean
}

interface Word {
  fits: (token: string) => boolean
  /** How many words may stand before it. */
  gap: number
}

const WIDE_GAP = 3

export function compilePatterns(patterns: readonly string[], options: PatternOptions): Patterns {
  // Most first words fit nothing but themselves: those are looked up, and only the others tried one by one.
  const exact = new Map<string, Word[][]>()
  const open = new Map<string, Word[][]>()
  for (const pattern of patterns) {
    const parts = pattern.split(' ')
    const [first = '', ...rest] = parts
    const words = rest.flatMap((text, index) =>
      text === '..' ? [] : [{ fits: fitter(text, options), gap: parts[index] === '..' ? WIDE_GAP : options.gap }],
    )
    const group = isExact(first, options) ? exact : open
    group.set(first, [...(group.get(first) ?? []), words])
  }
  const tried = [...open].map(([text, tails]) => ({ fits: fitter(text, options), tails }))

  const tailsOf = (token: string): Word[][] => [
    ...(exact.get(token) ?? []),
    ...tried.flatMap(({ fits, tails }) => (fits(token) ? tails : [])),
  ]
  return {
    find(tokens, start = 0) {
      for (let from = start; from < tokens.length; from += 1) {
        for (const tail of tailsOf(tokens[from] ?? '')) {
          const to = endOf(tokens, from + 1, tail)
          if (to !== null) return { from, to }
        }
      }
      return null
    },
  }
}

function endOf(tokens: readonly string[], start: number, words: readonly Word[]): number | null {
  let to = start
  for (const { fits, gap } of words) {
    const last = Math.min(to + gap, tokens.length - 1)
    while (to <= last && !fits(tokens[to] ?? '')) to += 1
    if (to > last) return null
    to += 1
  }
  return to
}

function fitter(word: string, { people, slips }: PatternOptions): (token: string) => boolean {
  if (word === '@people') {
    const known = new Set(people)
    return (token) => known.has(token)
  }
  const stem = word.endsWith('*') ? word.slice(0, -1) : null
  if (stem !== null) return (token) => token.startsWith(stem) || (slips && isNearStem(token, stem))
  return (token) => token === word || (slips && isNear(token, word))
}

function isExact(word: string, { slips }: PatternOptions): boolean {
  return !word.endsWith('*') && word !== '@people' && !(slips && word.length >= 7)
}

/** Slips in long words only: "me quedé" is not "me quemé". */
function isNear(token: string, word: string): boolean {
  return word.length >= 7 && isWithin(token, word, word.length < 9 ? 1 : 2)
}

/** One slip, no more: "consulto" does not begin like "convulsiono". */
function isNearStem(token: string, stem: string): boolean {
  if (stem.length < 6) return false
  const begins = (length: number): boolean => isWithin(token.slice(0, length), stem, 1)
  return begins(stem.length) || (stem.length > 6 && begins(stem.length - 1))
}
