import { find } from './element.ts'

export interface Pins {
  clear(): void
  /** Also when its words have changed. */
  pin(id: number, text: string): void
  unpin(id: number): void
  has(id: number): boolean
}

/** What is pinned, as a strip at the top: the newest first, and with every press the one before. */
export function pinStrip(strip: HTMLElement, jump: (id: number) => void): Pins {
  const pinned = new Map<number, string>()
  let shown = 0

  function show(): void {
    const all = [...pinned]
    const at = ((shown % all.length) + all.length) % all.length
    const [, text = ''] = all[at] ?? []
    strip.hidden = all.length === 0
    find(strip, '.what', HTMLElement).textContent = text.split('\n')[0] ?? ''
    find(strip, '.count', HTMLElement).textContent = all.length > 1 ? `${at + 1}/${all.length}` : ''
  }

  strip.addEventListener('click', () => {
    const all = [...pinned.keys()]
    const id = all[((shown % all.length) + all.length) % all.length]
    shown -= 1
    show()
    if (id !== undefined) jump(id)
  })

  function showNewest(): void {
    shown = -1
    show()
  }

  return {
    has: (id) => pinned.has(id),
    clear() {
      pinned.clear()
      showNewest()
    },
    pin(id, text) {
      pinned.set(id, text)
      showNewest()
    },
    unpin(id) {
      if (pinned.delete(id)) showNewest()
    },
  }
}
