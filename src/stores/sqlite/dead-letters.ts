import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import { DEAD_LETTER_DAYS, type DeadLetter } from '../store.ts'
import { statement } from './statement.ts'

/** What could not be handled and was set aside. */
export interface DeadLetters {
  /** Copies an item out of the mailbox. */
  bury(chat: string, id: string, reason: string, at: number): void
  list(most: number): DeadLetter[]
  forget(chat: string): void
  /** Drops a few of those that were kept long enough. */
  prune(now: number): void
}

const KEPT = DEAD_LETTER_DAYS * 24 * 60 * 60 * 1000

export function createDeadLetters(db: DatabaseSyncInstance): DeadLetters {
  const bury = statement(
    db,
    `INSERT INTO dead_letter (chat, id, body, reason, at)
     SELECT chat, id, body, ?, ? FROM mail WHERE chat = ? AND id = ? ORDER BY seq`,
  )
  const list = statement<DeadLetter>(
    db,
    'SELECT chat, id, body, reason, at FROM dead_letter ORDER BY at DESC, seq DESC LIMIT ?',
  )
  const forget = statement(db, 'DELETE FROM dead_letter WHERE chat = ?')
  const prune = statement(
    db,
    'DELETE FROM dead_letter WHERE seq IN (SELECT seq FROM dead_letter WHERE at <= ? ORDER BY at LIMIT 2)',
  )
  return {
    bury: (chat, id, reason, at) => void bury.run(reason, at, chat, id),
    list: (most) => list.all(most),
    forget: (chat) => void forget.run(chat),
    prune: (now) => void prune.run(now - KEPT),
  }
}
