import { expect, test } from 'vitest'
import { createConnection } from '../../../src/channels/whatsapp/connection.ts'
import { stoppedClock } from '../../../src/clock.ts'
import { quietLog } from '../../words.ts'
import { memoryVault } from './memory-vault.ts'

test('a process that has no line any more cannot unlink the number', async () => {
  const { vault, facts } = memoryVault(new Map([['account/creds', '{}']]))
  const connection = createConnection({
    ...{ vault, clock: stoppedClock(0), log: quietLog, random: () => 0, number: null, socket: {} },
    arrived() {},
    nextRow: () => '',
    sent: async () => undefined,
    group: async () => undefined,
    prepare: async () => {},
    made() {},
    shown() {},
    report: async () => {},
    locked() {},
  })
  expect(connection.state()).toEqual({ is: 'standby' })
  await connection.run(AbortSignal.abort())
  await connection.relink()
  expect(connection.state()).toEqual({ is: 'standby' })
  expect(facts.has('account/creds')).toBe(true)
})
