/** What every store must do with mailboxes, sessions and what needs attention when. */
import { describe, expect, test } from 'vitest'
import type { Work } from '../../src/stores/store.ts'
import { DAY, type Given, item, NOW, nothing, row } from './given.ts'

export function mailboxContract(given: Given): void {
  describe('posting', () => {
    test('keeps the order of arrival, and every id once', async () => {
      for (const id of ['a', 'b', 'a', 'c', 'b']) await given.store.post('chat', item(id), NOW)
      const { items } = await given.claimed()
      expect(items).toEqual(['a', 'b', 'c'].map((id) => ({ ...item(id), tries: 1 })))
    })

    test('of many posts of one id at once exactly one is new', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, index) => given.store.post(`chat${index % 3}`, item('same'), NOW)),
      )
      expect(outcomes.filter((outcome) => outcome === 'posted')).toHaveLength(1)
      const claim = await given.claimed()
      expect(claim.items).toHaveLength(1)
      expect(await given.store.claim(NOW)).toBeNull()
    })

    test('posts made at once arrive in the order they were made', async () => {
      const ids = Array.from({ length: 200 }, (_, index) => `m${index}`)
      await Promise.all(ids.map((id) => given.store.post('chat', item(id), NOW)))
      expect((await given.claimed()).items.map(({ id }) => id)).toEqual(ids)
    })

    test('a repeat is known for eight days, though the message is long gone', async () => {
      await given.store.post('chat', item('a'), NOW)
      await given.store.commit(await given.claimed(), { ...nothing, remove: ['a'] })
      expect(await given.store.post('chat', item('a'), NOW + 8 * DAY - 1)).toBe('duplicate')
      expect(await given.store.claim(NOW + 8 * DAY)).toBeNull()
      expect(await given.store.post('chat', item('a'), NOW + 8 * DAY)).toBe('posted')
      expect(await given.store.post('chat', item('a'), NOW + 9 * DAY)).toBe('duplicate')
    })
  })

  describe('claiming', () => {
    test('nothing is due before its time', async () => {
      expect(await given.store.claim(NOW)).toBeNull()
      await given.store.post('chat', item('a'), NOW)
      expect(await given.store.claim(NOW - 1)).toBeNull()
      expect(await given.claimed()).toMatchObject({ chat: 'chat', turn: 0, session: null })
    })

    test('takes the chat that has waited longest, and none that is held', async () => {
      await given.store.post('late', item('a'), NOW + 2)
      await given.store.post('early', item('b'), NOW)
      await given.store.post('later', item('c'), NOW + 3)
      await given.store.post('early', item('d'), NOW + 4)
      const chats = []
      for (let claim = await given.store.claim(NOW + 9); claim; claim = await given.store.claim(NOW + 9))
        chats.push(claim.chat)
      expect(chats).toEqual(['early', 'late', 'later'])
    })

    test('of many claims at once each gets a chat of its own', async () => {
      for (let index = 0; index < 20; index += 1) await given.store.post(`chat${index}`, item(`m${index}`), NOW)
      const claims = (await Promise.all(Array.from({ length: 50 }, () => given.store.claim(NOW)))).filter(
        (one) => one !== null,
      )
      expect(new Set(claims.map(({ chat }) => chat)).size).toBe(20)
      expect(claims).toHaveLength(20)
      expect(new Set(claims.map(({ token }) => token)).size).toBe(20)
    })

    test('a lease that runs out frees the chat; tries go on counting', async () => {
      await given.store.post('chat', item('a'), NOW)
      await given.claimed()
      expect(await given.store.claim(NOW)).toBeNull()
      await given.expireLeases()
      await given.store.post('chat', item('b'), NOW)
      expect((await given.claimed()).items.map(({ id, tries }) => [id, tries])).toEqual([
        ['a', 2],
        ['b', 1],
      ])
    })

    test('what a dead process held can be claimed at once, its try counted', async () => {
      await given.store.post('chat', item('a'), NOW)
      await given.claimed()
      await given.reopen()
      expect((await given.claimed()).items).toEqual([{ ...item('a'), tries: 2 }])
    })
  })

  describe('committing', () => {
    test('saves the session, takes out what was handled and counts the turn', async () => {
      await given.store.post('chat', item('a'), NOW)
      await given.store.post('chat', item('b'), NOW)
      const first = await given.claimed()
      expect(await given.store.commit(first, { ...nothing, session: 'one', remove: ['a'] })).toBe('committed')
      expect(await given.store.peek('chat')).toBe('one')
      const second = await given.claimed()
      expect(second).toMatchObject({ turn: 1, session: 'one', items: [{ id: 'b', tries: 2 }] })
      await given.store.commit(second, { ...nothing, session: null, remove: ['b'] })
      expect(await given.store.peek('chat')).toBeNull()
      expect(await given.store.nextDue()).toBeNull()
      await given.store.post('chat', item('c'), NOW)
      expect(await given.claimed()).toMatchObject({ turn: 2, session: null })
    })

    test('what arrives during a turn stays, wherever it stands', async () => {
      await given.store.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      await Promise.all([
        given.store.post('chat', item('b'), NOW + 1),
        given.store.commit(claim, { ...nothing, remove: ['a'] }),
        given.store.post('chat', item('c'), NOW + 1),
      ])
      expect((await given.claimed(NOW + 1)).items.map(({ id }) => id)).toEqual(['b', 'c'])
    })

    test('takes out by id, not from the front, and only of its own chat', async () => {
      await given.store.post('other', item('x'), NOW - 1)
      for (const id of ['a', 'b', 'c']) await given.store.post('chat', item(id), NOW)
      const other = await given.claimed()
      const claim = await given.claimed()
      await given.store.commit(claim, { ...nothing, remove: ['b', 'x', 'never'] })
      expect((await given.claimed()).items.map(({ id }) => id)).toEqual(['a', 'c'])
      await given.store.release(other, NOW)
      expect((await given.claimed()).items.map(({ id }) => id)).toEqual(['x'])
    })

    test('is stale after the lease ran out, whether or not somebody else has it', async () => {
      await given.store.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      await given.expireLeases()
      const late: Work = { ...nothing, session: 'late', remove: ['a'], outbox: [row('late')] }
      expect(await given.store.commit(claim, late)).toBe('stale')
      const second = await given.claimed()
      expect(await given.store.commit(claim, late)).toBe('stale')
      expect(await given.store.peek('chat')).toBeNull()
      expect(await given.store.claimOutbox(NOW)).toBeNull()
      expect(await given.store.commit(second, { ...nothing, session: 'mine' })).toBe('committed')
      expect((await given.claimed()).items).toHaveLength(1)
    })

    test('is stale the second time, and with a turn or a token that is not ours', async () => {
      await given.store.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      expect(await given.store.commit({ ...claim, turn: 1 }, nothing)).toBe('stale')
      expect(await given.store.commit({ ...claim, token: 'x' }, nothing)).toBe('stale')
      expect(await given.store.commit({ ...claim, chat: 'other' }, nothing)).toBe('stale')
      const work = { ...nothing, outbox: [row('once')] }
      expect(await Promise.all([given.store.commit(claim, work), given.store.commit(claim, work)])).toEqual([
        'committed',
        'stale',
      ])
      expect(await given.store.commit({ ...claim, turn: 1 }, nothing)).toBe('stale')
      expect((await given.claimed()).turn).toBe(1)
    })

    test('is stale once another process has the store', async () => {
      await given.store.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      await given.reopen()
      expect(await given.store.commit(claim, nothing)).toBe('stale')
      await given.claimed()
      expect(await given.store.commit(claim, nothing)).toBe('stale')
    })

    test('is all or nothing: what cannot be written leaves no half of it, and others are not disturbed', async () => {
      await given.file('first', [row('taken')])
      await given.store.post('chat', item('a'), NOW)
      await given.store.post('calm', item('b'), NOW + 1)
      const claim = await given.claimed()
      const calm = await given.claimed(NOW + 1)
      const outcomes = await Promise.allSettled([
        given.store.post('third', item('c'), NOW + 2),
        given.store.commit(claim, { ...nothing, session: 'half', remove: ['a'], outbox: [row('new'), row('taken')] }),
        given.store.commit(calm, { ...nothing, session: 'whole', remove: ['b'] }),
      ])
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect([await given.store.peek('chat'), await given.store.peek('calm')]).toEqual([null, 'whole'])
      expect(await given.store.commit(claim, { ...nothing, session: 'again', remove: ['a'] })).toBe('committed')
      expect((await given.claimed(NOW + 2)).chat).toBe('third')
      expect((await given.claimedRow()).id).toBe('taken')
      await given.store.settleOutbox('taken')
      expect(await given.store.claimOutbox(NOW + DAY)).toBeNull()
    })

    test('sets aside what is beyond help; the rest proceeds', async () => {
      for (const id of ['bad', 'good']) await given.store.post('chat', item(id), NOW)
      await given.store.commit(await given.claimed(), { ...nothing, bury: [{ id: 'bad', reason: 'unreadable' }] })
      expect((await given.claimed()).items.map(({ id }) => id)).toEqual(['good'])
      expect(await given.store.post('chat', item('bad'), NOW)).toBe('duplicate')
    })
  })

  describe('attention', () => {
    test('a timer makes the chat due, with nothing in its mailbox', async () => {
      await given.store.post('chat', item('a'), NOW)
      await given.store.commit(await given.claimed(), { ...nothing, remove: ['a'], next: NOW + DAY })
      expect(await given.store.nextDue()).toBe(NOW + DAY)
      expect(await given.store.claim(NOW + DAY - 1)).toBeNull()
      const claim = await given.claimed(NOW + DAY)
      expect(claim).toMatchObject({ chat: 'chat', turn: 1, session: 's', items: [] })
      await given.store.commit(claim, nothing)
      expect(await given.store.nextDue()).toBeNull()
    })

    test('a message comes before a timer, and items left over are due at once', async () => {
      await given.store.post('chat', item('a'), NOW)
      await given.store.commit(await given.claimed(), { ...nothing, remove: ['a'], next: NOW + DAY })
      await given.store.post('chat', item('b'), NOW + 5)
      expect(await given.store.nextDue()).toBe(NOW + 5)
      await given.store.commit(await given.claimed(NOW + 6), { ...nothing, next: NOW + DAY })
      expect(await given.store.nextDue()).toBeLessThanOrEqual(NOW + 6)
      expect((await given.claimed(NOW + 6)).items.map(({ id }) => id)).toEqual(['b'])
    })

    test('a released chat is looked at again when said, or when a message comes', async () => {
      await given.store.post('chat', item('a'), NOW)
      await given.store.release(await given.claimed(), NOW + 1000)
      expect(await given.store.nextDue()).toBe(NOW + 1000)
      expect(await given.store.claim(NOW + 999)).toBeNull()
      const again = await given.claimed(NOW + 1000)
      expect(again).toMatchObject({ turn: 0, items: [{ id: 'a', tries: 2 }] })
      await given.store.release(again, NOW + DAY)
      await given.store.post('chat', item('b'), NOW + 2000)
      expect((await given.claimed(NOW + 2000)).items.map(({ tries }) => tries)).toEqual([3, 1])
    })

    test('a release by one who no longer holds the chat does nothing', async () => {
      await given.store.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      await given.expireLeases()
      const second = await given.claimed()
      await given.store.release(claim, NOW + DAY)
      expect(await given.store.claim(NOW)).toBeNull()
      expect(await given.store.commit(second, { ...nothing, remove: ['a'] })).toBe('committed')
      await given.store.release(second, NOW)
      expect(await given.store.nextDue()).toBeNull()
    })

    test('what is held is not due; the earliest of the rest is', async () => {
      expect(await given.store.nextDue()).toBeNull()
      await given.store.post('one', item('a'), NOW + 1)
      await given.store.post('two', item('b'), NOW + 2)
      expect(await given.store.nextDue()).toBe(NOW + 1)
      await given.claimed(NOW + 1)
      expect(await given.store.nextDue()).toBe(NOW + 2)
      await given.expireLeases()
      expect(await given.store.nextDue()).toBe(NOW + 1)
    })
  })
}
