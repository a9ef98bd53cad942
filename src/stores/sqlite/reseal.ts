import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { SealedField, Store } from '../store.ts'
import { statement } from './statement.ts'

type Change = Parameters<Store['reseal']>[0]

/** Where sealed values lie: what each is bound to, and its table, key, chat and value columns. */
const PLACES: { field: SealedField; table: string; key: string; chat: string; value: string }[] = [
  { field: 'session', table: 'chat', key: 'key', chat: 'key', value: 'session' },
  { field: 'mail', table: 'mail', key: 'seq', chat: 'chat', value: 'body' },
  { field: 'mail', table: 'dead_letter', key: 'seq', chat: 'chat', value: 'body' },
  { field: 'outbox', table: 'outbox', key: 'seq', chat: 'chat', value: 'body' },
  { field: 'fact', table: 'fact', key: 'name', chat: 'name', value: 'value' },
]

/** So that turns go on in between. */
const AT_ONCE = 200

export interface Reseal {
  /** One transaction each; what a step returns is how many values it replaced. */
  steps(change: Change): Iterable<() => number>
}

export function createReseal(db: DatabaseSyncInstance): Reseal {
  return {
    *steps(change) {
      for (const place of PLACES) {
        const { table, key, chat, value } = place
        const read = statement<{ key: string | number; chat: string; value: string }>(
          db,
          `SELECT ${key} AS key, ${chat} AS chat, ${value} AS value FROM ${table}
           WHERE ${value} IS NOT NULL AND (?1 IS NULL OR ${key} > ?1) ORDER BY ${key} LIMIT ${AT_ONCE}`,
        )
        const write = statement(db, `UPDATE ${table} SET ${value} = ? WHERE ${key} = ?`)
        let last: string | number | null = null
        let isDone = false
        while (!isDone)
          yield () => {
            const rows = read.all(last)
            isDone = rows.length < AT_ONCE
            last = rows.at(-1)?.key ?? last
            return rows.filter((row) => {
              const changed = change(place.field, row.chat, row.value)
              if (changed !== null) write.run(changed, row.key)
              return changed !== null
            }).length
          }
      }
    },
  }
}
