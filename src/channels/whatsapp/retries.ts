import type { CacheStore } from '@whiskeysockets/baileys'

/** How often each message was asked for again, by us or by a phone. It outlives the lines: or they could ask each other for ever. */
export interface Retries {
  /** The counts for a new line. What it still counts once it has ended is not counted: nobody was answered. */
  begin(): CacheStore
  /** What was begun last may not have come to its end: it is not counted, for it will be begun again. */
  lineEnded(): void
}

const MOST_COUNTS = 10_000
/** How long (ms) answering one may take. */
const TAKES = 10_000
/** A message that ends the line itself must be given up at last. */
const MOST_CUT = 20

/**
 * Baileys counts before it sends a message again, and after five times acknowledges the question without an answer: whatever its line
 * cut short five times, the phone never had.
 */
export function createRetries(monotonic: () => number): Retries {
  const kept = new Map()
  const cut = new Map<string, number>()
  const begun = new Map<string, { before: unknown; at: number }>()
  let line = 0

  function put(key: string, value: unknown): void {
    kept.delete(key)
    kept.set(key, value)
    if (kept.size > MOST_COUNTS) forget(kept.keys().next().value)
  }

  function forget(key: string): void {
    kept.delete(key)
    cut.delete(key)
    begun.delete(key)
  }

  /** Baileys counts twice for one answer: before it looks for the message, and before it sends it. */
  function noteBegun(key: string): void {
    const last = begun.get(key)
    const isSame = last !== undefined && monotonic() - last.at <= TAKES
    begun.set(key, { before: isSame ? last.before : kept.get(key), at: monotonic() })
  }

  return {
    begin() {
      const mine = line
      return {
        get: (key) => kept.get(key),
        set(key, value) {
          if (mine !== line) return
          noteBegun(key)
          put(key, value)
        },
        del: forget,
        flushAll() {
          kept.clear()
          cut.clear()
          begun.clear()
        },
      }
    },
    lineEnded() {
      line += 1
      for (const [key, { before, at }] of begun) {
        const times = (cut.get(key) ?? 0) + 1
        if (monotonic() - at > TAKES || times > MOST_CUT) continue
        put(key, before)
        cut.set(key, times)
      }
      begun.clear()
    },
  }
}
