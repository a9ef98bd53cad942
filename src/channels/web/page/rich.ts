import { element } from './element.ts'
import type { BotLine } from './wire.ts'

type Span = BotLine['spans'][number]

/** A text with its spans as elements, addresses as links, and codes that no line breaks. Only ever text nodes: what a student wrote is shown as written. */
export function rich(text: string, spans: readonly Span[]): (Node | string)[] {
  const parts: (Node | string)[] = []
  let at = 0
  for (const span of [...spans].sort((a, b) => a.at - b.at)) {
    if (span.at < at) continue
    parts.push(...linked(text.slice(at, span.at)))
    at = span.at + span.length
    parts.push(element(span.style === 'bold' ? 'strong' : 'code', {}, text.slice(span.at, at)))
  }
  return [...parts, ...linked(text.slice(at))]
}

const MARKS = /https:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]]|#?\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/g

function linked(text: string): (Node | string)[] {
  const parts: (Node | string)[] = []
  let at = 0
  for (const match of text.matchAll(MARKS)) {
    const [marked] = match
    parts.push(text.slice(at, match.index), marked.startsWith('https:') ? link(marked) : code(marked))
    at = match.index + marked.length
  }
  return [...parts, text.slice(at)]
}

function link(href: string): HTMLElement {
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, href)
}

function code(text: string): HTMLElement {
  return element('span', { class: 'whole' }, text)
}
