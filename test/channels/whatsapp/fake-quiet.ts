import type { makeWASocket } from '@whiskeysockets/baileys'

type Logger = NonNullable<Parameters<typeof makeWASocket>[0]['logger']>

const nothing = () => undefined

export const silent: Logger = {
  level: 'silent',
  child: () => silent,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
}

/** What libsignal says on the console, ratchet keys included. */
const DUMPS =
  /^(?:Closing|Opening|Session|Failed to decrypt|Decrypted message|Removing old closed|Session error|Duplicate PreKey)/

/** Keeps libsignal off the console of a test. Returns how to let it speak again. */
export function muteLibsignal(): () => void {
  const spoken = { info: console.info, warn: console.warn, error: console.error, log: console.log }
  for (const way of ['info', 'warn', 'error', 'log'] as const) {
    console[way] = (...words: unknown[]) => {
      if (!DUMPS.test(String(words[0]))) spoken[way](...words)
    }
  }
  return () => void Object.assign(console, spoken)
}
