import type { Content } from '../update.ts'
import type { Language } from './language.ts'
import { plainTokens } from './normalise.ts'

/** A text as everything in here reads it: taken apart once. */
export interface Reading {
  text: string
  /** Its words as written. */
  plain: readonly string[]
  /** Each in its usual spelling. */
  tokens: readonly string[]
}

export function readingOf(language: Language, text: string): Reading {
  const plain = plainTokens(text)
  return { text, plain, tokens: language.respell(plain) }
}

/** What a message says in words: its text, or what stands under a picture. */
export function wordsIn(content: Content): string {
  if (content.kind === 'text' || content.kind === 'edit') return content.text
  return 'caption' in content ? (content.caption ?? '') : ''
}

/**
 * Remembers what was found in a message for as long as the message itself is kept, and not a moment longer: a turn asks the
 * same of it several times.
 */
export function oncePerMessage<Found>(find: (language: Language, content: Content) => Found) {
  const known = new WeakMap<Content, { language: Language; text: string; found: Found }>()
  return (language: Language, content: Content): Found => {
    const text = wordsIn(content)
    const before = known.get(content)
    if (before?.language === language && before.text === text) return before.found
    const found = find(language, content)
    known.set(content, { language, text, found })
    return found
  }
}

/** The reading of a whole message. */
export const readingIn = oncePerMessage((language, content) => readingOf(language, wordsIn(content)))
