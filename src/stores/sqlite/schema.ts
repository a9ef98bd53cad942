import type { DatabaseSyncInstance } from '@photostructure/sqlite'

/** What is new with each version of the file, oldest first. Never change one that has been released: append. */
const MIGRATIONS = [
  `
  CREATE TABLE chat (
    key TEXT PRIMARY KEY,
    session TEXT,
    turn INTEGER NOT NULL DEFAULT 0,
    due REAL -- when it next needs attention; null for never
  ) STRICT;
  CREATE INDEX chat_due ON chat (due) WHERE due IS NOT NULL;

  CREATE TABLE mail (
    seq INTEGER PRIMARY KEY, -- the order of arrival
    chat TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX mail_chat ON mail (chat);

  CREATE TABLE dead_letter (
    seq INTEGER PRIMARY KEY,
    chat TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    reason TEXT NOT NULL
  ) STRICT;
  CREATE INDEX dead_letter_chat ON dead_letter (chat);

  CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY, -- the order within a lane
    id TEXT NOT NULL UNIQUE,
    chat TEXT NOT NULL,
    lane TEXT NOT NULL,
    body TEXT NOT NULL,
    due REAL, -- null while another row of its lane is before it
    tries INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX outbox_due ON outbox (due) WHERE due IS NOT NULL;
  CREATE INDEX outbox_lane ON outbox (lane);
  CREATE INDEX outbox_chat ON outbox (chat);

  -- Ids of what was posted, to know a repeat. Holds no chat, so that an erased one leaves nothing here.
  CREATE TABLE seen (
    id TEXT PRIMARY KEY,
    at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX seen_at ON seen (at);

  CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE dead_letter ADD COLUMN at REAL NOT NULL DEFAULT 0; -- when it was set aside
  CREATE INDEX dead_letter_at ON dead_letter (at);
  DROP INDEX outbox_lane;
  DROP INDEX outbox_chat;
  CREATE INDEX outbox_lane ON outbox (chat, lane); -- a lane belongs to a chat
  `,
  `
  ALTER TABLE chat ADD COLUMN since REAL; -- when what gathers began to
  `,
]

/**
 * Leases live in memory, inside the same transactions: what is rolled back is not leased, and what a killed process held
 * is free for the next one at once. A lane is leased, not its row, so that even an erased row still being sent keeps its place.
 */
const LEASES = `
  CREATE TEMP TABLE lease (
    chat TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    claimed REAL NOT NULL, -- the world's instant
    expires REAL NOT NULL -- monotonic
  ) STRICT, WITHOUT ROWID;
  CREATE TEMP TABLE done ( -- the last commit of each chat
    chat TEXT PRIMARY KEY,
    token TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TEMP TABLE lane_lease (
    chat TEXT NOT NULL,
    lane TEXT NOT NULL,
    token TEXT NOT NULL,
    expires REAL NOT NULL,
    PRIMARY KEY (chat, lane)
  ) STRICT, WITHOUT ROWID;
  CREATE TEMP TABLE role (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    expires REAL NOT NULL -- monotonic
  ) STRICT, WITHOUT ROWID;
  CREATE TEMP TABLE role_change ( -- the last change of facts that each holder made
    role TEXT NOT NULL,
    holder TEXT NOT NULL,
    nth INTEGER NOT NULL,
    PRIMARY KEY (role, holder)
  ) STRICT, WITHOUT ROWID;
`

/** Brings the file to the newest version, all or nothing, and sets up the leases. Takes the file's lock, since it writes. */
export function migrate(db: DatabaseSyncInstance): void {
  db.exec('BEGIN IMMEDIATE')
  const version = number(db, 'PRAGMA user_version')
  if (version > MIGRATIONS.length)
    throw new Error(
      `was written by a newer version of Afilia (its format is ${version}, this one knows up to ${MIGRATIONS.length}): install that version again`,
    )
  if (version === 0 && number(db, 'SELECT count(*) FROM sqlite_schema') > 0)
    throw new Error('is a database of something else, not of Afilia: move it away')
  for (const migration of MIGRATIONS.slice(version)) db.exec(migration)
  if (version < MIGRATIONS.length) db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`)
  db.exec('COMMIT')
  db.exec(LEASES)
}

function number(db: DatabaseSyncInstance, sql: string): number {
  return Number(Object.values(db.prepare(sql).get())[0])
}
