/** Everything a Redis holds and has written to its disk, as one text to search. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RedisServer } from '../redis.ts'
import { until } from './on-redis.ts'

const READ: Record<string, (key: string) => string[]> = {
  string: (key) => ['GET', key],
  hash: (key) => ['HGETALL', key],
  list: (key) => ['LRANGE', key, '0', '-1'],
  set: (key) => ['SMEMBERS', key],
  zset: (key) => ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
}

/** Every key with all of its values, one line each. */
export async function scan(server: RedisServer): Promise<string[]> {
  const keys = (await server.command('KEYS', '*')).split('\n').filter(Boolean)
  return Promise.all(
    keys.map(async (key) => {
      const type = await server.command('TYPE', key)
      const read = READ[type]
      if (!read) throw new Error(`a ${type}, of which we have none`)
      return `${key} ${(await server.command(...read(key))).replaceAll('\n', ' ')}`
    }),
  )
}

/** The files of its log: what it has answered stands in them. */
export async function aof(server: RedisServer): Promise<string> {
  const dir = join(server.dir, 'appendonlydir')
  const files = await Promise.all((await readdir(dir)).map((name) => readFile(join(dir, name), 'latin1')))
  return files.join('\n')
}

/** Resolves once the log has been written anew and no rewrite is left to do. */
export async function rewritten(server: RedisServer): Promise<void> {
  await until(async () => {
    const info = await server.command('INFO', 'persistence')
    return info.includes('aof_rewrite_in_progress:0') && info.includes('aof_rewrite_scheduled:0')
  })
}
