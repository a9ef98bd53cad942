import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { OutboxClaim, OutboxRow } from '../store.ts'
import { statement } from './statement.ts'

/** The rows that wait to go out. Only the first of a lane has a due instant; whoever removes it hands it on to the next. */
export interface Outbox {
  file(chat: string, row: OutboxRow, now: number): void
  claim(now: number, lease: { now: number; expires: number }): OutboxClaim | null
  /** Returns the chat whose row it was, if it was still there. */
  settle(id: string): string | null
  retry(id: string, due: number): void
  forget(chat: string): void
  nextDue(monotonic: number): number | null
}

export function createOutbox(db: DatabaseSyncInstance): Outbox {
  const insert = statement(
    db,
    `INSERT INTO outbox (id, chat, lane, body, due)
     VALUES (?, ?, ?, ?, CASE WHEN EXISTS (SELECT 1 FROM outbox WHERE lane = ?) THEN NULL ELSE ? END)`,
  )
  const first = statement<OutboxClaim>(
    db,
    `SELECT id, chat, lane, body, tries FROM outbox
     WHERE due <= ? AND NOT EXISTS (SELECT 1 FROM lane_lease held WHERE held.lane = outbox.lane AND held.expires > ?)
     ORDER BY due, seq LIMIT 1`,
  )
  const next = statement<{ due: number }>(
    db,
    `SELECT due FROM outbox
     WHERE due IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lane_lease held WHERE held.lane = outbox.lane AND held.expires > ?)
     ORDER BY due LIMIT 1`,
  )
  const count = statement(db, 'UPDATE outbox SET tries = tries + 1 WHERE id = ?')
  const lease = statement(db, 'INSERT OR REPLACE INTO lane_lease (lane, id, expires) VALUES (?, ?, ?)')
  const free = statement(db, 'DELETE FROM lane_lease WHERE id = ?')
  const remove = statement<{ chat: string; lane: string; due: number | null }>(
    db,
    'DELETE FROM outbox WHERE id = ? RETURNING chat, lane, due',
  )
  const postpone = statement(db, 'UPDATE outbox SET due = ? WHERE id = ? AND due IS NOT NULL')
  const promote = statement(db, 'UPDATE outbox SET due = ? WHERE seq = (SELECT min(seq) FROM outbox WHERE lane = ?)')
  const heads = statement<{ lane: string; due: number }>(
    db,
    'SELECT lane, due FROM outbox WHERE chat = ? AND due IS NOT NULL',
  )
  const removeAll = statement(db, 'DELETE FROM outbox WHERE chat = ?')

  return {
    file(chat, { id, lane, body }, now) {
      insert.run(id, chat, lane, body, lane, now)
    },
    claim(now, held) {
      const row = first.get(now, held.now)
      if (!row) return null
      count.run(row.id)
      lease.run(row.lane, row.id, held.expires)
      return { ...row, tries: row.tries + 1 }
    },
    settle(id) {
      free.run(id)
      const row = remove.get(id)
      if (!row) return null
      if (row.due !== null) promote.run(row.due, row.lane)
      return row.chat
    },
    retry(id, due) {
      free.run(id)
      postpone.run(due, id)
    },
    forget(chat) {
      const freed = heads.all(chat)
      removeAll.run(chat)
      for (const { lane, due } of freed) promote.run(due, lane)
    },
    nextDue: (monotonic) => next.get(monotonic)?.due ?? null,
  }
}
