import { element, icon } from './element.ts'
import type { Quote, Shown } from './wire.ts'
import { word } from './words.ts'

/** What can be done with a message; each is given only where it is possible. */
export interface Actions {
  reply?: ((id: number, text: string) => void) | undefined
  edit?: ((id: number, text: string) => void) | undefined
  remove?: ((id: number) => void) | undefined
}

/** Leaves a stub where a message stood, and nothing of its words where others quote it. */
export function erase(item: Element): void {
  item.classList.add('erased')
  for (const button of item.querySelectorAll(':scope > .action')) button.remove()
  item.querySelector('.bubble')?.replaceChildren(element('p', {}, word('deleted')))
  const id = item.getAttribute('data-id')
  for (const quote of item.parentElement?.querySelectorAll(`blockquote[data-of="${id}"]`) ?? []) {
    quote.textContent = word('deleted')
  }
}

export function markEdited(item: Element, text: string): void {
  const shown = item.querySelector('.bubble > p:not(.name)')
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

export function timeOf({ stamp }: Shown): HTMLTimeElement {
  return element('time', { datetime: stamp.replace(' ', 'T') }, stamp.slice(11))
}

export function quoteOf({ ref, text }: Quote): HTMLQuoteElement {
  return element('blockquote', { 'data-of': ref }, text === '' ? word('quoted') : text)
}

/** A small button beside a message. */
export function action(name: 'reply' | 'edit' | 'remove', run: () => void): HTMLButtonElement {
  const label = word(name)
  const button = element(
    'button',
    { type: 'button', class: `action ${name}`, 'aria-label': label, title: label },
    icon(name),
  )
  button.addEventListener('click', run)
  return button
}
