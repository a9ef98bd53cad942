import type { Connection } from './connection.ts'
import { replyCode } from './link.ts'
import { GROWING, SHRINKING } from './script.ts'

/** Runs steps of the script on the shard a chat belongs to; what is asked for while an answer is out goes in the next call, together. */
export interface Shards {
  readonly count: number
  of(chat: string): number
  prefix(shard: number): string
  /** Steps that take memory; refused whole when there is none. */
  grow(shard: number, step: string, ...args: string[]): Promise<unknown>
  shrink(shard: number, step: string, ...args: string[]): Promise<unknown>
  /** Resolves once all that was asked for has been answered. */
  idle(): Promise<void>
}

interface Step {
  isGrowing: boolean
  text: string
  resolve(answer: unknown): void
  reject(error: unknown): void
}

/** So that one call does not keep Redis from everybody else: some milliseconds at most. */
const MOST_AT_ONCE = 128

export function createShards(connection: Connection, count: number, limits: readonly number[]): Shards {
  const prefixes = Array.from({ length: count }, (_, shard) => `afilia:{${shard}}:`)
  const lines = prefixes.map((prefix) => createLine(connection, prefix, limits))
  const ask = (shard: number, isGrowing: boolean, args: string[]): Promise<unknown> =>
    lines[shard]?.ask(isGrowing, args) ?? Promise.reject(new Error('no such shard'))
  return {
    count,
    of: (chat) => (count === 1 ? 0 : hash(chat) % count),
    prefix: (shard) => prefixes[shard] ?? '',
    grow: (shard, ...args) => ask(shard, true, args),
    shrink: (shard, ...args) => ask(shard, false, args),
    async idle() {
      await Promise.all(lines.map((each) => each.idle()))
    },
  }
}

function createLine(connection: Connection, prefix: string, limits: readonly number[]) {
  const head = [prefix, ...limits.map(String)]
  let waiting: Step[] = []
  let isOut = false
  let idle: (() => void)[] = []

  function ask(isGrowing: boolean, args: readonly string[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      waiting.push({ isGrowing, text: JSON.stringify(args), resolve, reject })
      if (waiting.length === 1 && !isOut) setImmediate(() => void send())
    })
  }

  async function send(): Promise<void> {
    if (isOut) return
    isOut = true
    while (waiting.length > 0) {
      const steps = waiting.slice(0, MOST_AT_ONCE)
      waiting = waiting.slice(MOST_AT_ONCE)
      await run(steps)
    }
    isOut = false
    const heard = idle
    idle = []
    for (const call of heard) call()
  }

  async function run(steps: readonly Step[]): Promise<void> {
    try {
      const script = steps.some(({ isGrowing }) => isGrowing) ? GROWING : SHRINKING
      const words = steps.map(({ text }) => text)
      tell(steps, await connection.script(script, `${prefix}due`, [...head, ...words]))
    } catch (error) {
      // Out of memory: what frees it must not be refused for the company it keeps.
      const others = replyCode(error) === 'OOM' ? steps.filter(({ isGrowing }) => !isGrowing) : []
      for (const step of steps) if (!others.includes(step)) step.reject(error)
      if (others.length > 0) await run(others)
    }
  }

  return {
    ask,
    idle: () => (isOut || waiting.length > 0 ? new Promise<void>((resolve) => idle.push(resolve)) : Promise.resolve()),
  }
}

/** Each step answers [1, what it says] or [0, what is wrong]. */
function tell(steps: readonly Step[], answers: unknown): void {
  for (const [index, step] of steps.entries()) {
    const answer: unknown = Array.isArray(answers) ? answers[index] : null
    const [ok, said]: unknown[] = Array.isArray(answer) ? answer : []
    if (ok === 1) step.resolve(said)
    else step.reject(new Error(typeof said === 'string' ? said : 'Redis did not answer this step'))
  }
}

/** FNV-1a: the same for ever, since it says where a chat lies. */
function hash(text: string): number {
  let sum = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return sum >>> 0
}
