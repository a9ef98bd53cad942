/** A message and its turn in one step: what holds for post, claim and commit must hold for it too. */
import { expect, test } from 'vitest'
import { LATE_GRACE, type Ready } from '../../src/stores/store.ts'
import { type Given, item, NOW, nothing, row } from './given.ts'

const ready = (last: string, more: Partial<Ready> = {}): Ready => ({
  ...{ last, token: 'mine', session: 'answered', outbox: [], next: null },
  ...more,
})

export function answerContract(given: Given): void {
  const answer = (id: string, turn: Ready, now = NOW) => given.store.answer('chat', { id }, turn, now, true)

  /** A first turn; its token. */
  async function begun(): Promise<string> {
    await given.post('chat', item('first'), NOW)
    const claim = await given.claimed()
    expect(await given.commit(claim, { ...nothing, remove: ['first'] })).toBe('committed')
    return claim.token
  }

  test('an answered message is a whole turn, its rows handed over', async () => {
    const outbox = [row('a', 'one'), row('b', 'one'), row('c', 'two')]
    const told = await answer('m', ready(await begun(), { outbox }))
    const leased = { chat: 'chat', token: 'mine', tries: 1 }
    expect(told).toEqual({
      outcome: 'committed',
      rows: [
        { ...row('a', 'one'), ...leased },
        { ...row('c', 'two'), ...leased },
      ],
      more: false,
    })
    expect(await given.store.peek('chat')).toBe('answered')
    expect(await given.store.nextDue()).toBeNull()
    expect(await given.post('chat', item('m'), NOW)).toBe('duplicate')
    await given.post('chat', item('n'), NOW)
    expect(await given.claimed()).toMatchObject({ turn: 2, session: 'answered', items: [{ id: 'n', tries: 1 }] })
    if (told.outcome !== 'committed' || !told.rows[0]) throw new Error('no row')
    expect(await given.store.settle(told.rows[0], true)).toEqual({ ...row('b', 'one'), ...leased })
  })

  test('one turn follows the other', async () => {
    const last = await begun()
    for (const [before, token] of [
      [last, 'two'],
      ['two', 'three'],
      ['three', 'four'],
    ] as const)
      expect(await answer(token, ready(before, { token, session: token }))).toMatchObject({ outcome: 'committed' })
    expect(await given.store.peek('chat')).toBe('four')
  })

  test.each<[string, (last: string) => Promise<string>]>([
    ['another turn came since', async () => 'another'],
    [
      'something waits',
      async (last) => {
        await given.post('chat', item('waits'), NOW)
        return last
      },
    ],
    [
      'somebody holds it',
      async (last) => {
        await given.take('chat', item('held'), NOW)
        return last
      },
    ],
    [
      'it was erased',
      async (last) => {
        await given.post('chat', item('erase'), NOW)
        await given.commit(await given.claimed(), { ...nothing, session: null, remove: ['erase'], forget: true })
        return last
      },
    ],
  ])('nothing is done when %s', async (_, happen) => {
    const turn = ready(await happen(await begun()), { outbox: [row('a')], next: NOW })
    const before = await given.store.peek('chat')
    expect(await answer('m', turn)).toEqual({ outcome: 'behind' })
    expect(await given.store.peek('chat')).toBe(before)
    expect(await given.claimRow(NOW)).toBeNull()
    expect(await given.post('chat', item('m'), NOW)).toBe('posted')
  })

  test('a chat never heard of is behind', async () => {
    expect(await answer('m', ready(''))).toEqual({ outcome: 'behind' })
    expect(await given.post('chat', item('m'), NOW)).toBe('posted')
  })

  test('a repeat and what is late do nothing', async () => {
    const last = await begun()
    expect(await answer('first', ready(last))).toEqual({ outcome: 'duplicate' })
    await given.post('chat', item('erase'), NOW)
    await given.commit(await given.claimed(), { ...nothing, session: null, remove: ['erase'], forget: true })
    await given.post('chat', item('back'), NOW)
    const claim = await given.claimed()
    await given.commit(claim, { ...nothing, remove: ['back'] })
    const sent = (at: number) => given.store.answer('chat', { id: `at ${at}`, at }, ready(claim.token), NOW, true)
    expect(await sent(NOW - LATE_GRACE)).toEqual({ outcome: 'late' })
    expect(await sent(NOW - LATE_GRACE + 1)).toMatchObject({ outcome: 'committed' })
  })

  test('asked again it is told again, with its rows', async () => {
    const turn = ready(await begun(), { outbox: [row('a')] })
    await answer('m', turn)
    expect(await answer('m', turn)).toEqual({
      outcome: 'committed',
      rows: [{ ...row('a'), chat: 'chat', token: 'mine', tries: 2 }],
      more: false,
    })
    // A repeat by the network is another call, with a token of its own.
    expect(await answer('m', ready('mine', { token: 'other' }))).toEqual({ outcome: 'duplicate' })
  })

  test('it says when the chat needs attention next', async () => {
    await answer('m', ready(await begun(), { next: NOW + 500 }))
    expect(await given.store.nextDue()).toBe(NOW + 500)
    await answer('n', ready('mine', { token: 'other' }))
    expect(await given.store.nextDue()).toBeNull()
  })

  test('a lease that ran out is no obstacle, and its holder comes too late', async () => {
    const last = await begun()
    await answer('m', ready(last, { next: NOW }))
    const sleeper = await given.claimed()
    await given.expireLeases()
    expect(await answer('n', ready('mine', { token: 'other', session: 'newer' }))).toMatchObject({
      outcome: 'committed',
    })
    expect(await given.commit(sleeper, nothing)).toBe('stale')
    expect(await given.store.peek('chat')).toBe('newer')
  })

  test('without asking for them its rows are left to whoever claims them', async () => {
    const turn = ready(await begun(), { outbox: [row('a')] })
    expect(await given.store.answer('chat', { id: 'm' }, turn, NOW, false)).toMatchObject({ rows: [] })
    expect(await given.claimedRow()).toMatchObject({ ...row('a'), tries: 1 })
  })
}
