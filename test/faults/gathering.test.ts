/** What people write in pieces waits for more of it, durably: a kill in between loses nothing, and a cry for help waits for nothing. */
import { expect, onTestFinished, test } from 'vitest'
import { type SimulatedClock, stoppedClock } from '../../src/clock.ts'
import type { Store } from '../../src/stores/store.ts'
import { loadWords } from '../words.ts'
import { eachStore, givenRedis } from './on-redis.ts'
import { startTown, type Town } from './town.ts'

const redis = givenRedis()
const START = Date.UTC(2026, 10, 23, 17)
const QUIET = 3000
const words = loadWords()

async function open(store: Store, clock: SimulatedClock, works = true): Promise<Town> {
  const town = await startTown({ store, clock, flows: words.flows, words, works, gathers: QUIET })
  onTestFinished(() => town.stop())
  if (works) await town.world.settled()
  return town
}

async function moveTo(town: Town, clock: SimulatedClock, after: number): Promise<void> {
  clock.moveTo(START + after)
  town.world.nudge()
  await town.world.settled()
}

test.each(eachStore(redis))('on %s: three texts are answered once, three seconds after the last', async (_, opened) => {
  const clock = stoppedClock(START)
  const town = await open(opened(), clock)
  for (const [after, text] of [
    [0, 'hola'],
    [2000, 'no he'],
    [4000, 'empezado'],
  ] as const) {
    await moveTo(town, clock, after)
    await town.says('ana', text)
  }
  await moveTo(town, clock, 6999)
  expect(town.screen('ana')).toEqual([])
  await moveTo(town, clock, 7000)
  expect(town.screen('ana')).toHaveLength(2)
  expect(town.screen('ana').join()).toContain(words.texts.say('es', 'seguro-facultativo', 'welcome-what').slice(0, 30))
})

test.each(eachStore(redis))(
  'on %s: whoever writes on and on is answered after four times as long',
  async (_, opened) => {
    const clock = stoppedClock(START)
    const town = await open(opened(), clock)
    for (let after = 0; after < 4 * QUIET; after += 1000) {
      await moveTo(town, clock, after)
      expect(town.screen('ana')).toEqual([])
      await town.says('ana', 'hola')
    }
    await moveTo(town, clock, 4 * QUIET)
    expect(town.screen('ana')).toHaveLength(1)
  },
)

test.each(eachStore(redis))(
  'on %s: a cry for help, and a press, are answered at once, with all that waits',
  async (_, opened) => {
    const clock = stoppedClock(START)
    const town = await open(opened(), clock)
    await town.says('ana', 'oye')
    await town.says('ana', 'mi papá se desmayó, no respira')
    await town.says('beto', 'hola')
    await town.says('beto', { kind: 'sticker' })
    await town.world.settled()
    expect(town.screen('ana')).toHaveLength(1)
    expect(town.screen('ana').join()).toContain('911')
    expect(town.screen('beto').length).toBeGreaterThan(0)
    await moveTo(town, clock, 60_000)
    expect(town.screen('ana')).toHaveLength(1)
  },
)

test.each(eachStore(redis))(
  'on %s: what waited when the process ended is answered by the next one, when it was due',
  async (_, opened) => {
    const clock = stoppedClock(START)
    const store = opened()
    const first = await open(store, clock, false)
    await first.says('ana', 'no he')
    await first.says('ana', 'empezado')
    await first.stop()
    clock.moveTo(START + 1000)
    const second = await open(store, clock)
    expect(second.screen('ana')).toEqual([])
    await moveTo(second, clock, QUIET)
    expect(second.screen('ana')).toHaveLength(2)
  },
)

test.each(eachStore(redis))('on %s: a desk that is being written to waits for nothing', async (_, opened) => {
  const clock = stoppedClock(START)
  const town = await open(opened(), clock)
  await town.agentDoes({ kind: 'text', text: '/ayuda' })
  await town.world.settled()
  expect(town.delivered.length).toBeGreaterThan(0)
})
