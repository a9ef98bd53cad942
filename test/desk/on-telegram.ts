import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { Channel } from '../../src/channels/channel.ts'
import { telegramChannel } from '../../src/channels/telegram/telegram.ts'
import { type SimulatedClock, simulatedClock, systemClock } from '../../src/clock.ts'
import { type ChatId, chatId } from '../../src/ids.ts'
import type { Log } from '../../src/log.ts'
import { createSeal, parseKeys, type Seal } from '../../src/seal.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import { startWorld, type World } from '../../src/world.ts'
import type { Agent } from '../channels/telegram/fake-agent.ts'
import { type FakeBotApi, startFakeBotApi, TOKEN } from '../channels/telegram/fake-bot-api.ts'
import type { Shown } from '../channels/telegram/fake-chats.ts'
import type { Phone } from '../channels/telegram/fake-phone.ts'
import { loadWords, quietLog } from '../words.ts'
import { OPEN } from './at-the-desk.ts'

export const GROUP = -100

/** A whole bot on a Bot API of the tests, over HTTP, with its desk in a group there. */
export interface Telegram {
  api: FakeBotApi
  store: Store
  seal: Seal
  /** Somebody who is always there to ask. */
  ana: Agent
  world(): World
  /** The time goes on by so much, also for what counts the seconds between two messages. */
  pass(ms: number): Promise<void>
  down(): Promise<void>
  /** With another group in the settings, if one is given. */
  up(group?: number): Promise<void>
  /** A new message of the group that fits, waited for; `after`: newer than that one. */
  group(fits: RegExp, after?: number): Promise<Shown>
  /** Resolves once the desk has heard everything the group said so far. */
  heard(): Promise<void>
}

export interface TelegramOptions {
  store?: Store
  log?: Log
  /** Messages a minute into the group; without a limit unless told. */
  pace?: number
}

const words = loadWords()
const seal = createSeal(parseKeys(`test:${Buffer.alloc(32, 7).toString('base64')}`), Buffer.alloc(32, 9))

export async function startOnTelegram(options: TelegramOptions = {}): Promise<Telegram> {
  const api = await startFakeBotApi(TOKEN)
  const { log = quietLog, pace = Number.POSITIVE_INFINITY } = options
  const simulated = simulatedClock(systemClock(), OPEN - Date.now())
  const clock: SimulatedClock = { ...simulated, monotonic: simulated.now }
  const store =
    options.store ?? sqliteStore({ file: ':memory:', monotonic: () => performance.now(), token: randomUUID })
  const ana = api.agent(GROUP, 7, 'Ana')
  let running: { world: World; channel: Channel } | null = null
  let home = GROUP

  const world = (): World => {
    if (!running) throw new Error('the world is down')
    return running.world
  }

  async function up(group = GROUP): Promise<void> {
    const helpdesk = chatId('telegram', group)
    const desk = (): ChatId => running?.world.desk() ?? helpdesk
    const channel = telegramChannel({
      token: TOKEN,
      apiRoot: api.root,
      webhook: null,
      desk,
      clock,
      log,
      groupPace: pace,
      commands: [],
      groupHint: (chat) => chat,
    })
    const { flows, texts, languages } = words
    const parts = { store, seal, clock, log, channels: [channel], flows, texts, languages, helpdesk }
    running = { world: await startWorld(parts), channel }
    await channel.start(running.world.receive, running.world.report(channel.name))
  }

  async function down(): Promise<void> {
    const { world: last, channel } = running ?? {}
    running = null
    await channel?.stop()
    await last?.stop()
  }

  const inGroup = (fits: RegExp, after: number) => (one: Shown) => {
    home = one.chat < 0 ? one.chat : home
    return one.chat < 0 && one.id > after && fits.test(one.text)
  }

  onTestFinished(async () => {
    await down()
    await api.close()
    if (!options.store) await store.close()
  })
  await up()
  return {
    api,
    store,
    seal,
    ana,
    world,
    async pass(ms) {
      await world().settled()
      clock.moveTo(clock.now() + ms)
      world().nudge()
      await world().settled()
    },
    down,
    up,
    group: (fits, after = 0) => api.sees(inGroup(fits, after)),
    async heard() {
      const asked = api.groupSays(home, '/estado', { from: 7 })
      await api.sees(inGroup(/sin tomar/, asked))
    },
  }
}

/** Asks for a person, answers what is asked first, and returns the code they were told. */
export async function opensCaseBy(phone: Phone): Promise<string> {
  phone.says('quiero hablar con una persona')
  await phone.hears(/campus/)
  phone.presses('Náinari (Obregón)')
  await phone.hears(/ID de ITSON/)
  phone.presses('Prefiero no darlo')
  await phone.hears(/fecha límite/)
  phone.presses('No tengo fecha')
  const { text } = await phone.hears(/caso\b.*[A-Z0-9]{4}-[A-Z0-9]{4}/)
  return /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(text)?.[0] ?? ''
}
