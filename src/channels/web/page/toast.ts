import { find } from './element.ts'

/** How long it stays, in milliseconds: enough to read a line. */
const LASTING = 4000

/** A word over a conversation and not in it, read out by screen readers. */
export function toaster(panel: HTMLElement): (text: string) => void {
  const place = find(panel, '.toast', HTMLElement)
  let timer = 0
  return (text) => {
    place.textContent = text
    clearTimeout(timer)
    timer = setTimeout(() => {
      place.textContent = ''
    }, LASTING)
  }
}
