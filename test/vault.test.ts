import { describe, expect, test } from 'vitest'
import { asMissing, damagedAsMissing, UnreadableError, VaultLostError } from '../src/channels/vault.ts'
import { createSeal, parseKeys, SealError } from '../src/seal.ts'
import type { Store } from '../src/stores/store.ts'
import { fencedVaultOf, vaultOf } from '../src/vault.ts'
import { placesOn } from './faults/canaries.ts'
import { givenRedis } from './faults/on-redis.ts'
import { hearingLog } from './faults/spoilt-rows.ts'
import { quietLog } from './words.ts'

const NUMBER = '5216441234567'
const SESSION = `session/${NUMBER}.0`
const SECRET = 'the private half of a key, ñ🩺'
const ROLE = 'whatsapp'
const LONG = 60_000

const K1 = `k1:${Buffer.alloc(32, 1).toString('base64')}`
const K2 = `k2:${Buffer.alloc(32, 2).toString('base64')}`
const sealOf = (...ring: string[]) => createSeal(parseKeys(ring.join()), Buffer.alloc(32, 9))
const seal = sealOf(K1)
const other = sealOf(K2)
const both = sealOf(K1, K2)
const placeOf = (name: string): string => `whatsapp/${name.split('/')[0]}/${seal.factKey(`whatsapp/${name}`)}`
const changes = (all: Record<string, string | null>) => new Map(Object.entries(all))

const vaultFor = (store: Store, holder: string, keys = seal) =>
  fencedVaultOf({ store, seal: () => keys, log: quietLog, channel: 'whatsapp', fence: { role: ROLE, holder } })

describe.each(placesOn(givenRedis()))('a fenced vault on %s', (_, open) => {
  async function given() {
    const { store, kept } = await open()
    await store.hold(ROLE, 'one', LONG)
    return { store, kept, vault: vaultFor(store, 'one') }
  }

  test('gives back what was put in, by name and by folder', async () => {
    const { store, vault } = await given()
    await vault.set(changes({ [SESSION]: SECRET, 'session/b/c': '', 'account/creds': '{}' }))
    const fresh = vaultFor(store, 'one')
    expect(Object.fromEntries(await fresh.get([SESSION, 'account/creds', 'session/none']))).toEqual({
      [SESSION]: SECRET,
      'account/creds': '{}',
    })
    expect(Object.fromEntries(await fresh.list('session'))).toEqual({ [SESSION]: SECRET, 'session/b/c': '' })
    expect((await fresh.list('sessions')).size).toBe(0)
    await vault.set(changes({ [SESSION]: null, 'session/never': null }))
    expect([...(await fresh.list('session')).keys()]).toEqual(['session/b/c'])
  })

  test('neither number nor secret is anywhere in what the store keeps; the folder is', async () => {
    const { kept, vault } = await given()
    await vault.set(changes({ [SESSION]: SECRET, [`lid-mapping/${NUMBER}`]: NUMBER }))
    const bytes = await kept()
    expect(bytes).toContain('lid-mapping')
    for (const canary of [NUMBER, NUMBER.slice(3), 'private half', Buffer.from(NUMBER).toString('base64url')])
      expect(bytes).not.toContain(canary)
  })

  test('is read as it was asked to be written before', async () => {
    const { vault } = await given()
    const writes = Array.from({ length: 50 }, (_, n) => vault.set(changes({ 'a/x': `${n}`, [`b/${n}`]: '' })))
    expect(await vault.get(['a/x'])).toEqual(changes({ 'a/x': '49' }))
    await Promise.all(writes)
    expect((await vault.list('b')).size).toBe(50)
  })

  test('another account’s vault has other facts under the same names', async () => {
    const { store, vault } = await given()
    await vault.set(changes({ [SESSION]: SECRET }))
    const other = fencedVaultOf({ store, seal: () => seal, log: quietLog, channel: 'whatsapp-cloud', fence: null })
    expect((await other.get([SESSION])).size).toBe(0)
    await other.set(changes({ [SESSION]: 'other' }))
    expect([...(await vault.get([SESSION])).values(), ...(await other.list('session')).values()]).toEqual([
      SECRET,
      'other',
    ])
  })

  test('whoever lost the role hears it, and has written nothing', async () => {
    const { store, vault } = await given()
    await vault.set(changes({ 'account/creds': 'one' }))
    await store.drop(ROLE, 'one')
    await store.hold(ROLE, 'two', LONG)
    const late = ['a', 'b', 'c'].map((name) =>
      vault.set(changes({ 'account/creds': 'late', [`session/${name}`]: 'late' })),
    )
    for (const each of late) await expect(each).rejects.toThrow(VaultLostError)
    await vaultFor(store, 'two').set(changes({ [SESSION]: 'two' }))
    await expect(vault.set(changes({ [SESSION]: null }))).rejects.toThrow(VaultLostError)
    const seen = vaultFor(store, 'two')
    expect([...(await seen.list('account')), ...(await seen.list('session'))]).toEqual([
      ['account/creds', 'one'],
      [SESSION, 'two'],
    ])
  })

  test('a value that was changed, or moved to another name, is refused, and hides no other', async () => {
    const { store, vault } = await given()
    await vault.set(changes({ [SESSION]: SECRET, 'session/b': 'b', 'session/c': 'c' }))
    const [moved, altered] = [placeOf('session/b'), placeOf(SESSION)]
    const [of = ''] = (await store.readFacts([altered])).values()
    await store.writeFact(moved, of)
    await expect(vault.list('session')).rejects.toThrow(UnreadableError)
    await store.writeFact(altered, `${of.slice(0, -2)}AA`)
    await expect(vault.get([SESSION, 'session/c'])).rejects.toMatchObject({ code: 'damaged' })
    const heard: string[] = []
    const hear = (error: UnreadableError) => void heard.push(error.code)
    expect(Object.fromEntries(await vault.get([SESSION, 'session/c'], hear))).toEqual({ 'session/c': 'c' })
    expect(Object.fromEntries(await vault.list('session', hear))).toEqual({ 'session/c': 'c' })
    expect(heard).toEqual(['damaged', 'damaged', 'damaged'])
    expect((await vault.list('session', damagedAsMissing)).size).toBe(1)
  })

  test('what is no fact of ours is damaged; with a key that is missing it opens again later', async () => {
    const { store, vault } = await given()
    await vault.set(changes({ [SESSION]: SECRET, 'session/b': 'b', 'session/c': 'c' }))
    const sealedAs = (by: typeof seal, text: string, at: string) => store.writeFact(at, by.seal('fact', at, text))
    await sealedAs(seal, '{"no":"fact"}', placeOf('session/b'))
    await sealedAs(seal, 'no JSON', placeOf('session/c'))
    await sealedAs(other, JSON.stringify([SESSION, SECRET]), placeOf(SESSION))
    const heard: string[] = []
    expect((await vault.list('session', ({ code }) => void heard.push(code))).size).toBe(0)
    expect(heard.sort()).toEqual(['damaged', 'damaged', 'key-missing'])
    await expect(vault.get([SESSION], damagedAsMissing)).rejects.toMatchObject({ code: 'key-missing' })
    expect((await vault.get([SESSION], asMissing)).size).toBe(0)
    expect((await vaultFor(store, 'one', both).get([SESSION])).get(SESSION)).toBe(SECRET)
  })

  test('a folder is cleared of what does not open, too, by whoever has the role', async () => {
    const { store, vault } = await given()
    await vault.set(changes({ [SESSION]: SECRET, 'session/b': 'b', 'account/creds': 'c', 'contact/a': 'a' }))
    await store.writeFact(placeOf(SESSION), 'nothing of ours')
    await store.drop(ROLE, 'one')
    await expect(vault.clear(['session', 'account'])).rejects.toThrow(VaultLostError)
    expect((await store.listFacts('whatsapp/session')).size).toBe(2)
    await store.hold(ROLE, 'one', LONG)
    await vault.clear(['session', 'account', 'none'])
    expect((await store.listFacts('whatsapp/session')).size).toBe(0)
    expect((await store.listFacts('whatsapp/account')).size).toBe(0)
    expect((await vault.list('contact')).size).toBe(1)
  })
})

test('what does not open is told once: each damaged row, and each key that is missing from a folder', async () => {
  const facts = new Map<string, string>()
  const log = hearingLog()
  const store = {
    readFacts: async (names: readonly string[]) => new Map([...facts].filter(([name]) => names.includes(name))),
    listFacts: async (folder: string) => new Map([...facts].filter(([name]) => name.startsWith(`${folder}/`))),
    changeFacts: async () => true,
  }
  for (const name of ['a', 'b']) facts.set(placeOf(`session/${name}`), 'nothing of ours')
  for (const name of ['session/c', 'session/d', 'journal/1'])
    facts.set(placeOf(name), other.seal('fact', placeOf(name), JSON.stringify([name, NUMBER])))
  const vault = fencedVaultOf({ store, seal: () => seal, log, channel: 'whatsapp', fence: null })
  for (const _ of [1, 2]) for (const folder of ['session', 'journal']) await vault.list(folder, asMissing)
  await vault.get(['session/a', 'session/c'], asMissing)
  const damaged = { message: 'a row of the store was changed or moved, and does not open' }
  const missing = {
    message: 'rows are sealed with a key that is not in DATA_KEYS: add that key again, last, and restart',
  }
  expect(log.errors).toEqual([
    { ...damaged, fields: { channel: 'whatsapp', place: 'session' } },
    { ...damaged, fields: { channel: 'whatsapp', place: 'session' } },
    { ...missing, fields: { channel: 'whatsapp', place: 'session', reason: 'k2' } },
    { ...missing, fields: { channel: 'whatsapp', place: 'journal', reason: 'k2' } },
  ])
})

describe('what is written', () => {
  /** A store that answers when the test says so. */
  function heldStore() {
    const calls: { changes: ReadonlyMap<string, string | null>; nth: number | undefined; end(error?: Error): void }[] =
      []
    const store: Pick<Store, 'readFacts' | 'listFacts' | 'changeFacts'> = {
      readFacts: async () => new Map(),
      listFacts: async () => new Map(),
      changeFacts: (all, fence) =>
        new Promise((resolve, reject) => {
          calls.push({ changes: all, nth: fence?.nth, end: (error) => (error ? reject(error) : resolve(true)) })
        }),
    }
    const fence = { role: ROLE, holder: 'one' }
    return { calls, vault: fencedVaultOf({ store, seal: () => seal, log: quietLog, channel: 'whatsapp', fence }) }
  }

  test('goes out in order: what comes meanwhile goes together, the last of each name', async () => {
    const { calls, vault } = heldStore()
    const first = vault.set(changes({ 'a/one': '1' }))
    await Promise.resolve()
    expect(calls.map(({ changes }) => changes.size)).toEqual([1])
    const more = [
      vault.set(changes({ 'a/one': '2', 'a/two': '2' })),
      vault.set(changes({ 'a/one': null, 'a/three': '3' })),
    ]
    calls[0]?.end()
    await first
    await Promise.resolve()
    expect(calls.map(({ nth }) => nth)).toEqual([1, 2])
    expect(calls[1]?.changes.size).toBe(3)
    expect([...(calls[1]?.changes.values() ?? [])].filter((value) => value === null)).toHaveLength(1)
    calls[1]?.end()
    await Promise.all(more)
  })

  test('that may have been lost is told to all it was for, and what comes after it still goes out', async () => {
    const { calls, vault } = heldStore()
    const both = [vault.set(changes({ 'a/one': '1' })), vault.set(changes({ 'a/two': '2' }))]
    await Promise.resolve()
    calls[0]?.end(new Error('away'))
    for (const each of both) await expect(each).rejects.toThrow('away')
    const next = vault.set(changes({ 'a/one': '1' }))
    await Promise.resolve()
    calls[1]?.end()
    await next
    expect(calls.map(({ nth }) => nth)).toEqual([1, 2])
  })

  test('is read only after it, and after what perhaps happened was shut out', async () => {
    const { calls, vault } = heldStore()
    const unsure = vault.set(changes({ 'a/one': '1' }))
    const read = vault.get(['a/one'])
    await expect.poll(() => calls.length).toBe(1)
    calls[0]?.end(new Error('away'))
    await expect(unsure).rejects.toThrow('away')
    await expect.poll(() => calls.length).toBe(2)
    expect(calls[1]).toMatchObject({ changes: new Map(), nth: 2 })
    calls[1]?.end(new Error('still away'))
    await expect(read).rejects.toThrow('still away')
    const again = vault.list('a')
    await expect.poll(() => calls.length).toBe(3)
    calls[2]?.end()
    expect(await again).toEqual(new Map())
    expect(await vault.get(['a/one'])).toEqual(new Map())
    expect(calls).toHaveLength(3)
  })

  test.each(['noslash', '/a', 'Session/a', '52164/a', `${'a'.repeat(41)}/b`])(
    'no fact may be named %s',
    async (name) => {
      const { calls, vault } = heldStore()
      await expect(vault.set(changes({ [name]: '1' }))).rejects.toThrow('a fact of a vault is named')
      await expect(vault.get([name])).rejects.toThrow('a fact of a vault is named')
      expect(calls).toEqual([])
    },
  )
})

describe.each(placesOn(givenRedis()))('a plain vault on %s', (_, open) => {
  test('keeps facts by channel, sealed and each in its place', async () => {
    const { store, kept } = await open()
    const [web, other] = [vaultOf(store, seal, 'web'), vaultOf(store, seal, 'other')]
    await web.set('log', SECRET)
    expect([await web.get('log'), await web.get('none'), await other.get('log')]).toEqual([SECRET, null, null])
    expect(await kept()).not.toContain('private half')
    await store.writeFact('other.log', (await store.readFact('web.log')) ?? '')
    await expect(other.get('log')).rejects.toThrow(SealError)
  })
})
