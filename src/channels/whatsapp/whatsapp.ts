import { randomUUID } from 'node:crypto'
import type { proto, UserFacingSocketConfig, WAMessageKey } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import { addressOf, type ChatId } from '../../ids.ts'
import type { Log } from '../../log.ts'
import type { Update } from '../../update.ts'
import type { Channel, Report } from '../channel.ts'
import type { FencedVault } from '../vault.ts'
import { createAbsent } from './absent.ts'
import { createAcks } from './acks.ts'
import { createConnection } from './connection.ts'
import { createContacts } from './contacts.ts'
import { createDelivery } from './deliver.ts'
import { findKept } from './find-kept.ts'
import { createGoverned } from './governed.ts'
import { createGroups } from './groups.ts'
import { createHint } from './hint.ts'
import { hushLibraries } from './hush.ts'
import { createIdentity } from './identity.ts'
import { createInbound } from './inbound.ts'
import { createInbox } from './inbox.ts'
import { createKept } from './kept.ts'
import { serveLink } from './link/routes.ts'
import { createMembers } from './members.ts'
import type { NumberWords } from './menus.ts'
import { createOwnNumber } from './own-number.ts'
import { createTerminal } from './terminal.ts'
import { unlessEnded } from './unless-ended.ts'

export interface WhatsAppOptions {
  /** The account's keys, what came and is not posted, and two days of messages. */
  vault: FencedVault
  /** Runs the line while this process is the one that may: two with one account throw each other out. Left out: it is. */
  alone?: (stopping: AbortSignal, work: (signal: AbortSignal) => Promise<void>) => Promise<void>
  clock: Clock
  log: Log
  /** From 0, below 1. */
  random(): number
  /** The desk's group as it is now. */
  desk(): ChatId | null
  /** Digits: it is linked by a code for this number instead of a QR. */
  number: string | null
  /** How long (ms) the bot keeps quiet where staff wrote by hand. */
  quietFor: number
  /** What staff write by hand for the bot to speak again. */
  resumeWords: readonly string[]
  /** How people speak of numbers, in all languages together. */
  numbers: NumberWords
  /** Messages a day. */
  dailyCap: number
  /** What to answer "/id" with in a group that is not the desk. */
  groupHint(chat: ChatId): string
  /** The page on which staff link the number: its words, where its files are, and what only whoever may see it knows. */
  link: { words(key: string): string; pageDir: string; token: string; url(): string }
  /** For whoever looks at the terminal. */
  announce(text: string): void
  /** Of a test: another server. */
  socket?: Partial<UserFacingSocketConfig>
}

const NAME = 'whatsapp'
const HOUR = 60 * 60 * 1000
/** How long what comes waits for more of it (ms). */
const GATHERS = 1200

/** WhatsApp by the unofficial way: a linked device of an ordinary number. */
export function whatsappChannel(options: WhatsAppOptions): Channel {
  hushLibraries()
  const { vault, clock, log } = options
  const contacts = createContacts(vault, log)
  const kept = createKept(vault)
  const acks = createAcks(clock)
  const absent = createAbsent({ vault, clock, log })
  const stopping = new AbortController()
  const groups = createGroups({ socket: () => connection.open(), ended: () => connection.ended(), clock })
  const unread = new Map<ChatId, WAMessageKey[]>()
  let receive: (update: Update) => Promise<void> = () => Promise.reject(new Error('nobody listens yet'))
  let report: (report: Report) => Promise<void> = async () => {}
  let running = Promise.resolve()

  const governed = createGoverned({
    ...{ vault, clock, log, random: options.random, dailyCap: options.dailyCap },
    report: (trouble) => report({ kind: 'trouble', trouble }),
  })
  const hearing = {
    ...{ clock, log, contacts, groups, desk: options.desk },
    me: () => connection.me(),
    receive: (update: Update) => receive(update),
  }
  const members = createMembers(hearing)
  const { quietFor, resumeWords, numbers } = options
  const tellAddress = createHint({ clock, log, socket: () => connection.open(), text: options.groupHint })
  const inbound = createInbound({
    ...{ ...hearing, vault, kept, quietFor, resumeWords, numbers, tellAddress },
    identity: createIdentity({ contacts, clock, socket: () => connection.open(), ended: () => connection.ended() }),
    unread(chat, key) {
      unread.set(chat, [...(unread.get(chat) ?? []), key].slice(-20))
    },
  })
  const inbox = createInbox({ vault, clock, log, isOpen: () => connection.open() !== null, take: inbound.take })
  const connection = createConnection({
    ...{ vault, clock, log, random: options.random, number: options.number, socket: options.socket ?? {} },
    arrived: inbox.put,
    nextRow: inbox.nextRow,
    heard: inbound.heard,
    sent,
    group: (jid) => groups.metadata(jid).catch(() => undefined),
    async prepare() {
      await contacts.load()
      await governed.open(ownNumber())
      // What needs the line waits for it.
      await inbox.replay().catch(() => {})
    },
    made(socket) {
      acks.listen(socket)
      absent.listen(socket)
      members.listen(socket)
    },
    shown: createTerminal({ print: options.announce, url: options.link.url }),
    report: (trouble) => report({ kind: 'trouble', trouble }),
    locked(isLocked, until) {
      const heard = isLocked ? governed.restrict(until) : governed.taken()
      heard.catch((error: unknown) => log.error({ channel: NAME, error }, 'a restriction is not kept'))
    },
  })
  const ownNumber = createOwnNumber({ vault, clock, me: connection.me })
  const { deliver, open } = createDelivery({
    ...{ clock, contacts, kept, acks, governed },
    open: connection.open,
    isStopped: () => connection.state().is === 'stopped',
    ended: connection.ended,
    newId: randomUUID,
    fetchOptions: options.socket?.options ?? {},
    async read(chat, socket) {
      const keys = unread.get(chat)
      unread.delete(chat)
      if (!keys) return
      await unlessEnded(socket.readMessages(keys), connection.ended()).catch(() =>
        log.debug({ channel: NAME }, 'a mark of reading was not sent'),
      )
    },
  })

  /** For a phone that could not read what we sent: the same again. */
  async function sent({ remoteJid, id }: WAMessageKey): Promise<proto.IMessage | undefined> {
    if (!remoteJid || !id) return undefined
    const old = await findKept({ contacts, kept }, remoteJid, id)
    return old?.isOurs ? old.message : undefined
  }

  /** Now and every hour: what is old enough goes. Returns how to stop. */
  function tidy(): () => void {
    let callOff = (): void => {}
    const next = (): void => {
      callOff = clock.wake(clock.now() + HOUR, next)
      const now = clock.now()
      Promise.all([kept.tidy(now), contacts.tidy(now)]).catch((error: unknown) =>
        log.warn({ channel: NAME, error }, 'what is old could not be removed'),
      )
    }
    next()
    return () => callOff()
  }

  return {
    name: NAME,
    abilities: { deletes: false, numbers: true, gathers: GATHERS },
    async routes(server) {
      await serveLink(server, { ...options.link, linking: connection, clock, log })
    },
    async start(hear, tell) {
      receive = hear
      if (tell) report = tell
      const alone = options.alone ?? ((signal, work) => work(signal))
      running = alone(stopping.signal, async (signal) => {
        // Another process may have counted, and met people, since we had the line last.
        governed.forget()
        contacts.unload()
        const stopTidying = tidy()
        await connection.run(signal)
        stopTidying()
        // Still in our role: what is left undone now is done by the next, but twice.
        await inbox.rest()
        await governed.close().catch(() => log.warn({ channel: NAME }, 'what went out today was not counted exactly'))
      })
    },
    deliver,
    standsBy: () => connection.state().is === 'standby',
    open,
    async forget(chat) {
      await kept.forget(addressOf(chat))
      await contacts.forget(addressOf(chat), clock.now())
      unread.delete(chat)
    },
    ownNumber,
    health: () => ({ link: connection.state().is, connects: connection.connects(), ...governed.health() }),
    async stop() {
      stopping.abort()
      await running
      inbox.stop()
    },
  }
}
