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
  const { vault, state } = memoryVault()
  const told: string[] = []
  const report = async (trouble: string) => {
    if (state.isAway) throw new Error('the store is away')
    told.push(trouble)
  }
  const make = () => createGoverned({ vault, clock, log: quietLog, random: () => 0, dailyCap: 1000, report })
  return { clock, make, state, told }
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

test('what the desk could not be told while the store was away it is told before the next message', async () => {
  const { make, state, told } = governed()
  const line = make()
  await line.open(ONE)
  state.isAway = true
  await expect(line.restrict(null)).rejects.toThrow()
  state.isAway = false
  await line.ask({ chat: 'somebody', isGroup: false, heardAt: 0, length: 1 })
  await line.restrict(null)
  expect(told).toEqual(['restricted'])
})
