/** RELIABILITY F34, F35: what was kept is damaged, or its key is changed, gone or another. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { stoppedClock } from '../../src/clock.ts'
import { createSealer, keyOf as keyIdOf, newNamesFact, parseKeys, type Seal, withNames } from '../../src/seal.ts'
import type { Store } from '../../src/stores/store.ts'
import { loadWords } from '../words.ts'
import { givenRedis } from './on-redis.ts'
import { DESK_GROUP, heard, keyOf, plainNumbers, seal, startTown, student, type Town, times } from './town.ts'

const redis = givenRedis()
const START = Date.UTC(2026, 10, 23, 17)
const MINUTE = 60_000
const words = loadWords()
const real = { flows: words.flows, words }

describe('a session that is damaged in the store is told honestly, and a case is opened', () => {
  const KEY = `afilia:{0}:c:${keyOf('ana')}`
  const sealed = (text: string): string => seal.seal('session', keyOf('ana'), text)
  const flipped = (text: string): string => {
    const at = Math.floor(text.length / 2)
    return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
  }

  test.each<[string, (kept: string) => string]>([
    ['no value of ours', () => '{}'],
    ['null', () => 'null'],
    ['cut', (kept) => kept.slice(0, kept.length / 2)],
    ['cut to almost nothing', (kept) => kept.slice(0, 9)],
    ['one sign of it another', flipped],
    ['five megabytes', () => 'x'.repeat(5_000_000)],
    ["another chat's", () => seal.seal('session', keyOf('beto'), '{}')],
    ['sealed, and empty', () => sealed('{}')],
    ['sealed, and null', () => sealed('null')],
    ['sealed, and no JSON', () => sealed('{"schema":1,')],
    ['sealed, and with a prototype', () => sealed('{"__proto__":{"schema":1},"schema":1,"chat":"test:ana"}')],
    [
      'sealed, five megabytes',
      () => sealed(JSON.stringify({ schema: 1, chat: student('ana'), x: 'x'.repeat(5_000_000) })),
    ],
    [
      'sealed, and of no state there is',
      (kept) =>
        sealed(
          seal.open('session', keyOf('ana'), kept).replace(/"value":("[^"]*"|\{[^}]*\})/, '"value":{"no":"where"}'),
        ),
    ],
  ])('%s', async (_, damage) => {
    const store = redis.open()
    const clock = stoppedClock(START)
    const before = await startTown({ store, clock, ...real })
    await before.says('ana', 'hola')
    await before.says('beto', 'hola')
    await before.world.settled()
    await before.stop()
    const kept = await store.peek(keyOf('ana'))
    await redis.server.command('HSET', KEY, 's', damage(kept ?? ''))

    const town = await startTown({ store, clock, ...real })
    onTestFinished(() => town.stop())
    await town.says('ana', 'menú')
    await town.says('beto', 'menú')
    await town.world.settled()
    const said = [...town.delivered]
    const keys = said.flatMap(({ to, message }) =>
      to === student('ana') && message.type === 'say' ? [message.key] : [],
    )
    expect(keys.join()).toContain('bot-lost-place')
    const cards = said.filter(({ to }) => to === DESK_GROUP)
    // The case goes to the desk at once, or after the campus was told.
    if (cards.length > 0)
      expect(cards.map(({ text }) => text).join()).toContain(words.texts.say('es', null, 'reason-lost-place'))
    else expect(keys.join()).toMatch(/case-opened|detour-campus/)
    expect(town.screen('beto').length).toBeGreaterThan(0)
    // And never again.
    const after = town.delivered.length
    await town.says('ana', 'menú')
    await town.world.settled()
    expect(
      town.delivered
        .slice(after)
        .map(({ text }) => text)
        .join(),
    ).not.toContain(words.texts.say('es', null, 'bot-lost-place'))
    expect(await store.deadLetters(9)).toEqual([])
  })
})

describe('keys', () => {
  const key = (id: string, fill: number): string => `${id}:${Buffer.alloc(32, fill).toString('base64')}`
  const OLD = key('old', 1)
  const NEW = key('new', 2)

  async function sealOn(store: Store, ring: string): Promise<Seal> {
    const sealer = createSealer(parseKeys(ring))
    return withNames(sealer, await store.firstFact('names', newNamesFact(sealer)))
  }
  async function opened(store: Store, ring: string, clock = stoppedClock(START)): Promise<{ town: Town; named: Seal }> {
    const named = await sealOn(store, ring)
    const town = await startTown({ store, seal: named, clock })
    onTestFinished(() => town.stop())
    return { town, named }
  }
  const resealed = (store: Store, named: Seal, from: string): Promise<number> =>
    store.reseal((field, chat, value) =>
      keyIdOf(value) === from ? named.seal(field, chat, named.open(field, chat, value)) : null,
    )

  test('are changed while everybody writes, and the old one is not needed any more', async () => {
    const store = redis.open()
    const names = Array.from({ length: times(20) }, (_, index) => `s${index}`)
    const numbers = plainNumbers(6)
    const { town: before } = await opened(store, OLD)
    for (const n of numbers.slice(0, 2)) await Promise.all(names.map((name) => before.counts(name, n)))
    await before.world.settled()
    await before.stop()

    const { town, named } = await opened(store, `${NEW},${OLD}`)
    const writing = Promise.all(
      names.map(async (name) => {
        for (const n of numbers.slice(2, 4)) await town.counts(name, n)
      }),
    )
    expect(await resealed(store, named, 'old')).toBeGreaterThan(0)
    await writing
    await town.world.settled()
    await resealed(store, named, 'old')
    await town.stop()

    const { town: after, named: alone } = await opened(store, NEW)
    for (const n of numbers.slice(4)) await Promise.all(names.map((name) => after.counts(name, n)))
    await after.world.settled()
    for (const name of names) {
      const chat = alone.chatKey(student(name))
      const session = JSON.parse(alone.open('session', chat, (await store.peek(chat)) ?? ''))
      expect(session.flows.counting.context.log).toEqual(numbers)
      expect(after.echoes(name)).toEqual(numbers.slice(4))
    }
    expect(await store.deadLetters(9)).toEqual([])
  })

  test('that are lost keep a chat waiting, for as long as it takes, and nothing is buried', async () => {
    const store = redis.open()
    const clock = stoppedClock(START)
    const { town: before, named } = await opened(store, OLD, clock)
    await before.counts('ana', 1)
    await before.world.settled()
    // Only what names the chats has been sealed anew; the sessions have not.
    const both = createSealer(parseKeys(`${NEW},${OLD}`))
    await store.reseal((field, chat, value) =>
      field === 'fact' ? both.seal(field, chat, both.open(field, chat, value)) : null,
    )
    await before.stop()

    const { town: without } = await opened(store, NEW, clock)
    const kept = await store.peek(named.chatKey(student('ana')))
    await without.counts('ana', 2)
    await without.counts('beto', 1)
    for (let minute = 0; minute < 30; minute += 1) {
      clock.moveTo(clock.now() + MINUTE)
      without.world.nudge()
      await without.world.settled()
    }
    expect(without.screen('ana')).toEqual([])
    expect(without.echoes('beto')).toEqual([1])
    expect(await store.peek(named.chatKey(student('ana')))).toBe(kept)
    expect(await store.deadLetters(9)).toEqual([])
    await without.stop()

    const { town: found } = await opened(store, `${NEW},${OLD}`, clock)
    clock.moveTo(clock.now() + MINUTE)
    found.world.nudge()
    await found.world.settled()
    expect(found.echoes('ana')).toEqual([2])
    expect(await store.deadLetters(9)).toEqual([])
  })

  test('that are wrong at the start are said to be, in one sentence, and nothing is made anew', async () => {
    const store = redis.open()
    await sealOn(store, OLD)
    const names = await store.readFact('names')
    await expect(sealOn(store, NEW)).rejects.toThrow(
      /^the data is sealed with the key "old", which is not in the ring of keys.*$/,
    )
    await expect(sealOn(store, key('old', 9))).rejects.toThrow(/^the data does not open with our key "old".*$/)
    expect(await store.readFact('names')).toBe(names)
    expect(await heard(store, 'ana')).toBeNull()
  })
})
