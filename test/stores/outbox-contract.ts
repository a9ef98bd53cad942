/** What every store must do with what goes out, and when a chat is erased. */
import { describe, expect, test } from 'vitest'
import type { Work } from '../../src/stores/store.ts'
import { DAY, type Given, item, NOW, nothing, row } from './given.ts'

export function outboxContract(given: Given): void {
  describe('the outbox', () => {
    test('a lane goes out one by one in the order filed, over several turns', async () => {
      await given.file('chat', [row('a'), row('b')])
      await given.file('chat', [row('c')])
      const seen = []
      for (let next = await given.claimRow(NOW); next; next = await given.claimRow(NOW)) {
        expect(await given.claimRow(NOW)).toBeNull()
        seen.push(next)
        await given.settle(next.id)
      }
      expect(seen).toMatchObject(['a', 'b', 'c'].map((id) => ({ ...row(id), chat: 'chat', tries: 1 })))
      expect(await given.store.nextDue()).toBeNull()
    })

    test('a row to be tried again holds its lane, and no other', async () => {
      await given.file('chat', [row('a'), row('b'), row('x', 'other')])
      await given.retry((await given.claimedRow()).id, NOW + 500)
      const other = await given.claimedRow()
      expect(other.id).toBe('x')
      await given.settle('x')
      expect(await given.claimRow(NOW + 499)).toBeNull()
      expect(await given.store.nextDue()).toBe(NOW + 500)
      await given.file('chat', [row('c')])
      expect(await given.claimRow(NOW + 499)).toBeNull()
      expect(await given.claimedRow(NOW + 500)).toMatchObject({ id: 'a', tries: 2 })
      await given.settle('a')
      expect(await given.claimedRow(NOW + 500)).toMatchObject({ id: 'b', tries: 1 })
    })

    test('of many claims at once no two get the same lane', async () => {
      const rows = Array.from({ length: 20 }, (_, index) => row(`r${index}`, `lane${index % 5}`))
      await given.file('chat', rows)
      const claims = await Promise.all(Array.from({ length: 30 }, () => given.claimRow(NOW)))
      const ids = claims.flatMap((claim) => claim?.id ?? [])
      expect(ids.toSorted()).toEqual(['r0', 'r1', 'r2', 'r3', 'r4'])
      expect(await given.store.nextDue()).toBeNull()
    })

    test('a row whose lease ran out, or whose process died, comes again', async () => {
      await given.file('chat', [row('a'), row('b')])
      await given.claimedRow()
      await given.expireLeases()
      expect(await given.claimedRow()).toMatchObject({ id: 'a', tries: 2 })
      await given.reopen()
      expect(await given.claimedRow()).toMatchObject({ id: 'a', tries: 3 })
      await given.settle('a')
      await given.settle('a')
      await given.retry('a', NOW + DAY)
      expect((await given.claimedRow()).id).toBe('b')
    })

    test('a row that is not first cannot jump the line', async () => {
      await given.file('chat', [row('a'), row('b')])
      const first = await given.claimedRow()
      await given.store.retry({ ...first, id: 'b' }, NOW - DAY)
      expect((await given.claimedRow(NOW)).id).toBe('a')
      expect(await given.claimRow(NOW + DAY)).toBeNull()
    })

    test('a lane belongs to its chat', async () => {
      await given.file('one', [row('a')])
      await given.file('two', [row('b')])
      expect((await given.store.claimOutbox(NOW, 5)).map(({ id }) => id).toSorted()).toEqual(['a', 'b'])
    })

    test('is handed over with the commit, and row by row with what was settled', async () => {
      await given.post('chat', item('m'), NOW)
      const rows = [row('a'), row('x', 'other'), row('b')]
      const done = await given.store.commit(await given.claimed(), { ...nothing, remove: ['m'], outbox: rows }, true)
      if (done === 'stale') throw new Error('stale')
      expect(done.rows.map(({ id, tries }) => [id, tries])).toEqual([
        ['a', 1],
        ['x', 1],
      ])
      expect(await given.claimRow(NOW)).toBeNull()
      const [first, other] = done.rows
      if (!first || !other) throw new Error('no rows')
      const next = await given.store.settle(first, true)
      expect(next).toEqual({ ...row('b'), chat: 'chat', token: first.token, tries: 1 })
      // An answer may get lost: asked again, it says the same.
      expect(await given.store.settle(first, true)).toMatchObject({ id: 'b' })
      expect(await given.store.settle(other, true)).toBeNull()
      if (next) expect(await given.store.settle(next, true)).toBeNull()
      if (next) expect(await given.store.settle(next, true)).toBeNull()
      expect(await given.store.nextDue()).toBeNull()
    })

    test('one who no longer holds a lane neither takes off nor puts back', async () => {
      await given.file('chat', [row('a'), row('b')])
      const stale = await given.claimedRow()
      await given.expireLeases()
      const row2 = await given.claimedRow()
      expect(await given.store.settle(stale, true)).toBeNull()
      await given.store.retry(stale, NOW + DAY)
      expect(await given.store.settle(row2, true)).toMatchObject({ id: 'b' })
    })
  })

  describe('erasing', () => {
    test('takes all there was before, keeps what the erasing turn says, and the next post begins anew', async () => {
      await given.file('chat', [row('old1'), row('old2'), row('old3', 'second')])
      await given.file('else', [row('theirs', 'third')])
      for (const id of ['a', 'bad']) await given.post('chat', item(id), NOW)
      await given.commit(await given.claimed(), { ...nothing, bury: [{ id: 'bad', reason: 'unreadable' }] })
      const claim = await given.claimed()
      await given.post('chat', item('between'), NOW)
      const erase: Work = { ...nothing, session: null, remove: ['a'], outbox: [row('bye')], forget: true }
      expect(await given.commit(claim, erase)).toBe('committed')
      expect(await given.store.peek('chat')).toBeNull()
      expect(await given.store.peek('else')).toBeNull()
      // What came after is the beginning of something new, not part of what was erased.
      const next = await given.claimed()
      expect(next).toMatchObject({ chat: 'chat', session: null, items: [{ id: 'between' }] })
      await given.commit(next, { ...nothing, session: null, remove: ['between'] })
      expect(await given.claim(NOW + DAY)).toBeNull()
      const left = [await given.claimedRow(), await given.claimedRow()].map(({ id }) => id)
      expect(left.toSorted()).toEqual(['bye', 'theirs'])
      expect(await given.claimRow(NOW)).toBeNull()
      for (const id of left) await given.settle(id)

      await given.post('chat', item('after'), NOW)
      expect(await given.claimed()).toMatchObject({ turn: 0, session: null, items: [{ id: 'after', tries: 1 }] })
      for (const id of ['a', 'bad', 'between']) expect(await given.post('chat', item(id), NOW)).toBe('duplicate')
    })

    test('while a row is on its way, what follows in its lane waits for it', async () => {
      await given.file('chat', [row('old')])
      const old = await given.claimedRow()
      await given.post('chat', item('a'), NOW)
      await given.commit(await given.claimed(), {
        ...nothing,
        session: null,
        remove: ['a'],
        outbox: [row('bye')],
        forget: true,
      })
      expect(await given.claimRow(NOW)).toBeNull()
      await given.settle(old.id)
      expect((await given.claimedRow()).id).toBe('bye')
    })

    test('what was sent before it comes too late, and revives nobody; what is sent after begins anew', async () => {
      await given.post('chat', item('a'), NOW)
      await given.commit(await given.claimed(), { ...nothing, session: null, remove: ['a'], forget: true })
      const late = { ...item('late'), at: NOW - 60_000 }
      expect(await given.post('chat', late, NOW + 1000)).toBe('late')
      expect(await given.post('chat', late, NOW + 8 * DAY - 1)).toBe('late')
      expect(await given.post('else', { ...item('theirs'), at: NOW - 60_000 }, NOW + 1000)).toBe('posted')
      await given.commit(await given.claimed(NOW + 1000), { ...nothing, remove: ['theirs'] })
      expect(await given.claim(NOW + DAY)).toBeNull()
      expect(await given.post('chat', { ...item('back'), at: NOW + 500 }, NOW + 1000)).toBe('posted')
      expect(await given.claimed(NOW + 1000)).toMatchObject({ chat: 'chat', turn: 0, session: null })
    })

    test('may leave a new session and a timer', async () => {
      await given.post('chat', item('a'), NOW)
      await given.commit(await given.claimed(), {
        ...nothing,
        session: 'new',
        remove: ['a'],
        next: NOW + DAY,
        forget: true,
      })
      expect(await given.store.peek('chat')).toBe('new')
      expect(await given.claimed(NOW + DAY)).toMatchObject({ turn: 1, session: 'new', items: [] })
    })

    test('by one who no longer holds the chat does nothing', async () => {
      await given.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      await given.expireLeases()
      expect(await given.commit(claim, { ...nothing, session: null, forget: true })).toBe('stale')
      expect((await given.claimed()).items).toHaveLength(1)
    })
  })
}
