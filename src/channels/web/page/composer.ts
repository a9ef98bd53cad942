import { element, find, icon } from './element.ts'
import { things } from './wire.ts'
import { word } from './words.ts'

/** What a panel asks the server to say. */
export type Content =
  | { kind: 'text'; text: string; quotes?: number }
  | { kind: 'edit'; text: string; of: number }
  | { kind: 'press'; question: number; choice: string }
  | { kind: (typeof things)[number] }

export interface Composer {
  quote(id: number, text: string): void
  edit(id: number, text: string): void
  focus(): void
  isEmpty(): boolean
  reset(): void
}

/** The typing box of a panel: Enter sends, Shift+Enter breaks the line, Escape drops the quote or the edit. */
export function composer(panel: HTMLElement, send: (content: Content) => Promise<boolean>): Composer {
  const form = find(panel, '.composer', HTMLFormElement)
  const box = find(form, 'textarea', HTMLTextAreaElement)
  const strip = find(form, '.strip', HTMLElement)
  let about: { kind: 'quote' | 'edit'; id: number } | null = null

  function drop(): void {
    if (about?.kind === 'edit') box.value = ''
    about = null
    strip.hidden = true
    grow()
  }

  function take(kind: 'quote' | 'edit', id: number, text: string): void {
    about = { kind, id }
    find(strip, 'b', HTMLElement).textContent = word(kind === 'quote' ? 'replying' : 'editing')
    find(strip, 'span', HTMLElement).textContent = text.split('\n')[0] ?? ''
    find(strip, '.drop', HTMLElement).setAttribute('aria-label', word(kind === 'quote' ? 'cancel-reply' : 'cancel'))
    strip.hidden = false
    if (kind === 'edit') box.value = text
    grow()
    box.focus()
  }

  function content(text: string): Content {
    if (about?.kind === 'edit') return { kind: 'edit', text, of: about.id }
    return { kind: 'text', text, ...(about && { quotes: about.id }) }
  }

  async function submit(): Promise<void> {
    const text = box.value
    if (text.trim() === '') return
    const going = content(text)
    about = null
    box.value = ''
    drop()
    if (await send(going)) return
    // Not taken: nobody should have to type it twice.
    if (box.value === '') box.value = text
    grow()
  }

  function grow(): void {
    box.rows = Math.min(5, box.value.split('\n').length)
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  box.addEventListener('input', grow)
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') drop()
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void submit()
  })
  find(strip, '.drop', HTMLButtonElement).addEventListener('click', () => {
    drop()
    box.focus()
  })
  attachments(form, send)

  return {
    quote: (id, text) => take('quote', id, text),
    edit: (id, text) => take('edit', id, text),
    focus: () => box.focus(),
    isEmpty: () => box.value === '' && about === null,
    reset() {
      drop()
      box.value = ''
      grow()
    },
  }
}

/** Voice notes, stickers, pictures and files: only their kind is sent. */
function attachments(form: HTMLFormElement, send: (content: Content) => Promise<boolean>): void {
  const tray = form.querySelector('.things')
  const opener = form.querySelector('.attach')
  if (!(tray instanceof HTMLElement) || !(opener instanceof HTMLElement)) return
  const show = (is: boolean): void => {
    tray.hidden = !is
    opener.setAttribute('aria-expanded', String(is))
  }
  for (const kind of things) {
    const button = element('button', { type: 'button', 'data-thing': kind }, icon(kind), word(`attach-${kind}`))
    button.addEventListener('click', () => {
      show(false)
      opener.focus()
      void send({ kind })
    })
    tray.append(button)
  }
  opener.addEventListener('click', () => {
    show(tray.hidden === true)
    if (!tray.hidden) tray.querySelector('button')?.focus()
  })
  tray.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    show(false)
    opener.focus()
  })
}
