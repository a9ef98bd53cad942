import { leafOf } from './day.ts'
import { find } from './element.ts'
import type { Instant } from './wire.ts'
import { word } from './words.ts'

export interface ClockPanel {
  time(instant: Instant): void
  /** When the student's next reminder is due; null when none is. */
  reminder(next: Instant | null): void
}

export type Move = { to: 'business-day' } | { to: 'reminder' } | { to: 'minutes'; minutes: number }

/** The simulated date as a calendar leaf, and the ways to move on. */
export function clockPanel(panel: HTMLElement, move: (move: Move) => void): ClockPanel {
  const leaf = find(panel, '.leaf', HTMLElement)
  const toReminder = find(panel, '#next-reminder', HTMLButtonElement)
  let shown = ''
  const onClick = (selector: string, wanted: Move): void =>
    find(panel, selector, HTMLButtonElement).addEventListener('click', () => move(wanted))
  onClick('#next-day', { to: 'business-day' })
  onClick('#next-reminder', { to: 'reminder' })
  onClick('#next-minute', { to: 'minutes', minutes: 1 })
  onClick('#next-hour', { to: 'minutes', minutes: 60 })

  return {
    time({ stamp }) {
      // Untouched while nothing changes: a screen reader reads the leaf out whenever it is written.
      if (stamp === shown) return
      shown = stamp
      for (const [part, text] of Object.entries(leafOf(stamp))) find(leaf, `.${part}`, HTMLElement).textContent = text
    },
    reminder(next) {
      toReminder.disabled = next === null
      find(panel, '#reminder', HTMLElement).textContent =
        next === null ? word('clock-none') : `${word('clock-next')} ${next.said}`
    },
  }
}
