/** One process of the bot. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { before } from '../deadline.ts'
import type { Command } from './order.ts'
import type { Order } from './worker.ts'

export interface Life {
  command(command: Command): void
  /** Resolves once it has said this, be it long ago; rejects if it ends before. */
  says(word: string): Promise<void>
  /** How often it has said it. */
  count(word: string): number
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
  /** Resolves with the signal that ended it, or its exit code. */
  ended: Promise<string>
}

const PATIENCE = 60_000

/** Loads, and waits for "go". */
export function startLife(program: string, order: Order): Life {
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const said = new Map<string, number>()
  const waiting = new Map<string, (() => void)[]>()
  const ended = once(child, 'close').then(([code, signal]) => String(signal ?? code))
  // It may be gone before it was asked.
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('=')) return
    const word = line.slice(1)
    said.set(word, (said.get(word) ?? 0) + 1)
    for (const call of waiting.get(word)?.splice(0) ?? []) call()
  })

  return {
    ended,
    command: (command) => void child.stdin.write(`${command}\n`),
    count: (word) => said.get(word) ?? 0,
    says(word) {
      if (said.has(word)) return Promise.resolve()
      const heard = new Promise<void>((resolve) => waiting.set(word, [...(waiting.get(word) ?? []), resolve]))
      const gone = ended.then((how) => {
        throw new Error(`the process ended (${how}) before it said "${word}"`)
      })
      return before(PATIENCE, Promise.race([heard, gone]), `the process never said "${word}"`)
    },
    signal: (signal) => void child.kill(signal),
  }
}
