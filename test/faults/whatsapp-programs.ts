/** The whole program, in processes of their own, with one WhatsApp account that lies in Redis. */
import { onTestFinished } from 'vitest'
import { createSealer, newNamesFact, parseKeys, withNames } from '../../src/seal.ts'
import { fencedVaultOf } from '../../src/vault.ts'
import type { Group } from '../channels/whatsapp/fake-group.ts'
import type { Phone } from '../channels/whatsapp/fake-phone.ts'
import { muteLibsignal } from '../channels/whatsapp/fake-quiet.ts'
import type { FakeWhatsApp } from '../channels/whatsapp/fake-whatsapp.ts'
import { openFake } from '../channels/whatsapp/on-fake.ts'
import { onFake } from '../channels/whatsapp/program.ts'
import { newDataDir, type Running, startAfilia } from '../process.ts'
import type { RedisServer } from '../redis.ts'
import { quietLog } from '../words.ts'
import { openAt, until } from './on-redis.ts'
import { monthOld } from './on-whatsapp.ts'

export interface Account {
  server: FakeWhatsApp
  /** The desk's group. */
  desk: Group
  /** One more process; it ends with the test. `port` is what stands before Redis. */
  start(port?: number): Promise<Running>
  /** Resolves once nothing of anybody's waits for an answer, and no answer for its way out. */
  idle(): Promise<void>
  /** Whose the line is. */
  holder(): Promise<string>
  /** How many times this one has changed facts of the account; rejects if it never did. */
  changes(holder: string): Promise<number>
}

const KEYS = `k:${Buffer.alloc(32, 6).toString('base64')}`
/** Where the store keeps what has work, by when it is due and by when its lease runs out. */
const WORK = ['due', 'held', 'out', 'sending']
/** What is due later (ms) is a reminder. */
const SOON = 60_000

export async function openAccount(redis: RedisServer): Promise<Account> {
  onTestFinished(muteLibsignal())
  const server = await openFake()
  const store = openAt(redis.port)
  const sealer = createSealer(parseKeys(KEYS))
  const seal = withNames(sealer, await store.firstFact('names', newNamesFact(sealer)))
  await fencedVaultOf({ store, seal: () => seal, channel: 'whatsapp', fence: null, log: quietLog }).set(
    monthOld(server),
  )
  const desk = server.group([server.phone(50)])
  return {
    server,
    desk,
    async start(port = redis.port) {
      const bot = await startAfilia({
        ...onFake(server.address),
        REDIS_URL: `redis://127.0.0.1:${port}`,
        DATA_KEYS: KEYS,
        DATA_DIR: newDataDir(),
        HELPDESK_CHAT: `whatsapp:${desk.id}`,
      })
      onTestFinished(async () => void (await bot.kill('SIGKILL')))
      return bot
    },
    idle: () =>
      until(async () => {
        const soon = String(Date.now() + SOON)
        const counts = await Promise.all(
          WORK.map((name) => redis.command('ZCOUNT', `afilia:{0}:${name}`, '-inf', soon)),
        )
        counts.push(await redis.command('HLEN', 'afilia:{facts}:in:whatsapp/journal'))
        return counts.every((count) => count === '0') && server.waiting().length === 0
      }),
    holder: () => redis.command('GET', 'afilia:{facts}:role:whatsapp'),
    async changes(holder) {
      const count = Number(await redis.command('GET', `afilia:{facts}:nth:whatsapp:${holder}`))
      if (!(count > 0)) throw new Error('it has changed nothing')
      return count
    },
  }
}

/** What a process says of its line. */
export async function linkOf(bot: Running): Promise<unknown> {
  const { channels } = await (await fetch(`${bot.url}/healthz`)).json()
  return channels.whatsapp.link
}

export function shown(phone: Phone): string[] {
  return phone.screen().map(({ text }) => text)
}
