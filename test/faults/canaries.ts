/** Numbers to be planted, the places that keep what a bot keeps, and how to find the one in the other (RELIABILITY A24). */
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createLog } from '../../src/log.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import type { OnRedis } from './on-redis.ts'
import { aof, scan } from './traces.ts'

// Valid in form and check digit, nobody's.
export const NSS = '24220400014'
export const CURP = 'GOXA040229MSRMXNA6'
export const CANARIES = [
  NSS,
  '24 22 04 0001 4',
  '24-22-04-0001-4',
  '２４２２０４０００１４',
  CURP,
  CURP.toLowerCase(),
  'GOXA 040229 MSRMXN A6',
]

export interface Place {
  store: Store
  /** All that has been written to memory and disk. */
  kept(): Promise<string>
}

async function onRedis(redis: OnRedis): Promise<Place> {
  return {
    store: redis.open(),
    kept: async () => `${(await scan(redis.server)).join('\n')}\n${await aof(redis.server)}`,
  }
}

async function onSqlite(): Promise<Place> {
  const dir = await mkdtemp(join(tmpdir(), 'afilia-canaries-'))
  const store = sqliteStore({ file: join(dir, 'a.sqlite'), monotonic: () => performance.now(), token: randomUUID })
  onTestFinished(() => store.close())
  return {
    store,
    kept: async () =>
      readdirSync(dir)
        .map((name) => readFileSync(join(dir, name), 'latin1'))
        .join('\n'),
  }
}

export const placesOn = (redis: OnRedis): [string, () => Promise<Place>][] => [
  ['Redis', () => onRedis(redis)],
  ['SQLite', onSqlite],
]

/** What stands in a text, however it is spelt: as it is, as bytes read one by one, and its digits and letters alone. */
export function found(text: string): string[] {
  const bare = text.replaceAll(/[\s-]/g, '').toUpperCase()
  return CANARIES.filter(
    (canary) =>
      text.includes(canary) ||
      text.includes(Buffer.from(canary).toString('latin1')) ||
      bare.includes(canary.replaceAll(/[\s-]/g, '').toUpperCase()),
  )
}

/** A log and what it wrote. */
export function captured() {
  const lines: string[] = []
  return { log: createLog('debug', { write: (line) => lines.push(line) }), logged: () => lines.join('') }
}
