/** RELIABILITY F9: a key of ours in Redis has turned into something else. */
import { expect, test } from 'vitest'
import { allLeasesLapse } from '../stores/redis-leases.ts'
import { givenRedis } from './on-redis.ts'

const redis = givenRedis()
const P = 'afilia:{0}:'
const NOW = Date.UTC(2026, 10, 30, 16)

/** A key in its place, of a type that nothing of ours has. */
async function spoil(key: string): Promise<void> {
  await redis.server.command('RENAMENX', key, `kept ${key}`).catch(() => '')
  await redis.server.command('SETBIT', key, '7', '1')
}

async function mend(key: string): Promise<void> {
  await redis.server.command('DEL', key)
  await redis.server.command('RENAME', `kept ${key}`, key).catch(() => '')
}

/** Everything of ours but the spoilt key and the lease that a look may take. */
async function dump(): Promise<string[]> {
  const keys = (await redis.server.command('KEYS', `${P}*`)).split('\n').filter(Boolean).toSorted()
  return Promise.all(keys.map(async (key) => `${key} ${await redis.server.command('DUMP', key).catch(String)}`))
}

const item = (id: string) => ({ id, body: 'b' })
const answer = {
  session: 'answered',
  remove: ['a1'],
  bury: [],
  outbox: [
    { id: 'r1', lane: 'l', body: 'row' },
    { id: 'r2', lane: 'l', body: 'row' },
  ],
  next: NOW + 5,
  forget: false,
}

test.each([`${P}due`, `${P}out`, `${P}sending`, `${P}held`, `${P}seen`, `${P}dead`, `${P}m:ana`, `${P}c:ana`])(
  'a turn is kept whole or not at all when %s is spoilt',
  async (key) => {
    const store = redis.open()
    const { claim } = await store.post('ana', item('a1'), NOW, true)
    await store.post('ana', item('a2'), NOW, false)
    if (!claim) throw new Error('not handed over')
    await spoil(key)
    const before = await dump()
    await expect(store.commit(claim, answer, true)).rejects.toThrow(/WRONGTYPE/)
    expect(await dump()).toEqual(before)
    await mend(key)
    const committed = await store.commit(claim, answer, true)
    expect(committed).toMatchObject({ more: true, rows: [{ id: 'r1' }] })
  },
)

test.each([`${P}l:ana`, `${P}x:ana`, `${P}o:ana:l`])(
  'a turn with what is to be buried and sent is kept whole or not at all when %s is spoilt',
  async (key) => {
    const store = redis.open()
    const { claim } = await store.post('ana', item('a1'), NOW, true)
    if (!claim) throw new Error('not handed over')
    await spoil(key)
    const before = await dump()
    const work = { ...answer, remove: [], bury: [{ id: 'a1', reason: 'failed' }] }
    await expect(store.commit(claim, work, true)).rejects.toThrow(/WRONGTYPE/)
    expect(await dump()).toEqual(before)
    await mend(key)
    expect(await store.commit(claim, work, true)).toMatchObject({ rows: [{ id: 'r1' }] })
    expect(await store.deadLetters(9)).toMatchObject([{ id: 'a1', reason: 'failed' }])
  },
)

test.each([`${P}due`, `${P}held`, `${P}seen`, `${P}dead`, `${P}m:ana`, `${P}c:ana`])(
  'a message is kept whole or not at all when %s is spoilt',
  async (key) => {
    const store = redis.open()
    await store.post('ana', item('a1'), NOW, false)
    await spoil(key)
    const before = await dump()
    await expect(store.post('ana', item('a2'), NOW, true)).rejects.toThrow(/WRONGTYPE/)
    expect(await dump()).toEqual(before)
    await mend(key)
    const { outcome, claim } = await store.post('ana', item('a2'), NOW, true)
    expect(outcome).toBe('posted')
    expect(claim?.items.map(({ id }) => id)).toEqual(['a1', 'a2'])
  },
)

test('a message comes in though an old dead letter that is to go with it cannot', async () => {
  const store = redis.open()
  const month = 30 * 24 * 60 * 60 * 1000
  const { claim } = await store.post('beto', item('b1'), NOW - month, true)
  if (!claim) throw new Error('not handed over')
  await store.commit(
    claim,
    { ...answer, remove: [], bury: [{ id: 'b1', reason: 'failed' }], outbox: [], next: null },
    false,
  )
  await spoil(`${P}x:beto`)
  expect(await store.post('ana', item('a1'), NOW, true)).toMatchObject({ outcome: 'posted', claim: { chat: 'ana' } })
  expect(await store.post('ana', item('a2'), NOW, false)).toMatchObject({ outcome: 'posted' })
})

test.each([`${P}l:ana`, `${P}o:ana:l`, `${P}out`, `${P}sending`])(
  'a row is taken off whole or not at all when %s is spoilt',
  async (key) => {
    const store = redis.open()
    const { claim } = await store.post('ana', item('a1'), NOW, true)
    const committed = claim && (await store.commit(claim, answer, true))
    const row = committed && committed !== 'stale' ? committed.rows[0] : undefined
    if (!row) throw new Error('no row')
    await spoil(key)
    const before = await dump()
    await expect(store.settle(row, true)).rejects.toThrow(/WRONGTYPE/)
    await expect(store.retry(row, NOW)).rejects.toThrow(/WRONGTYPE/)
    expect(await dump()).toEqual(before)
    await mend(key)
    expect(await store.settle(row, true)).toMatchObject({ id: 'r2' })
  },
)

test.each([`${P}c:ana`, `${P}m:ana`, `${P}l:ana`, `${P}o:ana:l`])(
  'nobody else waits while %s is spoilt, and nothing of it is lost once that is mended',
  async (key) => {
    const store = redis.open({ leaseMs: 100, laneLeaseMs: 100 })
    const turn = async (chat: string, id: string, take: boolean) => {
      const { claim } = await store.post(chat, item(id), NOW, true)
      if (!claim) throw new Error('not handed over')
      await store.commit(claim, { ...answer, remove: [id], outbox: [{ id: `r ${id}`, lane: 'l', body: 'row' }] }, take)
    }
    // What a killed process leaves: a message on its way, and a turn begun.
    await turn('ana', 'a1', true)
    await store.post('ana', item('a2'), NOW, true)
    await spoil(key)
    await allLeasesLapse([redis.server])

    await turn('beto', 'b1', false)
    await store.post('beto', item('b2'), NOW, false)
    expect((await store.claim(NOW, 9)).map(({ chat }) => chat)).toContain('beto')
    expect((await store.claimOutbox(NOW, 9)).map(({ id }) => id)).toContain('r b1')
    await expect(store.nextDue()).resolves.toBeDefined()

    await mend(key)
    await allLeasesLapse([redis.server])
    const late = NOW + 60_000
    const claims = await store.claim(late, 9)
    expect(claims.find(({ chat }) => chat === 'ana')).toMatchObject({
      turn: 1,
      session: 'answered',
      items: [{ id: 'a2' }],
    })
    expect((await store.claimOutbox(late, 9)).map(({ id }) => id)).toContain('r a1')
  },
)
