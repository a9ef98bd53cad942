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
      for (let next = await given.store.claimOutbox(NOW); next; next = await given.store.claimOutbox(NOW)) {
        expect(await given.store.claimOutbox(NOW)).toBeNull()
        seen.push(next)
        await given.store.settleOutbox(next.id)
      }
      expect(seen).toEqual(['a', 'b', 'c'].map((id) => ({ ...row(id), chat: 'chat', tries: 1 })))
      expect(await given.store.nextDue()).toBeNull()
    })

    test('a row to be tried again holds its lane, and no other', async () => {
      await given.file('chat', [row('a'), row('b'), row('x', 'other')])
      await given.store.retryOutbox((await given.claimedRow()).id, NOW + 500)
      const other = await given.claimedRow()
      expect(other.id).toBe('x')
      await given.store.settleOutbox('x')
      expect(await given.store.claimOutbox(NOW + 499)).toBeNull()
      expect(await given.store.nextDue()).toBe(NOW + 500)
      await given.file('chat', [row('c')])
      expect(await given.store.claimOutbox(NOW + 499)).toBeNull()
      expect(await given.claimedRow(NOW + 500)).toMatchObject({ id: 'a', tries: 2 })
      await given.store.settleOutbox('a')
      expect(await given.claimedRow(NOW + 500)).toMatchObject({ id: 'b', tries: 1 })
    })

    test('of many claims at once no two get the same lane', async () => {
      const rows = Array.from({ length: 20 }, (_, index) => row(`r${index}`, `lane${index % 5}`))
      await given.file('chat', rows)
      const claims = await Promise.all(Array.from({ length: 30 }, () => given.store.claimOutbox(NOW)))
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
      await given.store.settleOutbox('a')
      await given.store.settleOutbox('a')
      await given.store.retryOutbox('a', NOW)
      expect((await given.claimedRow()).id).toBe('b')
    })

    test('a row that is not first cannot jump the line', async () => {
      await given.file('chat', [row('a'), row('b')])
      await given.store.retryOutbox('b', NOW - DAY)
      expect((await given.claimedRow()).id).toBe('a')
      expect(await given.store.claimOutbox(NOW + DAY)).toBeNull()
    })
  })

  describe('erasing', () => {
    test('takes all there was before, keeps what the erasing turn says, and the next post begins anew', async () => {
      await given.file('chat', [row('old1'), row('old2'), row('old3', 'second')])
      await given.file('else', [row('theirs', 'third')])
      for (const id of ['a', 'bad']) await given.store.post('chat', item(id), NOW)
      await given.store.commit(await given.claimed(), { ...nothing, bury: [{ id: 'bad', reason: 'unreadable' }] })
      const claim = await given.claimed()
      await given.store.post('chat', item('between'), NOW)
      const erase: Work = { ...nothing, session: null, remove: ['a'], outbox: [row('bye')], forget: true }
      expect(await given.store.commit(claim, erase)).toBe('committed')
      expect(await given.store.claim(NOW + DAY)).toBeNull()
      expect(await given.store.peek('chat')).toBeNull()
      expect(await given.store.peek('else')).toBeNull()
      const left = [await given.claimedRow(), await given.claimedRow()].map(({ id }) => id)
      expect(left.toSorted()).toEqual(['bye', 'theirs'])
      expect(await given.store.claimOutbox(NOW)).toBeNull()
      for (const id of left) await given.store.settleOutbox(id)

      await given.store.post('chat', item('after'), NOW)
      expect(await given.claimed()).toMatchObject({ turn: 0, session: null, items: [{ id: 'after', tries: 1 }] })
      for (const id of ['a', 'bad', 'between']) expect(await given.store.post('chat', item(id), NOW)).toBe('duplicate')
    })

    test('while a row is on its way, what follows in its lane waits for it', async () => {
      await given.file('chat', [row('old')])
      const old = await given.claimedRow()
      await given.store.post('chat', item('a'), NOW)
      await given.store.commit(await given.claimed(), { ...nothing, session: null, outbox: [row('bye')], forget: true })
      expect(await given.store.claimOutbox(NOW)).toBeNull()
      await given.store.settleOutbox(old.id)
      expect((await given.claimedRow()).id).toBe('bye')
    })

    test('a lane shared with another chat goes on with the next row that is left', async () => {
      await given.file('chat', [row('a')])
      await given.file('else', [row('b')])
      await given.file('chat', [row('c')])
      await given.file('else', [row('d')])
      await given.store.post('chat', item('x'), NOW)
      await given.store.commit(await given.claimed(), { ...nothing, session: null, forget: true })
      expect((await given.claimedRow()).id).toBe('b')
      await given.store.settleOutbox('b')
      expect((await given.claimedRow()).id).toBe('d')
    })

    test('may leave a new session and a timer', async () => {
      await given.store.post('chat', item('a'), NOW)
      await given.store.commit(await given.claimed(), { ...nothing, session: 'new', next: NOW + DAY, forget: true })
      expect(await given.store.peek('chat')).toBe('new')
      expect(await given.claimed(NOW + DAY)).toMatchObject({ turn: 1, session: 'new', items: [] })
    })

    test('by one who no longer holds the chat does nothing', async () => {
      await given.store.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      await given.expireLeases()
      expect(await given.store.commit(claim, { ...nothing, session: null, forget: true })).toBe('stale')
      expect((await given.claimed()).items).toHaveLength(1)
    })
  })
}
