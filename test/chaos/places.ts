import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RedisServer, startRedis } from '../redis.ts'
import type { Place } from './open-store.ts'

/** Data of one run, in a folder or a server of its own. */
export interface OpenPlace {
  order: Place
  /** Null for SQLite. */
  server: RedisServer | null
  close(): Promise<void>
}

/** What a killed process held is free again after so long (ms); an honest turn takes a few. */
const SHORT = { leaseMs: 1000, laneLeaseMs: 1000 }

export async function openPlace(kind: Place['kind'], leases = SHORT): Promise<OpenPlace> {
  if (kind === 'redis') {
    const server = await startRedis()
    return { order: { kind, at: server.url, ...leases }, server, close: server.stop }
  }
  const folder = await mkdtemp(join(tmpdir(), 'afilia-chaos-'))
  return {
    order: { kind, at: join(folder, 'data.sqlite'), ...leases },
    server: null,
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
