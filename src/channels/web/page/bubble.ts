import { element, icon } from './element.ts'
import { rich } from './rich.ts'
import { say } from './status.ts'
import type { BotLine, PersonLine, Shown } from './wire.ts'
import { word } from './words.ts'

export interface Actions {
  /** Given where messages may be quoted. */
  reply?: ((id: number, text: string) => void) | undefined
  /** Given where one's own messages may be edited. */
  edit?: ((id: number, text: string) => void) | undefined
}

/** A message of the bot's: its text and what to copy. Its choices stand below the whole conversation. */
export function botBubble(entry: Shown & BotLine, actions: Actions): HTMLLIElement {
  const bubble = element('div', { class: 'bubble' }, element('p', {}, ...rich(entry.text, entry.spans)), timeOf(entry))
  if (entry.copies.length > 0) {
    bubble.append(
      element('div', { class: 'copies' }, ...entry.copies.map(({ label, text }) => copyButton(label, text))),
    )
  }
  const item = element(
    'li',
    { class: `line bot ${entry.key.split('+')[0] ?? ''}`, 'data-id': String(entry.id) },
    bubble,
  )
  const { reply } = actions
  if (reply) item.append(action('reply', word('reply'), () => reply(entry.id, entry.text)))
  return item
}

/** What a person said, on the page's own side. */
export function personBubble(entry: Shown & PersonLine, actions: Actions): HTMLLIElement {
  const { said } = entry
  const item = element('li', { class: `line person ${said.kind}`, 'data-id': String(entry.id) })
  const bubble = element('div', { class: 'bubble' })
  item.append(bubble)
  if (said.kind === 'text' && said.text !== null) {
    const { text } = said
    if (said.quotes) bubble.append(element('blockquote', {}, said.quotes.text.split('\n')[0] ?? ''))
    bubble.append(element('p', {}, text))
    const { edit } = actions
    if (edit)
      item.append(action('edit', word('edit'), () => edit(entry.id, item.querySelector('p')?.textContent ?? text)))
  } else if (said.kind === 'press') bubble.append(element('p', {}, said.label))
  else if (said.kind === 'text') erase(item)
  else bubble.append(element('p', { class: 'thing' }, icon(said.kind), word(`attach-${said.kind}`)))
  if (!item.classList.contains('erased')) bubble.append(timeOf(entry))
  return item
}

/** Leaves a stub where a message stood. */
export function erase(item: Element): void {
  item.classList.add('erased')
  item.querySelector('.action')?.remove()
  item.querySelector('.bubble')?.replaceChildren(element('p', {}, word('deleted')))
}

export function markEdited(item: Element, text: string): void {
  const shown = item.querySelector('.bubble > p')
  if (shown) shown.textContent = text
  mark(item, word('edited'))
}

export function markLost(item: Element): void {
  item.classList.add('lost')
  mark(item, word('lost'))
}

function mark(item: Element, text: string): void {
  const time = item.querySelector('time')
  if (time && !time.textContent?.includes(text)) time.prepend(`${text} · `)
}

function timeOf({ stamp }: Shown): HTMLTimeElement {
  return element('time', { datetime: stamp.replace(' ', 'T') }, stamp.slice(11))
}

function copyButton(label: string, text: string): HTMLButtonElement {
  const button = element('button', { type: 'button' }, icon('copy'), label)
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(text).then(
      () => say(word('copied')),
      () => say(word('failed')),
    )
  })
  return button
}

function action(name: string, label: string, run: () => void): HTMLButtonElement {
  const button = element(
    'button',
    { type: 'button', class: `action ${name}`, 'aria-label': label, title: label },
    icon(name),
  )
  if (name === 'reply') button.append(element('span', {}, label))
  button.addEventListener('click', run)
  return button
}
