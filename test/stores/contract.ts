/** What every store must do: the same tests for the embedded one and for any other. */
import { describe, expect, test } from 'vitest'
import { answerContract } from './answer-contract.ts'
import { factsContract } from './facts-contract.ts'
import { DAY, givenStore, item, NOW, nothing, type OpenStore, row } from './given.ts'
import { mailboxContract } from './mailbox-contract.ts'
import { outboxContract } from './outbox-contract.ts'
import { checkModel } from './programs.ts'

export interface Shape {
  /** Chats lie on several shards: nothing is in order between them. */
  isSharded: boolean
}

export function storeContract(name: string, open: () => Promise<OpenStore>, shape: Shape = { isSharded: false }): void {
  describe(`${name}: the contract of stores`, () => {
    const given = givenStore(open)
    mailboxContract(given, shape)
    outboxContract(given)
    answerContract(given)
    factsContract(given)

    test('facts are kept by name, the last one counts', async () => {
      expect(await given.store.readFact('offset')).toBeNull()
      await Promise.all([
        given.store.writeFact('offset', '1'),
        given.store.writeFact('offset', '2'),
        given.store.writeFact('other', ''),
      ])
      expect([await given.store.readFact('offset'), await given.store.readFact('other')]).toEqual(['2', ''])
    })

    test('everything is still there after opening again', async () => {
      await given.file('chat', [row('a'), row('b')])
      await given.retry((await given.claimedRow()).id, NOW + 500)
      await given.post('chat', item('kept'), NOW)
      await given.store.release(await given.claimed(), NOW + 300)
      await given.post('timer', item('t'), NOW)
      await given.commit(await given.claimed(), { ...nothing, session: 'dozing', remove: ['t'], next: NOW + 400 })
      await given.store.writeFact('offset', '7')
      await given.reopen()
      expect(await given.store.readFact('offset')).toBe('7')
      expect(await given.store.peek('timer')).toBe('dozing')
      expect(await given.post('chat', item('kept'), NOW)).toBe('duplicate')
      expect(await given.store.nextDue()).toBe(NOW + 300)
      expect(await given.claim(NOW + 299)).toBeNull()
      expect(await given.claimed(NOW + 300)).toMatchObject({ chat: 'chat', items: [{ id: 'kept', tries: 2 }] })
      expect(await given.claimed(NOW + 400)).toMatchObject({ chat: 'timer', turn: 1, session: 'dozing' })
      expect(await given.claimRow(NOW + 499)).toBeNull()
      expect(await given.claimedRow(NOW + 500)).toMatchObject({ ...row('a'), chat: 'chat', tries: 2 })
    })

    test('the first to write a fact decides it for all', async () => {
      const asked = ['one', 'two', 'three'].map((value) => given.store.firstFact('names', value))
      const [stands] = await Promise.all(asked)
      expect(new Set(await Promise.all(asked))).toEqual(new Set([stands]))
      expect(await given.store.readFact('names')).toBe(stands)
    })

    test('dead letters are listed, newest first, and go after thirty days or with their chat', async () => {
      for (const [chat, at] of [
        ['ana', NOW],
        ['beto', NOW + 1],
        ['caro', NOW + 2],
      ] as const) {
        await given.post(chat, item(`bad ${chat}`), at)
        await given.commit(await given.claimed(at), { ...nothing, bury: [{ id: `bad ${chat}`, reason: 'failed' }] })
      }
      expect(await given.store.deadLetters(2)).toEqual([
        { chat: 'caro', ...item('bad caro'), reason: 'failed', at: NOW + 2 },
        { chat: 'beto', ...item('bad beto'), reason: 'failed', at: NOW + 1 },
      ])
      await given.post('caro', item('erase'), NOW + 3)
      await given.commit(await given.claimed(NOW + 3), { ...nothing, session: null, remove: ['erase'], forget: true })
      expect((await given.store.deadLetters(9)).map(({ chat }) => chat)).toEqual(['beto', 'ana'])
      await given.post('ana', item('later'), NOW + 30 * DAY)
      expect((await given.store.deadLetters(9)).map(({ chat }) => chat)).toEqual(['beto'])
    })

    test('sealed values can be replaced, all of them, and nothing else changes', async () => {
      await given.post('chat', item('bad'), NOW)
      await given.commit(await given.claimed(), { ...nothing, bury: [{ id: 'bad', reason: 'x' }], outbox: [row('a')] })
      await given.post('chat', item('m'), NOW)
      await given.store.writeFact('offset', '7')
      const seen: string[] = []
      const replaced = await given.store.reseal((field, chat, value) => {
        seen.push(`${field} ${chat} ${value}`)
        return value === '7' ? null : `new ${value}`
      })
      expect(seen.toSorted()).toEqual([
        'fact offset 7',
        'mail chat body of bad',
        'mail chat body of m',
        'outbox chat body of a',
        'session chat s',
      ])
      expect(replaced).toBe(4)
      expect(await given.claimed()).toMatchObject({
        session: 'new s',
        turn: 1,
        items: [{ id: 'm', body: 'new body of m' }],
      })
      expect(await given.claimedRow()).toMatchObject({ id: 'a', body: 'new body of a' })
      expect(await given.store.deadLetters(1)).toMatchObject([{ id: 'bad', body: 'new body of bad' }])
      expect(await given.store.readFact('offset')).toBe('7')
    })

    test('a closed store refuses, and says so', async () => {
      const last = given.post('chat', item('a'), NOW)
      await given.store.close()
      expect(await last).toBe('posted')
      await expect(given.post('chat', item('b'), NOW)).rejects.toThrow('closed')
      await given.reopen()
      expect((await given.claimed()).items.map(({ id }) => id)).toEqual(['a'])
    })

    test('behaves as its model, whatever is asked of it in whatever order', () => checkModel(open, shape), 120_000)
  })
}
