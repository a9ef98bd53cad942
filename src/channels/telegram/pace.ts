import type { Clock } from '../../clock.ts'

/** Counts what goes into each group, so that Telegram need not turn us away. */
export interface Pacer {
  /** Takes so many places for a group and returns 0; or takes none and returns after how many ms there will be as many. */
  enter(group: string, places: number): number
}

/** What Telegram lets a bot send into one group within a minute (its FAQ for bots). */
const MOST = 20
const MINUTE = 60_000

/**
 * A sliding window for each group, in memory. Who counts beside us (another process, ourselves before a restart) is not seen:
 * what is too much then, Telegram says itself.
 */
export function createPacer(clock: Pick<Clock, 'monotonic'>, most = MOST): Pacer {
  const taken = new Map<string, number[]>()
  return {
    enter(group, places) {
      const now = clock.monotonic()
      const recent = (taken.get(group) ?? []).filter((at) => now - at < MINUTE)
      // More than fit into a minute could never begin.
      const wanted = Math.min(places, most)
      const hindrance = recent[recent.length + wanted - most - 1]
      if (hindrance === undefined) recent.push(...Array<number>(wanted).fill(now))
      taken.set(group, recent)
      return hindrance === undefined ? 0 : Math.ceil(hindrance + MINUTE - now)
    },
  }
}
