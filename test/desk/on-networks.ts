import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BufferJSON } from '@whiskeysockets/baileys'
import { fastify } from 'fastify'
import { onTestFinished } from 'vitest'
import type { Channel } from '../../src/channels/channel.ts'
import { whatsappCloudChannel } from '../../src/channels/whatsapp-cloud/whatsapp-cloud.ts'
import { type SimulatedClock, simulatedClock, systemClock } from '../../src/clock.ts'
import { type ChatId, chatId } from '../../src/ids.ts'
import { createLog } from '../../src/log.ts'
import { createSeal, parseKeys } from '../../src/seal.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { fencedVaultOf } from '../../src/vault.ts'
import { startWorld, type World } from '../../src/world.ts'
import type { FakeBotApi } from '../channels/telegram/fake-bot-api.ts'
import { openFake as openBotApi, channelOn as telegramOn } from '../channels/telegram/on-fake.ts'
import type { Group } from '../channels/whatsapp/fake-group.ts'
import type { FakeWhatsApp } from '../channels/whatsapp/fake-whatsapp.ts'
import { briskClock, openFake as openWhatsApp, channelOn as whatsappOn } from '../channels/whatsapp/on-fake.ts'
import { type FakeGraph, startFakeGraph, TOKEN } from '../channels/whatsapp-cloud/fake-graph.ts'
import { APP_SECRET, NUMBER_ID } from '../channels/whatsapp-cloud/fake-webhook.ts'
import { VERIFY_TOKEN } from '../channels/whatsapp-cloud/on-graph.ts'
import { newDataDir } from '../process.ts'
import { loadWords } from '../words.ts'
import { OPEN } from './at-the-desk.ts'

export const GROUP = -1009

/** One world that serves Telegram and WhatsApp at once, each by its real channel on a fake of its network. */
export interface Networks {
  telegram: FakeBotApi
  whatsapp: FakeWhatsApp
  graph: FakeGraph
  /** Of WhatsApp: Ana (the admin) and Luz are in it. */
  group: Group
  clock: SimulatedClock
  world: World
  /** All that was logged, debug too. */
  logged(): string
  /** Every byte that lies in the store. */
  disk(): string
  /** The time goes on by so much, and what fell due happens. */
  pass(ms: number): Promise<void>
}

/** People of the fake WhatsApp, by the last digits of their number. */
export const ANA_ON_WHATSAPP = 701
export const LUZ_ON_WHATSAPP = 702

const seal = createSeal(parseKeys(`test:${Buffer.alloc(32, 7).toString('base64')}`), Buffer.alloc(32, 9))

/** `desk`: on which network its group is. `by`: the way WhatsApp's students are served; the desk's group needs `baileys`. */
export async function openNetworks(desk: 'telegram' | 'whatsapp', by: 'baileys' | 'cloud'): Promise<Networks> {
  const clock = simulatedClock(systemClock(), OPEN - Date.now())
  const dataDir = newDataDir()
  const file = join(dataDir, 'afilia.sqlite')
  const store = sqliteStore({ file, monotonic: () => performance.now(), token: randomUUID })
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => lines.push(line) })
  const telegram = await openBotApi(clock.now)
  const whatsapp = await openWhatsApp(clock.now)
  const graph = await startFakeGraph(clock.now)
  onTestFinished(graph.close)
  const group = whatsapp.group([whatsapp.phone(ANA_ON_WHATSAPP), whatsapp.phone(LUZ_ON_WHATSAPP)])
  const helpdesk: ChatId = desk === 'telegram' ? chatId('telegram', GROUP) : chatId('whatsapp', group.id)

  const vaultFor = (channel: string) => fencedVaultOf({ store, seal: () => seal, log, channel, fence: null })
  const vault = vaultFor(by === 'baileys' ? 'whatsapp' : 'whatsapp-cloud')
  const common = { clock, log, desk: () => helpdesk }
  const onTelegram = telegramOn(telegram, { ...common, groupPace: 1000, vault: vaultFor('telegram') })
  const line = opened()
  const onWhatsApp =
    by === 'baileys'
      ? whatsappOn(whatsapp, { ...common, vault, clock: brisk(clock), announce: line.announce })
      : await cloudOn(graph, { clock, log, vault })
  if (by === 'baileys')
    await vault.set(new Map([['account/creds', JSON.stringify(whatsapp.register(), BufferJSON.replacer)]]))
  const channels = [onTelegram, hasty(onWhatsApp)]
  const world = await startWorld({ store, seal, clock, log, channels, helpdesk, ...loadWords() })
  onTestFinished(async () => {
    await Promise.all(channels.map((channel) => channel.stop()))
    await world.stop()
    await store.close()
  })
  for (const channel of channels) await channel.start(world.receive, world.report(channel.name))
  if (by === 'baileys') await line.isOpen
  return {
    ...{ telegram, whatsapp, graph, group, clock, world },
    logged: () => lines.join(''),
    disk: () => bytesIn(dataDir),
    async pass(ms) {
      await world.settled()
      clock.moveTo(clock.now() + ms)
      world.nudge()
      await world.settled()
    },
  }
}

/** The same time, but whoever waits in it (a person that types) waits a tenth. */
function brisk(clock: SimulatedClock): SimulatedClock {
  const { monotonic } = briskClock()
  return { ...clock, monotonic, wake: (at, call) => clock.wake(clock.now() + (at - clock.now()) / 10, call) }
}

/** What comes in pieces has tests of its own. */
function hasty(channel: Channel): Channel {
  return { ...channel, abilities: { ...channel.abilities, gathers: 10 } }
}

function opened() {
  let open = (): void => {}
  const isOpen = new Promise<void>((resolve) => (open = resolve))
  return { isOpen, announce: (text: string) => text === 'WhatsApp is linked.' && open() }
}

type CloudParts = Pick<Parameters<typeof whatsappCloudChannel>[0], 'clock' | 'log' | 'vault'>

async function cloudOn(graph: FakeGraph, parts: CloudParts): Promise<Channel> {
  const secrets = { token: TOKEN, numberId: NUMBER_ID, appSecret: APP_SECRET, verifyToken: VERIFY_TOKEN }
  const channel = whatsappCloudChannel({ ...secrets, ...parts, apiRoot: graph.root, template: null })
  const server = fastify({ forceCloseConnections: true })
  await channel.routes?.(server)
  graph.webhook.url = `${await server.listen({ port: 0, host: '127.0.0.1' })}/whatsapp`
  onTestFinished(() => server.close())
  return channel
}

/** As text, in both ways text may lie in it. */
function bytesIn(dir: string): string {
  return readdirSync(dir)
    .map((name) => readFileSync(join(dir, name)))
    .map((bytes) => bytes.toString('latin1') + bytes.toString('utf16le'))
    .join('\n')
}
