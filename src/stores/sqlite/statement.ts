import type { DatabaseSyncInstance } from '@photostructure/sqlite'

type Value = string | number | null

/** One prepared statement. `Row` is what its columns are; the tables are STRICT, so they can be nothing else. */
export interface Statement<Row> {
  get(...values: Value[]): Row | undefined
  all(...values: Value[]): Row[]
  /** Returns how many rows it changed. */
  run(...values: Value[]): number
}

export function statement<Row = never>(db: DatabaseSyncInstance, sql: string): Statement<Row> {
  const prepared = db.prepare(sql)
  return {
    get: (...values) => prepared.get(...values),
    all: (...values) => prepared.all(...values),
    run: (...values) => prepared.run(...values).changes,
  }
}
