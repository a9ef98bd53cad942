import type { Clock } from '../../clock.ts'
import { addressOf } from '../../ids.ts'
import type { Log } from '../../log.ts'
import type { Update } from '../../update.ts'
import type { Channel, Report } from '../channel.ts'
import type { FencedVault } from '../vault.ts'
import { createAlarms } from './alarms.ts'
import { createChats } from './chats.ts'
import { type DeliveryParts, deliver } from './deliver.ts'
import { createGraph, type Fetch } from './graph.ts'
import { hear } from './hearing.ts'
import { createFiles } from './media.ts'
import { learnOwnNumber } from './own-number.ts'
import { CHANNEL } from './person.ts'
import { createSend } from './send.ts'
import { createTally } from './tally.ts'
import { createTold } from './told.ts'
import { serveWebhook } from './webhook.ts'
import { createWindow, type Template } from './window.ts'

export interface WhatsappCloudOptions {
  token: string
  /** Meta's id of the number, not the number. */
  numberId: string
  /** What Meta signs its deliveries with. */
  appSecret: string
  /** What Meta shows when it is told where to call. */
  verifyToken: string
  /** Where the Graph API answers, with its version and without a slash at the end. */
  apiRoot: string
  /** The approved template, without parameters, that goes out instead of what nobody may say a day after somebody wrote. */
  template: Template | null
  vault: FencedVault
  clock: Clock
  log: Log
  fetch?: Fetch
  /** What a list of choices is opened with, 20 characters at most. Left out: a sign. */
  listLabel?: string
}

const LIST_SIGN = '☰'

/** How long what comes waits for more of it (ms): people write in pieces. */
const GATHERS = 1200

/** WhatsApp by Meta's own Cloud API: at least once, by webhook. */
export function whatsappCloudChannel(options: WhatsappCloudOptions): Channel {
  const { apiRoot, clock, log, numberId, template } = options
  const { fetch = globalThis.fetch, listLabel = LIST_SIGN } = options
  let receive: ((update: Update) => Promise<void>) | null = null
  let report = async (_: Report): Promise<void> => {}
  let ownNumber: string | null = null
  const stopping = new AbortController()
  let learning: Promise<void> = Promise.resolve()

  const graph = createGraph({ fetch, clock, apiRoot, token: options.token })
  const files = createFiles({ graph, apiRoot, numberId, log })
  const chats = createChats(options.vault)
  const told = createTold()
  const tally = createTally()
  const alarms = createAlarms(log, (about) => report(about))
  const send = createSend({ graph, files, chats, told, clock, numberId })
  const window = createWindow({ template, chats, send, clock, log, tally, alarms })
  const delivery: DeliveryParts = { chats, files, send, window, alarms, tally, log, opener: listLabel }

  async function take(raw: unknown): Promise<void> {
    if (receive === null) throw new Error('a delivery came before anybody listens')
    const parts = { numberId, chats, told, alarms, tally, clock, log, receive, report }
    const heard = await hear(parts, raw)
    ownNumber ??= heard.ownNumber
  }

  async function learn(): Promise<void> {
    const learnt = await learnOwnNumber({ graph, numberId, clock, log, alarms, stopping: stopping.signal })
    ownNumber = learnt ?? ownNumber
  }

  return {
    name: CHANNEL,
    abilities: { deletes: false, gathers: GATHERS },
    routes: (server) =>
      serveWebhook(server, { appSecret: options.appSecret, verifyToken: options.verifyToken, log, take }),
    /** Never rejects for Meta: who is away is waited for, and who does not know us is told to the desk. */
    async start(hearIt, tellIt) {
      receive = hearIt
      report = tellIt ?? report
      learning = learn().catch((error: unknown) => log.error({ channel: CHANNEL, error }, 'our number stays unknown'))
    },
    deliver: (to, message, id) => deliver(delivery, to, message, id),
    async open(chat, ref) {
      const kept = await chats.mediaOf(addressOf(chat), ref)
      return kept && files.fetch(kept)
    },
    forget: (chat) => chats.forget(addressOf(chat)),
    ownNumber: () => ownNumber,
    health: () => tally.read(clock.now()),
    async stop() {
      stopping.abort()
      await learning
    },
  }
}
