import type { Clock } from './clock.ts'
import type { Log } from './log.ts'
import { pause } from './pause.ts'
import type { Store } from './stores/store.ts'

/** Runs some work in one process at a time; its signal is aborted when the role is lost or we stop. Resolves once we stop. */
export type Lead = (stopping: AbortSignal, work: (signal: AbortSignal) => Promise<void>) => Promise<void>

/** How long a role lasts unless it is prolonged (ms): what a killed process leaves is taken up after so long. */
const TERM = 5000
const PROLONG = TERM / 4

/** `holder` is this process's own name, never used by another. */
export function leadership(parts: {
  store: Pick<Store, 'hold' | 'drop'>
  clock: Clock
  log: Log
  role: string
  holder: string
}): Lead {
  const { store, clock, log, role, holder } = parts
  /** Null: the store cannot say. */
  const hold = () => store.hold(role, holder, TERM).catch(() => null)

  async function term(
    stopping: AbortSignal,
    begun: number,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const lost = new AbortController()
    const working = work(AbortSignal.any([stopping, lost.signal]))
    let until = begun + TERM
    while (!stopping.aborted) {
      await pause(clock, PROLONG, stopping)
      // Counted from before the question: the store may have answered long before we hear it.
      const asked = clock.monotonic()
      const isOurs = stopping.aborted ? true : await hold()
      // Who slept past the term may have been replaced, whatever the store says a moment later.
      if (isOurs === false || clock.monotonic() >= until) break
      if (isOurs) until = asked + TERM
    }
    lost.abort()
    await working
  }

  return async (stopping, work) => {
    while (!stopping.aborted) {
      const asked = clock.monotonic()
      if ((await hold()) === true) {
        log.info({ reason: role }, 'this process leads')
        await term(stopping, asked, work)
      } else await pause(clock, PROLONG, stopping)
    }
    await store.drop(role, holder).catch(() => {})
  }
}
