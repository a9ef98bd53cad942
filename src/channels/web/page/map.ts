import { element } from './element.ts'
import type { MapAnswer } from './wire.ts'
import { hasWord, word } from './words.ts'

export interface MapPanel {
  /** Lights where the student is and marks where they were. */
  light(place: string | null, trail: readonly string[]): void
}

/** The procedure as a line of stations: steps that open to their places. */
export function mapPanel(list: HTMLElement, map: MapAnswer): MapPanel {
  const places = new Map<string, HTMLElement>()
  const steps = new Map<string, { item: HTMLElement; details: HTMLDetailsElement; here: HTMLElement }>()
  let opened = ''

  for (const { step, number, title, places: within } of map) {
    const here = element('span', { class: 'here' })
    const summary = element(
      'summary',
      {},
      element('span', { class: 'number', 'aria-hidden': 'true' }, number > 0 ? String(number) : ''),
      element('span', { class: 'title' }, hasWord(`step-${step}`) ? word(`step-${step}`) : title),
      here,
    )
    const inner = within.map(({ place, title: question }) => {
      const item = element('li', { 'data-place': place }, question)
      places.set(place, item)
      return item
    })
    const details = element('details', {}, summary, element('ol', {}, ...inner))
    const item = element('li', { 'data-step': step, class: number > 0 ? 'step' : 'step aside' }, details)
    steps.set(step, { item, details, here })
    list.append(item)
  }

  return {
    light(place, trail) {
      const seen = new Set(trail)
      const seenSteps = new Set(trail.map(stepOf))
      const now = place === null ? '' : stepOf(place)
      for (const [name, item] of places) {
        item.classList.toggle('seen', seen.has(name))
        if (name === place) item.setAttribute('aria-current', 'step')
        else item.removeAttribute('aria-current')
      }
      for (const [step, { item, here }] of steps) {
        const isSeen = step !== now && seenSteps.has(step)
        item.classList.toggle('now', step === now)
        item.classList.toggle('seen', isSeen)
        here.textContent = step === now ? word('map-here') : isSeen ? word('map-seen') : ''
      }
      if (now === opened) return
      steps.get(opened)?.details.removeAttribute('open')
      steps.get(now)?.details.setAttribute('open', '')
      opened = now
      bringIntoView(list, steps.get(now)?.item)
    },
  }
}

/** Scrolls the map alone, never the page. */
function bringIntoView(list: HTMLElement, item: HTMLElement | undefined): void {
  if (item) list.scrollTop = item.offsetTop - list.offsetTop - list.clientHeight / 3
}

function stepOf(place: string): string {
  return place.split('.')[0] ?? ''
}
