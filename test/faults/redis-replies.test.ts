/** RELIABILITY F10, F11, F12: what Redis says when it cannot, will not or should not keep anything. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RedisOptions, type RedisServer, startRedis } from '../redis.ts'
import { givenRedis, openAt, until } from './on-redis.ts'
import { survives } from './survival.ts'
import { heard, plainNumbers, startTown } from './town.ts'

const redis = givenRedis()
const NOW = Date.UTC(2026, 10, 30, 16)

async function given(options: RedisOptions): Promise<RedisServer> {
  const server = await startRedis(options)
  onTestFinished(() => server.stop())
  return server
}

describe('all goes on by itself, nothing lost and nothing twice,', () => {
  test('when the server becomes a replica and a primary again', async () => {
    await survives(redis, { count: 60, mayRepeat: 0 }, async ({ echoed, refused }) => {
      await echoed(30)
      // Of nobody: it keeps what it has and refuses to write.
      await redis.server.command('REPLICAOF', '127.0.0.1', '1')
      await refused(3)
      await redis.server.command('REPLICAOF', 'NO', 'ONE')
    })
  })

  test('when the scripts are gone', async () => {
    await survives(redis, { count: 60, mayRepeat: 0 }, async ({ echoed }) => {
      for (let flush = 0; flush < 5; flush += 1) {
        await redis.server.command('SCRIPT', 'FLUSH')
        await echoed(10)
      }
    })
  })

  test('when clients are made to wait', async () => {
    await survives(redis, { count: 60, mayRepeat: 0 }, async ({ echoed }) => {
      for (const which of ['ALL', 'WRITE']) {
        await echoed(20)
        await redis.server.command('CLIENT', 'PAUSE', '400', which)
      }
    })
  })

  test('when connections are killed by the server', async () => {
    await survives(redis, { count: 60, mayRepeat: 0 }, async ({ echoed }) => {
      for (let kill = 0; kill < 3; kill += 1) {
        await echoed(20)
        await redis.server.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
      }
    })
  })

  test('when it stops writing because it could not save', async () => {
    await survives(redis, { count: 60, mayRepeat: 0 }, async ({ echoed, refused }) => {
      await echoed(30)
      await redis.server.command('CONFIG', 'SET', 'save', '3600 1')
      await failToSave()
      await refused(3)
      await mend()
    })
  })

  test('while it reads its data after a start', async () => {
    const server = await given({
      args: ['--key-load-delay', '2000', '--loading-process-events-interval-bytes', '1024'],
    })
    const store = openAt(server.port, { leaseMs: 1000, laneLeaseMs: 1000, patience: 10_000 })
    const town = await startTown({ store })
    const names = Array.from({ length: 30 }, (_, index) => `s${index}`)
    const numbers = plainNumbers(3)
    const [first = 0, second = 0, third = 0] = numbers
    await Promise.all(names.map((name) => town.counts(name, first)))
    await Promise.all(names.map((name) => town.sees(({ text }) => text === `echo ${first}`, names.indexOf(name) + 1)))
    await server.command('BGREWRITEAOF')
    await server.kill()
    const coming = server.restart()
    // Asked while it is coming up: they wait rather than fail.
    await Promise.all(names.map((name) => town.counts(name, second)))
    await coming
    await Promise.all(names.map((name) => town.counts(name, third)))
    await town.sees(({ text }) => text === `echo ${third}`, names.length)
    for (const name of names) expect(await heard(store, name)).toEqual(numbers)
    await town.stop()
  })
})

describe('a Redis that would forget is not served from', () => {
  test.each<[string, RedisOptions, RegExp]>([
    ['without its log', { appendonly: 'no' }, /CONFIG SET appendonly yes/],
    ['that evicts', { policy: 'allkeys-lru' }, /CONFIG SET maxmemory-policy noeviction/],
    ['that evicts what has a date', { policy: 'volatile-ttl' }, /CONFIG SET maxmemory-policy noeviction/],
  ])('%s: it says so in one line, keeps nothing, and serves once it is mended', async (_, options, fix) => {
    const server = await given(options)
    const store = openAt(server.port, { patience: 100 })
    const obstacles = await store.obstacles()
    expect(obstacles).toHaveLength(1)
    expect(obstacles[0]?.sentence).toMatch(fix)
    expect(obstacles[0]?.sentence).not.toContain('\n')
    await expect(store.post('ana', { id: 'a', body: 'b' }, NOW, true)).rejects.toThrow(fix)
    await expect(store.writeFact('names', 'x')).rejects.toThrow(fix)
    await expect(store.claim(NOW, 1)).rejects.toThrow(fix)
    expect(await server.command('DBSIZE')).toBe('0')
    const [name = '', value = ''] = (/CONFIG SET (\S+) (\w+)/.exec(obstacles[0]?.sentence ?? '') ?? []).slice(1)
    await server.command('CONFIG', 'SET', name, value)
    expect(await store.post('ana', { id: 'a', body: 'b' }, NOW, false)).toMatchObject({ outcome: 'posted' })
    expect(await store.obstacles()).toEqual([])
  })

  test('that is away is said to be, and no store is needed to ask again', async () => {
    const server = await given({})
    const store = openAt(server.port, { patience: 100 })
    expect(await store.obstacles()).toEqual([])
    await server.kill()
    expect(await store.obstacles()).toMatchObject([{ code: 'redis-away' }])
    await server.restart()
    await until(async () => (await store.obstacles()).length === 0)
    expect(await store.post('ana', { id: 'a', body: 'b' }, NOW, false)).toMatchObject({ outcome: 'posted' })
  })
})

/** A background save whose file is a folder that is there already. */
async function failToSave(): Promise<void> {
  await mkdir(join(redis.server.dir, 'dump.rdb'))
  await saved('err')
}

async function mend(): Promise<void> {
  await rm(join(redis.server.dir, 'dump.rdb'), { recursive: true })
  await saved('ok')
  await redis.server.command('CONFIG', 'SET', 'save', '')
}

async function saved(how: 'ok' | 'err'): Promise<void> {
  await redis.server.command('BGSAVE')
  await until(async () => (await redis.server.command('INFO', 'persistence')).includes(`rdb_last_bgsave_status:${how}`))
}
