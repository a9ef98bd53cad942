import { z } from 'zod'
import type { Store } from '../store.ts'
import type { Connection } from './connection.ts'

const FACTS = 'afilia:{facts}:fact'
const role = (name: string): string => `afilia:{facts}:role:${name}`

const HOLD = `#!lua
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`

const DROP = `#!lua flags=allow-oom
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`

const SWAP = `#!lua
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`

export type Facts = Pick<Store, 'readFact' | 'writeFact' | 'firstFact' | 'hold' | 'drop'>

/** Channels' facts, and the roles that only one process may have. */
export function createFacts(connection: Connection): Facts {
  const read = async (name: string) =>
    z
      .string()
      .nullable()
      .parse(await connection.command(FACTS, ['HGET', FACTS, name]))
  return {
    readFact: read,
    async writeFact(name, value) {
      await connection.command(FACTS, ['HSET', FACTS, name, value])
    },
    async firstFact(name, value) {
      await connection.command(FACTS, ['HSETNX', FACTS, name, value])
      return (await read(name)) ?? value
    },
    hold: async (name, holder, ms) => (await connection.script(HOLD, role(name), [holder, String(ms)])) === 1,
    async drop(name, holder) {
      await connection.script(DROP, role(name), [holder])
    },
  }
}

/** All facts, and how one is replaced unless it has changed. */
export function factsToReseal(connection: Connection) {
  return {
    all: async () =>
      z.record(z.string(), z.string()).parse(asRecord(await connection.command(FACTS, ['HGETALL', FACTS]))),
    swap: async (name: string, old: string, fresh: string) =>
      (await connection.script(SWAP, FACTS, [name, old, fresh])) === 1,
  }
}

/** RESP3 answers HGETALL as a map, which the client hands over as a Map or an object. */
function asRecord(answer: unknown): unknown {
  if (answer instanceof Map) return Object.fromEntries(answer)
  return answer
}
