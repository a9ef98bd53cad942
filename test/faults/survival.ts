/** Students who go on counting whatever happens to Redis, and what must be true of them afterwards. */
import { expect } from 'vitest'
import type { Log } from '../../src/log.ts'
import type { OnRedis } from './on-redis.ts'
import { heard, plainNumbers, startTown, student, type Town } from './town.ts'

const CHATS = ['ana', 'beto', 'caro']
/** How many numbers may wait for their echo: fewer than a chat may have waiting before the rest is turned away. */
const AHEAD = 20
/** Milliseconds after which a network says again what was refused. */
const AGAIN = 20

export interface Disturbed {
  town: Town
  /** Resolves once so many more messages have been refused. */
  refused(count: number): Promise<void>
  /** Resolves once so many more messages have been echoed. */
  echoed(count: number): Promise<void>
}

/**
 * Each says so many numbers, one after the other, and again whatever was refused, while `disturb` goes on. Afterwards each number
 * was heard once and in order, and echoed in order; repeats of an echo are at most as many as `mayRepeat`.
 */
export async function survives(
  redis: OnRedis,
  options: { port?: number; count: number; mayRepeat: number; log?: Log },
  disturb: (events: Disturbed) => Promise<void>,
): Promise<void> {
  const { port = redis.server.port, count, mayRepeat, log } = options
  const store = redis.open({ port, leaseMs: 1000, laneLeaseMs: 1000, patience: 300, ...(log && { log }) })
  const town = await startTown({ store, ...(log && { log }) })
  const numbers = plainNumbers(count)
  let refusals = 0
  let onRefused = (): void => undefined

  async function insist(name: string, n: number): Promise<void> {
    const id = `insisting ${name} ${n}`
    for (;;) {
      const isKept = await town.counts(name, n, { id }).then(
        () => true,
        () => false,
      )
      if (isKept) return
      refusals += 1
      onRefused()
      await new Promise((resolve) => setTimeout(resolve, AGAIN))
    }
  }

  const counting = CHATS.map(async (name) => {
    for (const [index, n] of numbers.entries()) {
      const earlier = numbers[index - AHEAD]
      if (earlier !== undefined) await town.sees(({ to, text }) => to === student(name) && text === `echo ${earlier}`)
      await insist(name, n)
    }
  })
  await disturb({
    town,
    async refused(more) {
      const target = refusals + more
      while (refusals < target) await new Promise<void>((resolve) => (onRefused = resolve))
    },
    async echoed(more) {
      await town.sees(({ text }) => text.startsWith('echo'), town.delivered.filter(isEcho).length + more)
    },
  })
  await Promise.all(counting)
  for (const name of CHATS) {
    await town.sees(({ to, text }) => to === student(name) && text === `echo ${numbers.at(-1)}`)
    expect(await heard(store, name)).toEqual(numbers)
    const echoes = town.echoes(name)
    expect([...new Set(echoes)]).toEqual(numbers)
    expect(echoes.length - numbers.length).toBeLessThanOrEqual(mayRepeat)
  }
  await town.stop()
}

const isEcho = ({ text }: { text: string }): boolean => text.startsWith('echo')
