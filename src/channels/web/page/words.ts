import { ask } from './server.ts'

let words: Record<string, string> = {}

/** The page has no words of its own: they come from locales/. */
export async function loadWords(): Promise<void> {
  words = await ask<Record<string, string>>('/api/words')
}

/** A missing word is its key in angle marks, so that it is seen. */
export function word(key: string): string {
  return words[`simulator-${key}`] ?? `‹${key}›`
}

export function hasWord(key: string): boolean {
  return words[`simulator-${key}`] !== undefined
}

/** Fills what index.html marks: data-word with the text, data-label with the accessible name, data-hint with the placeholder. */
export function fillWords(): void {
  for (const [attribute, fill] of Object.entries(FILLS)) {
    for (const place of document.querySelectorAll(`[${attribute}]`)) {
      fill(place, words[place.getAttribute(attribute) ?? ''] ?? '')
    }
  }
}

const FILLS: Record<string, (place: Element, text: string) => void> = {
  'data-word': (place, text) => {
    place.textContent = text
  },
  'data-label': (place, text) => place.setAttribute('aria-label', text),
  'data-hint': (place, text) => {
    place.setAttribute('placeholder', text)
    place.setAttribute('aria-label', text)
  },
}
