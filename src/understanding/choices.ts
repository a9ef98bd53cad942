import type { Language } from './language.ts'
import { isAlike } from './normalise.ts'
import { type Phrase, takeApart } from './phrase.ts'
import type { Reading } from './reading.ts'

export interface Choice {
  id: string
  label: string
  /** Where its label stands ("vigencia-employer.choice-itson"): other ways to say it go by the same key. */
  key?: string
}

/** Which of the choices was meant: by its number, its words, or a reply that stands for one ("simón", "listo"); null if none or not clear. */
export function chooseBy(language: Language, reading: Reading, choices: readonly Choice[]): string | null {
  const { tokens } = reading
  if (choices.length === 0 || tokens.length === 0) return null
  return (
    byNumber(language, tokens, choices) ?? byReply(language, tokens, choices) ?? byWords(language, reading, choices)
  )
}

/** The label itself, nothing more or less. */
export function chooseExactly(language: Language, reading: Reading, choices: readonly Choice[]): string | null {
  const said = reading.tokens.join(' ')
  return choices.find((choice) => waysToSay(language, choice).some((phrase) => phrase.said === said))?.id ?? null
}

function byNumber(language: Language, tokens: readonly string[], choices: readonly Choice[]): string | null {
  const rest = tokens.filter((token) => !language.stopWords.has(token))
  if (rest.length > 2) return null
  const last = rest.at(-1) ?? ''
  const { ordinals } = language.vocabulary
  if (rest.length === 2 && !ordinals.has(rest[0] ?? '')) return null
  const number = /^\d{1,2}$/.test(last) ? Number(last) : (ordinals.get(last) ?? 0)
  return choices[number - 1]?.id ?? null
}

function byReply(language: Language, tokens: readonly string[], choices: readonly Choice[]): string | null {
  const whole = replyFor(language, tokens, choices)
  if (whole !== null || tokens.length > LONGEST_REPLY) return whole
  return byReplies(language, tokens, choices)
}

function replyFor(language: Language, tokens: readonly string[], choices: readonly Choice[]): string | null {
  const said = tokens.join(' ')
  const isOffered = (id: string): boolean => choices.some((choice) => choice.id === id)
  for (const { means, unless } of language.vocabulary.replies.get(said) ?? []) {
    const meant = unless.some(isOffered) ? undefined : means.find(isOffered)
    if (meant !== undefined) return meant
  }
  return null
}

/** Words beyond which a message is more than a reply or two. */
const LONGEST_REPLY = 10

/** "Sí, ya", "listo ya la mandé ayer": replies side by side that mean the same choice, small talk between them; "ya no" agrees on none. */
function byReplies(language: Language, tokens: readonly string[], choices: readonly Choice[]): string | null {
  let meant: string | null = null
  for (let at = 0; at < tokens.length; ) {
    const rest = tokens.slice(at, at + language.vocabulary.longestReply)
    const length = rest.findLastIndex((_, last) => replyFor(language, rest.slice(0, last + 1), choices) !== null) + 1
    const found = length === 0 ? null : replyFor(language, rest.slice(0, length), choices)
    if (found === null && !language.vocabulary.fillers.has(rest[0] ?? '')) return null
    if (found !== null && meant !== null && found !== meant) return null
    meant = found ?? meant
    at += Math.max(length, 1)
  }
  return meant
}

/** How much of a label and of the message must agree. */
const CLOSE_ENOUGH = 0.7

/** By the words of its label alone. */
export function chooseByWords(language: Language, reading: Reading, choices: readonly Choice[]): string | null {
  return choices.length === 0 || reading.tokens.length === 0 ? null : byWords(language, reading, choices)
}

function byWords(language: Language, reading: Reading, choices: readonly Choice[]): string | null {
  const exact = chooseExactly(language, reading, choices)
  if (exact !== null) return exact
  if (isQuestion(language, reading)) return null
  const heard = takeApart(reading.tokens, language.stopWords, language.vocabulary.negations)
  const scored = choices.map((choice) => {
    const fitting = waysToSay(language, choice).filter(({ isNegative }) => isNegative === heard.isNegative)
    return {
      id: choice.id,
      score: Math.max(0, ...fitting.map((phrase) => overlap(phrase.meaningful, heard.meaningful))),
    }
  })
  const [best, second] = scored.sort((a, b) => b.score - a.score)
  if (!best || best.score < CLOSE_ENOUGH || (second && second.score === best.score)) return null
  return best.id
}

/** The label, and whatever else the language knows for it. */
function waysToSay(language: Language, { label, key }: Choice): Phrase[] {
  const others = key === undefined ? [] : (language.otherWords.get(key) ?? [])
  return [label, ...others].map((phrase) => language.phrase(phrase))
}

function overlap(words: readonly string[], heard: readonly string[]): number {
  const known = words.filter((word) => heard.some((said) => isAlike(said, word))).length
  const met = heard.filter((said) => words.some((word) => isAlike(said, word))).length
  if (known === 0) return 0
  const recall = known / words.length
  const precision = met / heard.length
  return (2 * recall * precision) / (recall + precision)
}

function isQuestion(language: Language, { text, tokens }: Reading): boolean {
  return text.includes('?') || language.vocabulary.questionWords.has(tokens[0] ?? '')
}
