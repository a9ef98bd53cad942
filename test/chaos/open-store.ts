import { randomUUID } from 'node:crypto'
import { systemClock } from '../../src/clock.ts'
import type { Log } from '../../src/log.ts'
import { createSeal, parseKeys } from '../../src/seal.ts'
import type { Store } from '../../src/stores/store.ts'

/** Where a run keeps its data, and how long a killed process holds what it held there (ms; nothing outlives a process in SQLite). */
export interface Place {
  kind: 'sqlite' | 'redis'
  /** A file, or the addresses of servers, separated by commas. */
  at: string
  leaseMs: number
  laneLeaseMs: number
}

export const seal = createSeal(parseKeys(`chaos:${Buffer.alloc(32, 9).toString('base64')}`), Buffer.alloc(32, 9))

/** Each store is loaded only where it is used: a process that is to be killed at once should start at once. */
export async function openStore({ kind, at, leaseMs, laneLeaseMs }: Place, log: Log): Promise<Store> {
  if (kind === 'redis') {
    const { redisStore } = await import('../../src/stores/redis.ts')
    return redisStore({ urls: at.split(','), clock: systemClock(), log, token: randomUUID, leaseMs, laneLeaseMs })
  }
  const { sqliteStore } = await import('../../src/stores/sqlite.ts')
  return sqliteStore({ file: at, monotonic: () => performance.now(), token: randomUUID })
}
