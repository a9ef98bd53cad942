import type { Obstacle } from '../store.ts'

const OLDEST = 7

/** The one obstacle in spite of which Redis is asked: what is delivered and settled makes room. */
export const FULL = 'redis-full'

/** Over by itself in a moment; what else INFO says meanwhile is not yet true (the log is not yet open). */
export const LOADING = 'redis-loading'

/** What makes a Redis unfit to keep anything, read off its INFO. */
export function obstaclesIn(info: string): Obstacle[] {
  const value = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? ''
  const found: [boolean, string, string][] = [
    [
      Number(value('redis_version').split('.')[0]) < OLDEST,
      'redis-too-old',
      `Redis ${value('redis_version')} is too old: install ${OLDEST}.0 or later`,
    ],
    [
      value('aof_enabled') !== '1',
      'redis-forgets',
      'Redis would forget everything at its next restart: redis-cli CONFIG SET appendonly yes, and the same in redis.conf',
    ],
    [
      value('maxmemory_policy') !== 'noeviction',
      'redis-evicts',
      'Redis would throw messages away when memory is short: redis-cli CONFIG SET maxmemory-policy noeviction, and the same in redis.conf',
    ],
    [
      value('role') !== 'master',
      'redis-replica',
      'This Redis is a replica and takes no writes: point REDIS_URL at the primary',
    ],
    [value('loading') === '1', LOADING, 'Redis is still reading its data: it will serve by itself, nothing to do'],
    [
      value('aof_last_write_status') === 'err',
      'redis-cannot-write',
      'Redis cannot write its file: make room on its disk, it goes on by itself',
    ],
    [
      Number(value('maxmemory')) > 0 && Number(value('used_memory')) >= Number(value('maxmemory')),
      FULL,
      'Redis has no memory left: raise it with redis-cli CONFIG SET maxmemory, and the same in redis.conf',
    ],
  ]
  const obstacles = found.filter(([isSo]) => isSo).map(([, code, sentence]) => ({ code, sentence }))
  const loading = obstacles.find(({ code }) => code === LOADING)
  return loading ? [loading] : obstacles
}
