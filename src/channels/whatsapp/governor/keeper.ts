import type { Governor } from '../governor.ts'
import { type GovernorState, governorStateSchema } from './state.ts'

/** Writes the governor's state, one write at a time and no more of them than are needed. */
export interface Keeper {
  /** Resolves once what was let go is in what is written: to be awaited before it is sent. Rejects when it cannot be written. */
  settled(): Promise<void>
  /** The exact state, when stopping in good order. */
  close(): Promise<void>
}

export function createKeeper(governor: Governor, write: (state: string) => Promise<void>): Keeper {
  let writing: Promise<void> = Promise.resolve()

  function afterOthers(run: () => Promise<void>): Promise<void> {
    const mine = writing.then(run)
    // Whoever comes next writes what this one could not.
    writing = mine.catch(() => {})
    return mine
  }

  async function put(state: GovernorState): Promise<void> {
    await write(JSON.stringify(state))
    governor.saved(state)
  }

  return {
    async settled() {
      // Whoever wrote before us may have written ours, too.
      if (governor.dirty()) await afterOthers(async () => (governor.dirty() ? put(governor.snapshot()) : undefined))
    },
    close: () => afterOthers(() => put(governor.snapshot(0))),
  }
}

/** As it was written; null: there is none, or none that can be read, and the number counts as new. */
export function readState(written: string | null): GovernorState | null {
  try {
    return written === null ? null : (governorStateSchema.safeParse(JSON.parse(written)).data ?? null)
  } catch {
    return null
  }
}
