import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { Fence } from '../store.ts'
import type { Roles } from './roles.ts'
import { statement } from './statement.ts'

/** Facts by name. Every function is one step inside a transaction of the caller's. */
export interface Facts {
  read(name: string): string | null
  write(name: string, value: string): void
  first(name: string, value: string): string
  readAll(names: readonly string[]): Map<string, string>
  list(folder: string): Map<string, string>
  /** `now` is monotonic. */
  change(changes: ReadonlyMap<string, string | null>, fence: Fence | null, now: number): boolean
}

export function createFacts(db: DatabaseSyncInstance, roles: Roles): Facts {
  const one = statement<{ value: string }>(db, 'SELECT value FROM fact WHERE name = ?')
  const write = statement(db, 'INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)')
  const first = statement(db, 'INSERT OR IGNORE INTO fact (name, value) VALUES (?, ?)')
  const remove = statement(db, 'DELETE FROM fact WHERE name = ?')
  // Folders within it lie between the same two names.
  const within = statement<{ name: string; value: string }>(
    db,
    "SELECT name, value FROM fact WHERE name > ?1 || '/' AND name < ?1 || '0' AND instr(substr(name, length(?1) + 2), '/') = 0",
  )
  const read = (name: string): string | null => one.get(name)?.value ?? null
  return {
    read,
    write: (name, value) => void write.run(name, value),
    first(name, value) {
      first.run(name, value)
      return read(name) ?? value
    },
    readAll: (names) =>
      new Map(
        names.flatMap((name) => {
          const value = read(name)
          return value === null ? [] : [[name, value]]
        }),
      ),
    list: (folder) => new Map(within.all(folder).map(({ name, value }) => [name, value])),
    change(changes, fence, now) {
      const state = fence ? roles.judge(fence, now) : 'open'
      if (state !== 'open') return state === 'done'
      for (const [name, value] of changes) {
        if (value === null) remove.run(name)
        else write.run(name, value)
      }
      if (fence) roles.passed(fence)
      return true
    },
  }
}
