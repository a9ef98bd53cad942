/** What happened since the start, for the health page. */
export interface Tally {
  /** A delivery of Meta's came in. */
  heard(at: number): void
  count(what: string): void
  /** Something failed, by Meta's code. */
  failed(code: number): void
  read(now: number): Record<string, number | null>
}

export function createTally(): Tally {
  const counts = new Map<string, number>([
    ['sent', 0],
    ['delivered', 0],
    ['read', 0],
    ['window', 0],
    ['template', 0],
    ['skipped', 0],
  ])
  let last: number | null = null
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1)
  return {
    heard(at) {
      last = at
    },
    count,
    failed: (code) => count(`failed-${code}`),
    read: (now) => ({
      'webhook-seconds': last === null ? null : Math.floor((now - last) / 1000),
      ...Object.fromEntries(counts),
    }),
  }
}
