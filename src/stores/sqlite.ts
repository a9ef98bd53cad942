import { createBatch } from './sqlite/batch.ts'
import { createChats } from './sqlite/chats.ts'
import { closeDatabase, openDatabase } from './sqlite/open.ts'
import { createOutbox } from './sqlite/outbox.ts'
import { statement } from './sqlite/statement.ts'
import type { Store } from './store.ts'

export interface SqliteOptions {
  /** Path of the file, made with its folder if missing, or ':memory:'. One process at a time. */
  file: string
  /** Milliseconds that only grow: leases run on them. */
  monotonic: () => number
  /** How long a claim may take (ms). */
  leaseMs?: number
  /** A new unguessable token for each claim. */
  token: () => string
}

/**
 * The embedded store: one file, no server. Every promise resolves only once its transaction is on disk.
 * Throws one sentence for the operator if the file cannot be used.
 */
export function sqliteStore({ file, monotonic, leaseMs = 30_000, token }: SqliteOptions): Store {
  const db = openDatabase(file)
  const outbox = createOutbox(db)
  const chats = createChats(db, outbox)
  const readFact = statement<{ value: string }>(db, 'SELECT value FROM fact WHERE name = ?')
  const writeFact = statement(db, 'INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)')
  const rinse = statement<{ busy: number }>(db, 'PRAGMA wal_checkpoint(TRUNCATE)')
  let erased = false
  let closing: Promise<void> | null = null
  const batch = createBatch(db, () => {
    if (erased) erased = !isRinsed()
  })

  /** Empties the log, which still holds what was erased. What fails is tried again after the next transaction. */
  function isRinsed(): boolean {
    try {
      return rinse.get()?.busy === 0
    } catch {
      return false
    }
  }

  const lease = () => ({ token: token(), now: monotonic(), expires: monotonic() + leaseMs })
  const { run } = batch

  return {
    post: (chat, item, now) => run(() => chats.post(chat, item, now)),
    claim: (now) => run(() => chats.claim(now, lease())),
    commit: (claim, work) =>
      run(() => {
        const outcome = chats.commit(claim, work, monotonic())
        if (work.forget && outcome === 'committed') erased = true
        return outcome
      }),
    release: (claim, retryAt) => run(() => chats.release(claim, retryAt, monotonic())),
    claimOutbox: (now) => run(() => outbox.claim(now, lease())),
    settleOutbox: (id) =>
      run(() => {
        const chat = outbox.settle(id)
        // The last words to a chat that was erased: with them goes the last trace of it.
        if (chat !== null && !chats.has(chat)) erased = true
      }),
    retryOutbox: (id, due) => run(() => outbox.retry(id, due)),
    nextDue: () => run(() => earliest(chats.nextDue(monotonic()), outbox.nextDue(monotonic()))),
    peek: (chat) => run(() => chats.peek(chat)),
    readFact: (name) => run(() => readFact.get(name)?.value ?? null),
    writeFact: (name, value) => run(() => void writeFact.run(name, value)),
    close() {
      closing ??= batch.close().finally(() => closeDatabase(db))
      return closing
    },
  }
}

function earliest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}
