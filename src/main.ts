/** Composition root: the only file that knows every concrete thing. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { flows, unsettled } from '../flows/index.ts'
import type { Channel } from './channels/channel.ts'
import { telegramChannel } from './channels/telegram/telegram.ts'
import type { Vault } from './channels/vault.ts'
import { webChannel } from './channels/web/web.ts'
import { simulatedClock, systemClock } from './clock.ts'
import { type Config, readConfig } from './config.ts'
import { type ChatId, chatId } from './ids.ts'
import { createLog, type Log } from './log.ts'
import { createSealer, keyFile, newNamesFact, type Seal, withNames } from './seal.ts'
import { startServer } from './server.ts'
import { simulatorView } from './simulator.ts'
import { sqliteStore } from './stores/sqlite.ts'
import type { Store } from './stores/store.ts'
import { loadTexts } from './texts.ts'
import { type Command, compileLanguage, type Language } from './understanding/understanding.ts'
import { startWorld, type World } from './world.ts'

/** The checkout: this file runs as dist/src/main.js. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const LOCALES = join(ROOT, 'locales')
const FIRST_LANGUAGE = 'es'
/** The fact by which chats are named, sealed: whoever cannot open it has the wrong key. */
const NAMES = 'names'

const texts = loadTexts(
  [LOCALES],
  flows.map(({ id }) => id),
)
const languages = new Map(texts.languages.map((language) => [language, loadLanguage(language)]))
const clock = systemClock()

interface Running {
  channels: Channel[]
  /** Starts to listen; only after the web server stands. */
  listen(): Promise<void>
  stop(): Promise<void>
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  if (unsettled.length > 0)
    log.warn({ count: unsettled.length }, 'institution data is missing, see flows/seguro-facultativo/institution.ts')
  const running: Running[] = []
  if (config.telegram) running.push(await network(config, config.telegram, log))
  if (config.simulator) running.push(await simulator(config, log))
  const channels = running.flatMap((world) => world.channels)
  const server = await startServer({ host: config.host, port: config.port, log, channels, ready })
  for (const world of running) await world.listen()
  const address = server.url.replace('//127.0.0.1:', '//localhost:')
  console.log(`Afilia: ${config.simulator ? address : `Telegram, health at ${address}/healthz`}`)

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    await server.close()
    for (const world of running) await world.stop()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** Every world is opened before the server listens, so standing is being ready. */
async function ready(): Promise<{ ready: boolean; reasons: string[] }> {
  return { ready: true, reasons: [] }
}

/** The world of real students. */
async function network(config: Config, telegram: NonNullable<Config['telegram']>, log: Log): Promise<Running> {
  const { store, seal } = await openStore(config, 'afilia', log)
  const channel = telegramChannel({
    ...telegram,
    helpdesk: config.helpdesk,
    clock,
    log,
    commands: commandLists(),
    groupHint: (chat: ChatId) => texts.say(FIRST_LANGUAGE, null, 'desk-group-hint', { chat }),
  })
  const world = await startWorld({
    store,
    seal,
    clock,
    log,
    channels: [channel],
    flows,
    texts,
    languages,
    helpdesk: config.helpdesk,
  })
  return runningOf(channel, world, store)
}

/** The second world: its own store, desk and clock. It can never touch real students. */
async function simulator(config: Config, log: Log): Promise<Running> {
  const { store, seal } = await openStore(config, 'simulator', log)
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
  const channel = webChannel({
    port,
    vault,
    pageDir: join(ROOT, 'src/channels/web/page'),
    scriptDir: join(ROOT, 'dist/page'),
    log,
  })
  world = await startWorld({
    store,
    seal,
    clock: port.clock,
    log,
    channels: [channel],
    flows,
    texts,
    languages,
    helpdesk: chatId('web', 'desk'),
  })
  return runningOf(channel, world, store)
}

function runningOf(channel: Channel, world: World, store: Store): Running {
  return {
    channels: [channel],
    listen: () => channel.start(world.receive),
    async stop() {
      await channel.stop()
      await world.stop()
      await store.close()
    },
  }
}

/** Opens a store and makes sure that we hold the key to what is in it: a wrong key is "not ready", never "no data". */
async function openStore(config: Config, name: string, log: Log): Promise<{ store: Store; seal: Seal }> {
  const file = join(resolve(config.dataDir), `${name}.sqlite`)
  const store = sqliteStore({ file, monotonic: clock.monotonic, token: randomUUID })
  const kept = await store.readFact(NAMES)
  const sealer = createSealer(keyFile(join(config.dataDir, 'keys'), { hasData: kept !== null }))
  const seal = withNames(sealer, await store.firstFact(NAMES, newNamesFact(sealer)))
  log.debug({ reason: name }, 'store opened')
  return { store, seal }
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

function loadLanguage(name: string): Language {
  const files = readdirSync(join(LOCALES, name))
  const read = (file: string): string => (files.includes(file) ? readFileSync(join(LOCALES, name, file), 'utf8') : '')
  return compileLanguage({
    language: JSON.parse(read('language.json')),
    commands: read('bot.phrases.txt'),
    topics: Object.fromEntries(flows.map(({ id }) => [id, read(`${id}.phrases.txt`)])),
  })
}

const MENU = [
  'start',
  'menu',
  'back',
  'where',
  'contacts',
  'human',
  'my-data',
  'stop-reminders',
  'erase',
  'help',
] as const satisfies Command[]

/** The menu Telegram shows behind "/", by language; the desk's own list comes with the desk. */
function commandLists() {
  return texts.languages.map((language) => ({
    language,
    scope: 'private' as const,
    list: MENU.map((command) => ({
      command: texts.say(language, null, `command-${command}.name`),
      description: texts.say(language, null, `command-${command}`),
    })),
  }))
}

function fail(message: string): never {
  throw new Error(message)
}

await main().catch((error: unknown) => {
  // The one place where an error becomes a sentence for the operator: never a stack trace.
  console.error(error instanceof Error ? error.message : 'Afilia could not start')
  process.exit(1)
})
