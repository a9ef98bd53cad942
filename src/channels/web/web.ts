import { randomBytes, randomUUID } from 'node:crypto'
import { addressOf, type ChatId } from '../../ids.ts'
import type { Log } from '../../log.ts'
import type { Message, Receipt } from '../../message.ts'
import type { Channel } from '../channel.ts'
import type { Vault } from '../vault.ts'
import { createFeed } from './feed.ts'
import { serveFiles } from './files.ts'
import { refusal } from './guard.ts'
import { type History, openHistory } from './history.ts'
import type { Entry, Instant, LogName, Shown } from './page/wire.ts'
import type { SimulatorPort } from './port.ts'
import { serveApi } from './routes.ts'
import type { Receive, Stage } from './stage.ts'

export interface WebOptions {
  port: SimulatorPort
  vault: Vault
  /** Where index.html, style.css and icon.svg are. */
  pageDir: string
  /** Where the page's compiled scripts are. */
  scriptDir: string
  log: Pick<Log, 'info' | 'warn' | 'error'>
}

/** How often an open page hears from us while nothing happens, in milliseconds. */
const BEAT = 15_000

/** The simulator: students `web:1`, `web:2`… and the desk's group `web:desk`, on one page of this machine. */
export function webChannel({ port, vault, pageDir, scriptDir, log }: WebOptions): Channel {
  const token = randomBytes(24).toString('base64url')
  const feed = createFeed(randomUUID())
  let receive: Receive | null = null
  let opening: Promise<History> | null = null
  let callOff = (): void => {}

  /** Asked for by whoever comes first: deliveries may come before `start`. */
  const history = (): Promise<History> => {
    opening ??= openHistory(vault)
    return opening
  }
  const shown = (entry: Entry): Shown => ({ ...entry, stamp: port.stamp(entry.at) })
  const instant = (at: number): Instant => ({ at, stamp: port.stamp(at), said: port.describe(at) })
  const stage: Stage = {
    port,
    feed,
    token,
    history,
    shown,
    instant,
    receive: () => receive,
    async write(name, line, at) {
      const added = await (await history()).append(name, line, at)
      feed.line({ log: name, entry: shown(added) })
      return added
    },
  }

  function beat(): void {
    feed.time(instant(port.clock.now()))
    callOff = port.clock.wake(port.clock.now() + BEAT, beat)
  }

  /** Deleting twice leaves one mark. */
  async function erase(name: LogName, ref: string): Promise<void> {
    const log = (await history()).read(name)
    const kept = log.find(({ id }) => String(id) === ref)
    if (!kept || log.some((entry) => entry.type === 'delete' && entry.of === kept.id)) return
    await (await history()).blank(name, kept.id)
    await stage.write(name, { type: 'delete', of: kept.id }, port.clock.now())
  }

  return {
    name: 'web',
    abilities: { deletes: true },
    async start(take) {
      await history()
      receive = take
      beat()
    },
    async routes(server) {
      server.addHook('onRequest', async (request, reply) => {
        const reason = refusal(request, token)
        if (reason === null) return
        log.warn({ channel: 'web', reason }, 'request refused')
        await reply.code(403).send({ error: 'refused' })
      })
      serveFiles(server, pageDir, scriptDir)
      serveApi(server, stage)
    },
    async deliver(to: ChatId, message: Message): Promise<Receipt> {
      const name = logOf(to)
      if (name === null || !(await history()).has(name)) return { status: 'gone', reason: 'no such chat' }
      if (message.type === 'delete') {
        await erase(name, message.ref)
        return { status: 'sent', ref: message.ref }
      }
      if (message.type !== 'say') return { status: 'refused', reason: 'not carried out yet' }
      const { key, body, choices, question, copies } = message
      const at = port.clock.now()
      const { id } = await stage.write(name, { type: 'bot', key, ...body, choices, question, copies }, at)
      return { status: 'sent', ref: String(id) }
    },
    async stop() {
      receive = null
      callOff()
      feed.close()
    },
  }
}

function logOf(chat: ChatId): LogName | null {
  const address = addressOf(chat)
  if (address === 'desk') return 'desk'
  return /^[1-9]\d{0,3}$/.test(address) ? `${Number(address)}` : null
}
