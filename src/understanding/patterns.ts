import { lacks, lettersIn } from './lexicon.ts'
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
  const byFirst = new Map<string, Word[][]>()
  for (const pattern of patterns) {
    const parts = pattern.split(' ')
    const [first = '', ...rest] = parts
    const words = rest.flatMap((text, index) =>
      text === '..' ? [] : [{ fits: fitter(text, options), gap: parts[index] === '..' ? WIDE_GAP : options.gap }],
    )
    byFirst.set(first, [...(byFirst.get(first) ?? []), words])
  }
  const tailsOf = compileFirsts(byFirst, options)
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

interface First {
  /** Tried in the order written. */
  rank: number
  fits: (token: string) => boolean
  tails: readonly Word[][]
  letters: number
  slips: number
}

const NO_TAILS: readonly Word[][] = []
const NO_FIRSTS: readonly First[] = []

/**
 * What may follow a token that begins a pattern. Most first words fit nothing but themselves: those are looked up. Others fit
 * nothing with another first letter; only those that may hold a slip are tried on every long word.
 */
function compileFirsts(byFirst: ReadonlyMap<string, Word[][]>, options: PatternOptions) {
  const exact = new Map<string, readonly Word[][]>()
  const byInitial = new Map<string, First[]>()
  const loose: First[] = []
  for (const [rank, [text, tails]] of [...byFirst].entries()) {
    const slips = slipsIn(text, options)
    const first = { rank, fits: fitter(text, options), tails, letters: lettersIn(text.replace('*', '')), slips }
    if (slips > 0) loose.push(first)
    else if (isExact(text)) exact.set(text, tails)
    else
      for (const letter of initialsOf(text, options)) byInitial.set(letter, [...(byInitial.get(letter) ?? []), first])
  }
  return (token: string): readonly Word[][] => {
    const found = exact.get(token) ?? NO_TAILS
    const more = (byInitial.get(token[0] ?? '') ?? NO_FIRSTS).filter(({ fits }) => fits(token))
    if (token.length >= SHORTEST_LOOSE) {
      const letters = lettersIn(token)
      for (const first of loose) if (!lacks(first.letters, letters, first.slips) && first.fits(token)) more.push(first)
    }
    if (more.length === 0) return found
    return [...found, ...more.sort((a, b) => a.rank - b.rank).flatMap(({ tails }) => tails)]
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

function fitter(word: string, options: PatternOptions): (token: string) => boolean {
  if (word === '@people') {
    const known = new Set(options.people)
    return (token) => known.has(token)
  }
  const slips = slipsIn(word, options)
  if (isExact(word)) return (token) => token === word || (slips > 0 && isWithin(token, word, slips))
  const stem = word.slice(0, -1)
  return (token) => token.startsWith(stem) || (slips > 0 && isNearStem(token, stem))
}

function isExact(word: string): boolean {
  return word !== '@people' && !word.endsWith('*')
}

function initialsOf(word: string, { people }: PatternOptions): ReadonlySet<string> {
  return new Set((word === '@people' ? people : [word]).map((known) => known.slice(0, 1)))
}

/** Long enough for a slip: "me quedé" is not "me quemé". */
const SHORTEST_WORD = 7
const SHORTEST_STEM = 6
/** The shortest stem with a letter left out. */
const SHORTEST_LOOSE = SHORTEST_STEM - 1

/** How many slips a word may hold; a stem one, no more: "consulto" does not begin like "convulsiono". */
function slipsIn(word: string, { slips }: PatternOptions): number {
  if (!slips || word === '@people') return 0
  if (word.endsWith('*')) return word.length - 1 < SHORTEST_STEM ? 0 : 1
  return word.length < SHORTEST_WORD ? 0 : word.length < 9 ? 1 : 2
}

function isNearStem(token: string, stem: string): boolean {
  const begins = (length: number): boolean => isWithin(token.slice(0, length), stem, 1)
  return begins(stem.length) || (stem.length > SHORTEST_STEM && begins(stem.length - 1))
}
