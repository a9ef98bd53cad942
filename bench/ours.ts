import { randomUUID } from 'node:crypto'
import type { Update } from 'grammy/types'
import type { Channel } from '../src/channels/channel.ts'
import { telegramChannel } from '../src/channels/telegram/telegram.ts'
import { type Clock, simulatedClock, systemClock } from '../src/clock.ts'
import { addressOf, chatId } from '../src/ids.ts'
import { createLog, type Log } from '../src/log.ts'
import { createSeal, parseKeys } from '../src/seal.ts'
import { redisStore } from '../src/stores/redis.ts'
import { sqliteStore } from '../src/stores/sqlite.ts'
import type { Store } from '../src/stores/store.ts'
import { startWorld, type World } from '../src/world.ts'
import { BEGINNING } from './dialogue.ts'
import type { Sent, Side, Transport } from './side.ts'
import { stubbedFetch } from './stub.ts'
import { TOKEN } from './telegram.ts'
import { createDoor } from './webhook.ts'
import { loadWords } from './words.ts'

export interface Ours extends Side {
  world: World
  clock: Clock
}

const KEYS = parseKeys(`bench:${Buffer.alloc(32, 7).toString('base64')}`)
const HELPDESK = chatId('telegram', -1_001_000_000_001)

/** Puts something before the store. */
export type Watch = (store: Store) => Store

/**
 * Ours as it is served: the real world, Telegram channel, procedure, words and sealing. Updates come in raw, by the door of
 * the webhook; the log is on and says what goes wrong.
 */
export async function startOurs(
  parts: { transport: Transport; store: string; watch?: Watch | undefined },
  sent: Sent,
): Promise<Ours> {
  const clock = simulatedClock(systemClock(), BEGINNING - Date.now())
  const log = createLog('warn', process.stderr)
  const store = openStore(parts.store, clock, log)
  const door = createDoor()
  const network = {
    token: TOKEN,
    apiRoot: parts.transport.kind === 'http' ? parts.transport.root : 'http://127.0.0.1:1',
    webhook: door.webhook,
    desk: () => HELPDESK,
    groupPace: Number.POSITIVE_INFINITY,
    clock,
    log,
    commands: [],
    groupHint: () => '',
    ...(parts.transport.kind === 'in-process' && { fetch: stubbedFetch }),
  }
  const channel = reporting(telegramChannel(network), sent)
  const world = await startWorld({
    ...loadWords(),
    store: parts.watch?.(store) ?? store,
    seal: createSeal(KEYS, Buffer.alloc(32, 9)),
    clock,
    log,
    channels: [channel],
    helpdesk: HELPDESK,
  })
  await channel.routes?.(door.server)
  await channel.start(world.receive, world.report(channel.name))
  return {
    world,
    clock,
    take: (update: Update) => door.knock(update),
    async stop() {
      await channel.stop()
      await world.stop()
      await store.close()
    },
  }
}

function openStore(place: string, clock: Clock, log: Log): Store {
  if (place.startsWith('redis:')) return redisStore({ urls: [place], clock, log, token: randomUUID })
  return sqliteStore({ file: place, monotonic: clock.monotonic, token: randomUUID })
}

/** The channel, telling of all that went out to whom. */
function reporting(channel: Channel, sent: Sent): Channel {
  return {
    ...channel,
    async deliver(...delivery) {
      const [to, message] = delivery
      const receipt = await channel.deliver(...delivery)
      if (receipt.status !== 'sent') throw new Error('the fake network did not take a message')
      sent(Number(addressOf(to)), message.type === 'say' && message.choices.length > 0 ? message : null)
      return receipt
    },
  }
}
