import { expect, test } from 'vitest'
import { createGoverned } from '../../../src/channels/whatsapp/governed.ts'
import { stoppedClock } from '../../../src/clock.ts'
import { quietLog } from '../../words.ts'
import { memoryVault } from './memory-vault.ts'

const DAY = 24 * 60 * 60 * 1000
const ONE = '5216441230001'
const OTHER = '5216441230002'

function governed() {
  const clock = stoppedClock(0)
  const { vault } = memoryVault()
  const make = () =>
    createGoverned({ vault, clock, log: quietLog, random: () => 0, dailyCap: 1000, report: async () => {} })
  return { clock, make }
}

test('another number begins anew: cold, and free of what stopped the one before', async () => {
  const { clock, make } = governed()
  const line = make()
  await line.open(ONE)
  clock.moveTo(10 * DAY)
  expect(line.health()).toMatchObject({ warmUpDay: null })
  await line.restrict(null)
  await line.open(OTHER)
  expect(line.health()).toMatchObject({ warmUpDay: 1, restrictedUntil: null })
})

test('the same number linked anew is as warm as it was, in another process too', async () => {
  const { clock, make } = governed()
  const line = make()
  await line.open(ONE)
  await line.close()
  clock.moveTo(10 * DAY)
  await line.open(null)
  await line.open(ONE)
  expect(line.health()).toMatchObject({ warmUpDay: null })
  const next = make()
  await next.open(ONE)
  expect(next.health()).toMatchObject({ warmUpDay: null })
})
