/** RELIABILITY A24: numbers of a student, planted wherever something could carry them, come out nowhere but on that student's screen. */
import { expect, test } from 'vitest'
import { type SimulatedClock, simulatedClock, stoppedClock, systemClock } from '../../src/clock.ts'
import type { Receipt } from '../../src/message.ts'
import type { Store } from '../../src/stores/store.ts'
import { loadWords } from '../words.ts'
import { CANARIES, CURP, captured, found, NSS, placesOn } from './canaries.ts'
import { givenRedis } from './on-redis.ts'
import { poisonedFlow } from './poisoned-flow.ts'
import { DESK_GROUP, startTown, type Town } from './town.ts'

const redis = givenRedis()
const START = Date.UTC(2026, 10, 23, 17)
const words = loadWords()
const places = placesOn(redis)

test('what would be found is found', () => {
  for (const canary of CANARIES) expect(found(`x ${canary} y`)).toContain(canary)
  expect(found(`{"t":"${Buffer.from(NSS).toString('latin1')}"}`)).toContain(NSS)
  expect(found('24220400015 GOXA040229')).toEqual([])
})

async function press(town: Town, choice: string): Promise<void> {
  const asked = town.delivered.findLast(
    ({ message }) => message.type === 'say' && message.choices.some(({ id }) => id === choice),
  )
  expect(asked).toBeDefined()
  const question = asked?.message.type === 'say' ? asked.message.question : 0
  await town.says('ana', { kind: 'press', question, choice })
  await town.world.settled()
}

async function speaks(town: Town, ...said: Parameters<Town['says']>): Promise<void> {
  await town.says(...said)
  await town.world.settled()
}

/** Says both numbers in every way a network lets one say anything. */
async function plant(town: Town): Promise<void> {
  for (const canary of CANARIES) {
    await speaks(town, 'ana', canary)
    await speaks(town, 'ana', `mi número es ${canary} y ya`)
    for (const kind of ['voice', 'picture', 'document', 'sticker', 'other'] as const)
      await speaks(town, 'ana', { kind, caption: canary })
    await speaks(town, 'ana', { kind: 'edit', text: canary })
    await speaks(town, 'ana', { kind: 'press', question: 1, choice: canary })
    const everywhere = { id: `${canary} id`, ref: canary, language: canary, quotes: { ref: canary, text: canary } }
    await speaks(town, 'ana', 'hola', { ...everywhere, sender: { id: canary, name: canary, anonymous: false } })
  }
}

test.each(places)('on %s: what a student says in any way', async (_, open) => {
  const { store, kept } = await open()
  const { log, logged } = captured()
  const town = await startTown({ store, log, clock: stoppedClock(START), flows: words.flows, words })
  await plant(town)
  await town.stop()
  expect(town.screen('ana').length).toBeGreaterThan(0)
  expect(found(logged())).toEqual([])
  expect(found(await kept())).toEqual([])
})

test.each(places)('on %s: what the desk is told about a student', async (_, open) => {
  const { store, kept } = await open()
  const { log, logged } = captured()
  const town = await startTown({ store, log, clock: stoppedClock(START), flows: words.flows, words })
  const cards = () => town.delivered.filter(({ to }) => to === DESK_GROUP)
  await speaks(town, 'ana', 'hola')
  for (const choice of ['error']) await press(town, choice)
  await speaks(town, 'ana', `no existe el alumno ${NSS} con ${CURP}`)
  await speaks(town, 'ana', 'persona')
  await press(town, 'nainari')
  await speaks(town, 'ana', '00000123456')
  await press(town, 'none')
  expect(cards().length).toBeGreaterThan(0)
  for (const canary of CANARIES) {
    const card = cards().at(-1)
    if (!card) throw new Error('no card')
    await town.agentSays(`¿seguro que es ${canary}?`, card)
    await town.world.settled()
    await speaks(town, 'ana', `sí, es ${canary}, y mi CURP ${CURP}`)
  }
  await town.stop()
  expect(cards().length).toBeGreaterThan(CANARIES.length)
  expect(
    found(
      cards()
        .map(({ text }) => text)
        .join('\n'),
    ),
  ).toEqual([])
  expect(found(logged())).toEqual([])
  expect(found(await kept())).toEqual([])
})

test.each(places)('on %s: what goes wrong with numbers in it', async (_, open) => {
  const { store, kept } = await open()
  const { log, logged } = captured()
  // One that goes on by itself: what fails is tried again after a while.
  const clock = simulatedClock(systemClock())
  const trouble = troubles()
  const town = await startTown({
    store: failing(store),
    log,
    clock,
    flows: [poisonedFlow(() => fail())],
    deliver: async () => trouble(),
  })
  for (const canary of CANARIES) {
    await town.counts('ana', 1)
    await town.says('ana', `veneno ${canary}`)
    await minutes(town, clock, 4)
  }
  await town.stop()
  expect(logged().split('\n').length).toBeGreaterThan(CANARIES.length)
  for (const said of [
    'turn failed',
    'delivery failed',
    'delivery put off',
    'message refused',
    'can no longer be reached',
  ])
    expect(logged()).toContain(said)
  expect(found(logged())).toEqual([])
  expect(found(await kept())).toEqual([])
  expect(town.delivered.filter(({ to }) => to === DESK_GROUP).flatMap(({ text }) => found(text))).toEqual([])
})

async function minutes(town: Town, clock: SimulatedClock, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    clock.moveTo(clock.now() + 60_000)
    town.world.nudge()
    await town.world.settled()
  }
}

function fail(): never {
  const cause = Object.assign(new TypeError(`cannot read ${NSS}`), { code: CURP, [NSS]: CURP })
  throw new Error(`no such student ${CURP}`, { cause })
}

/** One after the other, all a network can say or do, each with the numbers in it; then it takes the message. */
function troubles(): () => Promise<Receipt> {
  const reason = `Bad Request: ${NSS} of ${CURP} not found`
  const all: (() => Receipt)[] = [
    () => fail(),
    () => ({ status: 'retry', after: 1000, reason, scope: 'chat' }),
    () => ({ status: 'refused', reason }),
    () => ({ status: 'gone', reason }),
    () => ({ status: 'sent', ref: NSS }),
  ]
  let next = 0
  return async () => {
    next += 1
    return (all[next % all.length] ?? fail)()
  }
}

/** Some calls are refused with a message that repeats what it was given. */
function failing(store: Store): Store {
  let calls = 0
  const sometimes = async <T>(ask: () => Promise<T>): Promise<T> => {
    calls += 1
    if ([7, 21].includes(calls)) fail()
    return ask()
  }
  return {
    ...store,
    claim: (now, most) => sometimes(() => store.claim(now, most)),
    claimOutbox: (now, most) => sometimes(() => store.claimOutbox(now, most)),
  }
}
