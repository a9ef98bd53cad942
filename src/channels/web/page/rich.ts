import { element } from './element.ts'
import type { BotLine } from './wire.ts'

type Span = BotLine['spans'][number]

/** A text with its spans as elements, and addresses as links. Only ever text nodes: what a student wrote is shown as written. */
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

const ADDRESS = /https:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]]/g

function linked(text: string): (Node | string)[] {
  const parts: (Node | string)[] = []
  let at = 0
  for (const match of text.matchAll(ADDRESS)) {
    const [href] = match
    parts.push(text.slice(at, match.index), element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, href))
    at = match.index + href.length
  }
  return [...parts, text.slice(at)]
}
