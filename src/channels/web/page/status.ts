import { find } from './element.ts'

/** How long a remark stays, in milliseconds. */
const LASTING = 2500
let timer = 0

/** A remark at the edge of the page, read out by screen readers. */
export function say(text: string, stays = false): void {
  const status = find(document, '#status', HTMLElement)
  status.textContent = text
  clearTimeout(timer)
  if (!stays && text !== '') timer = setTimeout(() => say(''), LASTING)
}
