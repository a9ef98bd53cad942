import { z } from 'zod'
import type { SealedField, Store } from '../store.ts'
import type { Connection } from './connection.ts'
import { hash } from './facts.ts'
import { FACTS, FOLDERS, folderOf, SWAP } from './roles.ts'
import type { Shards } from './shards.ts'

type Change = Parameters<Store['reseal']>[0]

interface Parts {
  connection: Connection
  shards: Shards
}

/** A sealed value where it lies: what comes before it in its field, and how it is replaced. */
interface Place {
  field: SealedField
  chat: string
  raw: string
  value: string
  kind: 'hash' | 'list'
  key: string
  name: string
}

/** Walks through all keys of all shards; every value is replaced by itself, unless it has changed meanwhile. */
export async function resealAll({ connection, shards }: Parts, change: Change): Promise<number> {
  let replaced = 0
  for (let shard = 0; shard < shards.count; shard += 1) {
    for (const key of await keysOf(connection, `${shards.prefix(shard)}due`, `${shards.prefix(shard)}[cmox]:*`)) {
      for (const place of await placesIn(connection, shards.prefix(shard), key)) {
        const fresh = change(place.field, place.chat, place.value)
        if (fresh === null) continue
        const raw = place.raw.slice(0, place.raw.length - place.value.length) + fresh
        replaced += Number(await shards.grow(shard, 'swap', place.kind, key, place.name, place.raw, raw))
      }
    }
  }
  return replaced + (await resealFacts(connection, change))
}

async function resealFacts(connection: Connection, change: Change): Promise<number> {
  let replaced = 0
  for (const key of [FACTS, ...(await keysOf(connection, FACTS, FOLDERS))]) {
    for (const [field, value] of Object.entries(await hash(connection, key))) {
      const fresh = change('fact', key === FACTS ? field : `${folderOf(key)}/${field}`, value)
      if (fresh !== null) replaced += Number(await connection.script(SWAP, key, [field, value, fresh]))
    }
  }
  return replaced
}

const scanned = z.tuple([z.union([z.string(), z.number()]), z.array(z.string())])

/** SCAN may name a key twice; once is enough. Only the master with the slot of `at` has any. */
async function keysOf(connection: Connection, at: string, pattern: string): Promise<string[]> {
  const keys = new Set<string>()
  let cursor = '0'
  do {
    const answer = await connection.command(at, ['SCAN', cursor, 'MATCH', pattern, 'COUNT', '500'])
    const [next, some] = scanned.parse(answer)
    for (const key of some) keys.add(key)
    cursor = String(next)
  } while (cursor !== '0')
  return [...keys]
}

async function placesIn(connection: Connection, prefix: string, key: string): Promise<Place[]> {
  const [kind = '', ...rest] = key.slice(prefix.length).split(':')
  const chat = (kind === 'o' ? rest.slice(0, -1) : rest).join(':')
  if (kind === 'c') {
    const value = await connection.command(key, ['HGET', key, 's'])
    return typeof value === 'string'
      ? [{ field: 'session', chat, raw: value, value, kind: 'hash', key, name: 's' }]
      : []
  }
  if (kind === 'o') {
    const rows = z.array(z.string()).parse(await connection.command(key, ['LRANGE', key, '0', '-1']))
    return rows.map((raw) => ({ field: 'outbox', chat, raw, value: after(raw, 1), kind: 'list', key, name: '' }))
  }
  const fields = z.array(z.string()).parse(await connection.command(key, ['HKEYS', key]))
  const values = await Promise.all(fields.map((name) => connection.command(key, ['HGET', key, name])))
  return fields.flatMap((name, index) => {
    const raw = values[index]
    if (typeof raw !== 'string') return []
    return [{ field: 'mail', chat, raw, value: after(raw, 2), kind: 'hash', key, name }]
  })
}

/** What stands behind so many bars. */
function after(raw: string, bars: number): string {
  let at = -1
  for (let bar = 0; bar < bars; bar += 1) at = raw.indexOf('|', at + 1)
  return raw.slice(at + 1)
}
