/** What every store must do: the same tests for the embedded one and for any other. */
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Claim, OutboxClaim, Store, Work } from '../../src/stores/store.ts'
import { checkModel } from './model.ts'

export interface OpenStore {
  store: Store
  /** Lets all that is leased now run out. */
  expireLeases(): Promise<void>
  /** Ends the process that holds the store, as far as the store can tell, and what it held; opens what it left. */
  reopen(): Promise<Store>
  close(): Promise<void>
}

/** An ordinary working day; every instant here is said by the test. */
const NOW = Date.UTC(2026, 10, 30, 16)
const DAY = 24 * 60 * 60 * 1000

const nothing: Work = { session: 's', remove: [], bury: [], outbox: [], next: null, forget: false }
const item = (id: string) => ({ id, body: `body of ${id}` })
const row = (id: string, lane = 'lane') => ({ id, lane, body: `body of ${id}` })

export function storeContract(name: string, open: () => Promise<OpenStore>): void {
  describe(`${name}: the contract of stores`, () => {
    let opened: OpenStore
    let store: Store

    beforeEach(async () => {
      opened = await open()
      store = opened.store
      onTestFinished(() => opened.close())
    })

    async function reopen(): Promise<void> {
      store = await opened.reopen()
    }

    async function claimed(now = NOW): Promise<Claim> {
      const claim = await store.claim(now)
      if (!claim) throw new Error('nothing was due')
      return claim
    }

    async function claimedRow(now = NOW): Promise<OutboxClaim> {
      const claim = await store.claimOutbox(now)
      if (!claim) throw new Error('no row was due')
      return claim
    }

    /** Has a chat file rows, and be done with it. */
    async function file(chat: string, rows: Work['outbox'], now = NOW): Promise<void> {
      await store.post(chat, item(`${chat} files ${rows.map(({ id }) => id)}`), now)
      const claim = await claimed(now)
      expect(claim.chat).toBe(chat)
      const remove = claim.items.map(({ id }) => id)
      expect(await store.commit(claim, { ...nothing, session: claim.session, remove, outbox: rows })).toBe('committed')
    }

    describe('posting', () => {
      test('keeps the order of arrival, and every id once', async () => {
        for (const id of ['a', 'b', 'a', 'c', 'b']) await store.post('chat', item(id), NOW)
        const { items } = await claimed()
        expect(items).toEqual(['a', 'b', 'c'].map((id) => ({ ...item(id), tries: 1 })))
      })

      test('of many posts of one id at once exactly one is new', async () => {
        const outcomes = await Promise.all(
          Array.from({ length: 50 }, (_, index) => store.post(`chat${index % 3}`, item('same'), NOW)),
        )
        expect(outcomes.filter((outcome) => outcome === 'posted')).toHaveLength(1)
        const claim = await claimed()
        expect(claim.items).toHaveLength(1)
        expect(await store.claim(NOW)).toBeNull()
      })

      test('posts made at once arrive in the order they were made', async () => {
        const ids = Array.from({ length: 200 }, (_, index) => `m${index}`)
        await Promise.all(ids.map((id) => store.post('chat', item(id), NOW)))
        expect((await claimed()).items.map(({ id }) => id)).toEqual(ids)
      })

      test('a repeat is known for eight days, though the message is long gone', async () => {
        await store.post('chat', item('a'), NOW)
        await store.commit(await claimed(), { ...nothing, remove: ['a'] })
        expect(await store.post('chat', item('a'), NOW + 8 * DAY - 1)).toBe('duplicate')
        expect(await store.claim(NOW + 8 * DAY)).toBeNull()
        expect(await store.post('chat', item('a'), NOW + 8 * DAY)).toBe('posted')
        expect(await store.post('chat', item('a'), NOW + 9 * DAY)).toBe('duplicate')
      })
    })

    describe('claiming', () => {
      test('nothing is due before its time', async () => {
        expect(await store.claim(NOW)).toBeNull()
        await store.post('chat', item('a'), NOW)
        expect(await store.claim(NOW - 1)).toBeNull()
        expect(await claimed()).toMatchObject({ chat: 'chat', turn: 0, session: null })
      })

      test('takes the chat that has waited longest, and none that is held', async () => {
        await store.post('late', item('a'), NOW + 2)
        await store.post('early', item('b'), NOW)
        await store.post('later', item('c'), NOW + 3)
        await store.post('early', item('d'), NOW + 4)
        const chats = []
        for (let claim = await store.claim(NOW + 9); claim; claim = await store.claim(NOW + 9)) chats.push(claim.chat)
        expect(chats).toEqual(['early', 'late', 'later'])
      })

      test('of many claims at once each gets a chat of its own', async () => {
        for (let index = 0; index < 20; index += 1) await store.post(`chat${index}`, item(`m${index}`), NOW)
        const claims = (await Promise.all(Array.from({ length: 50 }, () => store.claim(NOW)))).filter(
          (one) => one !== null,
        )
        expect(new Set(claims.map(({ chat }) => chat)).size).toBe(20)
        expect(claims).toHaveLength(20)
        expect(new Set(claims.map(({ token }) => token)).size).toBe(20)
      })

      test('a lease that runs out frees the chat; tries go on counting', async () => {
        await store.post('chat', item('a'), NOW)
        await claimed()
        expect(await store.claim(NOW)).toBeNull()
        await opened.expireLeases()
        await store.post('chat', item('b'), NOW)
        expect((await claimed()).items.map(({ id, tries }) => [id, tries])).toEqual([
          ['a', 2],
          ['b', 1],
        ])
      })

      test('what a dead process held can be claimed at once, its try counted', async () => {
        await store.post('chat', item('a'), NOW)
        await claimed()
        await reopen()
        expect((await claimed()).items).toEqual([{ ...item('a'), tries: 2 }])
      })
    })

    describe('committing', () => {
      test('saves the session, takes out what was handled and counts the turn', async () => {
        await store.post('chat', item('a'), NOW)
        await store.post('chat', item('b'), NOW)
        const first = await claimed()
        expect(await store.commit(first, { ...nothing, session: 'one', remove: ['a'] })).toBe('committed')
        expect(await store.peek('chat')).toBe('one')
        const second = await claimed()
        expect(second).toMatchObject({ turn: 1, session: 'one', items: [{ id: 'b', tries: 2 }] })
        await store.commit(second, { ...nothing, session: null, remove: ['b'] })
        expect(await store.peek('chat')).toBeNull()
        expect(await store.nextDue()).toBeNull()
        await store.post('chat', item('c'), NOW)
        expect(await claimed()).toMatchObject({ turn: 2, session: null })
      })

      test('what arrives during a turn stays, wherever it stands', async () => {
        await store.post('chat', item('a'), NOW)
        const claim = await claimed()
        await Promise.all([
          store.post('chat', item('b'), NOW + 1),
          store.commit(claim, { ...nothing, remove: ['a'] }),
          store.post('chat', item('c'), NOW + 1),
        ])
        expect((await claimed(NOW + 1)).items.map(({ id }) => id)).toEqual(['b', 'c'])
      })

      test('takes out by id, not from the front, and only of its own chat', async () => {
        await store.post('other', item('x'), NOW - 1)
        for (const id of ['a', 'b', 'c']) await store.post('chat', item(id), NOW)
        const other = await claimed()
        const claim = await claimed()
        await store.commit(claim, { ...nothing, remove: ['b', 'x', 'never'] })
        expect((await claimed()).items.map(({ id }) => id)).toEqual(['a', 'c'])
        await store.release(other, NOW)
        expect((await claimed()).items.map(({ id }) => id)).toEqual(['x'])
      })

      test('is stale after the lease ran out, whether or not somebody else has it', async () => {
        await store.post('chat', item('a'), NOW)
        const claim = await claimed()
        await opened.expireLeases()
        const late: Work = { ...nothing, session: 'late', remove: ['a'], outbox: [row('late')] }
        expect(await store.commit(claim, late)).toBe('stale')
        const second = await claimed()
        expect(await store.commit(claim, late)).toBe('stale')
        expect(await store.peek('chat')).toBeNull()
        expect(await store.claimOutbox(NOW)).toBeNull()
        expect(await store.commit(second, { ...nothing, session: 'mine' })).toBe('committed')
        expect((await claimed()).items).toHaveLength(1)
      })

      test('is stale the second time, and with a turn or a token that is not ours', async () => {
        await store.post('chat', item('a'), NOW)
        const claim = await claimed()
        expect(await store.commit({ ...claim, turn: 1 }, nothing)).toBe('stale')
        expect(await store.commit({ ...claim, token: 'x' }, nothing)).toBe('stale')
        expect(await store.commit({ ...claim, chat: 'other' }, nothing)).toBe('stale')
        const work = { ...nothing, outbox: [row('once')] }
        expect(await Promise.all([store.commit(claim, work), store.commit(claim, work)])).toEqual([
          'committed',
          'stale',
        ])
        expect(await store.commit({ ...claim, turn: 1 }, nothing)).toBe('stale')
        expect((await claimed()).turn).toBe(1)
      })

      test('is stale once another process has the store', async () => {
        await store.post('chat', item('a'), NOW)
        const claim = await claimed()
        await reopen()
        expect(await store.commit(claim, nothing)).toBe('stale')
        await claimed()
        expect(await store.commit(claim, nothing)).toBe('stale')
      })

      test('is all or nothing: what cannot be written leaves no half of it, and others are not disturbed', async () => {
        await file('first', [row('taken')])
        await store.post('chat', item('a'), NOW)
        await store.post('calm', item('b'), NOW + 1)
        const claim = await claimed()
        const calm = await claimed(NOW + 1)
        const outcomes = await Promise.allSettled([
          store.post('third', item('c'), NOW + 2),
          store.commit(claim, { ...nothing, session: 'half', remove: ['a'], outbox: [row('new'), row('taken')] }),
          store.commit(calm, { ...nothing, session: 'whole', remove: ['b'] }),
        ])
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
        expect([await store.peek('chat'), await store.peek('calm')]).toEqual([null, 'whole'])
        expect(await store.commit(claim, { ...nothing, session: 'again', remove: ['a'] })).toBe('committed')
        expect((await claimed(NOW + 2)).chat).toBe('third')
        expect((await claimedRow()).id).toBe('taken')
        await store.settleOutbox('taken')
        expect(await store.claimOutbox(NOW + DAY)).toBeNull()
      })

      test('sets aside what is beyond help; the rest proceeds', async () => {
        for (const id of ['bad', 'good']) await store.post('chat', item(id), NOW)
        await store.commit(await claimed(), { ...nothing, bury: [{ id: 'bad', reason: 'unreadable' }] })
        expect((await claimed()).items.map(({ id }) => id)).toEqual(['good'])
        expect(await store.post('chat', item('bad'), NOW)).toBe('duplicate')
      })
    })

    describe('attention', () => {
      test('a timer makes the chat due, with nothing in its mailbox', async () => {
        await store.post('chat', item('a'), NOW)
        await store.commit(await claimed(), { ...nothing, remove: ['a'], next: NOW + DAY })
        expect(await store.nextDue()).toBe(NOW + DAY)
        expect(await store.claim(NOW + DAY - 1)).toBeNull()
        const claim = await claimed(NOW + DAY)
        expect(claim).toMatchObject({ chat: 'chat', turn: 1, session: 's', items: [] })
        await store.commit(claim, nothing)
        expect(await store.nextDue()).toBeNull()
      })

      test('a message comes before a timer, and items left over are due at once', async () => {
        await store.post('chat', item('a'), NOW)
        await store.commit(await claimed(), { ...nothing, remove: ['a'], next: NOW + DAY })
        await store.post('chat', item('b'), NOW + 5)
        expect(await store.nextDue()).toBe(NOW + 5)
        await store.commit(await claimed(NOW + 6), { ...nothing, next: NOW + DAY })
        expect(await store.nextDue()).toBeLessThanOrEqual(NOW + 6)
        expect((await claimed(NOW + 6)).items.map(({ id }) => id)).toEqual(['b'])
      })

      test('a released chat is looked at again when said, or when a message comes', async () => {
        await store.post('chat', item('a'), NOW)
        await store.release(await claimed(), NOW + 1000)
        expect(await store.nextDue()).toBe(NOW + 1000)
        expect(await store.claim(NOW + 999)).toBeNull()
        const again = await claimed(NOW + 1000)
        expect(again).toMatchObject({ turn: 0, items: [{ id: 'a', tries: 2 }] })
        await store.release(again, NOW + DAY)
        await store.post('chat', item('b'), NOW + 2000)
        expect((await claimed(NOW + 2000)).items.map(({ tries }) => tries)).toEqual([3, 1])
      })

      test('a release by one who no longer holds the chat does nothing', async () => {
        await store.post('chat', item('a'), NOW)
        const claim = await claimed()
        await opened.expireLeases()
        const second = await claimed()
        await store.release(claim, NOW + DAY)
        expect(await store.claim(NOW)).toBeNull()
        expect(await store.commit(second, { ...nothing, remove: ['a'] })).toBe('committed')
        await store.release(second, NOW)
        expect(await store.nextDue()).toBeNull()
      })

      test('what is held is not due; the earliest of the rest is', async () => {
        expect(await store.nextDue()).toBeNull()
        await store.post('one', item('a'), NOW + 1)
        await store.post('two', item('b'), NOW + 2)
        expect(await store.nextDue()).toBe(NOW + 1)
        await claimed(NOW + 1)
        expect(await store.nextDue()).toBe(NOW + 2)
        await opened.expireLeases()
        expect(await store.nextDue()).toBe(NOW + 1)
      })
    })

    describe('the outbox', () => {
      test('a lane goes out one by one in the order filed, over several turns', async () => {
        await file('chat', [row('a'), row('b')])
        await file('chat', [row('c')])
        const seen = []
        for (let next = await store.claimOutbox(NOW); next; next = await store.claimOutbox(NOW)) {
          expect(await store.claimOutbox(NOW)).toBeNull()
          seen.push(next)
          await store.settleOutbox(next.id)
        }
        expect(seen).toEqual(['a', 'b', 'c'].map((id) => ({ ...row(id), chat: 'chat', tries: 1 })))
        expect(await store.nextDue()).toBeNull()
      })

      test('a row to be tried again holds its lane, and no other', async () => {
        await file('chat', [row('a'), row('b'), row('x', 'other')])
        await store.retryOutbox((await claimedRow()).id, NOW + 500)
        const other = await claimedRow()
        expect(other.id).toBe('x')
        await store.settleOutbox('x')
        expect(await store.claimOutbox(NOW + 499)).toBeNull()
        expect(await store.nextDue()).toBe(NOW + 500)
        await file('chat', [row('c')])
        expect(await store.claimOutbox(NOW + 499)).toBeNull()
        expect(await claimedRow(NOW + 500)).toMatchObject({ id: 'a', tries: 2 })
        await store.settleOutbox('a')
        expect(await claimedRow(NOW + 500)).toMatchObject({ id: 'b', tries: 1 })
      })

      test('of many claims at once no two get the same lane', async () => {
        const rows = Array.from({ length: 20 }, (_, index) => row(`r${index}`, `lane${index % 5}`))
        await file('chat', rows)
        const claims = await Promise.all(Array.from({ length: 30 }, () => store.claimOutbox(NOW)))
        const ids = claims.flatMap((claim) => claim?.id ?? [])
        expect(ids.toSorted()).toEqual(['r0', 'r1', 'r2', 'r3', 'r4'])
        expect(await store.nextDue()).toBeNull()
      })

      test('a row whose lease ran out, or whose process died, comes again', async () => {
        await file('chat', [row('a'), row('b')])
        await claimedRow()
        await opened.expireLeases()
        expect(await claimedRow()).toMatchObject({ id: 'a', tries: 2 })
        await reopen()
        expect(await claimedRow()).toMatchObject({ id: 'a', tries: 3 })
        await store.settleOutbox('a')
        await store.settleOutbox('a')
        await store.retryOutbox('a', NOW)
        expect((await claimedRow()).id).toBe('b')
      })

      test('a row that is not first cannot jump the line', async () => {
        await file('chat', [row('a'), row('b')])
        await store.retryOutbox('b', NOW)
        expect((await claimedRow()).id).toBe('a')
        expect(await store.claimOutbox(NOW + DAY)).toBeNull()
      })
    })

    describe('erasing', () => {
      test('takes all there was before, keeps what the erasing turn says, and the next post begins anew', async () => {
        await file('chat', [row('old1'), row('old2'), row('old3', 'second')])
        await file('else', [row('theirs', 'third')])
        for (const id of ['a', 'bad']) await store.post('chat', item(id), NOW)
        await store.commit(await claimed(), { ...nothing, bury: [{ id: 'bad', reason: 'unreadable' }] })
        const claim = await claimed()
        await store.post('chat', item('between'), NOW)
        const erase: Work = { ...nothing, session: null, remove: ['a'], outbox: [row('bye')], forget: true }
        expect(await store.commit(claim, erase)).toBe('committed')
        expect(await store.claim(NOW + DAY)).toBeNull()
        expect(await store.peek('chat')).toBeNull()
        expect(await store.peek('else')).toBeNull()
        const left = [await claimedRow(), await claimedRow()].map(({ id }) => id)
        expect(left.toSorted()).toEqual(['bye', 'theirs'])
        expect(await store.claimOutbox(NOW)).toBeNull()
        for (const id of left) await store.settleOutbox(id)

        await store.post('chat', item('after'), NOW)
        expect(await claimed()).toMatchObject({ turn: 0, session: null, items: [{ id: 'after', tries: 1 }] })
        for (const id of ['a', 'bad', 'between']) expect(await store.post('chat', item(id), NOW)).toBe('duplicate')
      })

      test('while a row is on its way, what follows in its lane waits for it', async () => {
        await file('chat', [row('old')])
        const old = await claimedRow()
        await store.post('chat', item('a'), NOW)
        await store.commit(await claimed(), { ...nothing, session: null, outbox: [row('bye')], forget: true })
        expect(await store.claimOutbox(NOW)).toBeNull()
        await store.settleOutbox(old.id)
        expect((await claimedRow()).id).toBe('bye')
      })

      test('a lane shared with another chat goes on with the next row that is left', async () => {
        await file('chat', [row('a')])
        await file('else', [row('b')])
        await file('chat', [row('c')])
        await file('else', [row('d')])
        await store.post('chat', item('x'), NOW)
        await store.commit(await claimed(), { ...nothing, session: null, forget: true })
        expect((await claimedRow()).id).toBe('b')
        await store.settleOutbox('b')
        expect((await claimedRow()).id).toBe('d')
      })

      test('may leave a new session and a timer', async () => {
        await store.post('chat', item('a'), NOW)
        await store.commit(await claimed(), { ...nothing, session: 'new', next: NOW + DAY, forget: true })
        expect(await store.peek('chat')).toBe('new')
        expect(await claimed(NOW + DAY)).toMatchObject({ turn: 1, session: 'new', items: [] })
      })

      test('by one who no longer holds the chat does nothing', async () => {
        await store.post('chat', item('a'), NOW)
        const claim = await claimed()
        await opened.expireLeases()
        expect(await store.commit(claim, { ...nothing, session: null, forget: true })).toBe('stale')
        expect((await claimed()).items).toHaveLength(1)
      })
    })

    test('facts are kept by name, the last one counts', async () => {
      expect(await store.readFact('offset')).toBeNull()
      await Promise.all([store.writeFact('offset', '1'), store.writeFact('offset', '2'), store.writeFact('other', '')])
      expect([await store.readFact('offset'), await store.readFact('other')]).toEqual(['2', ''])
    })

    test('everything is still there after opening again', async () => {
      await file('chat', [row('a'), row('b')])
      await store.retryOutbox((await claimedRow()).id, NOW + 500)
      await store.post('chat', item('kept'), NOW)
      await store.release(await claimed(), NOW + 300)
      await store.post('timer', item('t'), NOW)
      await store.commit(await claimed(), { ...nothing, session: 'dozing', remove: ['t'], next: NOW + 400 })
      await store.writeFact('offset', '7')
      await reopen()
      expect(await store.readFact('offset')).toBe('7')
      expect(await store.peek('timer')).toBe('dozing')
      expect(await store.post('chat', item('kept'), NOW)).toBe('duplicate')
      expect(await store.nextDue()).toBe(NOW + 300)
      expect(await store.claim(NOW + 299)).toBeNull()
      expect(await claimed(NOW + 300)).toMatchObject({ chat: 'chat', turn: 1, items: [{ id: 'kept', tries: 2 }] })
      expect(await claimed(NOW + 400)).toMatchObject({ chat: 'timer', turn: 1, session: 'dozing' })
      expect(await store.claimOutbox(NOW + 499)).toBeNull()
      expect(await claimedRow(NOW + 500)).toEqual({ ...row('a'), chat: 'chat', tries: 2 })
    })

    test('a closed store refuses, and says so', async () => {
      const last = store.post('chat', item('a'), NOW)
      await store.close()
      expect(await last).toBe('posted')
      await expect(store.post('chat', item('b'), NOW)).rejects.toThrow('closed')
      await reopen()
      expect((await claimed()).items.map(({ id }) => id)).toEqual(['a'])
    })

    test('behaves as its model, whatever is asked of it in whatever order', () => checkModel(open), 120_000)
  })
}
