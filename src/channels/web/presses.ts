import type { LogName } from './page/wire.ts'

/** Where a press stands: its log, and its line there. */
interface Press {
  log: LogName
  line: number
}

/** Presses that a toast may still answer, by the id their update carries. */
export interface Presses {
  keep(id: string, press: Press): void
  find(id: string): Press | null
}

/** A toast that comes later than this many presses is too late. */
const MOST = 100

export function createPresses(): Presses {
  const kept = new Map<string, Press>()
  return {
    keep(id, press) {
      kept.set(id, press)
      const oldest = kept.keys().next()
      if (kept.size > MOST && !oldest.done) kept.delete(oldest.value)
    },
    find: (id) => kept.get(id) ?? null,
  }
}
