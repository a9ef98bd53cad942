/** RELIABILITY F18, F21: the clock of the host jumps, and the bot is away while reminders fall due. */
import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Clock, stoppedClock, systemClock } from '../../src/clock.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import { loadWords } from '../words.ts'
import { givenRedis } from './on-redis.ts'
import { heard, keyOf, startTown, type Town, type TownOptions } from './town.ts'

const redis = givenRedis()
const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
/** A Monday, 10:00 in Sonora. */
const START = Date.UTC(2026, 10, 23, 17)
const words = loadWords()
const real = { flows: words.flows, words }

const stores: [string, () => Store][] = [
  ['SQLite', inMemory],
  ['Redis', () => redis.open()],
]

function inMemory(): Store {
  const store = sqliteStore({ file: ':memory:', monotonic: () => performance.now(), token: randomUUID })
  onTestFinished(() => store.close())
  return store
}

/** A clock that somebody sets; what was waited for goes by the machine's own time, as with any timer of the system. */
function settableClock(start: number): Clock & { set(at: number): void } {
  const system = systemClock()
  let offset = start - system.now()
  const clock = {
    now: () => system.now() + offset,
    monotonic: system.monotonic,
    wake: (at: number, call: () => void) => system.wake(system.now() + Math.max(0, at - clock.now()), call),
    set(at: number) {
      offset = at - system.now()
    },
  }
  return clock
}

async function opened(options: TownOptions): Promise<Town> {
  const town = await startTown(options)
  onTestFinished(() => town.stop())
  return town
}

async function press(town: Town, choice: string): Promise<void> {
  const asked = town.delivered.findLast(
    ({ message }) => message.type === 'say' && message.choices.some(({ id }) => id === choice),
  )
  const question = asked?.message.type === 'say' ? asked.message.question : 0
  await town.says('ana', { kind: 'press', question, choice })
  await town.world.settled()
}

/** Has saved the request today and wants to be reminded: two reminders wait. */
async function awaitReminders(town: Town): Promise<void> {
  await town.says('ana', 'ya la guardé')
  await town.world.settled()
  for (const choice of ['accept', 'today', 'yes']) await press(town, choice)
  expect(keys(town)).toContain('waiting-reminders-on')
}

const keys = (town: Town): string[] =>
  town.delivered.flatMap(({ message }) => (message.type === 'say' ? message.key : []))
const reminders = (town: Town): number => keys(town).filter((key) => key === 'waiting-check').length

describe.each(stores)('on %s', (_, open) => {
  test('a clock that jumps back and forth reminds once', async () => {
    const clock = settableClock(START)
    const town = await opened({ store: open(), clock, ...real })
    await awaitReminders(town)
    for (const jump of [HOUR, -HOUR, 2 * DAY, -2 * DAY]) {
      clock.set(START + jump)
      await town.world.settled()
    }
    // The reminder of two business days falls due on Wednesday at nine; two days and an hour from Monday at ten is past it.
    const due = START + 2 * DAY - HOUR
    expect(reminders(town)).toBe(1)
    for (const at of [due - 1, due, due - 2 * DAY, due + HOUR, due - HOUR, due + 2 * HOUR]) {
      clock.set(at)
      await town.world.settled()
    }
    expect(reminders(town)).toBe(1)
  })

  test('a clock that jumps in the middle of turns loses and doubles nothing', async () => {
    const clock = settableClock(START)
    const store = open()
    const town = await opened({ store, clock })
    const expected: number[] = []
    for (const [index, jump] of [HOUR, -HOUR, 2 * DAY, -2 * DAY, 0].entries()) {
      const n = [1, 2, 5, 7, 10][index] ?? 0
      expected.push(n)
      clock.set(START + jump)
      await town.counts('ana', n, { id: `jump ${n}` })
      await town.counts('ana', n, { id: `jump ${n}` })
      await town.sees(({ text }) => text === `echo ${n}`)
    }
    await town.world.settled()
    expect(await heard(store, 'ana')).toEqual(expected)
    expect(town.echoes('ana')).toEqual(expected)
  })

  test('away for three days: of the reminders that were missed one is given, once', async () => {
    const clock = stoppedClock(START)
    const store = open()
    const before = await startTown({ store, clock, ...real })
    await awaitReminders(before)
    await before.stop()
    clock.moveTo(START + 3 * DAY)
    const after = await opened({ store, clock, ...real })
    await after.world.settled()
    expect(reminders(after)).toBe(1)
    expect(after.screen('ana')).toHaveLength(1)
  })

  test('away for two weeks: both were missed, only the newest speaks', async () => {
    const clock = stoppedClock(START)
    const store = open()
    const before = await startTown({ store, clock, ...real })
    await awaitReminders(before)
    await before.stop()
    clock.moveTo(START + 14 * DAY)
    const after = await opened({ store, clock, ...real })
    await after.world.settled()
    expect(after.screen('ana')).toHaveLength(1)
    expect(reminders(after)).toBe(1)
  })
})

test('a lease goes by the time of Redis, whatever the clocks of its hosts say', async () => {
  const holder = redis.open({ clock: settableClock(START + 2 * DAY) })
  const other = redis.open({ clock: settableClock(START - 2 * DAY) })
  const { claim } = await holder.post(keyOf('ana'), { id: 'a', body: 'b' }, START, true)
  expect(claim).not.toBeNull()
  expect(await other.claim(START + 365 * DAY, 9)).toEqual([])
  expect(await other.post(keyOf('ana'), { id: 'b', body: 'b' }, START, true)).toEqual({
    outcome: 'posted',
    claim: null,
  })
  expect(await holder.hold('poller', 'one', 10_000)).toBe(true)
  expect(await other.hold('poller', 'two', 10_000)).toBe(false)
})
