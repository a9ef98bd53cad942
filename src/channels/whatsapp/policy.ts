/** What becomes of the line after its socket closed. */
export type Next = { kind: 'again'; after: number } | { kind: 'stop'; why: 'logged-out' | 'forbidden' }

const SECOND = 1000
const MINUTE = 60 * SECOND
const LONGEST = MINUTE
const LONGEST_REPLACED = 6 * 60 * MINUTE

/** `DisconnectReason` of Baileys (PLATFORM §1.1). */
export const reasons = {
  loggedOut: 401,
  forbidden: 403,
  mismatch: 411,
  replaced: 440,
  restart: 515,
} as const

/**
 * Never a hot loop, and never two programs that throw each other out. `failures` counts the closes since the line was last good;
 * `random` is from 0 to 1. The keys are kept whatever it is, until somebody links anew.
 */
export function nextAfter(code: number | undefined, failures: number, random: number): Next {
  if (code === reasons.loggedOut || code === reasons.mismatch) return { kind: 'stop', why: 'logged-out' }
  if (code === reasons.forbidden) return { kind: 'stop', why: 'forbidden' }
  // Asked for by WhatsApp, once, right after linking; over and over it is a failure like another.
  if (code === reasons.restart && failures <= 1) return { kind: 'again', after: 0 }
  const [first, longest] = code === reasons.replaced ? [10 * MINUTE, LONGEST_REPLACED] : [SECOND, LONGEST]
  const wait = Math.min(longest, first * 2 ** Math.min(failures - 1, 20))
  return { kind: 'again', after: Math.round(wait * (0.5 + random / 2)) }
}
