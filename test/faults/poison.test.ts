/** RELIABILITY F31: a message that cannot be handled, or that takes the process with it. */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type SimulatedClock, stoppedClock } from '../../src/clock.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import { buildProgram } from '../stores/program.ts'
import { allLeasesLapse } from '../stores/redis-leases.ts'
import { givenRedis } from './on-redis.ts'
import { poisonedFlow } from './poisoned-flow.ts'
import { DESK_GROUP, heard, keyOf, startTown, student, type Town } from './town.ts'

const redis = givenRedis()
const START = Date.UTC(2026, 10, 23, 17)
const MINUTE = 60_000
const OTHERS = ['beto', 'caro', 'dora']

interface Place {
  store: Store
  /** As if whoever held anything were dead. */
  lapse(): Promise<void>
}

const places: [string, () => Place][] = [
  ['SQLite', onSqlite],
  ['Redis', () => ({ store: redis.open(), lapse: () => allLeasesLapse([redis.server]) })],
]

function onSqlite(): Place {
  let slept = 0
  const store = sqliteStore({ file: ':memory:', monotonic: () => slept, token: randomUUID })
  onTestFinished(() => store.close())
  return {
    store,
    async lapse() {
      slept += MINUTE
    },
  }
}

async function opened(store: Store, clock: SimulatedClock, harm: () => void): Promise<Town> {
  const town = await startTown({ store, clock, flows: [poisonedFlow(harm)] })
  onTestFinished(() => town.stop())
  return town
}

/** Lets the waits between tries pass. */
async function pass(town: Town, clock: SimulatedClock): Promise<void> {
  for (let minute = 0; minute < 5; minute += 1) {
    clock.moveTo(clock.now() + MINUTE)
    town.world.nudge()
    await town.world.settled()
  }
}

/** So that nothing waits but what the test says. */
async function deskIsOpen(store: Store, clock: SimulatedClock): Promise<void> {
  const town = await startTown({ store, clock })
  await town.world.settled()
  await town.stop()
}

const toDesk = (town: Town): string[] => town.delivered.filter(({ to }) => to === DESK_GROUP).map(({ text }) => text)

describe.each(places)('on %s', (_, place) => {
  test('is tried three times, set aside, apologised for and told to the desk; the others and the next go on', async () => {
    const { store } = place()
    const clock = stoppedClock(START)
    let tries = 0
    const town = await opened(store, clock, () => {
      tries += 1
      throw new Error('cannot')
    })
    await town.counts('ana', 1)
    await town.says('ana', 'veneno')
    await town.counts('beto', 1)
    await town.world.settled()
    expect(town.echoes('beto')).toEqual([1])
    await pass(town, clock)
    expect(tries).toBe(3)
    expect((await store.deadLetters(9)).map(({ chat, reason }) => [chat, reason])).toEqual([[keyOf('ana'), 'failed']])
    expect(town.screen('ana').filter((text) => text === 'bot-failed')).toHaveLength(1)
    expect(toDesk(town)).toEqual(['card-dead-letter'])
    await town.counts('ana', 2)
    await town.world.settled()
    expect(town.echoes('ana')).toEqual([1, 2])
    expect(await heard(store, 'ana')).toEqual([1, 2])
  })

  test('that ends the process is not run for ever: ten times, then set aside unread', async () => {
    const { store, lapse } = place()
    const clock = stoppedClock(START)
    await deskIsOpen(store, clock)
    const receiving = await startTown({ store, clock, works: false })
    await receiving.says('ana', 'veneno')
    await receiving.stop()
    // What a process leaves that dies of it: a claim that nobody ends.
    for (let death = 1; death <= 10; death += 1) {
      expect((await store.claim(clock.now(), 9)).map(({ chat }) => chat)).toEqual([keyOf('ana')])
      await lapse()
    }
    let tries = 0
    const town = await opened(store, clock, () => {
      tries += 1
    })
    await town.world.settled()
    expect(tries).toBe(0)
    expect((await store.deadLetters(9)).map(({ chat }) => chat)).toEqual([keyOf('ana')])
    expect(town.screen('ana')).toEqual(['bot-failed'])
    expect(toDesk(town)).toEqual(['card-dead-letter'])
    await town.counts('ana', 2)
    await town.world.settled()
    expect(await heard(store, 'ana')).toEqual([2])
  })

  test('only what was begun and never ended counts as such: what had to wait is heard in the end', async () => {
    const { store } = place()
    const clock = stoppedClock(START)
    await deskIsOpen(store, clock)
    const receiving = await startTown({ store, clock, works: false })
    await receiving.counts('ana', 1)
    await receiving.stop()
    for (let wait = 1; wait <= 20; wait += 1) {
      const claims = await store.claim(clock.now(), 9)
      expect(claims.map(({ chat }) => chat)).toEqual([keyOf('ana')])
      for (const claim of claims) await store.release(claim, clock.now(), false)
    }
    const town = await opened(store, clock, () => undefined)
    await town.world.settled()
    expect(await store.deadLetters(9)).toEqual([])
    expect(await heard(store, 'ana')).toEqual([1])
  })
})

test('a message that really ends the process costs nobody else theirs, and the eleventh process stays', async () => {
  const program = await buildProgram('test/faults/mortal.ts')
  const file = join(await mkdtemp(join(tmpdir(), 'afilia-mortal-')), 'a.sqlite')
  const open = () => sqliteStore({ file, monotonic: () => performance.now(), token: randomUUID })
  const store = open()
  const receiving = await startTown({ store, works: false })
  await receiving.says('ana', 'veneno')
  for (const name of OTHERS) await receiving.counts(name, 1)
  await receiving.stop()
  await store.close()

  const deaths: (number | null)[] = []
  let printed = ''
  do {
    const { status, stdout } = spawnSync(process.execPath, [program, file], { encoding: 'utf8' })
    deaths.push(status)
    printed += stdout
  } while (deaths.at(-1) === 7 && deaths.length < 20)
  expect(deaths).toEqual([...Array.from({ length: 10 }, () => 7), 0])
  expect(printed).toContain(`${student('ana')} bot-failed`)
  const left = open()
  onTestFinished(() => left.close())
  for (const name of OTHERS) expect(await heard(left, name)).toEqual([1])
  expect((await left.deadLetters(99)).map(({ chat }) => chat)).toEqual([keyOf('ana')])
}, 60_000)
