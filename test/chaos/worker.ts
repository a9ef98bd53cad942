/** Run as a program: node worker.js <order as JSON>. The whole bot but its words, until it is killed. */
import { createInterface } from 'node:readline'
import { telegramChannel } from '../../src/channels/telegram/telegram.ts'
import { systemClock } from '../../src/clock.ts'
import type { Outgoing } from '../../src/commit.ts'
import { chatId } from '../../src/ids.ts'
import type { Log } from '../../src/log.ts'
import type { OutboxClaim } from '../../src/stores/store.ts'
import { startWorld } from '../../src/world.ts'
import { failingPorts, nameOf, tell } from './failing-ports.ts'
import { countingFlow } from './flow.ts'
import { DESK_GROUP, SECRET, TOKEN } from './names.ts'
import { openStore, type Place, seal } from './open-store.ts'
import type { Failure } from './points.ts'
import { language, texts } from './words.ts'

export interface Order {
  place: Place
  apiRoot: string
  /** Null: long polling. */
  webhookPort: number | null
  failure: Failure | null
  loseEvery: number
  oneByOne: boolean
}

const order: Order = JSON.parse(process.argv[2] ?? '')
const clock = systemClock()
const desk = chatId('telegram', DESK_GROUP)
const isLoud = process.env.CHAOS_LOG !== undefined
const speak = (fields: object, text: string): void => {
  if (isLoud) console.error(process.pid, text, fields)
}
const log: Log = { debug: () => undefined, info: () => undefined, warn: speak, error: speak }

/** As `deliver` was given it; a row for another mailbox is nobody's screen. */
function read(row: OutboxClaim): string {
  const going: Outgoing = JSON.parse(seal.open('outbox', row.chat, row.body))
  return going.kind === 'message' ? nameOf(going.to, going.message) : 'post'
}

const ports = failingPorts({ ...order, desk }, read)
const store = ports.store(await openStore(order.place, log))
const { webhookPort } = order
const channel = ports.channel(
  telegramChannel({
    token: TOKEN,
    apiRoot: order.apiRoot,
    webhook: webhookPort === null ? null : { url: `http://127.0.0.1:${webhookPort}`, secret: SECRET },
    desk: () => desk,
    groupPace: Number.POSITIVE_INFINITY,
    clock,
    log,
    commands: [],
    groupHint: (chat) => chat,
  }),
)
const world = await startWorld({
  store,
  seal: ports.seal(seal),
  clock,
  log,
  channels: [channel],
  flows: [countingFlow],
  texts,
  languages: new Map([['es', language]]),
  helpdesk: desk,
  ...(order.place.kind === 'redis' && { laneLease: order.place.laneLeaseMs }),
})
if (webhookPort !== null) {
  // Only here: it takes longer to load than everything else together.
  const { startServer } = await import('../../src/server.ts')
  const ready = async () => ({ ready: true, reasons: [] })
  await startServer({ host: '127.0.0.1', port: webhookPort, log, channels: [channel], ready })
}
await channel.start(world.receive, world.report(channel.name))
tell('=', 'up')

// Asked to settle by a line; whoever asks is gone when there are no more.
for await (const _ of createInterface({ input: process.stdin })) {
  await world.settled()
  tell('=', 'settled')
}
process.exit(0)
