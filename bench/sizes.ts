import { DatabaseSync } from '@photostructure/sqlite'
import { createClient } from 'redis'
import { z } from 'zod'

/** Bytes in a store: ids kept to know repeats, and all the rest. */
export interface Sizes {
  sessions: number
  dedupe: number
}

const isDedupe = (name: string): boolean => /seen/.test(name)

/** What Redis says each key takes of its memory. */
export async function redisSizes(url: string): Promise<Sizes> {
  const redis = createClient({ url })
  await redis.connect()
  const sizes: Sizes = { sessions: 0, dedupe: 0 }
  for await (const keys of redis.scanIterator({ COUNT: 1000 })) {
    const bytes = await Promise.all(keys.map((key) => redis.memoryUsage(key, { SAMPLES: 0 })))
    for (const [index, key] of keys.entries()) sizes[isDedupe(key) ? 'dedupe' : 'sessions'] += bytes[index] ?? 0
  }
  redis.destroy()
  return sizes
}

const payload = z.object({ name: z.string(), bytes: z.number() })

/** Bytes of rows and indexes, without the free room in their pages. */
export function sqliteSizes(file: string): Sizes {
  const db = new DatabaseSync(file)
  const rows = z
    .array(payload)
    .parse(
      db
        .prepare("SELECT name, sum(payload) AS bytes FROM dbstat WHERE name NOT LIKE 'sqlite_schema' GROUP BY name")
        .all(),
    )
  db.close()
  const sizes: Sizes = { sessions: 0, dedupe: 0 }
  for (const { name, bytes } of rows) sizes[isDedupe(name) ? 'dedupe' : 'sessions'] += bytes
  return sizes
}
