import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RedisServer, startCluster, startRedis } from '../redis.ts'
import type { Place } from './open-store.ts'

/** Data of one run, in a folder or a server of its own. */
export interface OpenPlace {
  order: Place
  /** None for SQLite. */
  servers: readonly RedisServer[]
  close(): Promise<void>
}

/** What a killed process held is free again after so long (ms); an honest turn takes a few. */
const SHORT = { leaseMs: 1000, laneLeaseMs: 2000 }

/** `nodes` of Redis: more than one are a cluster. */
export async function openPlace(kind: Place['kind'], leases = SHORT, nodes = 1): Promise<OpenPlace> {
  if (kind === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'afilia-chaos-'))
    return {
      order: { kind, at: join(folder, 'data.sqlite'), ...leases },
      servers: [],
      close: () => rm(folder, { recursive: true, force: true }),
    }
  }
  if (nodes > 1) {
    const { url, servers, stop } = await startCluster(nodes)
    return { order: { kind, at: url, ...leases }, servers, close: stop }
  }
  const server = await startRedis()
  return { order: { kind, at: server.url, ...leases }, servers: [server], close: server.stop }
}
