import { element, icon } from './element.ts'
import type { Held } from './wire.ts'
import { word } from './words.ts'

/** What a message shows besides its text: a picture, a file to keep, or the sign of a thing whose content was never here. */
export function heldBy(held: Held, caption: string): HTMLElement {
  switch (held.kind) {
    case 'picture':
      return held.png === null ? missing('picture', word('picture-gone')) : picture(held.png, caption)
    case 'file':
      return held.text === null ? missing('document', held.name) : file(held.name, held.text)
    case 'thing':
      return element('p', { class: 'thing' }, icon(held.thing), word(`attach-${held.thing}`))
  }
}

function picture(png: string, caption: string): HTMLElement {
  const alt = caption.split('\n')[0] || word('attach-picture')
  return element('img', { class: 'picture', src: `data:image/png;base64,${png}`, alt })
}

function file(name: string, text: string): HTMLElement {
  const href = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`
  return element(
    'a',
    { class: 'file', href, download: name },
    icon('document'),
    element('span', {}, name),
    element('span', { class: 'size' }, sizeOf(text)),
  )
}

function missing(name: string, words: string): HTMLElement {
  return element('p', { class: 'thing missing' }, icon(name), words)
}

function sizeOf(text: string): string {
  const size = new Blob([text]).size
  return size < 1024 ? `${size} B` : `${Math.round(size / 1024)} KB`
}
