/** Composition root: the only file that knows every concrete thing. */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { flows, unsettled } from '../flows/index.ts'
import { createCalendar } from './calendar.ts'
import type { Channel } from './channels/channel.ts'
import { telegramChannel } from './channels/telegram/telegram.ts'
import type { Vault } from './channels/vault.ts'
import { webChannel } from './channels/web/web.ts'
import { simulatedClock, systemClock } from './clock.ts'
import { type Config, readConfig } from './config.ts'
import { listDeadLetters } from './dead-letters.ts'
import { reportOf } from './figures/report.ts'
import { type ChatId, chatId, FIGURES } from './ids.ts'
import { loadLanguages } from './languages.ts'
import { leadership } from './leadership.ts'
import { createLog, type Log } from './log.ts'
import { menus } from './menus.ts'
import { pause } from './pause.ts'
import { resealStore } from './reseal.ts'
import { createSealer, type KeyRing, keyFile, newNamesFact, type Seal, withNames } from './seal.ts'
import { startServer } from './server.ts'
import { simulatorView } from './simulator.ts'
import { redisStore } from './stores/redis.ts'
import { sqliteStore } from './stores/sqlite.ts'
import type { Store } from './stores/store.ts'
import { loadTexts } from './texts.ts'
import { startWatchdog } from './watchdog.ts'
import { startWorld, type World } from './world.ts'

/** The checkout: this file runs as dist/src/main.js. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const LOCALES = join(ROOT, 'locales')
const FIRST_LANGUAGE = 'es'
/** The fact by which chats are named, sealed: whoever cannot open it has the wrong key. */
const NAMES = 'names'
/** How long stopping may take (ms): what is not done by then lies in the store. */
const LAST_CALL = 9000
const SECOND = 1000

const flowIds = flows.map(({ id }) => id)
const texts = loadTexts([LOCALES], flowIds)
const languages = loadLanguages(LOCALES, texts.languages, flowIds)
const clock = systemClock()

/** A world to be: it has channels before it has a store that can be used. */
interface Part {
  channel: Channel
  /** What stands in its way, as codes. */
  obstacles(): Promise<string[]>
  /** Resolves once it serves. */
  begin(): Promise<void>
  stop(): Promise<void>
}

async function serve(config: Config, log: Log): Promise<void> {
  if (unsettled.length > 0)
    log.warn({ count: unsettled.length }, 'institution data is missing, see flows/seguro-facultativo/institution.ts')
  const parts: Part[] = []
  if (config.telegram) parts.push(network(config, config.telegram, log))
  if (config.simulator) parts.push(await simulator(config, log))
  const channels = parts.map(({ channel }) => channel)
  const ready = async () => {
    const reasons = (await Promise.all(parts.map((part) => part.obstacles()))).flat()
    return { ready: reasons.length === 0, reasons }
  }
  const server = await startServer({ host: config.host, port: config.port, log, channels, ready })

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    await server.close()
    await Promise.race([Promise.all(parts.map((part) => part.stop())), pause(clock, LAST_CALL)])
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  startWatchdog(clock)

  for (const part of parts) await part.begin()
  const address = server.url.replace('//127.0.0.1:', '//localhost:')
  console.log(`Afilia: ${config.simulator ? address : `Telegram, health at ${address}/healthz`}`)
}

/** The world of real students. */
function network(config: Config, telegram: NonNullable<Config['telegram']>, log: Log): Part {
  const store = openStore(config, log)
  const stopping = new AbortController()
  const works = config.role !== 'receive'
  const channel = telegramChannel({
    ...telegram,
    desk: () => world?.desk() ?? config.helpdesk,
    clock,
    log,
    alone: leadership({ store, clock, log, role: 'telegram', holder: randomUUID() }),
    commands: menus(texts),
    groupHint: (chat: ChatId) => texts.say(FIRST_LANGUAGE, null, 'desk-group-hint', { chat }),
  })
  const { helpdesk } = config
  let world: World | null = null
  return {
    channel,
    async obstacles() {
      const codes = (await store.obstacles()).map(({ code }) => code)
      return codes.length > 0 || world ? codes : ['starting']
    },
    async begin() {
      await unobstructed(store, stopping.signal)
      if (stopping.signal.aborted) return
      const seal = await openSeal(store, await ringOf(config, store))
      const channels = [channel]
      world = await startWorld({ store, seal, clock, log, channels, flows, texts, languages, helpdesk, works })
      // Where others take in what webhooks bring, this one only answers.
      if (config.role !== 'work' || telegram.webhook === null) await channel.start(world.receive)
    },
    async stop() {
      stopping.abort()
      await channel.stop()
      await world?.stop()
      await store.close()
    },
  }
}

/** The second world: its own store, desk and clock. It can never touch real students. */
async function simulator(config: Config, log: Log): Promise<Part> {
  const store = openFile(config, 'simulator')
  const seal = await openSeal(store, await fileRing(config, store))
  const vault = vaultOf(store, seal, 'web')
  const moved = simulatedClock(clock, Number((await vault.get('ahead')) ?? 0))
  let world: World | null = null
  const port = simulatorView({
    clock: {
      ...moved,
      moveTo(at) {
        moved.moveTo(at)
        void vault.set('ahead', String(moved.now() - clock.now()))
        world?.nudge()
      },
    },
    flow: flows[0] ?? fail('no procedure is configured'),
    texts,
    world: () => world,
  })
  const pageDir = join(ROOT, 'src/channels/web/page')
  const channel = webChannel({ port, vault, pageDir, scriptDir: join(ROOT, 'dist/page'), log })
  const helpdesk = chatId('web', 'desk')
  return {
    channel,
    obstacles: async () => [],
    async begin() {
      const channels = [channel]
      world = await startWorld({ store, seal, clock: port.clock, log, channels, flows, texts, languages, helpdesk })
      await channel.start(world.receive)
    },
    async stop() {
      await channel.stop()
      await world?.stop()
      await store.close()
    },
  }
}

function openStore(config: Config, log: Log): Store {
  if (config.redis) return redisStore({ urls: config.redis.urls, clock, log, token: randomUUID })
  return openFile(config, 'afilia')
}

function openFile(config: Config, name: string): Store {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const file = join(resolve(config.dataDir), `${name}.sqlite`)
  return sqliteStore({ file, monotonic: clock.monotonic, token: randomUUID })
}

/** Returns once the store can be used; says what it is waiting for, once each. */
async function unobstructed(store: Store, stopping: AbortSignal): Promise<void> {
  const told = new Set<string>()
  for (;;) {
    const obstacles = await store.obstacles()
    if (obstacles.length === 0 || stopping.aborted) return
    for (const { sentence } of obstacles) if (!told.has(sentence)) console.error(`Not ready: ${sentence}.`)
    for (const { sentence } of obstacles) told.add(sentence)
    await pause(clock, SECOND, stopping)
  }
}

/** A wrong or missing key is said, and never taken for "no data". */
async function openSeal(store: Store, ring: KeyRing): Promise<Seal> {
  const sealer = createSealer(ring)
  return withNames(sealer, await store.firstFact(NAMES, newNamesFact(sealer)))
}

async function ringOf(config: Config, store: Store): Promise<KeyRing> {
  return config.keys ?? fileRing(config, store)
}

/** The key file is made only for a store that holds nothing yet: a new key would not open what an old one sealed. */
async function fileRing(config: Config, store: Store): Promise<KeyRing> {
  return keyFile(join(config.dataDir, 'keys'), { hasData: (await store.readFact(NAMES)) !== null })
}

/** A channel's facts, sealed like everything else. */
function vaultOf(store: Store, seal: Seal, channel: string): Vault {
  const at = (name: string): string => `${channel}.${name}`
  return {
    async get(name) {
      const sealed = await store.readFact(at(name))
      return sealed === null ? null : seal.open('fact', at(name), sealed)
    },
    set: (name, value) => store.writeFact(at(name), seal.seal('fact', at(name), value)),
  }
}

/** `npm run reseal`, `npm run dead-letters`, `npm run report`: of the world of real students. */
const commands: Record<string, (config: Config, log: Log) => Promise<void>> = {
  '': serve,
  async reseal(config, log) {
    const store = openStore(config, log)
    const ring = await ringOf(config, store)
    await openSeal(store, ring)
    const { replaced, left } = await resealStore(store, createSealer(ring), ring)
    console.log(`${replaced} values sealed anew with key ${ring.first.id}.`)
    for (const [id, count] of Object.entries(left))
      console.log(`${count} are still sealed with key ${id}: run it again.`)
    if (Object.keys(left).length === 0) console.log('No other key is needed any more.')
    await store.close()
  },
  async 'dead-letters'(config, log) {
    const store = openStore(config, log)
    const seal = await openSeal(store, await ringOf(config, store))
    const calendar = createCalendar((flows[0] ?? fail('no procedure is configured')).calendar)
    for (const line of listDeadLetters(await store.deadLetters(100), seal, calendar)) console.log(line)
    await store.close()
  },
  async report(config, log) {
    const store = openStore(config, log)
    const seal = await openSeal(store, await ringOf(config, store))
    const key = seal.chatKey(FIGURES)
    const kept = await store.peek(key)
    await store.close()
    const calendars = new Map(flows.map((flow) => [flow.id, createCalendar(flow.calendar)]))
    const calendar = (flow: string) => calendars.get(flow) ?? fail('no procedure is configured')
    const session = kept === null ? null : seal.open('session', key, kept)
    process.stdout.write(reportOf({ texts, flows, calendar }, session, process.argv.slice(3), clock.now()))
  },
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const command =
    commands[process.argv[2] ?? ''] ?? fail('There is no such command: reseal, dead-letters, report, or none.')
  await command(config, createLog(config.logLevel))
}

function fail(message: string): never {
  throw new Error(message)
}

await main().catch((error: unknown) => {
  // The one place where an error becomes a sentence for the operator: never a stack trace.
  console.error(error instanceof Error ? error.message : 'Afilia could not start')
  process.exit(1)
})
