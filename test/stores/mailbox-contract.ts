/** What every store must do with mailboxes, sessions and what needs attention when. */
import { describe, expect, test } from 'vitest'
import type { Work } from '../../src/stores/store.ts'
import type { Shape } from './contract.ts'
import { DAY, type Given, item, NOW, nothing, row } from './given.ts'

export function mailboxContract(given: Given, { isSharded }: Shape): void {
  describe('posting', () => {
    test('keeps the order of arrival, and every id once', async () => {
      for (const id of ['a', 'b', 'a', 'c', 'b']) await given.post('chat', item(id), NOW)
      const { items } = await given.claimed()
      expect(items).toEqual(['a', 'b', 'c'].map((id) => ({ ...item(id), tries: 1 })))
    })

    test('of many posts of one id at once exactly one is new', async () => {
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => given.post('chat', item('same'), NOW)))
      expect(outcomes.filter((outcome) => outcome === 'posted')).toHaveLength(1)
      const claim = await given.claimed()
      expect(claim.items).toHaveLength(1)
      expect(await given.claim(NOW)).toBeNull()
    })

    test('posts made at once arrive in the order they were made', async () => {
      const ids = Array.from({ length: 200 }, (_, index) => `m${index}`)
      await Promise.all(ids.map((id) => given.post('chat', item(id), NOW)))
      expect((await given.claimed()).items.map(({ id }) => id)).toEqual(ids)
    })

    test('a repeat is known for eight days, though the message is long gone', async () => {
      await given.post('chat', item('a'), NOW)
      await given.commit(await given.claimed(), { ...nothing, remove: ['a'] })
      expect(await given.post('chat', item('a'), NOW + 8 * DAY - 1)).toBe('duplicate')
      expect(await given.claim(NOW + 8 * DAY)).toBeNull()
      expect(await given.post('chat', item('a'), NOW + 8 * DAY)).toBe('posted')
      expect(await given.post('chat', item('a'), NOW + 9 * DAY)).toBe('duplicate')
    })
  })

  describe('posting and taking at once', () => {
    test('hands over the chat with all that waits, if nobody holds it', async () => {
      await given.post('chat', item('a'), NOW)
      const { outcome, claim } = await given.take('chat', item('b'), NOW)
      expect(outcome).toBe('posted')
      expect(claim).toMatchObject({ chat: 'chat', turn: 0, items: [{ id: 'a' }, { id: 'b', tries: 1 }] })
      expect(await given.claim(NOW)).toBeNull()
      expect(await given.take('chat', item('c'), NOW)).toEqual({ outcome: 'posted', claim: null })
      if (claim) expect(await given.commit(claim, { ...nothing, session: 'one', remove: ['a', 'b'] })).toBe('committed')
      expect(await given.claimed()).toMatchObject({ turn: 1, session: 'one', items: [{ id: 'c' }] })
    })

    test('takes a chat that was put off, too: a message is due at once', async () => {
      await given.post('chat', item('a'), NOW)
      await given.store.release(await given.claimed(), NOW + DAY)
      expect((await given.take('chat', item('b'), NOW)).claim?.items.map(({ tries }) => tries)).toEqual([2, 1])
    })

    test('takes nothing for a repeat', async () => {
      await given.post('chat', item('a'), NOW)
      expect(await given.take('chat', item('a'), NOW)).toEqual({ outcome: 'duplicate', claim: null })
      expect(await given.claimed()).toMatchObject({ items: [{ tries: 1 }] })
    })
  })

  describe('what is turned away', () => {
    test('is what exceeds the line, and only that', async () => {
      const some = (id: string) => given.post('chat', { ...item(id), most: 2 }, NOW)
      expect([await some('a'), await some('b'), await some('c'), await some('a')]).toEqual([
        'posted',
        'posted',
        'full',
        'duplicate',
      ])
      expect(await given.post('chat', item('urgent'), NOW)).toBe('posted')
      await given.commit(await given.claimed(), { ...nothing, remove: ['a', 'b'] })
      expect(await some('c')).toBe('posted')
      expect((await given.claimed()).items.map(({ id }) => id)).toEqual(['urgent', 'c'])
    })
  })

  describe('gathering', () => {
    const some = (id: string) => ({ ...item(id), gather: { quiet: 10, most: 25 } })

    test('waits since the last of its kind, and no longer than so long since the first', async () => {
      for (const [id, after] of Object.entries({ a: 0, b: 9, c: 18 })) {
        await given.post('chat', some(id), NOW + after)
        expect(await given.store.nextDue()).toBe(NOW + Math.min(after + 10, 25))
      }
      expect(await given.claim(NOW + 24)).toBeNull()
      expect((await given.claimed(NOW + 25)).items.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    })

    test('is over at once for whatever does not wait, before it or behind it', async () => {
      await given.post('chat', some('a'), NOW)
      await given.post('chat', item('now'), NOW + 1)
      await given.post('chat', some('b'), NOW + 1)
      expect((await given.claimed(NOW + 1)).items.map(({ id }) => id)).toEqual(['a', 'now', 'b'])
    })

    test('begins anew once everything was handled, whatever the timer', async () => {
      await given.post('chat', some('a'), NOW)
      await given.commit(await given.claimed(NOW + 10), { ...nothing, remove: ['a'], next: NOW + DAY })
      await given.post('chat', some('b'), NOW + 100)
      expect(await given.store.nextDue()).toBe(NOW + 110)
    })

    test('is known to the store, and so outlives the process', async () => {
      await given.post('chat', some('a'), NOW)
      await given.post('chat', some('b'), NOW + 5)
      await given.reopen()
      expect(await given.claim(NOW + 14)).toBeNull()
      await given.post('chat', some('c'), NOW + 20)
      expect((await given.claimed(NOW + 25)).items).toHaveLength(3)
    })
  })

  describe('claiming', () => {
    test('takes several chats at once, none twice', async () => {
      for (let index = 0; index < 7; index += 1) await given.post(`chat${index}`, item(`m${index}`), NOW + index)
      const [first, second, third] = await Promise.all([
        given.store.claim(NOW + 9, 3),
        given.store.claim(NOW + 9, 3),
        given.store.claim(NOW + 9, 3),
      ])
      const chats = [...first, ...second, ...third].map(({ chat }) => chat)
      expect(chats.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `chat${index}`))
    })

    test('nothing is due before its time', async () => {
      expect(await given.claim(NOW)).toBeNull()
      await given.post('chat', item('a'), NOW)
      expect(await given.claim(NOW - 1)).toBeNull()
      expect(await given.claimed()).toMatchObject({ chat: 'chat', turn: 0, session: null })
    })

    test('takes the chat that has waited longest, and none that is held', async () => {
      await given.post('late', item('a'), NOW + 2)
      await given.post('early', item('b'), NOW)
      await given.post('later', item('c'), NOW + 3)
      await given.post('early', item('d'), NOW + 4)
      const chats = []
      for (let claim = await given.claim(NOW + 9); claim; claim = await given.claim(NOW + 9)) chats.push(claim.chat)
      expect(isSharded ? chats.toSorted() : chats).toEqual(['early', 'late', 'later'])
    })

    test('of many claims at once each gets a chat of its own', async () => {
      for (let index = 0; index < 20; index += 1) await given.post(`chat${index}`, item(`m${index}`), NOW)
      const claims = (await Promise.all(Array.from({ length: 50 }, () => given.claim(NOW)))).filter(
        (one) => one !== null,
      )
      expect(new Set(claims.map(({ chat }) => chat)).size).toBe(20)
      expect(claims).toHaveLength(20)
      expect(new Set(claims.map(({ token }) => token)).size).toBe(20)
    })

    test('a lease that runs out frees the chat; tries go on counting', async () => {
      await given.post('chat', item('a'), NOW)
      await given.claimed()
      expect(await given.claim(NOW)).toBeNull()
      await given.expireLeases()
      await given.post('chat', item('b'), NOW)
      expect((await given.claimed()).items.map(({ id, tries }) => [id, tries])).toEqual([
        ['a', 2],
        ['b', 1],
      ])
    })

    test('what a dead process held can be claimed at once, its try counted', async () => {
      await given.post('chat', item('a'), NOW)
      await given.claimed()
      await given.reopen()
      expect((await given.claimed()).items).toEqual([{ ...item('a'), tries: 2 }])
    })
  })

  describe('committing', () => {
    test('saves the session, takes out what was handled and counts the turn', async () => {
      await given.post('chat', item('a'), NOW)
      await given.post('chat', item('b'), NOW)
      const first = await given.claimed()
      expect(await given.commit(first, { ...nothing, session: 'one', remove: ['a'] })).toBe('committed')
      expect(await given.store.peek('chat')).toBe('one')
      const second = await given.claimed()
      expect(second).toMatchObject({ turn: 1, session: 'one', items: [{ id: 'b', tries: 1 }] })
      await given.commit(second, { ...nothing, session: null, remove: ['b'] })
      expect(await given.store.peek('chat')).toBeNull()
      expect(await given.store.nextDue()).toBeNull()
      await given.post('chat', item('c'), NOW)
      expect(await given.claimed()).toMatchObject({ turn: 0, session: null })
    })

    test('what arrives during a turn stays, wherever it stands', async () => {
      await given.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      await Promise.all([
        given.post('chat', item('b'), NOW + 1),
        given.commit(claim, { ...nothing, remove: ['a'] }),
        given.post('chat', item('c'), NOW + 1),
      ])
      expect((await given.claimed(NOW + 1)).items.map(({ id }) => id)).toEqual(['b', 'c'])
    })

    test('takes out by id, not from the front, and only of its own chat', async () => {
      await given.post('other', item('x'), NOW - 1)
      for (const id of ['a', 'b', 'c']) await given.post('chat', item(id), NOW)
      const other = await given.claimed()
      const claim = await given.claimed()
      await given.commit(claim, { ...nothing, remove: ['b', 'x', 'never'] })
      expect((await given.claimed()).items.map(({ id }) => id)).toEqual(['a', 'c'])
      await given.store.release(other, NOW)
      expect((await given.claimed()).items.map(({ id }) => id)).toEqual(['x'])
    })

    test('is stale after the lease ran out, whether or not somebody else has it', async () => {
      await given.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      await given.expireLeases()
      const late: Work = { ...nothing, session: 'late', remove: ['a'], outbox: [row('late')] }
      expect(await given.commit(claim, late)).toBe('stale')
      const second = await given.claimed()
      expect(await given.commit(claim, late)).toBe('stale')
      expect(await given.store.peek('chat')).toBeNull()
      expect(await given.claimRow(NOW)).toBeNull()
      expect(await given.commit(second, { ...nothing, session: 'mine' })).toBe('committed')
      expect((await given.claimed()).items).toHaveLength(1)
    })

    test('is stale with a turn, a token or a chat that is not ours, and carried out once', async () => {
      await given.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      expect(await given.commit({ ...claim, turn: 1 }, nothing)).toBe('stale')
      expect(await given.commit({ ...claim, token: 'x' }, nothing)).toBe('stale')
      expect(await given.commit({ ...claim, chat: 'other' }, nothing)).toBe('stale')
      const work = { ...nothing, outbox: [row('once')] }
      expect(await Promise.all([given.commit(claim, work), given.commit(claim, work)])).toEqual([
        'committed',
        'committed',
      ])
      expect((await given.claimed()).turn).toBe(1)
      expect((await given.store.claimOutbox(NOW, 9)).map(({ id }) => id)).toEqual(['once'])
    })

    test('is stale once another process has the store', async () => {
      await given.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      await given.reopen()
      expect(await given.commit(claim, nothing)).toBe('stale')
      await given.claimed()
      expect(await given.commit(claim, nothing)).toBe('stale')
    })

    test('that was carried out is told again, and does nothing twice', async () => {
      await given.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      const work = { ...nothing, remove: ['a'], outbox: [row('x'), row('y')], next: NOW + 5 }
      const first = await given.store.commit(claim, work, true)
      expect(first).toEqual({ rows: [{ ...row('x'), chat: 'chat', token: claim.token, tries: 1 }], more: false })
      await given.post('chat', item('b'), NOW)
      expect(await given.store.commit(claim, work, true)).toMatchObject({ rows: [{ id: 'x' }], more: true })
      const next = await given.claimed()
      expect(next).toMatchObject({ turn: 1, items: [{ id: 'b' }] })
      await given.commit(next, { ...nothing, remove: ['b'] })
      expect(await given.commit(claim, work)).toBe('stale')
      expect(await given.claimRow(NOW)).toBeNull()
    })

    test('sets aside what is beyond help; the rest proceeds', async () => {
      for (const id of ['bad', 'good']) await given.post('chat', item(id), NOW)
      await given.commit(await given.claimed(), { ...nothing, bury: [{ id: 'bad', reason: 'unreadable' }] })
      expect((await given.claimed()).items.map(({ id }) => id)).toEqual(['good'])
      expect(await given.post('chat', item('bad'), NOW)).toBe('duplicate')
    })
  })

  describe('attention', () => {
    test('a timer makes the chat due, with nothing in its mailbox', async () => {
      await given.post('chat', item('a'), NOW)
      await given.commit(await given.claimed(), { ...nothing, remove: ['a'], next: NOW + DAY })
      expect(await given.store.nextDue()).toBe(NOW + DAY)
      expect(await given.claim(NOW + DAY - 1)).toBeNull()
      const claim = await given.claimed(NOW + DAY)
      expect(claim).toMatchObject({ chat: 'chat', turn: 1, session: 's', items: [] })
      await given.commit(claim, nothing)
      expect(await given.store.nextDue()).toBeNull()
    })

    test('a message comes before a timer, and items left over are due at once', async () => {
      await given.post('chat', item('a'), NOW)
      await given.commit(await given.claimed(), { ...nothing, remove: ['a'], next: NOW + DAY })
      await given.post('chat', item('b'), NOW + 5)
      expect(await given.store.nextDue()).toBe(NOW + 5)
      await given.commit(await given.claimed(NOW + 6), { ...nothing, next: NOW + DAY })
      expect(await given.store.nextDue()).toBeLessThanOrEqual(NOW + 6)
      expect((await given.claimed(NOW + 6)).items.map(({ id }) => id)).toEqual(['b'])
    })

    test('a released chat is looked at again when said, or when a message comes', async () => {
      await given.post('chat', item('a'), NOW)
      await given.store.release(await given.claimed(), NOW + 1000)
      expect(await given.store.nextDue()).toBe(NOW + 1000)
      expect(await given.claim(NOW + 999)).toBeNull()
      const again = await given.claimed(NOW + 1000)
      expect(again).toMatchObject({ turn: 0, items: [{ id: 'a', tries: 2 }] })
      await given.store.release(again, NOW + DAY)
      await given.post('chat', item('b'), NOW + 2000)
      expect((await given.claimed(NOW + 2000)).items.map(({ tries }) => tries)).toEqual([3, 1])
    })

    test('a release that is no try leaves the count of tries as it was', async () => {
      await given.post('chat', item('a'), NOW)
      for (let asked = 0; asked < 3; asked += 1) await given.store.release(await given.claimed(), NOW, false)
      expect((await given.claimed()).items).toEqual([{ ...item('a'), tries: 1 }])
    })

    test('a release by one who no longer holds the chat does nothing', async () => {
      await given.post('chat', item('a'), NOW)
      const claim = await given.claimed()
      await given.expireLeases()
      const second = await given.claimed()
      await given.store.release(claim, NOW + DAY)
      expect(await given.claim(NOW)).toBeNull()
      expect(await given.commit(second, { ...nothing, remove: ['a'] })).toBe('committed')
      await given.store.release(second, NOW)
      expect(await given.store.nextDue()).toBeNull()
    })

    test('what is held is not due; the earliest of the rest is', async () => {
      expect(await given.store.nextDue()).toBeNull()
      await given.post('one', item('a'), NOW + 1)
      await given.post('two', item('b'), NOW + 2)
      expect(await given.store.nextDue()).toBe(NOW + 1)
      await given.claimed(NOW + 1)
      expect(await given.store.nextDue()).toBe(NOW + 2)
      await given.expireLeases()
      expect(await given.store.nextDue()).toBe(NOW + 1)
    })
  })
}
