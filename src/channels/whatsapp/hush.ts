/**
 * libsignal 6.0.0 writes whole sessions, private ratchet keys among them, to the console in ordinary operation ("Closing session:"),
 * and Baileys now and then what it received. From now on nothing that either says gets out; everybody else's words do.
 */
export function hushLibraries(): void {
  if (isHushed) return
  isHushed = true
  for (const method of METHODS) {
    const speak = console[method].bind(console)
    console[method] = (...words: unknown[]) => {
      if (!isTheirs(new Error('who speaks').stack ?? '')) speak(...words)
    }
  }
}

let isHushed = false

const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const

/** The frame right above ours: a caller of a caller may well be one of them, while the words are somebody else's. */
function isTheirs(stack: string): boolean {
  return /node_modules[\\/](?:libsignal|@whiskeysockets)[\\/]/.test(stack.split('\n')[2] ?? '')
}
