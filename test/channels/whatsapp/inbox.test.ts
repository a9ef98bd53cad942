import { proto } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { createInbox } from '../../../src/channels/whatsapp/inbox.ts'
import type { Arrival } from '../../../src/channels/whatsapp/journal.ts'
import { stoppedClock } from '../../../src/clock.ts'
import { quietLog } from '../../words.ts'
import { memoryVault } from './memory-vault.ts'

const SECOND = 1000

function behind() {
  const clock = stoppedClock(0)
  const body = Buffer.from([...proto.Message.encode({ conversation: 'uno' }).finish(), 1]).toString('base64')
  const { vault } = memoryVault(new Map([['journal/000000000000000001', JSON.stringify({ attrs: {}, body })]]))
  const taken: Arrival[] = []
  const inbox = createInbox({
    ...{ vault, clock, log: quietLog },
    async take(arrival) {
      taken.push(arrival)
      throw new Error('the store is away')
    },
  })
  const settled = () => new Promise((resolve) => setTimeout(resolve))
  return { clock, inbox, taken, settled }
}

test('what cannot be posted is tried once a second, however many lines failed over it', async () => {
  const { clock, inbox, taken, settled } = behind()
  for (const _ of [1, 2, 3]) await expect(inbox.replay()).rejects.toThrow()
  expect(taken).toHaveLength(3)
  for (const second of [1, 2]) {
    clock.moveTo(second * SECOND)
    await settled()
  }
  expect(taken).toHaveLength(5)
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
