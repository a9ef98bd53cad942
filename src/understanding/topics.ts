import { isAlike, type Normalise } from './normalise.ts'

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
  const vocabulary = [...weights.keys()]

  return function matchTopic(tokens) {
    const heard = meaningful(tokens).slice(0, 40)
    // Which of our words each word heard may be, slips allowed: once, not once per phrase.
    const alike = new Map(heard.map((said) => [said, new Set(vocabulary.filter((word) => isAlike(said, word)))]))
    const known = new Set([...alike.values()].flatMap((words) => [...words]))
    const saidWeight = total(heard)
    let best = { topic: '', score: 0 }
    for (const { topic, words, sum } of phrases) {
      const recalled = words.filter((word) => known.has(word))
      if (recalled.every((word) => untelling.has(word))) continue
      const met = heard.filter((said) => words.some((word) => alike.get(said)?.has(word)))
      const recall = total(recalled) / sum
      const precision = total(met) / saidWeight
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
