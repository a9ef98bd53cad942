/** What a turn may cost, in counts that are the same on every machine (DESIGN §8). Times are for `npm run bench`. */
import { describe, expect, test } from 'vitest'
import { type Clock, systemClock } from '../src/clock.ts'
import type { Store } from '../src/stores/store.ts'
import { eachStore, givenRedis } from './faults/on-redis.ts'
import { keyOf, startTown, student } from './faults/town.ts'
import { loadWords } from './words.ts'

const words = loadWords()
const redis = givenRedis()
const KILOBYTE = 1000

const stores = eachStore(redis)

describe.each(stores)('on %s', (_, open) => {
  test('a turn asks the store once where its chat was answered last, twice elsewhere, and sets no timer', async () => {
    const { town, costs } = await counted(open())
    expect(await costs('hola')).toEqual({ asked: ['post', 'commit'], timers: 0 })
    expect(await costs('no he empezado')).toEqual({ asked: ['answer'], timers: 0 })
    expect(await costs('empezar')).toEqual({ asked: ['answer'], timers: 0 })
    await town.stop()
  })

  test('a session is as long at its two hundredth turn as at its fifth, and under a kilobyte', async () => {
    const store = open()
    const { town, costs } = await counted(store)
    const lengths: number[] = []
    for (let turn = 1; turn <= 200; turn += 1) {
      await costs(turn % 2 === 0 ? 'hola' : 'menú')
      lengths.push((await store.peek(keyOf('ana')))?.length ?? 0)
    }
    const [fifth = 0, last = 0] = [lengths[4], lengths.at(-1)]
    expect(fifth).toBeGreaterThan(100)
    // Only the digits of its counters grow.
    expect(last - fifth).toBeLessThan(16)
    expect(Math.max(...lengths)).toBeLessThan(KILOBYTE)
    await town.stop()
  })
})

/** A world whose store and clock are watched. `costs` says what was asked of them from a message to its first answer. */
async function counted(store: Store) {
  const asked: string[] = []
  let timers = 0
  const watched = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function' || typeof name !== 'string') return value
      return (...given: unknown[]) => {
        asked.push(name)
        return Reflect.apply(value, target, given)
      }
    },
  })
  const base = systemClock()
  const clock: Clock = {
    ...base,
    wake(at, call) {
      timers += 1
      return base.wake(at, call)
    },
  }
  let atAnswer: { asked: string[]; timers: number } | null = null
  let answered = (): void => {}
  const town = await startTown({
    store: watched,
    clock,
    flows: words.flows,
    words,
    async deliver(to) {
      if (to === student('ana') && atAnswer === null) {
        atAnswer = { asked: [...asked], timers }
        answered()
      }
      return { status: 'sent', ref: 'r' }
    },
  })
  return {
    town,
    async costs(text: string) {
      // What the turn before still had to do is not this one's.
      await town.world.settled()
      asked.length = 0
      timers = 0
      atAnswer = null
      const answer = new Promise<void>((resolve) => {
        answered = resolve
      })
      await town.says('ana', text)
      await answer
      return atAnswer
    },
  }
}
