import { createHash } from 'node:crypto'
import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import {
  type Answering,
  type Claim,
  type Committed,
  DEDUPE_WINDOW,
  type Gather,
  LATE_GRACE,
  type NewItem,
  type Posting,
  type Ready,
  type Work,
} from '../store.ts'
import type { DeadLetters } from './dead-letters.ts'
import type { Lease } from './lease.ts'
import type { Outbox } from './outbox.ts'
import { statement } from './statement.ts'

/** Mailboxes and sessions. Every function is one step inside a transaction of the caller's. */
export interface Chats {
  post(chat: string, item: NewItem, now: number, lease: Lease | null): Posting
  /** `lease` is for the lanes of its rows, under its own token. */
  answer(
    chat: string,
    item: Pick<NewItem, 'id' | 'at'>,
    ready: Ready,
    now: number,
    lease: Lease,
    take: boolean,
  ): Answering
  claim(now: number, most: number, lease: () => Lease): Claim[]
  /** `lease` is for the lanes of its rows, under the claim's own token. */
  commit(claim: Claim, work: Work, lease: Lease, take: boolean): Committed | 'stale'
  release(claim: Claim, retryAt: number, isTry: boolean, monotonic: number): void
  nextDue(monotonic: number): number | null
  peek(chat: string): string | null
  has(chat: string): boolean
}

/** Old ids dropped per post: more than one, so that they never pile up, and few, so that no post is slow. */
const PRUNED_AT_ONCE = 4
/** Dead letters are few: of answered messages only every so manieth looks for old ones. */
const PRUNED_EACH = 16

const NOT_HELD = 'NOT EXISTS (SELECT 1 FROM lease WHERE lease.chat = chat.key AND lease.expires > ?)'

export function createChats(db: DatabaseSyncInstance, outbox: Outbox, dead: DeadLetters): Chats {
  const seenAt = statement<{ at: number }>(db, 'SELECT at FROM seen WHERE id = ?')
  const see = statement(db, 'INSERT OR REPLACE INTO seen (id, at) VALUES (?, ?)')
  const oldestSeen = statement<{ at: number }>(db, 'SELECT at FROM seen ORDER BY at LIMIT 1')
  const prune = statement(
    db,
    `DELETE FROM seen WHERE id IN (SELECT id FROM seen WHERE at <= ? ORDER BY at LIMIT ${PRUNED_AT_ONCE})`,
  )
  const attend = statement(
    db,
    `INSERT INTO chat (key, due) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET due = excluded.due WHERE chat.due IS NULL OR chat.due > excluded.due`,
  )
  const dueOf = statement<{ due: number | null; since: number | null }>(db, 'SELECT due, since FROM chat WHERE key = ?')
  const attendLater = statement(
    db,
    `INSERT INTO chat (key, due, since) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET due = excluded.due, since = excluded.since`,
  )
  const append = statement(db, 'INSERT INTO mail (chat, id, body) VALUES (?, ?, ?)')
  const waits = statement(db, 'SELECT 1 FROM mail WHERE chat = ? AND id = ?')
  const length = statement<{ n: number }>(db, 'SELECT count(*) AS n FROM mail WHERE chat = ?')
  const oldest = statement<{ chat: string }>(
    db,
    `SELECT key AS chat FROM chat WHERE due <= ? AND ${NOT_HELD} ORDER BY due LIMIT 1`,
  )
  const next = statement<{ due: number }>(
    db,
    `SELECT due FROM chat WHERE due IS NOT NULL AND ${NOT_HELD} ORDER BY due LIMIT 1`,
  )
  const known = statement(db, 'SELECT 1 FROM chat WHERE key = ?')
  const kept = statement<{ session: string | null; turn: number }>(db, 'SELECT session, turn FROM chat WHERE key = ?')
  const holder = statement<{ token: string }>(db, 'SELECT token FROM lease WHERE chat = ? AND expires > ?')
  const lease = statement(db, 'INSERT OR REPLACE INTO lease (chat, token, claimed, expires) VALUES (?, ?, ?, ?)')
  const count = statement(db, 'UPDATE mail SET tries = tries + 1 WHERE chat = ?')
  const anew = statement(db, 'UPDATE mail SET tries = 0 WHERE chat = ?')
  const uncount = statement(
    db,
    'UPDATE mail SET tries = tries - 1 WHERE chat = ? AND id IN (SELECT value FROM json_each(?))',
  )
  const items = statement<Claim['items'][number]>(db, 'SELECT id, body, tries FROM mail WHERE chat = ? ORDER BY seq')
  const held = statement<{ claimed: number }>(
    db,
    `SELECT lease.claimed FROM lease JOIN chat ON chat.key = lease.chat
     WHERE lease.chat = ? AND lease.token = ? AND lease.expires > ? AND chat.turn = ?`,
  )
  const finish = statement(db, 'INSERT OR REPLACE INTO done (chat, token) VALUES (?, ?)')
  const last = statement<{ token: string }>(db, 'SELECT token FROM done WHERE chat = ?')
  const unfinish = statement(db, 'DELETE FROM done WHERE chat = ?')
  const free = statement(db, 'DELETE FROM lease WHERE chat = ?')
  const remove = statement(db, 'DELETE FROM mail WHERE chat = ? AND id IN (SELECT value FROM json_each(?))')
  const waiting = statement(db, 'SELECT 1 FROM mail WHERE chat = ? LIMIT 1')
  const save = statement(db, 'UPDATE chat SET session = ?, turn = turn + 1, due = ? WHERE key = ?')
  const postpone = statement(db, 'UPDATE chat SET due = ? WHERE key = ?')
  const dropEmpty = statement(db, 'DELETE FROM chat WHERE key = ? AND session IS NULL AND due IS NULL')

  /** Nothing that was seen is older, as far as we know: what is not there need not be looked for each time. */
  let noneBefore = Number.NEGATIVE_INFINITY
  let answered = 0

  function post(chat: string, item: NewItem, now: number, by: Lease | null): Posting {
    const outcome = fate(chat, item, now)
    if (outcome !== 'posted') return { outcome, claim: null }
    remember(item.id, now)
    dead.prune(now)
    if (item.gather) gather(chat, item.gather, now)
    else attend.run(chat, now)
    append.run(chat, item.id, item.body)
    return { outcome, claim: by && !holder.get(chat, by.now) ? hand(chat, now, by) : null }
  }

  function gather(chat: string, { quiet, most }: Gather, now: number): void {
    const before = dueOf.get(chat)
    if (before && before.due !== null && before.due <= now) return
    const since = waiting.get(chat) ? (before?.since ?? now) : now
    attendLater.run(chat, Math.max(now, Math.min(now + quiet, since + most)), since)
  }

  function isSeen({ id }: Pick<NewItem, 'id'>, now: number): boolean {
    return (seenAt.get(id)?.at ?? Number.NEGATIVE_INFINITY) > now - DEDUPE_WINDOW
  }

  function isLate({ at }: Pick<NewItem, 'at'>, chat: string): boolean {
    return at !== undefined && at + LATE_GRACE <= (seenAt.get(tombstone(chat))?.at ?? 0)
  }

  function fate(chat: string, item: NewItem, now: number): Posting['outcome'] {
    if (isSeen(item, now) || waits.get(chat, item.id)) return 'duplicate'
    if (isLate(item, chat)) return 'late'
    return item.most !== undefined && (length.get(chat)?.n ?? 0) >= item.most ? 'full' : 'posted'
  }

  function remember(id: string, now: number): void {
    see.run(id, now)
    if (now - DEDUPE_WINDOW < noneBefore) return
    prune.run(now - DEDUPE_WINDOW)
    noneBefore = Math.min(oldestSeen.get()?.at ?? now, now)
  }

  function answer(
    chat: string,
    item: Pick<NewItem, 'id' | 'at'>,
    ready: Ready,
    now: number,
    by: Lease,
    take: boolean,
  ): Answering {
    const before = last.get(chat)?.token
    if (before === ready.token) return { outcome: 'committed', ...outcomeOf(chat, take ? outbox.handed(chat, by) : []) }
    if (isSeen(item, now)) return { outcome: 'duplicate' }
    if (isLate(item, chat)) return { outcome: 'late' }
    if (before !== ready.last || waiting.get(chat) || holder.get(chat, by.now)) return { outcome: 'behind' }
    remember(item.id, now)
    answered += 1
    if (answered % PRUNED_EACH === 0) dead.prune(now)
    const rows = outbox.file(chat, ready.outbox, now, take ? by : null)
    save.run(ready.session, ready.next, chat)
    finish.run(chat, ready.token)
    return { outcome: 'committed', rows, more: false }
  }

  function hand(chat: string, now: number, by: Lease): Claim {
    lease.run(chat, by.token, now, by.expires)
    count.run(chat)
    return { chat, session: null, turn: 0, ...kept.get(chat), token: by.token, items: items.all(chat) }
  }

  function claim(now: number, most: number, by: () => Lease): Claim[] {
    const claims: Claim[] = []
    while (claims.length < most) {
      const each = by()
      const row = oldest.get(now, each.now)
      if (!row) break
      claims.push(hand(row.chat, now, each))
    }
    return claims
  }

  function commit(claim: Claim, work: Work, by: Lease, take: boolean): Committed | 'stale' {
    const { chat } = claim
    if (last.get(chat)?.token === claim.token) return outcomeOf(chat, take ? outbox.handed(chat, by) : [])
    const ours = held.get(chat, claim.token, by.now, claim.turn)
    if (!ours) return 'stale'
    if (work.forget) forget(chat, ours.claimed, by.now)
    takeOut(chat, work, ours.claimed)
    const rows = outbox.file(chat, work.outbox, ours.claimed, take ? by : null)
    const isLeft = waiting.get(chat) !== undefined
    // What is left has only waited for its turn: its tries begin anew.
    if (isLeft) anew.run(chat)
    save.run(work.session, isLeft ? ours.claimed : work.next, chat)
    free.run(chat)
    if (dropEmpty.run(chat) > 0) unfinish.run(chat)
    else finish.run(chat, claim.token)
    return outcomeOf(chat, rows)
  }

  function outcomeOf(chat: string, rows: Committed['rows']): Committed {
    return { rows, more: waiting.get(chat) !== undefined }
  }

  function takeOut(chat: string, work: Work, at: number): void {
    for (const { id, reason } of work.bury) dead.bury(chat, id, reason, at)
    const gone = [...work.remove, ...work.bury.map(({ id }) => id)]
    if (gone.length > 0) remove.run(chat, JSON.stringify(gone))
  }

  function forget(chat: string, at: number, monotonic: number): void {
    dead.forget(chat)
    outbox.forget(chat, monotonic)
    see.run(tombstone(chat), at)
  }

  return {
    post,
    answer,
    claim,
    commit,
    release(claim, retryAt, isTry, monotonic) {
      if (!held.get(claim.chat, claim.token, monotonic, claim.turn)) return
      if (!isTry) uncount.run(claim.chat, JSON.stringify(claim.items.map(({ id }) => id)))
      postpone.run(retryAt, claim.chat)
      free.run(claim.chat)
    },
    nextDue: (monotonic) => next.get(monotonic)?.due ?? null,
    peek: (chat) => kept.get(chat)?.session ?? null,
    has: (chat) => known.get(chat) !== undefined,
  }
}

/** Under the ids that were seen, so that it goes with them; a hash of the key, so that nothing of the chat itself stays. */
function tombstone(chat: string): string {
  return `erased.${createHash('sha256').update(chat).digest('base64url')}`
}
