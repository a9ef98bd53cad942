/** RELIABILITY F30: one student sends a thousand messages at once. */
import { expect, test } from 'vitest'
import { stoppedClock } from '../../src/clock.ts'
import type { Store } from '../../src/stores/store.ts'
import { loadWords } from '../words.ts'
import { eachStore, givenRedis } from './on-redis.ts'
import { DESK_GROUP, keyOf, startTown, type Town } from './town.ts'

const redis = givenRedis()
const START = Date.UTC(2026, 10, 23, 17)
const words = loadWords()
const FLOOD = 1000
const MOST_WAITING = 50
const OTHERS = Array.from({ length: 20 }, (_, index) => `other${index}`)

const stores = eachStore(redis)

/** Watches how many messages of one chat a turn finds waiting. */
function watched(store: Store, chat: string): Store & { most(): number } {
  let most = 0
  return {
    ...store,
    most: () => most,
    async claim(now, count) {
      const claims = await store.claim(now, count)
      for (const claim of claims) if (claim.chat === chat) most = Math.max(most, claim.items.length)
      return claims
    },
  }
}

const count = (town: Town, name: string, key: string): number =>
  town.screen(name).filter((text) => text.includes(words.texts.say('es', null, key).slice(0, 30))).length

test.each(stores)(
  'on %s: the others are served as ever, the flooder is told once, and a cry for help is heard',
  async (_, open) => {
    const store = watched(open(), keyOf('ana'))
    const options = { store, clock: stoppedClock(START), flows: words.flows, words }
    const calm = await startTown(options)
    await calm.says('calm', 'hola')
    await calm.world.settled()
    const usual = calm.screen('calm')
    await calm.stop()

    // Nobody answers yet, so that they pile up.
    const receiving = await startTown({ ...options, works: false })
    const said = Array.from({ length: FLOOD }, (_, index) =>
      receiving.says('ana', index === 700 ? 'mi papá se desmayó, no respira' : `hola ${index}`),
    )
    await Promise.all([...said, ...OTHERS.map((name) => receiving.says(name, 'hola'))])
    await receiving.stop()

    const town = await startTown(options)
    await town.world.settled()
    for (const name of OTHERS) expect(town.screen(name)).toEqual(usual)
    // Fifty, the one that is let through, and the notice.
    expect(store.most()).toBe(MOST_WAITING + 2)
    expect(town.screen('ana').join()).toContain('911')
    expect(town.screen('ana').length).toBeLessThanOrEqual(MOST_WAITING + 2)
    await town.says('ana', 'menú')
    await town.world.settled()
    await town.stop()
  },
)

test.each(stores)(
  'on %s: a flood while the bot answers ends with one notice, and the next message is heard',
  async (_, open) => {
    const store = open()
    const town = await startTown({ store, clock: stoppedClock(START), flows: words.flows, words })
    await Promise.all([
      ...Array.from({ length: FLOOD }, (_, index) => town.says('ana', `quiero saber ${index}`)),
      ...OTHERS.map((name) => town.says(name, 'hola')),
    ])
    await town.world.settled()
    expect(count(town, 'ana', 'bot-flood')).toBe(1)
    const [first] = OTHERS
    const usual = town.screen(first ?? '')
    expect(usual.length).toBeGreaterThan(0)
    for (const name of OTHERS) expect(town.screen(name)).toEqual(usual)
    const before = town.screen('ana').length
    await town.says('ana', 'contactos')
    await town.world.settled()
    expect(town.screen('ana').length).toBeGreaterThan(before)
    await town.stop()
  },
)

test.each(stores)(
  'on %s: of more than a thousand messages that wait for the desk none is taken for one that ends the process',
  async (_, open) => {
    const store = open()
    const options = { store, clock: stoppedClock(START), flows: words.flows, words }
    const receiving = await startTown({ ...options, works: false })
    const nothing = { to: DESK_GROUP, message: { type: 'delete' as const, ref: '' }, text: '', ref: 'none' }
    await Promise.all(
      Array.from({ length: FLOOD + 200 }, (_, index) => receiving.agentSays(`entre nosotros ${index}`, nothing)),
    )
    await receiving.stop()
    const town = await startTown(options)
    await town.world.settled()
    expect(await store.deadLetters(9)).toEqual([])
    expect(await store.nextDue()).toBeNull()
    await town.stop()
  },
)
