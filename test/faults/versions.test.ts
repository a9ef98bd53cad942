/** RELIABILITY F32, F33: an older and a newer release on one store, as during every roll-out and roll-back. */

import { expect, onTestFinished, test } from 'vitest'
import { setup } from 'xstate'
import { z } from 'zod'
import { defineFlow, effects, type FlowEvent, gotoPlaces } from '../../flows/flow.ts'
import { stoppedClock } from '../../src/clock.ts'
import { quietLog } from '../words.ts'
import { givenRedis } from './on-redis.ts'
import { keyOf, seal, startTown } from './town.ts'

const redis = givenRedis()
const MINUTE = 60_000
const context = z.object({ log: z.array(z.number()) })

/** The same procedure in two releases; the newer one calls its only place by another name. */
function release(version: number, place: string) {
  const procedure = setup({
    types: { context: {} as z.infer<typeof context>, events: {} as FlowEvent },
    actions: effects,
  })
  const states = {
    count: procedure.createStateConfig({
      initial: place,
      states: {
        [place]: {
          on: {
            'answer.text': {
              actions: [
                procedure.assign({
                  log: ({ context: { log }, event }) => [
                    ...log,
                    Number(event.type === 'answer.text' ? event.text.replace(/\D+/g, '') : 0),
                  ],
                }),
                { type: 'say', params: { key: 'echo' } },
              ],
            },
          },
        },
      },
    }),
  }
  return defineFlow({
    id: 'counting',
    version,
    steps: [],
    campuses: ['center'],
    calendar: { zone: 'America/Hermosillo', closures: [] },
    machine: procedure.createMachine({
      id: 'counting',
      context: { log: [] },
      initial: 'count',
      states,
      on: { goto: gotoPlaces(states) },
    }),
    context,
    facts: ({ log }) => ({ n: log.at(-1) ?? 0 }),
    cardFacts: () => ({}),
    ...(version > 1 && { renamed: { 1: { 'count.on': `count.${place}` } } }),
  })
}

const OLD = release(1, 'on')
const NEW = release(2, 'anew')

function written(session: string | null): { version: number; log: number[] } {
  const { flows } = JSON.parse(seal.open('session', keyOf('ana'), session ?? ''))
  return { version: flows.counting.version, log: flows.counting.context.log }
}

test('the older process never writes what the newer one wrote: the chat waits for that, and nothing is lost', async () => {
  const store = redis.open()
  const clock = stoppedClock(Date.UTC(2026, 10, 23, 17))
  const warned: string[] = []
  const log = { ...quietLog, error: (_: object, text: string) => void warned.push(text) }
  const older = await startTown({ store, clock, flows: [OLD], log })
  await older.counts('ana', 1)
  await older.world.settled()
  expect(written(await store.peek(keyOf('ana')))).toEqual({ version: 1, log: [1] })
  await older.stop()

  const newer = await startTown({ store, clock, flows: [NEW] })
  await newer.counts('ana', 2)
  await newer.world.settled()
  const kept = await store.peek(keyOf('ana'))
  expect(written(kept)).toEqual({ version: 2, log: [1, 2] })
  await newer.stop()

  // Rolled back, for long: it is asked again every minute, and by everything the student says.
  const back = await startTown({ store, clock, flows: [OLD], log })
  onTestFinished(() => back.stop())
  for (const n of [5, 7]) await back.counts('ana', n)
  await back.counts('beto', 1)
  for (let minute = 0; minute < 30; minute += 1) {
    clock.moveTo(clock.now() + MINUTE)
    back.world.nudge()
    await back.world.settled()
  }
  expect(await store.peek(keyOf('ana'))).toBe(kept)
  expect(await store.deadLetters(9)).toEqual([])
  expect(back.screen('ana')).toEqual([])
  expect(back.echoes('beto')).toEqual([1])
  expect(warned.length).toBeGreaterThan(0)
  await back.stop()

  const again = await startTown({ store, clock, flows: [NEW] })
  clock.moveTo(clock.now() + MINUTE)
  again.world.nudge()
  await again.world.settled()
  expect(written(await store.peek(keyOf('ana')))).toEqual({ version: 2, log: [1, 2, 5, 7] })
  expect(again.echoes('ana')).toEqual([5, 7])
  await again.stop()
})

test('both at once: everything is heard once, in order, and what is once new stays new', async () => {
  const store = redis.open()
  const other = redis.open()
  const clock = stoppedClock(Date.UTC(2026, 10, 23, 17))
  const older = await startTown({ store, clock, flows: [OLD] })
  const newer = await startTown({ store: other, clock, flows: [NEW] })
  const numbers = [1, 2, 5, 7, 10, 11, 13, 14]
  let isNew = false
  for (const [index, n] of numbers.entries()) {
    await (index % 2 === 0 ? older : newer).counts('ana', n)
    const { version } = written(
      (await store.peek(keyOf('ana'))) ??
        seal.seal(
          'session',
          keyOf('ana'),
          JSON.stringify({ flows: { counting: { version: 1, context: { log: [] } } } }),
        ),
    )
    expect(version >= (isNew ? 2 : 1)).toBe(true)
    isNew = version === 2
  }
  for (let minute = 0; minute < 30 && !newer.echoes('ana').includes(14); minute += 1) {
    clock.moveTo(clock.now() + MINUTE)
    for (const town of [newer, older]) {
      town.world.nudge()
      await town.world.settled()
    }
  }
  await older.stop()
  clock.moveTo(clock.now() + MINUTE)
  newer.world.nudge()
  await newer.world.settled()
  expect(written(await store.peek(keyOf('ana')))).toEqual({ version: 2, log: numbers })
  expect(await store.deadLetters(9)).toEqual([])
  await newer.stop()
})
