import type { Clock } from './clock.ts'
import { pause } from './pause.ts'

/** Milliseconds between two attempts. */
const BETWEEN = 250

/**
 * Asks a store that is away again and again, for as long as the lease it is about may last. Safe because asking twice is
 * (see stores/store.ts). Rejects with the last failure.
 */
export async function insist<T>(clock: Clock, forMs: number, ask: () => Promise<T>): Promise<T> {
  const until = clock.monotonic() + forMs
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (clock.monotonic() >= until) throw error
      await pause(clock, BETWEEN)
    }
  }
}
