import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedis } from '../test/redis.ts'
import type { StoreName } from './side.ts'
import { redisSizes, type Sizes, sqliteSizes } from './sizes.ts'

/** Where one bot keeps what it keeps: nobody else's. */
export interface Venue {
  store: string
  /** Bytes kept; only once nobody uses it any more. */
  sizes(): Promise<Sizes>
  stop(): Promise<void>
}

/** A Redis server of its own (AOF, fsync every second), or a file in a new folder. */
export async function openVenue(name: StoreName): Promise<Venue> {
  if (name === 'redis') {
    const server = await startRedis()
    return { store: server.url, sizes: () => redisSizes(server.url), stop: server.stop }
  }
  const dir = mkdtempSync(join(tmpdir(), 'afilia-bench-'))
  const store = join(dir, 'bench.sqlite')
  return {
    store,
    sizes: async () => sqliteSizes(store),
    async stop() {
      rmSync(dir, { recursive: true })
    },
  }
}
