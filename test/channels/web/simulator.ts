import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Channel } from '../../../src/channels/channel.ts'
import type { Vault } from '../../../src/channels/vault.ts'
import { webChannel } from '../../../src/channels/web/web.ts'
import { type SimulatedClock, stoppedClock } from '../../../src/clock.ts'
import { chatId } from '../../../src/ids.ts'
import { createSeal, parseKeys } from '../../../src/seal.ts'
import { type Server, startServer } from '../../../src/server.ts'
import { simulatorView } from '../../../src/simulator.ts'
import { sqliteStore } from '../../../src/stores/sqlite.ts'
import { startWorld, type World } from '../../../src/world.ts'
import { loadWords, quietLog } from '../../words.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const PAGE = join(ROOT, 'src/channels/web/page')

/** Monday 23 November 2026, 10:00 in Hermosillo. */
export const START = Date.UTC(2026, 10, 23, 17)

export interface Simulator {
  url: string
  clock: SimulatedClock
  /** To say something as the bot would. */
  channel: Channel
  world: World
  close(): Promise<void>
}

/** The page's scripts, compiled once a test file as the build does it. */
export function compilePage(): string {
  const dir = mkdtempSync(join(tmpdir(), 'afilia-page-'))
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', PAGE, '--outDir', dir], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the page does not compile:\n${stdout}`)
  return dir
}

export function memoryVault(): Vault {
  const facts = new Map<string, string>()
  return {
    get: async (name) => facts.get(name) ?? null,
    async set(name, value) {
      facts.set(name, value)
    },
  }
}

/** A whole world behind the page, its clock standing still until the page moves it. `receive` stands in for a world that fails. */
export async function startSimulator(
  scriptDir: string,
  vault = memoryVault(),
  receive?: World['receive'],
): Promise<Simulator> {
  const words = loadWords()
  const flow = words.flows[0]
  if (!flow) throw new Error('no flow')
  const stopped = stoppedClock(START)
  const store = sqliteStore({ file: ':memory:', monotonic: stopped.monotonic, token: randomUUID })
  const seal = createSeal(parseKeys(`test:${Buffer.alloc(32, 7).toString('base64')}`), Buffer.alloc(32, 9))
  let world: World | null = null
  const clock: SimulatedClock = {
    ...stopped,
    moveTo(at) {
      stopped.moveTo(at)
      world?.nudge()
    },
  }
  const port = simulatorView({ clock, flow, texts: words.texts, world: () => world })
  const channel = webChannel({ port, vault, pageDir: PAGE, scriptDir, log: quietLog })
  const parts = { store, seal, clock, log: quietLog, channels: [channel], helpdesk: chatId('web', 'desk') }
  const running = await startWorld({ ...parts, ...words })
  world = running
  const server = await serve(channel)
  await channel.start(receive ?? running.receive, running.report(channel.name))
  return {
    url: server.url,
    clock,
    channel,
    world: running,
    async close() {
      await server.close()
      await channel.stop()
      await running.stop()
      await store.close()
    },
  }
}

/** The channel alone, with no world behind it: for the contract every channel must keep. */
export async function openChannel(
  scriptDir: string,
  vault = memoryVault(),
): Promise<{ channel: Channel; url: string; close(): Promise<void> }> {
  const { flows, texts } = loadWords()
  const flow = flows[0]
  if (!flow) throw new Error('no flow')
  const port = simulatorView({ clock: stoppedClock(START), flow, texts, world: () => null })
  const channel = webChannel({ port, vault, pageDir: PAGE, scriptDir, log: quietLog })
  const server = await serve(channel)
  return {
    channel,
    url: server.url,
    async close() {
      await server.close()
      await channel.stop()
    },
  }
}

function serve(channel: Channel): Promise<Server> {
  const ready = async () => ({ ready: true, reasons: [] })
  return startServer({ host: '127.0.0.1', port: 0, log: quietLog, channels: [channel], ready })
}
