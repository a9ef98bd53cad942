import { leafOf } from './day.ts'
import { find } from './element.ts'
import type { Instant } from './wire.ts'
import { word } from './words.ts'

export interface ClockPanel {
  time(instant: Instant): void
  /** When the student's next reminder is due; null when none is. */
  reminder(next: Instant | null): void
}

/** The simulated date as a calendar leaf, and the two ways to move on. */
export function clockPanel(panel: HTMLElement, move: (to: 'business-day' | 'reminder') => void): ClockPanel {
  const leaf = find(panel, '.leaf', HTMLElement)
  const toReminder = find(panel, '#next-reminder', HTMLButtonElement)
  let shown = ''
  find(panel, '#next-day', HTMLButtonElement).addEventListener('click', () => move('business-day'))
  toReminder.addEventListener('click', () => move('reminder'))

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
