import { createBatch } from './sqlite/batch.ts'
import { createChats } from './sqlite/chats.ts'
import { createDeadLetters } from './sqlite/dead-letters.ts'
import { createFacts } from './sqlite/facts.ts'
import type { Lease } from './sqlite/lease.ts'
import { closeDatabase, openDatabase } from './sqlite/open.ts'
import { createOutbox } from './sqlite/outbox.ts'
import { createReseal } from './sqlite/reseal.ts'
import { createRoles } from './sqlite/roles.ts'
import { statement } from './sqlite/statement.ts'
import { LANE_LEASE, LEASE, type Store } from './store.ts'

export interface SqliteOptions {
  /** Path of the file, made with its folder if missing, or ':memory:'. One process at a time. */
  file: string
  /** Milliseconds that only grow: leases run on them. */
  monotonic: () => number
  /** How long a turn and a delivery may take (ms). */
  leaseMs?: number
  laneLeaseMs?: number
  /** A new unguessable token for each claim. */
  token: () => string
}

/**
 * The embedded store: one file, no server. Every promise resolves only once its transaction is on disk.
 * Throws one sentence for the operator if the file cannot be used.
 */
export function sqliteStore(options: SqliteOptions): Store {
  const { file, monotonic, token, leaseMs = LEASE, laneLeaseMs = LANE_LEASE } = options
  const db = openDatabase(file)
  const outbox = createOutbox(db)
  const dead = createDeadLetters(db)
  const chats = createChats(db, outbox, dead)
  const reseal = createReseal(db)
  const roles = createRoles(db)
  const facts = createFacts(db, roles)
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

  const leaseFor = (ms: number, by: string): Lease => ({ token: by, now: monotonic(), expires: monotonic() + ms })
  const chatLease = () => leaseFor(leaseMs, token())
  const laneLease = (by: string) => leaseFor(laneLeaseMs, by)

  const { run } = batch

  return {
    post: (chat, item, now, take) => run(() => chats.post(chat, item, now, take ? chatLease() : null)),
    answer: (chat, item, ready, now, take) =>
      run(() => chats.answer(chat, item, ready, now, laneLease(ready.token), take)),
    claim: (now, most) => run(() => chats.claim(now, most, chatLease)),
    commit: (claim, work, take) =>
      run(() => {
        const outcome = chats.commit(claim, work, laneLease(claim.token), take)
        if (work.forget && outcome !== 'stale') erased = true
        return outcome
      }),
    release: (claim, retryAt, isTry = true) => run(() => chats.release(claim, retryAt, isTry, monotonic())),
    claimOutbox: (now, most) => run(() => outbox.claim(now, most, () => laneLease(token()))),
    settle: (row, take) =>
      run(() => {
        const next = outbox.settle(row, take ? laneLease(row.token) : null)
        // The last words to a chat that was erased: with them goes the last trace of it.
        if (next === null && !chats.has(row.chat) && !outbox.has(row.chat)) erased = true
        return next
      }),
    retry: (row, due) => run(() => outbox.retry(row, due)),
    nextDue: () => run(() => earliest(chats.nextDue(monotonic()), outbox.nextDue(monotonic()))),
    peek: (chat) => run(() => chats.peek(chat)),
    readFact: (name) => run(() => facts.read(name)),
    writeFact: (name, value) => run(() => facts.write(name, value)),
    firstFact: (name, value) => run(() => facts.first(name, value)),
    readFacts: (names) => run(() => facts.readAll(names)),
    listFacts: (folder) => run(() => facts.list(folder)),
    changeFacts: (changes, fence) => run(() => facts.change(changes, fence ?? null, monotonic())),
    hold: (role, holder, ms) => run(() => roles.hold(role, holder, monotonic(), ms)),
    drop: (role, holder) => run(() => roles.drop(role, holder)),
    deadLetters: (most) => run(() => dead.list(most)),
    async reseal(change) {
      let replaced = 0
      for (const step of reseal.steps(change)) replaced += await run(step)
      return replaced
    },
    obstacles: async () => [],
    onHint() {},
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
