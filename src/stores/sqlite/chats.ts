import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { Claim, Item, Work } from '../store.ts'
import type { Outbox } from './outbox.ts'
import { statement } from './statement.ts'

/** Mailboxes and sessions. Every function is one step inside a transaction of the caller's. */
export interface Chats {
  post(chat: string, item: Item, now: number): 'posted' | 'duplicate'
  claim(now: number, lease: { token: string; now: number; expires: number }): Claim | null
  commit(claim: Claim, work: Work, monotonic: number): 'committed' | 'stale'
  release(claim: Claim, retryAt: number, monotonic: number): void
  nextDue(monotonic: number): number | null
  peek(chat: string): string | null
  has(chat: string): boolean
}

/** WhatsApp's Cloud API repeats an unacknowledged message for up to seven days. */
const DEDUPE_WINDOW = 8 * 24 * 60 * 60 * 1000
/** Old ids dropped per post: more than one, so that they never pile up, and few, so that no post is slow. */
const PRUNED_AT_ONCE = 4

const NOT_HELD = 'NOT EXISTS (SELECT 1 FROM lease WHERE lease.chat = chat.key AND lease.expires > ?)'

export function createChats(db: DatabaseSyncInstance, outbox: Outbox): Chats {
  const see = statement(
    db,
    `INSERT INTO seen (id, at) VALUES (?, ?)
     ON CONFLICT (id) DO UPDATE SET at = excluded.at WHERE seen.at <= ?`,
  )
  const prune = statement(
    db,
    `DELETE FROM seen WHERE id IN (SELECT id FROM seen WHERE at <= ? ORDER BY at LIMIT ${PRUNED_AT_ONCE})`,
  )
  const attend = statement(
    db,
    `INSERT INTO chat (key, due) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET due = excluded.due WHERE chat.due IS NULL OR chat.due > excluded.due`,
  )
  const append = statement(db, 'INSERT INTO mail (chat, id, body) VALUES (?, ?, ?)')
  const oldest = statement<{ chat: string; session: string | null; turn: number }>(
    db,
    `SELECT key AS chat, session, turn FROM chat WHERE due <= ? AND ${NOT_HELD} ORDER BY due LIMIT 1`,
  )
  const next = statement<{ due: number }>(
    db,
    `SELECT due FROM chat WHERE due IS NOT NULL AND ${NOT_HELD} ORDER BY due LIMIT 1`,
  )
  const lease = statement(db, 'INSERT OR REPLACE INTO lease (chat, token, claimed, expires) VALUES (?, ?, ?, ?)')
  const count = statement(db, 'UPDATE mail SET tries = tries + 1 WHERE chat = ?')
  const items = statement<Claim['items'][number]>(db, 'SELECT id, body, tries FROM mail WHERE chat = ? ORDER BY seq')
  const held = statement<{ claimed: number }>(
    db,
    `SELECT lease.claimed FROM lease JOIN chat ON chat.key = lease.chat
     WHERE lease.chat = ? AND lease.token = ? AND lease.expires > ? AND chat.turn = ?`,
  )
  const free = statement(db, 'DELETE FROM lease WHERE chat = ?')
  const bury = statement(
    db,
    `INSERT INTO dead_letter (chat, id, body, reason)
     SELECT chat, id, body, ? FROM mail WHERE chat = ? AND id = ? ORDER BY seq`,
  )
  const remove = statement(db, 'DELETE FROM mail WHERE chat = ? AND id IN (SELECT value FROM json_each(?))')
  const waiting = statement(db, 'SELECT 1 FROM mail WHERE chat = ? LIMIT 1')
  const save = statement(db, 'UPDATE chat SET session = ?, turn = turn + 1, due = ? WHERE key = ?')
  const postpone = statement(db, 'UPDATE chat SET due = ? WHERE key = ?')
  const forgetMail = statement(db, 'DELETE FROM mail WHERE chat = ?')
  const forgetDead = statement(db, 'DELETE FROM dead_letter WHERE chat = ?')
  const forgetChat = statement(db, 'DELETE FROM chat WHERE key = ? AND session IS NULL AND due IS NULL')
  const session = statement<{ session: string | null }>(db, 'SELECT session FROM chat WHERE key = ?')

  function post(chat: string, item: Item, now: number): 'posted' | 'duplicate' {
    const old = now - DEDUPE_WINDOW
    if (see.run(item.id, now, old) === 0) return 'duplicate'
    prune.run(old)
    attend.run(chat, now)
    append.run(chat, item.id, item.body)
    return 'posted'
  }

  function claim(now: number, by: { token: string; now: number; expires: number }): Claim | null {
    const row = oldest.get(now, by.now)
    if (!row) return null
    lease.run(row.chat, by.token, now, by.expires)
    count.run(row.chat)
    return { ...row, token: by.token, items: items.all(row.chat) }
  }

  function commit(claim: Claim, work: Work, monotonic: number): 'committed' | 'stale' {
    const ours = held.get(claim.chat, claim.token, monotonic, claim.turn)
    if (!ours) return 'stale'
    if (work.forget) forget(claim.chat)
    else takeOut(claim.chat, work)
    for (const row of work.outbox) outbox.file(claim.chat, row, ours.claimed)
    const due = waiting.get(claim.chat) ? ours.claimed : work.next
    save.run(work.session, due, claim.chat)
    if (work.forget) forgetChat.run(claim.chat)
    free.run(claim.chat)
    return 'committed'
  }

  function takeOut(chat: string, work: Work): void {
    for (const { id, reason } of work.bury) bury.run(reason, chat, id)
    const gone = [...work.remove, ...work.bury.map(({ id }) => id)]
    if (gone.length > 0) remove.run(chat, JSON.stringify(gone))
  }

  function forget(chat: string): void {
    forgetMail.run(chat)
    forgetDead.run(chat)
    outbox.forget(chat)
  }

  return {
    post,
    claim,
    commit,
    release(claim, retryAt, monotonic) {
      if (!held.get(claim.chat, claim.token, monotonic, claim.turn)) return
      postpone.run(retryAt, claim.chat)
      free.run(claim.chat)
    },
    nextDue: (monotonic) => next.get(monotonic)?.due ?? null,
    peek: (chat) => session.get(chat)?.session ?? null,
    has: (chat) => session.get(chat) !== undefined,
  }
}
