/** What every store must do: the same tests for the embedded one and for any other. */
import { describe, expect, test } from 'vitest'
import { givenStore, item, NOW, nothing, type OpenStore, row } from './given.ts'
import { mailboxContract } from './mailbox-contract.ts'
import { outboxContract } from './outbox-contract.ts'
import { checkModel } from './programs.ts'

export function storeContract(name: string, open: () => Promise<OpenStore>): void {
  describe(`${name}: the contract of stores`, () => {
    const given = givenStore(open)
    mailboxContract(given)
    outboxContract(given)

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
      await given.store.retryOutbox((await given.claimedRow()).id, NOW + 500)
      await given.store.post('chat', item('kept'), NOW)
      await given.store.release(await given.claimed(), NOW + 300)
      await given.store.post('timer', item('t'), NOW)
      await given.store.commit(await given.claimed(), { ...nothing, session: 'dozing', remove: ['t'], next: NOW + 400 })
      await given.store.writeFact('offset', '7')
      await given.reopen()
      expect(await given.store.readFact('offset')).toBe('7')
      expect(await given.store.peek('timer')).toBe('dozing')
      expect(await given.store.post('chat', item('kept'), NOW)).toBe('duplicate')
      expect(await given.store.nextDue()).toBe(NOW + 300)
      expect(await given.store.claim(NOW + 299)).toBeNull()
      expect(await given.claimed(NOW + 300)).toMatchObject({ chat: 'chat', turn: 1, items: [{ id: 'kept', tries: 2 }] })
      expect(await given.claimed(NOW + 400)).toMatchObject({ chat: 'timer', turn: 1, session: 'dozing' })
      expect(await given.store.claimOutbox(NOW + 499)).toBeNull()
      expect(await given.claimedRow(NOW + 500)).toEqual({ ...row('a'), chat: 'chat', tries: 2 })
    })

    test('a closed store refuses, and says so', async () => {
      const last = given.store.post('chat', item('a'), NOW)
      await given.store.close()
      expect(await last).toBe('posted')
      await expect(given.store.post('chat', item('b'), NOW)).rejects.toThrow('closed')
      await given.reopen()
      expect((await given.claimed()).items.map(({ id }) => id)).toEqual(['a'])
    })

    test('behaves as its model, whatever is asked of it in whatever order', () => checkModel(open), 120_000)
  })
}
