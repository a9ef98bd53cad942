import { z } from 'zod'
import type { Fence, Store } from '../store.ts'
import type { Connection } from './connection.ts'
import { CHANGE, DROP, FACTS, folderKey, HOLD, order, REMOVE, role } from './roles.ts'

export type Facts = Pick<
  Store,
  'readFact' | 'writeFact' | 'firstFact' | 'readFacts' | 'listFacts' | 'changeFacts' | 'hold' | 'drop'
>

/** Channels' facts, and the roles that only one process may have. Each folder is a hash, and so are the facts without one. */
export function createFacts(connection: Connection): Facts {
  const read = async (name: string): Promise<string | null> => {
    const { key, field } = placeOf(name)
    return values.element.parse(await connection.command(key, ['HGET', key, field]))
  }
  return {
    readFact: read,
    async writeFact(name, value) {
      const { key, field } = placeOf(name)
      await connection.command(key, ['HSET', key, field, value])
    },
    async firstFact(name, value) {
      const { key, field } = placeOf(name)
      await connection.command(key, ['HSETNX', key, field, value])
      return (await read(name)) ?? value
    },
    async readFacts(names) {
      const found = await Promise.all(
        [...byHash(names)].map(async ([key, some]) => {
          const told = await connection.command(key, ['HMGET', key, ...some.map((name) => placeOf(name).field)])
          return values.parse(told).flatMap((value, index): [string, string][] => {
            const name = some[index]
            return value === null || name === undefined ? [] : [[name, value]]
          })
        }),
      )
      return new Map(found.flat())
    },
    async listFacts(folder) {
      const found = Object.entries(await hash(connection, folderKey(folder)))
      return new Map(found.map(([field, value]) => [`${folder}/${field}`, value]))
    },
    async changeFacts(changes, fence) {
      // What only removes goes on when Redis is out of memory.
      const script = [...changes.values()].some((value) => value !== null) ? CHANGE : REMOVE
      return (await connection.script(script, FACTS, [...fenceWords(fence), JSON.stringify(sorted(changes))])) === 1
    },
    hold: async (name, holder, ms) => (await connection.script(HOLD, role(name), [holder, String(ms)])) === 1,
    async drop(name, holder) {
      await connection.script(DROP, role(name), [holder])
    },
  }
}

/** All that lies in a hash of facts. */
export async function hash(connection: Connection, key: string): Promise<Record<string, string>> {
  const answer = await connection.command(key, ['HGETALL', key])
  // RESP3 answers with a map, which the client hands over as a Map or an object.
  return z.record(z.string(), z.string()).parse(answer instanceof Map ? Object.fromEntries(answer) : answer)
}

const values = z.array(z.string().nullable())

function placeOf(name: string): { key: string; field: string } {
  const at = name.lastIndexOf('/')
  return at < 0 ? { key: FACTS, field: name } : { key: folderKey(name.slice(0, at)), field: name.slice(at + 1) }
}

function byHash(names: Iterable<string>): Map<string, string[]> {
  const hashes = new Map<string, string[]>()
  for (const name of names) {
    const { key } = placeOf(name)
    const some = hashes.get(key) ?? []
    some.push(name)
    hashes.set(key, some)
  }
  return hashes
}

/** As the script reads it: of each hash, what is put in (field, value, field, value...) and what is taken out. */
function sorted(changes: ReadonlyMap<string, string | null>): { key: string; put: string[]; out: string[] }[] {
  return [...byHash(changes.keys())].map(([key, names]) => {
    const all = names.map((name) => ({ field: placeOf(name).field, value: changes.get(name) ?? null }))
    return {
      key,
      put: all.flatMap(({ field, value }) => (value === null ? [] : [field, value])),
      out: all.flatMap(({ field, value }) => (value === null ? [field] : [])),
    }
  })
}

function fenceWords(fence: Fence | undefined): string[] {
  return fence ? [role(fence.role), order(fence.role, fence.holder), fence.holder, String(fence.nth)] : ['', '', '', '']
}
