import { describe, expect, test } from 'vitest'
import { VaultLostError } from '../src/channels/vault.ts'
import { createSeal, parseKeys, SealError } from '../src/seal.ts'
import type { Store } from '../src/stores/store.ts'
import { fencedVaultOf, vaultOf } from '../src/vault.ts'
import { placesOn } from './faults/canaries.ts'
import { givenRedis } from './faults/on-redis.ts'

const NUMBER = '5216441234567'
const SESSION = `session/${NUMBER}.0`
const SECRET = 'the private half of a key, ñ🩺'
const ROLE = 'whatsapp'
const LONG = 60_000

const seal = createSeal(parseKeys(`k1:${Buffer.alloc(32, 1).toString('base64')}`), Buffer.alloc(32, 9))
const changes = (all: Record<string, string | null>) => new Map(Object.entries(all))

const vaultFor = (store: Store, holder: string) =>
  fencedVaultOf({ store, seal: () => seal, channel: 'whatsapp', fence: { role: ROLE, holder } })

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
    const other = fencedVaultOf({ store, seal: () => seal, channel: 'whatsapp-cloud', fence: null })
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

  test('a value that was changed, or moved to another name, is refused', async () => {
    const { store, vault } = await given()
    await vault.set(changes({ [SESSION]: SECRET, 'session/b': 'b' }))
    const [[one, of = ''] = ['', ''], [other] = ['']] = [...(await store.listFacts('whatsapp/session'))]
    await store.writeFact(other, of)
    await expect(vault.list('session')).rejects.toThrow(SealError)
    await store.writeFact(one, `${of.slice(0, -2)}AA`)
    await expect(vault.get([SESSION, 'session/b'])).rejects.toThrow(SealError)
  })
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
    return { calls, vault: fencedVaultOf({ store, seal: () => seal, channel: 'whatsapp', fence }) }
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
