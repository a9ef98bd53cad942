import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { Fence } from '../store.ts'
import { statement } from './statement.ts'

/** Who has which role. Every function is one step inside a transaction of the caller's. */
export interface Roles {
  hold(role: string, holder: string, now: number, ms: number): boolean
  drop(role: string, holder: string): void
  /** Whether a change may be made now, or was made before. */
  judge(fence: Fence, now: number): 'open' | 'done' | 'shut'
  /** Notes that it is made. */
  passed(fence: Fence): void
}

/** `now` is monotonic. */
export function createRoles(db: DatabaseSyncInstance): Roles {
  const holder = statement<{ holder: string }>(db, 'SELECT holder FROM role WHERE name = ? AND expires > ?')
  const take = statement(db, 'INSERT OR REPLACE INTO role (name, holder, expires) VALUES (?, ?, ?)')
  const drop = statement(db, 'DELETE FROM role WHERE name = ? AND holder = ?')
  const last = statement<{ nth: number }>(db, 'SELECT nth FROM role_change WHERE role = ? AND holder = ?')
  const note = statement(db, 'INSERT OR REPLACE INTO role_change (role, holder, nth) VALUES (?, ?, ?)')
  return {
    hold(role, by, now, ms) {
      if ((holder.get(role, now)?.holder ?? by) !== by) return false
      take.run(role, by, now + ms)
      return true
    },
    drop: (role, by) => void drop.run(role, by),
    judge({ role, holder: by, nth }, now) {
      const before = last.get(role, by)?.nth ?? 0
      if (before === nth) return 'done'
      return before < nth && holder.get(role, now)?.holder === by ? 'open' : 'shut'
    },
    passed: ({ role, holder: by, nth }) => void note.run(role, by, nth),
  }
}
