/** The WhatsApp channel on a real store behind the real fence, in a world that counts. */
import { randomUUID } from 'node:crypto'
import { BufferJSON } from '@whiskeysockets/baileys'
import { onTestFinished } from 'vitest'
import type { Channel, Report } from '../../src/channels/channel.ts'
import type { FencedVault } from '../../src/channels/vault.ts'
import type { WhatsAppOptions } from '../../src/channels/whatsapp/whatsapp.ts'
import { type Clock, systemClock } from '../../src/clock.ts'
import { leadership } from '../../src/leadership.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import { fencedVaultOf } from '../../src/vault.ts'
import { startWorld, type World } from '../../src/world.ts'
import type { Phone } from '../channels/whatsapp/fake-phone.ts'
import type { FakeWhatsApp } from '../channels/whatsapp/fake-whatsapp.ts'
import { briskClock, lastingChannelOn } from '../channels/whatsapp/on-fake.ts'
import { countingFlow } from '../chaos/flow.ts'
import { seal } from '../chaos/open-store.ts'
import { texts } from '../chaos/whatsapp/words.ts'
import { language } from '../chaos/words.ts'
import { quietLog } from '../words.ts'

const ROLE = 'whatsapp'
const MONTH = 30 * 24 * 60 * 60 * 1000

export interface Bot {
  channel: Channel
  /** What the desk is told, in order. */
  troubles: string[]
  /** Whether this one has the line. */
  isLinked(): boolean
}

export interface Made {
  /** What the leadership waits by. */
  clock?: Clock
  options?: Partial<WhatsAppOptions>
  /** Who else is in the same world. */
  others?: readonly Channel[]
}

/** SQLite in memory, closed with the test. `monotonic` is what roles run out by. */
export function openMemory(monotonic = (): number => performance.now()): Store {
  const store = sqliteStore({ file: ':memory:', monotonic, token: randomUUID })
  onTestFinished(() => store.close())
  return store
}

/** The account's facts, for whoever has no role. */
export function factsOf(store: Store): FencedVault {
  return fencedVaultOf({ store, seal: () => seal, log: quietLog, channel: 'whatsapp', fence: null })
}

/** What is kept of the account a month after linking: a new one may say little on its first day. */
export function monthOld(server: FakeWhatsApp): Map<string, string> {
  const linkedAt = Date.now() - MONTH
  return new Map([
    ['account/creds', JSON.stringify(server.register(), BufferJSON.replacer)],
    ['governor/state', JSON.stringify({ version: 1, linkedAt, hours: [], restriction: null })],
  ])
}

export async function link(server: FakeWhatsApp, ...stores: readonly Store[]): Promise<void> {
  const facts = monthOld(server)
  for (const store of stores) await factsOf(store).set(facts)
}

/** A channel with a name and a fence of its own, not yet started. */
export function channelFor(server: FakeWhatsApp, store: Store, { clock = systemClock(), options = {} }: Made): Channel {
  const fence = { role: ROLE, holder: randomUUID() }
  return lastingChannelOn(server, {
    vault: fencedVaultOf({ store, seal: () => seal, log: quietLog, channel: 'whatsapp', fence }),
    alone: leadership({ store, clock, log: quietLog, ...fence }),
    // Of a busy month, so that the pace of a number is none.
    clock: { ...briskClock(), monotonic: () => systemClock().monotonic() * 1000 },
    dailyCap: 10_000,
    ...options,
  })
}

/** The whole of one process, started; it ends with the test. */
export async function startBot(server: FakeWhatsApp, store: Store, made: Made = {}): Promise<Bot> {
  const channel = channelFor(server, store, made)
  const troubles: string[] = []
  const world = await worldOf(store, [hasty(channel), ...(made.others ?? [])])
  onTestFinished(async () => {
    await channel.stop()
    for (const other of made.others ?? []) await other.stop()
    await world.stop()
  })
  await channel.start(world.receive, async (report: Report) => {
    if (report.kind === 'trouble') troubles.push(report.trouble)
  })
  for (const other of made.others ?? []) await other.start(world.receive)
  return { channel, troubles, isLinked: () => channel.health?.().link === 'linked' }
}

function worldOf(store: Store, channels: readonly Channel[]): Promise<World> {
  const clock = systemClock()
  const languages = new Map([['es', language]])
  const parts = { store, seal, clock, log: quietLog, channels, flows: [countingFlow], texts, languages, helpdesk: null }
  return startWorld(parts)
}

/** Does not wait for more of what people write, nor long before what was put off goes out. */
function hasty(channel: Channel): Channel {
  return {
    ...channel,
    abilities: { deletes: false },
    async deliver(...given) {
      const receipt = await channel.deliver(...given)
      return receipt.status === 'retry' ? { ...receipt, after: receipt.after / 20 } : receipt
    },
  }
}

/** What they heard about each of their numbers, in order, with all repeats. */
export function echoes(phone: Phone): string[] {
  return phone
    .screen()
    .map(({ text }) => text)
    .filter((text) => text.startsWith('echo '))
}
