import type { LinkState, Stopped } from './link/linking.ts'
import { terminalQr } from './link/qr.ts'

/** Codes printed before whoever looks is left to the page, which renews them by itself. */
const MOST_CODES = 5

/** What somebody at the terminal has to do at once; the page shows the rest. `url` is the page's, with what only they may know. */
export function createTerminal({ print, url }: { print(text: string): void; url(): string }) {
  let last: LinkState['is'] = 'starting'
  let codes = 0

  return function show(state: LinkState): void {
    if (state.is === 'starting') return
    if (state.is === 'qr' && codes < MOST_CODES) {
      codes += 1
      print(`${terminalQr(state.qr)}\nLink the number with its phone (Linked devices), or open ${url()}`)
    }
    if (state.is === 'code') print(`Type this code on the phone (Linked devices): ${state.code}`)
    if (state.is === 'stopped') print(`WhatsApp has stopped (${state.why}). ${toDo(state.why, url())}`)
    if (state.is === 'linked' && last !== 'linked') print('WhatsApp is linked.')
    last = state.is
  }
}

function toDo(why: Stopped, url: string): string {
  return why === 'key-missing' ? 'Put the key back into DATA_KEYS, last, and restart.' : `Link the number anew: ${url}`
}
