/** So many at once, and then one every so often (ms): in a stretch of `t` ms never more than `burst + t / every`. */
export interface Pace {
  burst: number
  every: number
}

export interface Buckets {
  /** After how many ms `wanted` may be taken, if nobody takes any until then; 0 is now. More than a burst waits for that much longer. */
  wait(key: string, now: number, wanted?: number): number
  /** Takes one, even one that is not there yet: what comes after waits for it, too. */
  take(key: string, now: number): void
}

/** More than are in use at once; those that are full again need not be remembered. */
const MANY = 1000

/**
 * Token buckets, counted in milliseconds earned. All of them are empty at `since`, because nobody knows what went out before a restart:
 * so the pace holds across restarts without being stored.
 */
export function createBuckets({ burst, every }: Pace, since: number): Buckets {
  const most = burst * every
  const kept = new Map<string, { earned: number; at: number }>()

  function earned(key: string, now: number): number {
    const before = kept.get(key) ?? { earned: 0, at: since }
    return Math.min(most, before.earned + Math.max(0, now - before.at))
  }

  function forgetFull(now: number): void {
    if (kept.size <= MANY || now - since < most) return
    for (const key of kept.keys()) if (earned(key, now) === most) kept.delete(key)
  }

  return {
    wait: (key, now, wanted = 1) => Math.max(0, Math.ceil(wanted * every - earned(key, now))),
    take(key, now) {
      kept.set(key, { earned: Math.max(-most, earned(key, now) - every), at: now })
      forgetFull(now)
    },
  }
}
