import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { OutboxClaim, OutboxRow } from '../store.ts'
import type { Lease } from './lease.ts'
import { statement } from './statement.ts'

/** The rows that wait to go out. Only the first of a lane has a due instant; whoever removes it hands it on to the next. */
export interface Outbox {
  /** With a lease: also leases the first rows of the lanes to which these were added, if they are due and nobody holds them. */
  file(chat: string, rows: readonly OutboxRow[], now: number, lease: Lease | null): OutboxClaim[]
  claim(now: number, most: number, lease: () => Lease): OutboxClaim[]
  /** The first rows of this chat's lanes that are already leased under this token. */
  handed(chat: string, lease: Lease): OutboxClaim[]
  /** Null: the row was not ours any more, or its lane is empty. */
  settle(row: OutboxClaim, lease: Lease | null): OutboxClaim | null
  retry(row: OutboxClaim, due: number): void
  /** What is on its way right now keeps its lane; `monotonic` tells. */
  forget(chat: string, monotonic: number): void
  has(chat: string): boolean
  nextDue(monotonic: number): number | null
}

const COLUMNS = 'id, chat, lane, body, tries, due'
const NOT_HELD = `NOT EXISTS (SELECT 1 FROM lane_lease held
  WHERE held.chat = outbox.chat AND held.lane = outbox.lane AND held.expires > ?)`

type Row = Omit<OutboxClaim, 'token'> & { due: number }

export function createOutbox(db: DatabaseSyncInstance): Outbox {
  const insert = statement(db, 'INSERT INTO outbox (id, chat, lane, body, due, tries) VALUES (?, ?, ?, ?, ?, ?)')
  const first = statement<Row>(
    db,
    `SELECT ${COLUMNS} FROM outbox WHERE due <= ? AND ${NOT_HELD} ORDER BY due, seq LIMIT 1`,
  )
  const firstOf = statement<Row>(
    db,
    `SELECT ${COLUMNS} FROM outbox WHERE chat = ? AND lane = ? AND due <= ? AND ${NOT_HELD}`,
  )
  const heldHeads = statement<Row>(
    db,
    `SELECT ${COLUMNS} FROM outbox WHERE chat = ?1 AND due IS NOT NULL AND EXISTS (SELECT 1 FROM lane_lease held
       WHERE held.chat = ?1 AND held.lane = outbox.lane AND held.token = ?2) ORDER BY seq`,
  )
  const head = statement<Row>(db, `SELECT ${COLUMNS} FROM outbox WHERE chat = ? AND lane = ? AND due IS NOT NULL`)
  const next = statement<{ due: number }>(
    db,
    `SELECT due FROM outbox WHERE due IS NOT NULL AND ${NOT_HELD} ORDER BY due LIMIT 1`,
  )
  const anyIn = statement(db, 'SELECT 1 FROM outbox WHERE chat = ? AND lane = ? LIMIT 1')
  const holder = statement(db, 'SELECT 1 FROM lane_lease WHERE chat = ? AND lane = ? AND expires > ?')
  const follower = statement<{ seq: number }>(
    db,
    'SELECT seq FROM outbox WHERE chat = ? AND lane = ? ORDER BY seq LIMIT 1',
  )
  const count = statement(db, 'UPDATE outbox SET tries = tries + 1 WHERE id = ?')
  const lease = statement(db, 'INSERT OR REPLACE INTO lane_lease (chat, lane, token, expires) VALUES (?, ?, ?, ?)')
  const held = statement(db, 'SELECT 1 FROM lane_lease WHERE chat = ? AND lane = ? AND token = ?')
  const free = statement(db, 'DELETE FROM lane_lease WHERE chat = ? AND lane = ?')
  const remove = statement<{ due: number }>(db, 'DELETE FROM outbox WHERE id = ? RETURNING due')
  const postpone = statement(db, 'UPDATE outbox SET due = ? WHERE id = ? AND due IS NOT NULL')
  const promote = statement(db, 'UPDATE outbox SET due = ? WHERE seq = ?')
  const freeLapsed = statement(db, 'DELETE FROM lane_lease WHERE chat = ? AND expires <= ?')
  const removeAll = statement(db, 'DELETE FROM outbox WHERE chat = ?')
  const any = statement(db, 'SELECT 1 FROM outbox WHERE chat = ? LIMIT 1')

  function take({ due: _, ...row }: Row, by: Lease): OutboxClaim {
    count.run(row.id)
    lease.run(row.chat, row.lane, by.token, by.expires)
    return { ...row, token: by.token, tries: row.tries + 1 }
  }

  /** A row that is alone in its lane is leased as it is written; its lane's later ones wait behind it. */
  function file(chat: string, rows: readonly OutboxRow[], now: number, by: Lease | null): OutboxClaim[] {
    const taken: OutboxClaim[] = []
    const busy = new Set<string>()
    for (const { id, lane, body } of rows) {
      const isFirst = !anyIn.get(chat, lane)
      const isOurs = isFirst && by !== null && !holder.get(chat, lane, by.now)
      insert.run(id, chat, lane, body, isFirst ? now : null, isOurs ? 1 : 0)
      if (isOurs) {
        lease.run(chat, lane, by.token, by.expires)
        taken.push({ id, lane, body, chat, token: by.token, tries: 1 })
      } else if (!taken.some((row) => row.lane === lane)) busy.add(lane)
    }
    if (by !== null)
      for (const lane of busy) taken.push(...firstOf.all(chat, lane, now, by.now).map((row) => take(row, by)))
    return taken
  }

  return {
    file,
    claim(now, most, by) {
      const claims: OutboxClaim[] = []
      while (claims.length < most) {
        const each = by()
        const row = first.get(now, each.now)
        if (!row) break
        claims.push(take(row, each))
      }
      return claims
    },
    handed: (chat, by) => heldHeads.all(chat, by.token).map((row) => take(row, by)),
    settle(row, by) {
      if (!held.get(row.chat, row.lane, row.token)) return null
      const gone = remove.get(row.id)
      // Gone already: erased while it was on its way, or settled before. What follows in its lane is due.
      const next = gone && follower.get(row.chat, row.lane)
      if (gone && next) promote.run(gone.due, next.seq)
      const following = by && (next || !gone) && head.get(row.chat, row.lane)
      if (following) return take(following, by)
      free.run(row.chat, row.lane)
      return null
    },
    retry(row, due) {
      if (!held.get(row.chat, row.lane, row.token)) return
      free.run(row.chat, row.lane)
      postpone.run(due, row.id)
    },
    forget(chat, monotonic) {
      removeAll.run(chat)
      freeLapsed.run(chat, monotonic)
    },
    has: (chat) => any.get(chat) !== undefined,
    nextDue: (monotonic) => next.get(monotonic)?.due ?? null,
  }
}
