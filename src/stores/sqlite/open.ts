import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { migrate } from './schema.ts'

export const IN_MEMORY = ':memory:'

/**
 * The lock of locking_mode=EXCLUSIVE belongs to the process, so a killed one leaves none behind. FULL syncs the log at each
 * commit; secure_delete overwrites what is removed, so that erased content does not linger in free pages.
 */
const SETTINGS = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA temp_store = MEMORY;
`

/** Opens the file for this process alone and readable to its user alone. Throws one sentence for the operator when it cannot. */
export function openDatabase(file: string): DatabaseSyncInstance {
  let db: DatabaseSyncInstance | null = null
  try {
    if (file !== IN_MEMORY) makePrivate(file)
    db = new DatabaseSync(file)
    db.exec(SETTINGS)
    // Before WAL, which is written into the file: one that is not ours stays as it is.
    migrate(db)
    db.exec('PRAGMA journal_mode = WAL')
    return db
  } catch (error) {
    if (db) closeDatabase(db)
    throw new Error(sentence(file, error), { cause: error })
  }
}

/**
 * Version 1.2.1 of the package finalizes no statement, so a closed database would keep its lock until they are collected.
 * Leaving WAL gives the lock back at once, and leaves one whole file behind.
 */
export function closeDatabase(db: DatabaseSyncInstance): void {
  try {
    if (db.isTransaction) db.exec('ROLLBACK')
    db.exec('PRAGMA main.journal_mode = DELETE; PRAGMA main.locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema')
  } catch {
    // Not ours, or a full disk: then the lock goes with the process, and the log is read at the next start.
  }
  db.close()
}

/** Never opens a file that is there: closing it again would drop this process's locks on it (POSIX). */
function makePrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (existsSync(file)) chmodSync(file, 0o600)
  else closeSync(openSync(file, 'a', 0o600))
}

function sentence(file: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  switch (primaryCode(error)) {
    case SQLITE_BUSY:
      return `another Afilia is already using ${file}: stop it, or set another DATA_DIR`
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return `${file} is damaged or no database (${reason}): restore it from a backup, or move it away to begin anew`
    default:
      return isForeign(error) ? `${file} cannot be opened: ${reason}` : `${file} ${reason}`
  }
}

/** Of SQLite or the system, and not a sentence of schema.ts. */
function isForeign(error: unknown): boolean {
  return error instanceof Error && 'code' in error
}

const SQLITE_BUSY = 5
const SQLITE_CORRUPT = 11
const SQLITE_NOTADB = 26

/** SQLite keeps the primary result code in the low byte of the extended one. */
function primaryCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined
}
