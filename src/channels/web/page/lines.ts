import { dayWords } from './day.ts'
import { element, find } from './element.ts'
import type { Shown } from './wire.ts'

/** The lines of a conversation on the page: they come below, days stand between them, and the newest stays in sight. */
export interface Lines {
  clear(): void
  append(item: HTMLLIElement): void
  /** A remark between the lines. */
  divide(words: string): void
  /** Says which day it is where a new one begins; `always` with the time, for when the clock was moved. */
  date(entry: Shown, always: boolean): void
  find(id: number): HTMLElement | null
  /** Brings a line into sight and to the reader's notice. */
  jump(id: number): void
  showEnd(): void
}

/** How near to the end still counts as being there. */
const NEAR = 80

export function lineList(panel: HTMLElement): Lines {
  const scroll = find(panel, '.scroll', HTMLElement)
  const lines = find(panel, '.lines', HTMLElement)
  const empty = find(panel, '.empty', HTMLElement)
  let day = ''
  let isAtEnd = true

  const showEnd = (): void => {
    scroll.scrollTop = scroll.scrollHeight
    isAtEnd = true
  }

  function append(item: HTMLLIElement): void {
    empty.hidden = true
    lines.append(item)
  }

  function divide(words: string, name = ''): void {
    append(element('li', { class: `divider ${name}` }, element('span', {}, words)))
  }

  const itemOf = (id: number): HTMLElement | null => lines.querySelector(`[data-id="${id}"]`)

  let top = 0
  scroll.addEventListener('scroll', () => {
    // Only somebody who scrolls up leaves the end: lines that come meanwhile only make it further away.
    const isNear = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR
    isAtEnd = isNear || (isAtEnd && scroll.scrollTop >= top)
    top = scroll.scrollTop
  })
  // A keyboard that comes up, a narrower window or a picture that has loaded must not hide the newest message.
  const watch = new ResizeObserver(() => {
    if (isAtEnd) showEnd()
  })
  watch.observe(scroll)
  watch.observe(lines)

  return {
    append,
    divide,
    showEnd,
    find: itemOf,
    clear() {
      day = ''
      lines.replaceChildren()
      empty.hidden = false
    },
    date(entry, always) {
      const today = entry.stamp.slice(0, 10)
      if (always ? day === '' : day === today) return
      const last = lines.lastElementChild
      if (last?.classList.contains('date')) last.remove()
      divide(`${dayWords(entry.stamp)}${always ? ` · ${entry.stamp.slice(11)}` : ''}`, 'date')
      day = today
    },
    jump(id) {
      const item = itemOf(id)
      if (!item) return
      item.tabIndex = -1
      item.focus({ preventScroll: true })
      scroll.scrollTop = item.offsetTop - scroll.offsetTop - Math.max(12, (scroll.clientHeight - item.offsetHeight) / 2)
      flash(item)
    },
  }
}

/** Draws the eye to something for a moment. */
export function flash(item: HTMLElement): void {
  item.classList.remove('flash')
  // Read, so that the same class begins its animation anew.
  void item.offsetWidth
  item.classList.add('flash')
}
