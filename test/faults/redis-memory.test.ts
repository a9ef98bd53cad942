/** RELIABILITY F8: Redis has no memory left. */
import { expect, onTestFinished, test } from 'vitest'
import { givenRedis } from './on-redis.ts'
import { survives } from './survival.ts'
import { heard, startTown, times } from './town.ts'

const redis = givenRedis()
const NOW = Date.UTC(2026, 10, 30, 16)

async function fill(): Promise<void> {
  await redis.server.command('CONFIG', 'SET', 'maxmemory', '1')
  onTestFinished(free)
}

async function free(): Promise<void> {
  await redis.server.command('CONFIG', 'SET', 'maxmemory', '0')
}

test(
  'what comes in is refused, and comes in once there is room again',
  async () => {
    const rounds = times(2)
    await survives(redis, { count: 60 * rounds, mayRepeat: 0 }, async ({ echoed, refused }) => {
      for (let round = 1; round <= rounds; round += 1) {
        await echoed(30)
        await fill()
        await refused(5)
        await free()
      }
    })
  },
  times(2) * 10_000,
)

test('no turn is half done; what was under way is delivered and frees memory', async () => {
  const store = redis.open()
  const item = (id: string) => ({ id, body: 'b' })
  const { claim: filed } = await store.post('ana', item('a1'), NOW, true)
  const { claim: waiting } = await store.post('beto', item('b1'), NOW, true)
  if (!filed || !waiting) throw new Error('not handed over')
  const row = { id: 'row', lane: 'l', body: 'text' }
  const work = {
    session: 's',
    remove: ['a1'],
    bury: [],
    outbox: [row, { ...row, id: 'row2' }],
    next: null,
    forget: false,
  }
  const committed = await store.commit(filed, work, true)
  const [first] = committed === 'stale' ? [] : committed.rows
  if (!first) throw new Error('no row')
  const before = await dump()

  await fill()
  await expect(store.post('caro', item('c1'), NOW, true)).rejects.toThrow('OOM')
  await expect(store.commit(waiting, { ...work, remove: ['b1'] }, true)).rejects.toThrow('OOM')
  expect(await dump()).toEqual(before)
  // Asked in one breath with what is refused: it must not be refused for the company.
  const [second] = await Promise.all([
    store.settle(first, true),
    expect(store.post('caro', item('c1'), NOW, true)).rejects.toThrow('OOM'),
  ])
  expect(second?.id).toBe('row2')
  if (second) expect(await store.settle(second, true)).toBeNull()
  await store.release(waiting, NOW)

  await free()
  expect(await store.commit(waiting, { ...work, remove: ['b1'] }, true)).toBe('stale')
  const [again] = await store.claim(NOW, 9)
  expect(again).toMatchObject({ chat: 'beto', turn: 0, session: null, items: [{ id: 'b1' }] })
  expect(await store.post('caro', item('c1'), NOW, false)).toMatchObject({ outcome: 'posted' })
})

test('no try counts against a message while its turn could not be kept', async () => {
  const store = redis.open({ leaseMs: 100 })
  const town = await startTown({ store, works: false })
  await town.counts('ana', 1)
  await fill()
  for (let asked = 0; asked < 20; asked += 1) expect(await store.claim(Date.now(), 1).catch(() => [])).toEqual([])
  await free()
  const [claim] = await store.claim(Date.now(), 1)
  expect(claim?.items.map(({ tries }) => tries)).toEqual([1])
  if (claim) await store.release(claim, Date.now())
  await town.stop()

  const worker = await startTown({ store })
  await worker.sees(({ text }) => text === 'echo 1')
  expect(await heard(store, 'ana')).toEqual([1])
  await worker.stop()
})

test('is said to be so to whoever asks whether we are ready, until it is mended', async () => {
  const store = redis.open()
  expect(await store.obstacles()).toEqual([])
  await fill()
  expect(await store.obstacles()).toEqual([{ code: 'redis-full', sentence: expect.stringMatching(/maxmemory/) }])
  await free()
  expect(await store.obstacles()).toEqual([])
})

/** Every value of ours in Redis. */
async function dump(): Promise<string[]> {
  const keys = (await redis.server.command('KEYS', 'afilia:*')).split('\n').filter(Boolean).toSorted()
  return Promise.all(keys.map(async (key) => `${key} ${await redis.server.command('DUMP', key).catch(String)}`))
}
