import { expect, test } from 'vitest'
import type { Report, Trouble } from '../../../src/channels/channel.ts'
import { createNews } from '../../../src/channels/whatsapp/news.ts'
import type { WhatsAppOptions } from '../../../src/channels/whatsapp/whatsapp.ts'
import { stoppedClock } from '../../../src/clock.ts'
import { quietLog } from '../../words.ts'
import { memoryVault } from './memory-vault.ts'
import { channelOn, first, lastingChannelOn, linked, openChannel, openFake } from './on-fake.ts'

/** Whoever is told and cannot keep it, so many times. */
function deaf(times: number) {
  const told: Report[] = []
  let left = times
  return {
    told,
    left: () => left,
    async report(report: Report) {
      left -= 1
      if (left >= 0) throw new Error('the store is away')
      told.push(report)
    },
  }
}

test.each([
  [401, 'logged-out'],
  [403, 'forbidden'],
  [440, 'replaced'],
] as const)('a line closed with %i: the desk hears that it is %s once it can', async (code, trouble) => {
  const server = await openFake()
  const desk = deaf(2)
  await openChannel(server, async () => {}, {}, desk.report)
  server.close(code)
  await first(() => desk.told.length > 0)
  expect(desk.told).toEqual([{ kind: 'trouble', trouble }])
  expect(desk.left()).toBe(-1)
})

test('who stops before the desk could hear it leaves it to the next, which finds the same', async () => {
  const server = await openFake()
  const { vault } = memoryVault(linked(server))
  const desk = deaf(Number.POSITIVE_INFINITY)
  let isAsked = false
  const report = (one: Report) => {
    isAsked = true
    return desk.report(one)
  }
  const channel = await openChannel(server, async () => {}, { vault }, report, lastingChannelOn)
  server.close(401)
  await first(() => isAsked)
  await channel.stop()
  const hears = deaf(0)
  await channelOn(server, { vault }).start(async () => {}, hears.report)
  await first(() => hears.told.length > 0)
  expect(hears.told).toEqual([{ kind: 'trouble', trouble: 'logged-out' }])
  expect(desk.told).toEqual([])
})

test('that it is over is told by the next life, where the last one could not', async () => {
  const server = await openFake()
  const facts = linked(server).set('line/trouble', 'logged-out')
  const desk = deaf(1)
  await openChannel(server, async () => {}, { vault: memoryVault(facts).vault }, desk.report)
  await first(() => desk.told.length > 0)
  expect(desk.told).toEqual([{ kind: 'trouble', trouble: 'linked' }])
  await first(() => !facts.has('line/trouble'))
})

test('trouble that another process ended, and told the end of, is nobody’s news any more', async () => {
  const server = await openFake()
  const { vault, facts } = memoryVault(linked(server))
  const desk = deaf(0)
  const lost = new AbortController()
  let regain = (): void => {}
  const regained = new Promise<void>((resolve) => (regain = resolve))
  const alone: WhatsAppOptions['alone'] = async (stopping, work) => {
    await work(AbortSignal.any([stopping, lost.signal]))
    await regained
    await work(stopping)
  }
  const channel = channelOn(server, { vault, alone })
  await channel.start(async () => {}, desk.report)
  await first(() => channel.health?.().link === 'linked')
  server.close(401)
  await first(() => desk.told.length > 0)
  lost.abort()
  await first(() => channel.health?.().link === 'standby')
  for (const [name, value] of linked(server)) facts.set(name, value)
  facts.delete('line/trouble')
  regain()
  await first(() => channel.health?.().link === 'linked')
  await channel.stop()
  expect(desk.told).toEqual([{ kind: 'trouble', trouble: 'logged-out' }])
})

test('what came first is told first, and nothing more once it ended', async () => {
  const clock = stoppedClock(0)
  let waits = 0
  const wake: typeof clock.wake = (at, call) => {
    waits += 1
    return clock.wake(at, call)
  }
  const { vault } = memoryVault()
  const told: Trouble[] = []
  let isAway = true
  const news = createNews({
    ...{ vault, clock: { ...clock, wake }, log: quietLog },
    async report(trouble) {
      if (isAway) throw new Error('the store is away')
      told.push(trouble)
    },
  })
  news.tell('logged-out')
  news.tell('linked')
  await first(() => waits === 2)
  isAway = false
  clock.moveTo(5000)
  await first(() => told.length === 2)
  expect(told).toEqual(['logged-out', 'linked'])
  isAway = true
  news.tell('forbidden')
  await news.end()
  isAway = false
  clock.moveTo(60_000)
  expect(told).toHaveLength(2)
  expect(await news.isTrouble()).toBe(true)
})
