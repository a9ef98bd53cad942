import type { Language } from './language.ts'
import { isAlike } from './normalise.ts'

export interface Choice {
  id: string
  label: string
  /** Where its label stands ("vigencia-employer.choice-itson"): other ways to say it go by the same key. */
  key?: string
}

/** Which of the choices was meant: by its number, its words, or a reply that stands for one ("simón", "listo"); null if none or not clear. */
export function chooseBy(language: Language, text: string, choices: readonly Choice[]): string | null {
  const tokens = language.normalise(text)
  if (choices.length === 0 || tokens.length === 0) return null
  return (
    byNumber(language, tokens, choices) ??
    byReply(language, tokens, choices) ??
    byWords(language, text, tokens, choices)
  )
}

/** The label itself, nothing more or less. */
export function chooseExactly(language: Language, text: string, choices: readonly Choice[]): string | null {
  const said = language.normalise(text).join(' ')
  return choices.find((choice) => waysToSay(language, choice).some((words) => words.join(' ') === said))?.id ?? null
}

function byNumber(language: Language, tokens: readonly string[], choices: readonly Choice[]): string | null {
  const rest = tokens.filter((token) => !language.stopWords.has(token))
  if (rest.length > 2) return null
  const last = rest.at(-1) ?? ''
  if (rest.length === 2 && !language.data.ordinals.flat().some((name) => name === rest[0])) return null
  const ordinal = language.data.ordinals.findIndex((names) => names.includes(last))
  const number = /^\d{1,2}$/.test(last) ? Number(last) : Math.max(ordinal, 0)
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
  for (const { say, means, unless } of language.data.replies) {
    if (unless.some(isOffered) || !say.some((reply) => language.phrase(reply).join(' ') === said)) continue
    const meant = means.find(isOffered)
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
    const rest = tokens.slice(at)
    const length = rest.findLastIndex((_, last) => replyFor(language, rest.slice(0, last + 1), choices) !== null) + 1
    const found = length === 0 ? null : replyFor(language, rest.slice(0, length), choices)
    if (found === null && !language.data.fillers.includes(rest[0] ?? '')) return null
    if (found !== null && meant !== null && found !== meant) return null
    meant = found ?? meant
    at += Math.max(length, 1)
  }
  return meant
}

/** How much of a label and of the message must agree. */
const CLOSE_ENOUGH = 0.7

/** By the words of its label alone. */
export function chooseByWords(language: Language, text: string, choices: readonly Choice[]): string | null {
  const tokens = language.normalise(text)
  return choices.length === 0 || tokens.length === 0 ? null : byWords(language, text, tokens, choices)
}

function byWords(
  language: Language,
  text: string,
  tokens: readonly string[],
  choices: readonly Choice[],
): string | null {
  const exact = chooseExactly(language, text, choices)
  if (exact !== null) return exact
  if (isQuestion(language, text, tokens)) return null
  const isNegative = (list: readonly string[]): boolean => list.some((word) => language.data.negations.includes(word))
  const scored = choices.map((choice) => {
    const fitting = waysToSay(language, choice).filter((words) => isNegative(words) === isNegative(tokens))
    return { id: choice.id, score: Math.max(0, ...fitting.map((words) => overlap(language, words, tokens))) }
  })
  const [best, second] = scored.sort((a, b) => b.score - a.score)
  if (!best || best.score < CLOSE_ENOUGH || (second && second.score === best.score)) return null
  return best.id
}

/** The label, and whatever else the language knows for it. */
function waysToSay(language: Language, { label, key }: Choice): string[][] {
  const others = key === undefined ? [] : (language.otherWords.get(key) ?? [])
  return [label, ...others].map((phrase) => language.phrase(phrase))
}

function overlap(language: Language, label: readonly string[], tokens: readonly string[]): number {
  const words = meaningful(language, label)
  const heard = meaningful(language, tokens)
  const known = words.filter((word) => heard.some((said) => isAlike(said, word))).length
  const met = heard.filter((said) => words.some((word) => isAlike(said, word))).length
  if (known === 0) return 0
  const recall = known / words.length
  const precision = met / heard.length
  return (2 * recall * precision) / (recall + precision)
}

function meaningful(language: Language, tokens: readonly string[]): string[] {
  const kept = tokens.filter((token) => !language.stopWords.has(token))
  return kept.length > 0 ? kept : [...tokens]
}

function isQuestion(language: Language, text: string, tokens: readonly string[]): boolean {
  return text.includes('?') || language.data.questionWords.includes(tokens[0] ?? '')
}
