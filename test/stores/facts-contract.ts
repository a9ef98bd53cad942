/** Facts in folders, changed many at a time and only by who has the role (RELIABILITY F16, F17). */
import { expect, test } from 'vitest'
import type { Given } from './given.ts'

const LONG = 25_000
const fence = (holder: string, nth: number) => ({ role: 'phone', holder, nth })
const change = (changes: Record<string, string | null>) => new Map(Object.entries(changes))

export function factsContract(given: Given): void {
  const read = async (...names: string[]) => Object.fromEntries(await given.store.readFacts(names))
  const list = async (folder: string) => Object.fromEntries(await given.store.listFacts(folder))

  test('many facts change at once, and are read at once', async () => {
    await given.store.writeFact('w/keys/b', 'old')
    await given.store.writeFact('w/keys/c', 'old')
    expect(await given.store.changeFacts(change({ 'w/keys/a': '1', 'w/keys/b': '', 'w/keys/c': null, d: '4' }))).toBe(
      true,
    )
    expect(await read('w/keys/a', 'w/keys/b', 'w/keys/c', 'd', 'e')).toEqual({
      'w/keys/a': '1',
      'w/keys/b': '',
      d: '4',
    })
    expect([await given.store.readFact('w/keys/a'), await given.store.readFact('w/keys/c')]).toEqual(['1', null])
    expect(await read()).toEqual({})
  })

  test('a folder lists its own facts and no others', async () => {
    await given.store.changeFacts(
      change({
        'w/keys/a': '1',
        'w/keys/b': '2',
        'w/keys': '3',
        'w/keys-more/a': '4',
        'w/keys/in/a': '5',
        'w/key/a': '6',
        a: '7',
      }),
    )
    expect(await list('w/keys')).toEqual({ 'w/keys/a': '1', 'w/keys/b': '2' })
    expect(await list('w/keys/in')).toEqual({ 'w/keys/in/a': '5' })
    expect(await list('w')).toEqual({ 'w/keys': '3' })
    expect(await list('nothing')).toEqual({})
    await given.store.changeFacts(change({ 'w/keys/a': null, 'w/keys/b': null, 'w/keys/never': null }))
    expect(await list('w/keys')).toEqual({})
  })

  test('more than a thousand at once, both ways', async () => {
    const names = Array.from({ length: 2501 }, (_, index) => `w/pre-key/${index}`)
    await given.store.changeFacts(new Map(names.map((name) => [name, `of ${name}`])))
    expect(await given.store.listFacts('w/pre-key')).toEqual(new Map(names.map((name) => [name, `of ${name}`])))
    expect((await given.store.readFacts(names)).size).toBe(2501)
    await given.store.changeFacts(new Map(names.slice(1).map((name) => [name, null])))
    expect(await list('w/pre-key')).toEqual({ 'w/pre-key/0': 'of w/pre-key/0' })
  })

  test('they are still there after opening again', async () => {
    await given.store.hold('phone', 'one', LONG)
    expect(await given.store.changeFacts(change({ 'w/keys/a': '1', 'w/keys/b': '2' }), fence('one', 1))).toBe(true)
    await given.reopen()
    expect(await list('w/keys')).toEqual({ 'w/keys/a': '1', 'w/keys/b': '2' })
  })

  test('a role is one holder’s, until it is given back or runs out', async () => {
    expect(await given.store.hold('phone', 'one', LONG)).toBe(true)
    expect(await given.store.hold('phone', 'one', LONG)).toBe(true)
    expect(await given.store.hold('phone', 'two', LONG)).toBe(false)
    expect(await given.store.hold('other', 'two', LONG)).toBe(true)
    await given.store.drop('phone', 'two')
    expect(await given.store.hold('phone', 'two', LONG)).toBe(false)
    await given.store.drop('phone', 'one')
    expect(await given.store.hold('phone', 'two', LONG)).toBe(true)
    await given.expireLeases()
    expect(await given.store.hold('phone', 'three', LONG)).toBe(true)
  })

  test('who has not the role writes nothing: never had it, gave it back, let it run out, or lost it', async () => {
    const tries = (holder: string, nth: number) =>
      given.store.changeFacts(change({ 'w/a': holder, 'w/b': null }), fence(holder, nth))
    await given.store.writeFact('w/b', 'kept')
    expect(await tries('one', 1)).toBe(false)
    await given.store.hold('phone', 'one', LONG)
    await given.store.drop('phone', 'one')
    expect(await tries('one', 2)).toBe(false)
    await given.store.hold('phone', 'one', LONG)
    await given.expireLeases()
    expect(await tries('one', 3)).toBe(false)
    await given.store.hold('phone', 'two', LONG)
    expect(await tries('one', 4)).toBe(false)
    expect(await read('w/a', 'w/b')).toEqual({ 'w/b': 'kept' })
    expect(await tries('two', 1)).toBe(true)
    expect(await tries('one', 5)).toBe(false)
    expect(await read('w/a', 'w/b')).toEqual({ 'w/a': 'two' })
  })

  test('of many that begin before the role is lost and end after it, nothing is written after the next holder begins', async () => {
    await given.store.hold('phone', 'one', LONG)
    const zombie = Array.from({ length: 40 }, (_, index) =>
      given.store.changeFacts(change({ 'w/a': 'one', 'w/b': `one ${index}` }), fence('one', index + 1)),
    )
    const handing = given.store.drop('phone', 'one').then(() => given.store.hold('phone', 'two', LONG))
    const late = Array.from({ length: 40 }, (_, index) =>
      handing.then(() => given.store.changeFacts(change({ 'w/a': 'one', 'w/c': 'one' }), fence('one', index + 41))),
    )
    expect(await handing).toBe(true)
    expect(await given.store.changeFacts(change({ 'w/a': 'two', 'w/b': 'two' }), fence('two', 1))).toBe(true)
    await Promise.all(zombie)
    expect(new Set(await Promise.all(late))).toEqual(new Set([false]))
    expect(await read('w/a', 'w/b', 'w/c')).toEqual({ 'w/a': 'two', 'w/b': 'two' })
  })

  test('what was held up on its way undoes nothing; what was carried out is told so again', async () => {
    await given.store.hold('phone', 'one', LONG)
    expect(await given.store.changeFacts(change({ 'w/a': '2' }), fence('one', 2))).toBe(true)
    expect(await given.store.changeFacts(change({ 'w/a': '1' }), fence('one', 1))).toBe(false)
    expect(await given.store.changeFacts(change({ 'w/a': '2' }), fence('one', 2))).toBe(true)
    await given.store.drop('phone', 'one')
    await given.store.hold('phone', 'two', LONG)
    expect(await given.store.changeFacts(change({ 'w/a': 'two' }), fence('two', 1))).toBe(true)
    expect(await given.store.changeFacts(change({ 'w/a': '2' }), fence('one', 2))).toBe(true)
    expect(await read('w/a')).toEqual({ 'w/a': 'two' })
  })

  test('facts in folders are sealed anew with all others', async () => {
    await given.store.changeFacts(change({ 'w/keys/a': 'a', 'w/keys/b': 'b', 'w/more/c': 'c', alone: 'd' }))
    const seen: string[] = []
    const replaced = await given.store.reseal((field, name, value) => {
      seen.push(`${field} ${name} ${value}`)
      return value === 'b' ? null : `new ${value}`
    })
    expect(seen.toSorted()).toEqual(['fact alone d', 'fact w/keys/a a', 'fact w/keys/b b', 'fact w/more/c c'])
    expect(replaced).toBe(3)
    expect(await read('w/keys/a', 'w/keys/b', 'w/more/c', 'alone')).toEqual({
      'w/keys/a': 'new a',
      'w/keys/b': 'b',
      'w/more/c': 'new c',
      alone: 'new d',
    })
  })
}
