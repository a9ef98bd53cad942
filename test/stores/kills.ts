/** Kills a process at any point of its work, again and again, and looks at what is left. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import type { Store } from '../../src/stores/store.ts'
import { randomNumbers } from '../chaos/random.ts'
import type { Order } from './worker.ts'

const CHATS = ['ana', 'beto', 'caro', 'dora']
const KILLS = 25
/** A kill comes after at most so many lines of work. */
const MOST_LINES = 400

export function surviveKills(name: string, start: (order: Order) => string[], open: () => Store): void {
  test(`${name}: ${KILLS} kills lose nothing, double nothing, and keep the order`, async () => {
    const said: Said = { posted: new Map(), sent: new Map(CHATS.map((chat) => [chat, []])) }
    const random = randomNumbers(20261123)
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = run(start({ from: unacknowledged(said), until: null }))
      expect(await listen(child, said, random(MOST_LINES))).toBe('SIGKILL')
    }
    const target = Math.max(...Object.values(unacknowledged(said))) + 10
    const last = run(start({ from: unacknowledged(said), until: target }))
    expect(await listen(last, said, null)).toBe(0)

    const input = Array.from({ length: target }, (_, index) => index + 1)
    const store = open()
    for (const chat of CHATS) {
      expect((await store.peek(chat))?.split(' ').map(Number)).toEqual(input)
      const sent = said.sent.get(chat) ?? []
      expect([...new Set(sent)]).toEqual(input)
      // Sent but not settled when the kill came: once more, and only the one that was on its way.
      const repeats = sent.filter((n, index) => index > 0 && n <= (sent[index - 1] ?? 0))
      expect(repeats.length).toBeLessThanOrEqual(KILLS)
      expect(repeats.every((n) => sent[sent.lastIndexOf(n) - 1] === n)).toBe(true)
    }
    expect(await store.nextDue()).toBeNull()
    await store.close()
    expect(target).toBeGreaterThan(KILLS)
  }, 120_000)
}

interface Said {
  posted: Map<string, number>
  sent: Map<string, number[]>
}

/** What a network would send again: everything after the last one it was told had arrived. */
function unacknowledged({ posted }: Said): Record<string, number> {
  return Object.fromEntries(CHATS.map((chat) => [chat, (posted.get(chat) ?? 0) + 1]))
}

function run(args: string[]): ChildProcess {
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Notes what it says, kills it after so many lines, and returns how it ended. */
async function listen(child: ChildProcess, said: Said, killAfter: number | null): Promise<unknown> {
  const ended = once(child, 'close')
  let lines = 0
  if (!child.stdout) throw new Error('no stdout')
  for await (const line of createInterface({ input: child.stdout })) {
    const [what = '', chat = '', n = ''] = line.split(' ')
    if (what === 'posted') said.posted.set(chat, Number(n))
    if (what === 'sent') said.sent.get(chat)?.push(Number(n))
    if (lines === killAfter) child.kill('SIGKILL')
    lines += 1
  }
  const [code, signal] = await ended
  return signal ?? code
}
