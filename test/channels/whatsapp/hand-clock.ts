import type { Clock } from '../../../src/clock.ts'

/** Both times of a clock, moved by hand and together. */
export interface HandClock extends Pick<Clock, 'now' | 'monotonic'> {
  moveTo(at: number): void
}

export function handClock(start: number): HandClock {
  let now = start
  return {
    now: () => now,
    monotonic: () => now - start,
    moveTo(at) {
      now = Math.max(now, at)
    },
  }
}
