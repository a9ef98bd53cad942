import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest'
import { type Clock, systemClock } from '../../src/clock.ts'
import type { Log } from '../../src/log.ts'
import { redisStore } from '../../src/stores/redis.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import { type RedisOptions, type RedisServer, startRedis } from '../redis.ts'
import { quietLog } from '../words.ts'

export interface OnRedis {
  readonly server: RedisServer
  /** A store on it, or on what stands before it at `port`; closed with the test. */
  open(options?: StoreOptions): Store
}

export interface StoreOptions {
  port?: number
  clock?: Clock
  log?: Log
  leaseMs?: number
  laneLeaseMs?: number
  patience?: number
}

/** One server for the file, emptied before each test. */
export function givenRedis(options: RedisOptions = {}): OnRedis {
  let running: RedisServer | null = null
  beforeAll(async () => {
    running = await startRedis(options)
  })
  beforeEach(async () => {
    await running?.command('FLUSHALL')
  })
  afterAll(async () => running?.stop())
  const server = (): RedisServer => {
    if (!running) throw new Error('no server yet')
    return running
  }
  return {
    get server() {
      return server()
    },
    open: ({ port = server().port, ...more } = {}) => openAt(port, more),
  }
}

/** What a test of both stores runs over; each is closed with its test. */
export function eachStore(redis: OnRedis): [name: string, open: () => Store][] {
  const inMemory = (): Store => {
    const store = sqliteStore({ file: ':memory:', monotonic: () => performance.now(), token: randomUUID })
    onTestFinished(() => store.close())
    return store
  }
  return [
    ['SQLite', inMemory],
    ['Redis', () => redis.open()],
  ]
}

/** Closed with the test. */
export function openAt(port: number, options: Omit<StoreOptions, 'port'> = {}): Store {
  const urls = [`redis://127.0.0.1:${port}`]
  const store = redisStore({ urls, clock: systemClock(), log: quietLog, token: randomUUID, ...options })
  onTestFinished(() => store.close())
  return store
}

/** What asks again until it is so; for what happens by Redis's own clock, which tells nobody. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 10))
}
