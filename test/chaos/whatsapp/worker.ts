/** Run as a program: node worker.js <order as JSON>. The whole bot on a fake WhatsApp, from the line "go" until it is killed. */
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Channel } from '../../../src/channels/channel.ts'
import { whatsappChannel } from '../../../src/channels/whatsapp/whatsapp.ts'
import { type Clock, systemClock } from '../../../src/clock.ts'
import { chatId } from '../../../src/ids.ts'
import { leadership } from '../../../src/leadership.ts'
import type { Log } from '../../../src/log.ts'
import type { Store } from '../../../src/stores/store.ts'
import { fencedVaultOf } from '../../../src/vault.ts'
import { startWorld } from '../../../src/world.ts'
import { type Address, socketOptionsFor } from '../../channels/whatsapp/fake-address.ts'
import { countingFlow } from '../flow.ts'
import { openStore, type Place, seal } from '../open-store.ts'
import { language } from '../words.ts'
import { type Command, tell } from './order.ts'
import { texts } from './words.ts'

export interface Order {
  place: Place
  server: Address
  /** The group of the desk, as WhatsApp calls it. */
  group: string
}

const ROLE = 'whatsapp'
/** How much faster than a real one the channel waits, and the role is prolonged and runs out. */
const WAITS = 20
const TERMS = 3
/** From so many ms on it is patience with others, and they are no faster here. */
const PATIENCE = 4000

const order: Order = JSON.parse(process.argv[2] ?? '')
const clock = systemClock()
const speak = (fields: object, text: string): void => {
  if (process.env.CHAOS_LOG !== undefined) console.error(process.pid, text, fields)
}
const log: Log = { debug: () => undefined, info: speak, warn: speak, error: speak }

function brisk(times: number): Clock {
  const waits = (ms: number): number => (ms < PATIENCE ? ms / times : ms / 2)
  return {
    now: clock.now,
    monotonic: () => clock.monotonic() * times,
    wake: (at, call) => clock.wake(clock.now() + waits(at - clock.now()), call),
  }
}

/** A killed process must not be waited for as long as a real one. */
function hasty(store: Store): Store {
  return { ...store, hold: (role, holder, ms) => store.hold(role, holder, Math.ceil(ms / TERMS)) }
}

function channelOn(store: Store): Channel {
  const holder = randomUUID()
  const channel = whatsappChannel({
    vault: fencedVaultOf({ store, seal: () => seal, log, channel: 'whatsapp', fence: { role: ROLE, holder } }),
    alone: leadership({ store, clock: brisk(TERMS), log, role: ROLE, holder }),
    // Of a busy month, so that the pace of a number is none.
    clock: { ...brisk(WAITS), monotonic: () => clock.monotonic() * 1000 },
    log,
    random: Math.random,
    desk: () => chatId('whatsapp', order.group),
    number: null,
    quietFor: 0,
    resumeWords: [],
    numbers: { ordinals: new Map(), stopWords: new Set() },
    dailyCap: 10_000_000,
    groupHint: (chat) => chat,
    link: { words: (key) => key, pageDir: '', token: '', url: () => '' },
    announce: (text) => {
      if (text === 'WhatsApp is linked.') tell('=', 'linked')
    },
    socket: socketOptionsFor(order.server),
  })
  return {
    ...channel,
    abilities: { deletes: false },
    async deliver(...given) {
      const receipt = await channel.deliver(...given)
      return receipt.status === 'retry' ? { ...receipt, after: receipt.after / WAITS } : receipt
    },
  }
}

async function start() {
  const store = hasty(await openStore(order.place, log))
  const channel = channelOn(store)
  const world = await startWorld({
    store,
    seal,
    clock,
    log,
    channels: [channel],
    flows: [countingFlow],
    texts,
    languages: new Map([['es', language]]),
    helpdesk: chatId('whatsapp', order.group),
  })
  await channel.start(world.receive, async (report) => {
    if (report.kind === 'trouble') tell('=', `trouble ${report.trouble}`)
  })
  tell('=', 'up')
  return {
    settle: world.settled,
    async stop() {
      await channel.stop()
      await world.stop()
      await store.close()
    },
  }
}

tell('=', 'ready')
let running: Awaited<ReturnType<typeof start>> | null = null
for await (const line of createInterface({ input: process.stdin })) {
  const command = line as Command
  if (command === 'go') running = await start()
  if (command === 'settle') await running?.settle().then(() => tell('=', 'settled'))
  if (command === 'stop') break
}
await running?.stop()
process.exit(0)
