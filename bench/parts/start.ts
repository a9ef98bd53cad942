import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { BEGINNING } from '../dialogue.ts'
import { type Network, startNetwork } from '../network.ts'
import { spread } from '../quantiles.ts'
import { figure, table } from '../table.ts'
import { TOKEN } from '../telegram.ts'
import { telegramUpdate } from '../update.ts'
import { openVenue, type Venue } from '../venue.ts'
import { ROOT } from '../words.ts'
import type { Stage } from './part.ts'

const KEY = `bench:${Buffer.alloc(32, 7).toString('base64')}`

/** A program that says nothing for so long is broken (ms). */
const PATIENCE = 10_000

interface Program {
  name: string
  /** Beside this file, once compiled. */
  file: string
  env(venue: Venue): Record<string, string>
}

const PROGRAMS: readonly (Program & { store: 'redis' | 'sqlite' })[] = [
  { name: 'floor', file: '../floor-main.js', store: 'redis', env: ({ store }) => ({ REDIS_URL: store }) },
  {
    name: 'ours, sqlite',
    file: '../../src/main.js',
    store: 'sqlite',
    env: ({ store }) => ({ DATA_DIR: `${store}.dir` }),
  },
  {
    name: 'ours, redis',
    file: '../../src/main.js',
    store: 'redis',
    env: ({ store }) => ({ REDIS_URL: store, DATA_KEYS: KEY }),
  },
]

/** From the start of the process, polling included, to the first reply that reaches the fake Bot API. */
export async function start(stage: Stage): Promise<void> {
  const network = await startNetwork()
  const rows: string[][] = []
  for (const program of PROGRAMS) {
    const times: number[] = []
    for (let round = 0; round < stage.plan.rounds; round += 1) times.push(await timed(program, network))
    const { lower, median, upper } = spread(times)
    rows.push([program.name, figure(median), `${figure(lower)}-${figure(upper)}`])
  }
  await network.stop()
  stage.print(`From process start to the first reply (goal: < 500 ms)\n${table(['', 'ms', 'quartiles'], rows)}`)
}

async function timed(program: (typeof PROGRAMS)[number], network: Network): Promise<number> {
  const venue = await openVenue(program.store)
  const answered = network.answered(
    telegramUpdate({ says: 'hola' }, { chat: 1_000_000_001, question: 0, id: 1, at: BEGINNING }),
  )
  const began = performance.now()
  const child = launch(program, { ...program.env(venue), TELEGRAM_API_ROOT: network.root })
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  const gone = once(child, 'exit')
  try {
    const ended = gone.then(() => Promise.reject(new Error(`${program.name} ended before its first reply`)))
    await Promise.race([answered, ended, silence(program.name)])
    return performance.now() - began
  } finally {
    end()
    process.off('exit', end)
    await gone
    await venue.stop()
  }
}

function launch({ file }: Program, env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', PORT: '0', TELEGRAM_BOT_TOKEN: TOKEN, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

async function silence(name: string): Promise<never> {
  await pause(PATIENCE, null, { ref: false })
  throw new Error(`${name} did not reply within ${PATIENCE / 1000} s`)
}
