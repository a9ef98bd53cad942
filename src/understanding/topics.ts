import { createLexicon } from './lexicon.ts'
import type { Normalise } from './normalise.ts'

/** Finds which topic a message asks about; null when none comes close. */
export type TopicMatcher = (tokens: readonly string[]) => string | null

interface Phrase {
  topic: string
  words: string[]
  /** Their weight together. */
  sum: number
}

/** How much of what was said and of the phrase must agree, weighted by how telling each word is. */
const CLOSE_ENOUGH = 0.62
const NO_PHRASE: Phrase = { topic: '', words: [], sum: 1 }

export function compileTopics(
  topics: ReadonlyMap<string, readonly string[]>,
  normalise: Normalise,
  stopWords: ReadonlySet<string>,
  /** Words that ask or deny but name nothing: alone they are about no topic. */
  untelling: ReadonlySet<string>,
): TopicMatcher {
  const meaningful = (tokens: readonly string[]): string[] => [
    ...new Set(tokens.filter((token) => !stopWords.has(token))),
  ]
  const weights = rarity(topics, (phrase) => meaningful(normalise(phrase)))
  // A word no phrase has still counts against a match, but less than a telling one.
  const weight = (word: string): number => weights.get(word) ?? 1
  const total = (list: readonly string[]): number => list.reduce((sum, word) => sum + weight(word), 0)

  const phrases: Phrase[] = [...topics].flatMap(([topic, said]) =>
    said.map((phrase) => {
      const words = meaningful(normalise(phrase))
      return { topic, words, sum: total(words) }
    }),
  )
  const vocabulary = createLexicon(weights.keys())
  const phrasesWith = new Map<string, number[]>()
  for (const [index, { words }] of phrases.entries()) {
    for (const word of words) if (!untelling.has(word)) phrasesWith.set(word, [...(phrasesWith.get(word) ?? []), index])
  }

  return function matchTopic(tokens) {
    const heard = meaningful(tokens).slice(0, 40)
    // Which of our words each word heard may be, slips allowed.
    const alike = heard.map((said) => ({ weight: weight(said), words: vocabulary.alike(said) }))
    const known = new Set(alike.flatMap(({ words }) => words))
    const saidWeight = total(heard)
    const possible = new Set([...known].flatMap((word) => phrasesWith.get(word) ?? []))
    let best = { topic: '', score: 0 }
    for (const index of [...possible].sort((a, b) => a - b)) {
      const { topic, words, sum } = phrases[index] ?? NO_PHRASE
      const recall = total(words.filter((word) => known.has(word))) / sum
      const met = alike.filter((said) => said.words.some((word) => words.includes(word)))
      const precision = met.reduce((all, said) => all + said.weight, 0) / saidWeight
      const score = (2 * recall * precision) / (recall + precision)
      if (score > best.score) best = { topic, score }
    }
    return best.score >= CLOSE_ENOUGH ? best.topic : null
  }
}

/** A word in one topic tells more than a word in all of them. */
function rarity(
  topics: ReadonlyMap<string, readonly string[]>,
  wordsOf: (phrase: string) => string[],
): Map<string, number> {
  const seenIn = new Map<string, Set<string>>()
  for (const [topic, phrases] of topics) {
    for (const word of phrases.flatMap(wordsOf)) seenIn.set(word, (seenIn.get(word) ?? new Set()).add(topic))
  }
  return new Map([...seenIn].map(([word, where]) => [word, 0.5 + Math.log(1 + topics.size / where.size)]))
}
