import { find } from './element.ts'
import { tray } from './tray.ts'
import type { Thing } from './wire.ts'
import { word } from './words.ts'

/** What a panel asks the server to say. */
export type Content =
  | { kind: 'text'; text: string; quotes?: number }
  | { kind: 'edit'; text: string; of: number }
  | { kind: 'delete'; of: number }
  | { kind: 'press'; question: number; choice: string; of?: number }
  | { kind: Thing; quotes?: number }

export interface Composer {
  quote(id: number, text: string): void
  edit(id: number, text: string): void
  /** Lets go of what is quoted or edited; what was typed besides stays. */
  drop(): void
  /** Lets go of a message that is no more. */
  forget(id: number): void
  focus(): void
  isEmpty(): boolean
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
    if (about?.kind === 'edit') drop()
    about = { kind, id }
    find(strip, 'b', HTMLElement).textContent = word(kind === 'quote' ? 'replying' : 'editing')
    find(strip, 'span', HTMLElement).textContent = text.split('\n')[0] || (kind === 'quote' ? word('quoted') : '')
    find(strip, '.drop', HTMLElement).setAttribute('aria-label', word(kind === 'quote' ? 'cancel-reply' : 'cancel'))
    strip.hidden = false
    if (kind === 'edit') box.value = text
    grow()
  }

  async function submit(): Promise<void> {
    const text = box.value
    if (text.trim() === '') return
    const was = about
    const going: Content =
      was?.kind === 'edit' ? { kind: 'edit', text, of: was.id } : { kind: 'text', text, ...(was && { quotes: was.id }) }
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
  tray(form, (kind) => {
    const quotes = about?.kind === 'quote' ? { quotes: about.id } : {}
    if (about?.kind === 'quote') drop()
    void send({ kind, ...quotes })
  })

  return {
    quote: (id, text) => take('quote', id, text),
    edit(id, text) {
      take('edit', id, text)
      box.focus()
    },
    drop,
    forget(id) {
      if (about?.id === id) drop()
    },
    focus: () => box.focus(),
    isEmpty: () => box.value === '' && about === null,
  }
}
