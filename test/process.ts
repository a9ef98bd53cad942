import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const MAIN = new URL('../dist/src/main.js', import.meta.url).pathname

/** The real program, as `npm start` runs it after building. */
export interface Running {
  url: string
  /** Everything printed so far. */
  output(): string
  /** Waits for something to be printed, and returns the first group of it. */
  prints(pattern: RegExp): Promise<string>
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
  /** SIGSTOP: its connections stand, and it does nothing at all. */
  suspend(): void
  /** SIGCONT. */
  resume(): void
}

export function newDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'afilia-'))
}

/** Resolves once the program has printed its address; rejects with what it printed if it ends before. */
export async function startAfilia(env: Record<string, string>): Promise<Running> {
  const port = await freePort()
  const child = spawn(process.execPath, [MAIN], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH ?? '', PORT: String(port), LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const events = new EventEmitter()
  const hear = (chunk: Buffer): void => {
    printed += chunk.toString()
    events.emit('printed')
  }
  child.stderr?.on('data', hear)
  child.stdout?.on('data', hear)
  await ready(child, () => printed)
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => printed,
    async prints(pattern) {
      for (;;) {
        const found = pattern.exec(printed)?.[1]
        if (found !== undefined) return found
        await once(events, 'printed')
      }
    },
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const gone = once(child, 'exit')
      child.kill(signal)
      const [code] = await gone
      return typeof code === 'number' ? code : null
    },
    suspend: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  }
}

async function ready(child: ChildProcess, printed: () => string): Promise<void> {
  if (!child.stdout) throw new Error('no output')
  const lines = createInterface({ input: child.stdout })
  const started = (async () => {
    for await (const line of lines) if (line.startsWith('Afilia: ')) return true
    return false
  })()
  if (!(await started)) throw new Error(printed())
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
