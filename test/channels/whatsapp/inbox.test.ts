import { proto } from '@whiskeysockets/baileys'
import { describe, expect, test } from 'vitest'
import { createInbox } from '../../../src/channels/whatsapp/inbox.ts'
import type { Arrival } from '../../../src/channels/whatsapp/journal.ts'
import { stoppedClock } from '../../../src/clock.ts'
import { hearingLog } from '../../faults/spoilt-rows.ts'
import { quietLog } from '../../words.ts'
import { memoryVault } from './memory-vault.ts'

const SECOND = 1000

function behind() {
  const clock = stoppedClock(0)
  const body = Buffer.from([...proto.Message.encode({ conversation: 'uno' }).finish(), 1]).toString('base64')
  const { vault } = memoryVault(new Map([['journal/000000000000000001', JSON.stringify({ attrs: {}, body })]]))
  const taken: Arrival[] = []
  const said: string[] = []
  const hear = (_: unknown, message: string): void => void said.push(message)
  const inbox = createInbox({
    ...{ vault, clock, log: { ...quietLog, info: hear, warn: hear }, isOpen: () => true },
    async take(arrival) {
      taken.push(arrival)
      throw new Error('the store is away')
    },
  })
  const settled = () => new Promise((resolve) => setTimeout(resolve))
  return { clock, inbox, taken, said, settled }
}

test('what cannot be posted is tried once a second, however many lines failed over it', async () => {
  const { clock, inbox, taken, said, settled } = behind()
  for (const _ of [1, 2, 3]) await expect(inbox.replay()).rejects.toThrow()
  expect(taken).toHaveLength(3)
  for (const second of [1, 2]) {
    clock.moveTo(second * SECOND)
    await settled()
  }
  expect(taken).toHaveLength(5)
  expect(said).toEqual(['messages of the journal are posted', 'a message could not be posted: it waits in the journal'])
})

test('at rest nothing is tried until the next replay', async () => {
  const { clock, inbox, taken, settled } = behind()
  await expect(inbox.replay()).rejects.toThrow()
  await inbox.rest()
  clock.moveTo(SECOND)
  await settled()
  expect(taken).toHaveLength(1)
  await expect(inbox.replay()).rejects.toThrow()
  expect(taken).toHaveLength(2)
})

describe('one that fails by itself', () => {
  /** Three that arrived; `fails` says of which ones, by their names, the posting fails. */
  function given() {
    const rows = [1, 2, 3].map((n): [string, string] => [`journal/${String(n).padStart(18, '0')}`, rowOf(`${n}`)])
    const { vault, facts, state } = memoryVault(new Map(rows))
    const log = hearingLog()
    const line = { isOpen: true, fails: (_: string): boolean => false }
    const tried: string[] = []
    const posted: string[] = []
    const clock = stoppedClock(0)
    const inbox = createInbox({
      ...{ vault, clock, log, isOpen: () => line.isOpen },
      async take({ row, attrs: { id = '' } }) {
        tried.push(id)
        if (line.fails(id)) throw new TypeError('cannot')
        posted.push(id)
        await vault.set(new Map([[row, null]]))
      },
    })
    const replays = async (times: number): Promise<void> => {
      for (let n = 0; n < times; n += 1) await inbox.replay().catch(() => {})
    }
    return { ...{ vault, facts, state, clock, log, line, tried, posted, inbox, replays } }
  }

  const rowOf = (id: string): string => JSON.stringify({ attrs: { id }, body: '' })
  const isFirst = (id: string): boolean => id === '1'

  test('is tried five times before others, and again behind them; then it is set aside, and stays', async () => {
    const { line, replays, tried, posted, facts, log, inbox } = given()
    line.fails = isFirst
    await replays(4)
    expect(tried).toEqual(['1', '1', '1', '1'])
    await inbox.replay()
    expect(tried.slice(4)).toEqual(['1', '2', '3', '1', '1'])
    expect(posted).toEqual(['2', '3'])
    expect([...facts.keys()]).toEqual(['journal/000000000000000001'])
    inbox.put({ row: 'journal/000000000000000004', attrs: { id: '4' }, message: {} })
    await inbox.rest()
    expect(posted).toEqual(['2', '3', '4'])
    expect(log.errors.map(({ message }) => message)).toEqual([
      'a message fails while others go through: it stays in the journal, and is tried again with the next line or start',
    ])
    await replays(3)
    expect(log.errors).toHaveLength(1)
    line.fails = () => false
    await inbox.replay()
    expect(posted).toEqual(['2', '3', '4', '1'])
    expect(facts.size).toBe(0)
  })

  test('and waits for the line is tried again once the next one is open', async () => {
    const { clock, line, replays, posted, inbox } = given()
    line.fails = isFirst
    await replays(5)
    expect(posted).toEqual(['2', '3'])
    line.isOpen = false
    line.fails = (id) => isFirst(id) && !line.isOpen
    await replays(1)
    line.isOpen = true
    clock.moveTo(SECOND)
    await new Promise((resolve) => setTimeout(resolve))
    await inbox.rest()
    expect(posted).toEqual(['2', '3', '1'])
  })

  test('keeps others waiting no longer when there are several', async () => {
    const { line, replays, posted, log, inbox } = given()
    line.fails = (id) => id !== '3'
    await replays(4)
    expect(posted).toEqual([])
    await inbox.replay()
    expect(posted).toEqual(['3'])
    expect(log.errors).toHaveLength(2)
  })

  test('is not one that nobody stands behind, nor one of many', async () => {
    const { line, replays, posted, log } = given()
    line.fails = () => true
    await replays(30)
    line.fails = (id) => id !== '1'
    await replays(1)
    expect(posted).toEqual(['1'])
    await replays(9)
    expect(log.errors).toEqual([])
    line.fails = () => false
    await replays(1)
    expect(posted).toEqual(['1', '2', '3'])
  })

  test('is not one of the line’s, while that is closed', async () => {
    const { line, replays, tried } = given()
    line.isOpen = false
    line.fails = isFirst
    await replays(20)
    expect(new Set(tried)).toEqual(new Set(['1']))
  })

  test('is not one that what was away came back for meanwhile', async () => {
    const { line, replays, tried, posted, log } = given()
    line.fails = (id) => isFirst(id) && !tried.includes('2')
    await replays(5)
    expect(posted).toEqual(['2', '3', '1'])
    expect(log.errors).toEqual([])
  })

  test('is not one while the vault takes nothing', async () => {
    const { vault, line, replays, tried, log } = given()
    line.fails = isFirst
    await replays(4)
    const { set } = vault
    // Away again as soon as one went through.
    vault.set = async (changes) => {
      if (changes.size === 0) throw new Error('the store is away')
      await set(changes)
    }
    await replays(5)
    expect(log.errors).toEqual([])
    expect(tried.at(-1)).toBe('1')
  })
})

test('a row that is none is said to be there, once, and keeps nobody waiting', async () => {
  const { vault, facts } = memoryVault(
    new Map([
      ['journal/1', '{"attrs":'],
      ['journal/2', JSON.stringify({ attrs: {}, body: '' })],
    ]),
  )
  const log = hearingLog()
  const taken: string[] = []
  const inbox = createInbox({
    ...{ vault, clock: stoppedClock(0), log, isOpen: () => true },
    take: async ({ row }) => void taken.push(row),
  })
  for (const _ of [1, 2]) await inbox.replay()
  expect(taken).toEqual(['journal/2', 'journal/2'])
  expect(facts.has('journal/1')).toBe(true)
  expect(log.errors).toHaveLength(1)
})
