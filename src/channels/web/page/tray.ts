import { element, find, icon } from './element.ts'
import { type Thing, things } from './wire.ts'
import { word } from './words.ts'

/** Voice notes, stickers, pictures and files: only their kind is sent. */
export function tray(form: HTMLFormElement, send: (kind: Thing) => void): void {
  const place = find(form, '.things', HTMLElement)
  const opener = find(form, '.attach', HTMLButtonElement)

  function show(is: boolean): void {
    place.hidden = !is
    opener.setAttribute('aria-expanded', String(is))
  }

  for (const kind of things) {
    const button = element('button', { type: 'button', 'data-thing': kind }, icon(kind), word(`attach-${kind}`))
    button.addEventListener('click', () => {
      show(false)
      opener.focus()
      send(kind)
    })
    place.append(button)
  }
  opener.addEventListener('click', () => {
    show(place.hidden === true)
    if (!place.hidden) place.querySelector('button')?.focus()
  })
  place.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    show(false)
    opener.focus()
  })
}
