import { action, quoteOf, timeOf } from './bubble.ts'
import { element, icon } from './element.ts'
import { heldBy } from './held.ts'
import { keysOf } from './keys.ts'
import { rich } from './rich.ts'
import { say } from './status.ts'
import type { AgentId, BotLine, RevisedLine, Shown } from './wire.ts'
import { word } from './words.ts'

export type BotEntry = Shown & BotLine

/** What a message of the bot's can do where it stands. */
export interface Reach {
  reply?: ((id: number, text: string) => void) | undefined
  /** Given where each message keeps its own buttons; elsewhere choices stand below the whole conversation. */
  press?: ((of: number, question: number, choice: string) => Promise<boolean>) | undefined
  /** Who reads: being called by name stands out. */
  reader?: AgentId | undefined
  /** Who else does not see it: said above it. */
  only?: string | undefined
}

export function botLine(entry: BotEntry, reach: Reach): HTMLLIElement {
  const item = element('li', { class: `line bot ${nameOf(entry)}`, 'data-id': String(entry.id) })
  item.classList.toggle('private', reach.only !== undefined)
  const bubble = element('div', { class: 'bubble' })
  item.append(bubble)
  fillBot(item, entry, reach)
  const { reply } = reach
  if (reply)
    item.append(action('reply', () => reply(entry.id, item.querySelector('.bubble > p:not(.only)')?.textContent ?? '')))
  return item
}

/** What it is, for its looks: the first of the texts it was made of. */
function nameOf({ key }: BotEntry): string {
  return key.split('+')[0] ?? ''
}

/** Writes a message anew, in its place. Whoever stood on one of its buttons stands there again. */
export function fillBot(item: HTMLElement, entry: BotEntry, reach: Reach): void {
  const bubble = item.querySelector('.bubble')
  const focused = document.activeElement
  const held = bubble?.contains(focused) ? focused?.getAttribute('data-choice') : undefined
  bubble?.replaceChildren(...contentOf(entry, reach))
  if (held === undefined) return
  const again = bubble?.querySelector(`[data-choice="${held}"]`) ?? bubble?.querySelector('.keys button')
  if (again instanceof HTMLElement) again.focus({ preventScroll: true })
  else {
    item.tabIndex = -1
    item.focus({ preventScroll: true })
  }
}

export function revisedBy(entry: BotEntry, { key, text, spans, choices, question }: RevisedLine): BotEntry {
  return { ...entry, key, text, spans, choices, question }
}

function contentOf(entry: BotEntry, { press, reader, only }: Reach): Node[] {
  const { holds, quotes, mentions = [], copies, choices } = entry
  const isCard = press !== undefined && nameOf(entry) === 'card'
  return [
    ...(only === undefined ? [] : [element('p', { class: 'only' }, icon('lock'), only)]),
    ...(quotes ? [quoteOf(quotes)] : []),
    ...(holds ? [heldBy(holds, entry.text)] : []),
    ...paragraphs(entry, isCard),
    ...(mentions.length > 0 ? [mentionsOf(mentions, reader)] : []),
    ...(copies.length > 0 ? [element('div', { class: 'copies' }, ...copies.map(copyButton))] : []),
    timeOf(entry),
    ...(press && choices.length > 0 ? [keysOf(entry, (question, choice) => press(entry.id, question, choice))] : []),
  ]
}

/** A card's first line is its title, its second says how things stand; anything else is one text. */
function paragraphs({ text, spans }: BotEntry, isCard: boolean): HTMLElement[] {
  if (text === '') return []
  if (!isCard) return [element('p', {}, ...rich(text, spans))]
  const first = endOfLine(text, 0)
  const second = endOfLine(text, first + 1)
  const part = (name: string, from: number, to: number): HTMLElement[] => {
    const within = spans.flatMap(({ at, length, style }) => {
      const [start, end] = [Math.max(at, from), Math.min(at + length, to)]
      return end > start ? [{ at: start - from, length: end - start, style }] : []
    })
    const words = text.slice(from, to)
    return words.trim() === '' ? [] : [element('p', { class: name }, ...rich(words, within))]
  }
  return [...part('title', 0, first), ...part('state', first + 1, second), ...part('facts', second + 1, text.length)]
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function mentionsOf(mentions: NonNullable<BotLine['mentions']>, reader: AgentId | undefined): HTMLElement {
  const names = mentions.map(({ id, name }) =>
    element('span', { class: id === reader ? 'mention me' : 'mention' }, `@${name}`),
  )
  return element('p', { class: 'mentions' }, ...names)
}

function copyButton({ label, text }: BotLine['copies'][number]): HTMLButtonElement {
  const button = element('button', { type: 'button' }, icon('copy'), label)
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(text).then(
      () => say(word('copied')),
      () => say(word('failed')),
    )
  })
  return button
}
