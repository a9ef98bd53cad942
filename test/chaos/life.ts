/** One process from its start to its end. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { before } from './deadline.ts'
import type { Order } from './worker.ts'

export interface Life {
  /** Resolves once it serves; rejects if it ends before. */
  up(): Promise<void>
  /** Resolves with the signal that ended it, or its exit code. */
  ended: Promise<string>
  /** Messages handed to the network and not yet off the outbox: those that may come twice if it ends now. */
  inWindow(): string[]
  /** Resolves once nothing is due any more. */
  settled(): Promise<void>
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
}

/** How long anything may take before it counts as stuck (ms). */
const PATIENCE = 30_000

export function startLife(program: string, order: Order): Life {
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const window = new Map<string, number>()
  const hearers = new Map<string, (() => void)[]>()
  let isUp = false
  const closed = once(child, 'close')
  // It may be gone before it was asked.
  child.stdin.on('error', () => undefined)

  createInterface({ input: child.stdout }).on('line', (line) => {
    const text = line.slice(1)
    if (line.startsWith('>')) window.set(text, (window.get(text) ?? 0) + 1)
    if (line.startsWith('<')) window.delete(text)
    if (line === '=up') isUp = true
    if (line.startsWith('=')) for (const call of hearers.get(text)?.splice(0) ?? []) call()
  })

  const ended = closed.then(([code, signal]) => String(signal ?? code))
  const says = (word: string): Promise<void> => {
    const said = new Promise<void>((resolve) => hearers.set(word, [...(hearers.get(word) ?? []), resolve]))
    const gone = ended.then((how) => {
      throw new Error(`the process ended (${how}) before it said "${word}"`)
    })
    return before(PATIENCE, Promise.race([said, gone]), `the process never said "${word}"`)
  }

  return {
    up: () => (isUp ? Promise.resolve() : says('up')),
    ended,
    inWindow: () => [...window.keys()],
    settled() {
      child.stdin.write('\n')
      return says('settled')
    },
    signal: (signal) => void child.kill(signal),
  }
}
