import { botBubble, erase, markEdited, markLost, personBubble } from './bubble.ts'
import { choiceButtons } from './choices.ts'
import { type Content, composer } from './composer.ts'
import { dayWords } from './day.ts'
import { element, find } from './element.ts'
import type { Shown } from './wire.ts'

export interface Chat {
  reset(entries: readonly Shown[]): void
  add(entry: Shown): void
  showEnd(): void
}

/** A conversation: the student's phone, or the desk's group. In a group messages are quoted, elsewhere one's own are edited. */
export function chatPanel(panel: HTMLElement, isGroup: boolean, send: (content: Content) => Promise<boolean>): Chat {
  const scroll = find(panel, '.scroll', HTMLElement)
  const lines = find(panel, '.lines', HTMLElement)
  const empty = find(panel, '.empty', HTMLElement)
  const typing = composer(panel, send)
  const choices = choiceButtons(panel, (question, choice) => void send({ kind: 'press', question, choice }), typing)
  const actions = isGroup ? { reply: typing.quote } : { edit: typing.edit }
  let day = ''

  panel.querySelector('.hello')?.addEventListener('click', (event) => {
    if (event.currentTarget instanceof HTMLElement)
      void send({ kind: 'text', text: event.currentTarget.textContent ?? '' })
    typing.focus()
  })

  function append(item: HTMLLIElement): void {
    empty.hidden = true
    lines.append(item)
  }

  function divide(entry: Shown, withTime: boolean): void {
    const words = `${dayWords(entry.stamp)}${withTime ? ` · ${entry.stamp.slice(11)}` : ''}`
    const last = lines.lastElementChild
    if (last?.classList.contains('divider')) last.remove()
    append(element('li', { class: 'divider' }, element('span', {}, words)))
    day = entry.stamp.slice(0, 10)
  }

  const itemOf = (id: number): Element | null => lines.querySelector(`[data-id="${id}"]`)

  function show(entry: Shown): void {
    if (entry.type === 'jump') return day === '' ? undefined : divide(entry, true)
    if (entry.stamp.slice(0, 10) !== day) divide(entry, false)
    if (entry.type === 'bot') {
      append(botBubble(entry, actions))
      if (entry.choices.length > 0) choices.show(entry)
      return
    }
    if (entry.type === 'person') return append(personBubble(entry, actions))
    const item = itemOf(entry.of)
    if (!item) return
    if (entry.type === 'delete') erase(item)
    else if (entry.type === 'lost') markLost(item)
    else if (entry.text !== null) markEdited(item, entry.text)
  }

  const showEnd = (): void => {
    scroll.scrollTop = scroll.scrollHeight
  }

  // A keyboard that comes up, or a narrower window, must not hide the newest message.
  new ResizeObserver(showEnd).observe(scroll)

  return {
    showEnd,
    reset(entries) {
      day = ''
      lines.replaceChildren()
      empty.hidden = false
      choices.clear()
      for (const entry of entries) show(entry)
      showEnd()
    },
    add(entry) {
      show(entry)
      showEnd()
    },
  }
}
