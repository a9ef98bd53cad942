import { randomUUID } from 'node:crypto'
import { systemClock } from '../../src/clock.ts'
import type { Log } from '../../src/log.ts'
import { createSeal, parseKeys } from '../../src/seal.ts'
import { redisStore } from '../../src/stores/redis.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'

/** Where a run keeps its data, and how long a killed process holds what it held there (ms; nothing outlives a process in SQLite). */
export interface Place {
  kind: 'sqlite' | 'redis'
  /** A file, or the address of a server. */
  at: string
  leaseMs: number
  laneLeaseMs: number
}

export const seal = createSeal(parseKeys(`chaos:${Buffer.alloc(32, 9).toString('base64')}`))

export function openStore({ kind, at, leaseMs, laneLeaseMs }: Place, log: Log): Store {
  if (kind === 'redis')
    return redisStore({ urls: [at], clock: systemClock(), log, token: randomUUID, leaseMs, laneLeaseMs })
  return sqliteStore({ file: at, monotonic: () => performance.now(), token: randomUUID })
}
