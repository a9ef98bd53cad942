import type { DatabaseSyncInstance } from '@photostructure/sqlite'

/** Group commit: what is asked for in the same tick shares one transaction, and so one sync to disk. */
export interface Batch {
  /**
   * Runs `operation` within the next transaction; resolves once it is on disk. If it throws, only its own writes are undone. It
   * may be run again from the start, if another one threw.
   */
  run<T>(operation: () => T): Promise<T>
  /** Finishes what was asked for, then refuses anything more. */
  close(): Promise<void>
}

interface Waiting {
  /** Returns how to tell the caller, once it is on disk. */
  attempt(): () => void
  reject(error: unknown): void
}

/** So that a flood leaves the process room for its network in between. */
const MOST_AT_ONCE = 256

/** `committed` is called after each transaction and must not throw. */
export function createBatch(db: DatabaseSyncInstance, committed: () => void): Batch {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const savepoint = db.prepare('SAVEPOINT operation')
  const release = db.prepare('RELEASE operation')
  const undo = db.prepare('ROLLBACK TO operation')
  let queue: Waiting[] = []
  let closed = false

  function enqueue<T>(operation: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      queue.push({
        attempt() {
          const value = operation()
          return () => resolve(value)
        },
        reject,
      })
      if (queue.length === 1) setImmediate(flush)
    })
  }

  function flush(): void {
    const batch = queue.slice(0, MOST_AT_ONCE)
    queue = queue.slice(MOST_AT_ONCE)
    if (queue.length > 0) setImmediate(flush)
    try {
      for (const tell of together(batch) ?? apart(batch)) tell()
    } catch (error) {
      for (const waiting of batch) waiting.reject(error)
      return
    }
    committed()
  }

  /** Without savepoints, which cost as much again. Null: one of them threw, and so nothing at all has happened. */
  function together(batch: readonly Waiting[]): (() => void)[] | null {
    begin.run()
    try {
      const told = batch.map((waiting) => waiting.attempt())
      commit.run()
      return told
    } catch {
      if (db.isTransaction) rollback.run()
      return null
    }
  }

  function apart(batch: readonly Waiting[]): (() => void)[] {
    begin.run()
    try {
      const told = batch.map(attempt)
      commit.run()
      return told
    } catch (error) {
      if (db.isTransaction) rollback.run()
      throw error
    }
  }

  function attempt(waiting: Waiting): () => void {
    savepoint.run()
    try {
      const tell = waiting.attempt()
      release.run()
      return tell
    } catch (error) {
      // A full disk and the like end the whole transaction: nobody's write has happened.
      if (!db.isTransaction) throw error
      undo.run()
      release.run()
      return () => waiting.reject(error)
    }
  }

  return {
    run: (operation) => (closed ? Promise.reject(new Error('the store is closed')) : enqueue(operation)),
    close() {
      closed = true
      return enqueue(() => undefined)
    },
  }
}
