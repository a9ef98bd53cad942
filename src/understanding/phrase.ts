/** One of our own phrases, taken apart. */
export interface Phrase {
  tokens: readonly string[]
  /** The tokens joined by spaces. */
  said: string
  /** Those that carry a meaning, or all if none does. */
  meaningful: readonly string[]
  isNegative: boolean
}

export function takeApart(
  tokens: readonly string[],
  stopWords: ReadonlySet<string>,
  negations: ReadonlySet<string>,
): Phrase {
  const kept = tokens.filter((token) => !stopWords.has(token))
  return {
    tokens,
    said: tokens.join(' '),
    meaningful: kept.length > 0 ? kept : tokens,
    isNegative: tokens.some((token) => negations.has(token)),
  }
}

/** Most of our own phrases and labels a language has. */
const MOST_PHRASES = 5000

/** Remembers what was taken apart; full, it starts over. */
export function remembered(read: (text: string) => Phrase): (text: string) => Phrase {
  const known = new Map<string, Phrase>()
  return (text) => {
    const before = known.get(text)
    if (before) return before
    const phrase = read(text)
    if (known.size === MOST_PHRASES) known.clear()
    known.set(text, phrase)
    return phrase
  }
}
