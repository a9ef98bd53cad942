/** RELIABILITY F13, F14: what comes twice, thrice or again next week, and what comes in any order. */

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { simulatedClock, stoppedClock, systemClock } from '../../src/clock.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import { startConversation } from '../conversation.ts'
import { givenRedis } from './on-redis.ts'
import { heard, plainNumbers, startTown, student, times } from './town.ts'

const redis = givenRedis()
const DAY = 24 * 60 * 60 * 1000
const CHATS = ['ana', 'beto', 'caro', 'dora']

test('every update three times, at once, to two processes, and again after seven days: one turn each', async () => {
  const clock = simulatedClock(systemClock())
  const stores = [redis.open(), redis.open()] as const
  const towns = await Promise.all(stores.map((store) => startTown({ store, clock })))
  const numbers = plainNumbers(times(40))

  async function deliver(name: string, n: number): Promise<void> {
    const at = clock.now()
    const once = towns.flatMap((town) => [1, 2, 3].map(() => town.counts(name, n, { id: `${name} ${n}`, at })))
    await Promise.all(once)
  }
  async function all(): Promise<void> {
    const each = CHATS.map(async (name) => {
      for (const n of numbers) await deliver(name, n)
    })
    await Promise.all(each)
    for (const town of towns) await town.world.settled()
  }

  await all()
  clock.moveTo(clock.now() + 7 * DAY)
  await all()
  for (const name of CHATS) {
    expect(await heard(stores[0], name)).toEqual(numbers)
    expect(towns.flatMap((town) => town.echoes(name)).toSorted((a, b) => a - b)).toEqual(numbers)
  }
  for (const town of towns) await town.stop()
})

test(
  'whatever the store does first, each student is heard in the order of arrival',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.tuple(fc.constantFrom('ana', 'beto'), fc.boolean()), { minLength: 1, maxLength: 20 }),
        async (scheduler, said) => {
          const inner = sqliteStore({ file: ':memory:', monotonic: () => 0, token: randomUUID })
          const clock = stoppedClock(Date.UTC(2026, 10, 30, 16))
          const town = await startTown({ store: delayed(inner, scheduler), clock })
          const expected = new Map<string, number[]>()
          const numbers = plainNumbers(said.length)
          const posts: Promise<void>[] = []
          for (const [index, [name, waits]] of said.entries()) {
            const n = numbers[index] ?? 0
            expected.set(name, [...(expected.get(name) ?? []), n])
            posts.push(town.counts(name, n))
            // A network hands over the next one of a chat once this one has arrived.
            if (waits) await scheduler.waitFor(Promise.all(posts))
          }
          await scheduler.waitFor(Promise.all(posts))
          await scheduler.waitFor(town.world.settled())
          for (const [name, all] of expected) {
            expect(await heard(inner, name)).toEqual(all)
            expect(town.echoes(name)).toEqual(all)
          }
          await scheduler.waitFor(town.stop())
          await inner.close()
        },
      ),
      { numRuns: times(60) },
    )
  },
  times(60) * 1000,
)

test('an old button says that it is old, and changes nothing', async () => {
  const talk = await startConversation({ start: Date.UTC(2026, 10, 23, 17) })
  onTestFinished(() => talk.close())
  const shown = () => talk.delivered.flatMap(({ message }) => (message.type === 'say' ? [message] : []))
  await talk.says({ kind: 'text', text: 'hola' })
  const first = shown().findLast(({ choices }) => choices.length > 0)
  if (!first) throw new Error('nothing to press')
  const press = { kind: 'press' as const, question: first.question, choice: first.choices[0]?.id ?? '' }
  await talk.says(press)
  const next = shown().findLast(({ choices }) => choices.length > 0)
  expect(next?.question).toBeGreaterThan(first.question)
  const key = talk.seal.chatKey(student('student'))
  const place = async () => {
    const { flows, active, trail } = JSON.parse(talk.seal.open('session', key, (await talk.store.peek(key)) ?? ''))
    return { flows, active, trail }
  }
  const before = await place()
  await talk.says(press)
  expect(shown().at(-1)?.key).toMatch(/^bot-stale/)
  expect(await place()).toEqual(before)
})

/** Each call is begun when the scheduler says so; posts of the test's own are begun in order, as a network's are. */
function delayed(store: Store, scheduler: fc.Scheduler): Store {
  const wait = (label: string) => scheduler.schedule(Promise.resolve(), label)
  return {
    ...store,
    async claim(now, most) {
      await wait('claim')
      return store.claim(now, most)
    },
    async commit(claim, work, take) {
      await wait('commit')
      return store.commit(claim, work, take)
    },
    async claimOutbox(now, most) {
      await wait('claim rows')
      return store.claimOutbox(now, most)
    },
    async settle(row, take) {
      await wait('settle')
      return store.settle(row, take)
    },
    async release(claim, retryAt) {
      await wait('release')
      return store.release(claim, retryAt)
    },
  }
}
