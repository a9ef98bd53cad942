import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { pause } from '../pause.ts'
import { createSealer, type KeyRing, keyFile, newNamesFact, type Seal, withNames } from '../seal.ts'
import { redisStore } from '../stores/redis.ts'
import { sqliteStore } from '../stores/sqlite.ts'
import type { Store } from '../stores/store.ts'
import { clock } from './given.ts'

/** The fact by which chats are named, sealed: whoever cannot open it has the wrong key. */
const NAMES = 'names'
const SECOND = 1000

/** The store of real students. */
export function openStore(config: Config, log: Log): Store {
  if (config.redis) return redisStore({ urls: config.redis.urls, clock, log, token: randomUUID })
  return openFile(config, 'afilia')
}

export function openFile(config: Config, name: string): Store {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const file = join(resolve(config.dataDir), `${name}.sqlite`)
  return sqliteStore({ file, monotonic: clock.monotonic, token: randomUUID })
}

/** Returns once the store can be used; says what it is waiting for, once each. */
export async function unobstructed(store: Store, stopping: AbortSignal, tell: (line: string) => void): Promise<void> {
  const told = new Set<string>()
  for (;;) {
    const obstacles = await store.obstacles()
    if (obstacles.length === 0 || stopping.aborted) return
    for (const { sentence } of obstacles) if (!told.has(sentence)) tell(`Not ready: ${sentence}.`)
    for (const { sentence } of obstacles) told.add(sentence)
    await pause(clock, SECOND, stopping)
  }
}

/** A wrong or missing key is said, and never taken for "no data". */
export async function openSeal(store: Store, ring: KeyRing): Promise<Seal> {
  const sealer = createSealer(ring)
  return withNames(sealer, await store.firstFact(NAMES, newNamesFact(sealer)))
}

export async function ringOf(config: Config, store: Store): Promise<KeyRing> {
  return config.keys ?? fileRing(config, store)
}

/** The key file is made only for a store that holds nothing yet: a new key would not open what an old one sealed. */
export async function fileRing(config: Config, store: Store): Promise<KeyRing> {
  return keyFile(join(config.dataDir, 'keys'), { hasData: (await store.readFact(NAMES)) !== null })
}
