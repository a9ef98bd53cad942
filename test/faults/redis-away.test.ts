/** RELIABILITY F5, F7, F11: Redis dies, is cut off, hangs, or does what it was asked and its answer is lost. */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Claim, OutboxClaim, Store } from '../../src/stores/store.ts'
import { startProxy, type TcpProxy } from '../proxy.ts'
import { givenRedis } from './on-redis.ts'
import { survives } from './survival.ts'
import { times } from './town.ts'

const redis = givenRedis()

async function proxied(): Promise<TcpProxy> {
  const proxy = await startProxy(redis.server.port)
  onTestFinished(() => proxy.close())
  return proxy
}

describe('nothing acknowledged is lost, nothing is done twice, and all goes on by itself', () => {
  test(
    'when Redis is killed in the middle of turns and started again',
    async () => {
      const kills = times(2)
      await survives(redis, { count: 60 * kills, mayRepeat: kills }, async ({ echoed, refused }) => {
        for (let kill = 1; kill <= kills; kill += 1) {
          await echoed(30)
          await redis.server.kill()
          if (kill % 2 === 0) await refused(1)
          await redis.server.restart()
        }
      })
    },
    times(2) * 10_000,
  )

  test(
    'when it cannot be reached for a while',
    async () => {
      const proxy = await proxied()
      const cuts = times(2)
      await survives(redis, { port: proxy.port, count: 60 * cuts, mayRepeat: cuts }, async ({ echoed, refused }) => {
        for (let cut = 1; cut <= cuts; cut += 1) {
          await echoed(30)
          await proxy.cut()
          await refused(3)
          await proxy.restore()
        }
      })
    },
    times(2) * 10_000,
  )

  test('when the connection stands and nothing answers any more', async () => {
    const proxy = await proxied()
    await survives(redis, { port: proxy.port, count: 60, mayRepeat: 1 }, async ({ echoed, refused }) => {
      await echoed(30)
      proxy.hang()
      await refused(1)
      await proxy.restore()
    })
  })

  test(
    'when answers are lost at random',
    async () => {
      const proxy = await proxied()
      const drops = times(4)
      await survives(redis, { port: proxy.port, count: 20 * drops, mayRepeat: 0 }, async () => {
        for (let drop = 1; drop <= drops; drop += 1) await proxy.dropAfterRequest()
      })
    },
    times(4) * 10_000,
  )
})

describe('asked again after its answer was lost', () => {
  const NOW = Date.UTC(2026, 10, 30, 16)

  /** What is answered when the first answer is lost on its way. */
  async function asked<T>(proxy: TcpProxy, ask: () => Promise<T>): Promise<T> {
    const [answer] = await Promise.all([ask(), proxy.dropAfterRequest()])
    return answer
  }

  async function posted(store: Store, id: string): Promise<Claim> {
    const { claim } = await store.post('chat', { id, body: 'b' }, NOW, true)
    if (!claim) throw new Error('somebody else holds the chat')
    return claim
  }

  const answering = (claim: Claim, rows: number) => ({
    session: `after ${claim.turn}`,
    remove: claim.items.map(({ id }) => id),
    bury: [],
    outbox: Array.from({ length: rows }, (_, index) => ({ id: `${claim.token}.${index}`, lane: 'l', body: 'row' })),
    next: null,
    forget: false,
  })

  test('a post is kept once, and hands the chat over', async () => {
    const proxy = await proxied()
    const store = redis.open({ port: proxy.port })
    for (let n = 1; n <= times(2); n += 1) {
      const { outcome, claim } = await asked(proxy, () => store.post('chat', { id: `i${n}`, body: 'b' }, NOW, true))
      expect(outcome).toBe('posted')
      if (!claim) throw new Error('not handed over')
      expect(claim.items.map(({ id }) => id)).toEqual([`i${n}`])
      expect(await store.commit(claim, answering(claim, 0), false)).toMatchObject({ more: false })
    }
  })

  test('a commit counts once, and hands over the same rows', async () => {
    const proxy = await proxied()
    const store = redis.open({ port: proxy.port })
    for (let n = 1; n <= times(2); n += 1) {
      const claim = await posted(store, `i${n}`)
      const committed = await asked(proxy, () => store.commit(claim, answering(claim, 1), true))
      if (committed === 'stale') throw new Error('told stale though it was carried out')
      expect(committed.rows.map(({ id }) => id)).toEqual([`${claim.token}.0`])
      expect(claim.turn).toBe(n - 1)
      for (const row of committed.rows) expect(await store.settle(row, true)).toBeNull()
    }
    expect(await store.peek('chat')).toBe(`after ${times(2) - 1}`)
    expect(await store.nextDue()).toBeNull()
  })

  test('a row is taken off once, and the next of its lane is handed over', async () => {
    const proxy = await proxied()
    const store = redis.open({ port: proxy.port })
    const claim = await posted(store, 'i')
    const committed = await store.commit(claim, answering(claim, times(2)), true)
    let row: OutboxClaim | null = committed === 'stale' ? null : (committed.rows[0] ?? null)
    const sent: string[] = []
    while (row) {
      const last: OutboxClaim = row
      sent.push(last.id)
      row = await asked(proxy, () => store.settle(last, true))
    }
    expect(sent).toEqual(answering(claim, times(2)).outbox.map(({ id }) => id))
    expect(await store.nextDue()).toBeNull()
  })

  test('a timer and a message put off stay where they were put', async () => {
    const proxy = await proxied()
    const store = redis.open({ port: proxy.port })
    const claim = await posted(store, 'i')
    await asked(proxy, () => store.release(claim, NOW + 1000))
    expect(await store.claim(NOW + 999, 1)).toEqual([])
    const [again] = await store.claim(NOW + 1000, 1)
    expect(again?.items.map(({ id }) => id)).toEqual(['i'])
  })
})
