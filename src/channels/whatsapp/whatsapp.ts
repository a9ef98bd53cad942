import { randomUUID } from 'node:crypto'
import type { proto, UserFacingSocketConfig, WAMessageKey, WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import { addressOf, type ChatId, chatId } from '../../ids.ts'
import type { Log } from '../../log.ts'
import type { Update } from '../../update.ts'
import type { Channel, Report } from '../channel.ts'
import type { FencedVault } from '../vault.ts'
import { createAcks } from './acks.ts'
import { readJid } from './address.ts'
import { createConnection } from './connection.ts'
import { type Aliases, createContacts, namesIn } from './contacts.ts'
import { createDelivery } from './deliver.ts'
import { createKeeper, type Keeper, readState } from './governor/keeper.ts'
import { createGovernor, type Governor } from './governor.ts'
import { createGroups } from './groups.ts'
import { hushLibraries } from './hush.ts'
import { createInbound } from './inbound.ts'
import { createInbox } from './inbox.ts'
import { createKept } from './kept.ts'
import type { LinkState } from './link/linking.ts'
import { terminalQr } from './link/qr.ts'
import { serveLink } from './link/routes.ts'
import type { NumberWords } from './menus.ts'
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
const GOVERNOR = 'governor/state'
const DAY = 24 * 60 * 60 * 1000
/** How long what comes waits for more of it (ms). */
const GATHERS = 1200

/** WhatsApp by the unofficial way: a linked device of an ordinary number. */
export function whatsappChannel(options: WhatsAppOptions): Channel {
  hushLibraries()
  const { vault, clock, log } = options
  const contacts = createContacts(vault, log)
  const kept = createKept(vault)
  const acks = createAcks(clock)
  const stopping = new AbortController()
  const groups = createGroups({ socket: () => connection.open(), ended: () => connection.ended(), clock })
  const unread = new Map<ChatId, WAMessageKey[]>()
  let governor: Governor | null = null
  let keeper: Keeper | null = null
  let announced: LinkState['is'] = 'starting'
  let cappedAt = Number.NEGATIVE_INFINITY
  let receive: (update: Update) => Promise<void> = () => Promise.reject(new Error('nobody listens yet'))
  let report: (report: Report) => Promise<void> = async () => {}
  let running = Promise.resolve()

  const inbound = createInbound({
    ...{ vault, clock, log, contacts, groups, kept },
    me: () => connection.me(),
    numberOf,
    desk: options.desk,
    quietFor: options.quietFor,
    resumeWords: options.resumeWords,
    numbers: options.numbers,
    receive: (update) => receive(update),
    tellAddress,
    unread(chat, key) {
      unread.set(chat, [...(unread.get(chat) ?? []), key].slice(-20))
    },
  })
  const inbox = createInbox({ vault, clock, log, take: inbound.take })
  const connection = createConnection({
    ...{ vault, clock, log, random: options.random, number: options.number, socket: options.socket ?? {} },
    arrived: inbox.put,
    nextRow: inbox.nextRow,
    sent,
    group: (jid) => groups.metadata(jid).catch(() => undefined),
    async prepare() {
      await contacts.load()
      await openGovernor()
      // What needs the line to be posted (who wrote in a group) waits in the journal for it, and is tried again.
      await inbox.replay().catch(() => {})
      await kept.tidy(clock.now())
    },
    made: listen,
    shown: announce,
    report: (trouble) => report({ kind: 'trouble', trouble }),
    restricted(until) {
      governor?.restricted(until)
      void restricted().catch((error: unknown) => log.error({ channel: NAME, error }, 'the desk could not be told'))
    },
  })
  const { deliver, open } = createDelivery({
    ...{ clock, log, contacts, kept, acks, restricted, resumed, capped, saveGovernor },
    governor: () => governor,
    open: connection.open,
    ended: connection.ended,
    newId: randomUUID,
    fetchOptions: options.socket?.options ?? {},
    async read(chat, socket) {
      const keys = unread.get(chat)
      unread.delete(chat)
      if (keys) await unlessEnded(socket.readMessages(keys), connection.ended()).catch(() => {})
    },
  })

  /** For a phone that could not read what we sent: the same again. */
  async function sent({ remoteJid, id }: WAMessageKey): Promise<proto.IMessage | undefined> {
    if (!remoteJid || !id) return undefined
    const chat = readJid(remoteJid).kind === 'group' ? remoteJid : contacts.find(namesIn(remoteJid))?.id
    const old = chat === undefined ? null : await kept.get(chat, id)
    return old?.isOurs ? old.message : undefined
  }

  async function numberOf(lid: string): Promise<string | null> {
    const mapping = connection.open()?.signalRepository.lidMapping
    return mapping ? unlessEnded(mapping.getPNForLID(lid), connection.ended()) : null
  }

  async function tellAddress(chat: ChatId): Promise<void> {
    const text = options.groupHint(chat)
    const said = connection.open()?.sendMessage(addressOf(chat), { text, linkPreview: null })
    if (said) await unlessEnded(said, connection.ended())
  }

  /** Who came or left the desk's group; or we ourselves. */
  async function hearMembers(group: string, who: readonly Aliases[], action: string): Promise<void> {
    const chat = chatId(NAME, group)
    const me = connection.me()
    if (chat !== options.desk() || me === null) return
    const own = namesIn(me.id, me.lid)
    const at = clock.now()
    for (const names of who) {
      const update = { id: `${NAME}:${randomUUID()}`, chat, audience: 'group' as const, at }
      const isUs = (names.pn !== null && names.pn === own.pn) || (names.lid !== null && names.lid === own.lid)
      const contact = contacts.find(names)
      if (isUs && (action === 'add' || action === 'remove'))
        await receive({ ...update, content: { kind: 'reachable', reachable: action === 'add' } })
      else if (contact !== null && action === 'remove')
        await receive({ ...update, content: { kind: 'left', who: contact.id } })
    }
  }

  async function openGovernor(): Promise<void> {
    const written = (await vault.get([GOVERNOR])).get(GOVERNOR) ?? null
    governor ??= createGovernor({
      clock,
      random: options.random,
      state: readState(written),
      dailyCap: options.dailyCap,
    })
    keeper ??= createKeeper(governor, (state) => vault.set(new Map([[GOVERNOR, state]])))
    if (connection.me() !== null && governor.snapshot(0).linkedAt === null) governor.linked()
  }

  async function saveGovernor(): Promise<void> {
    await keeper?.settled()
  }

  async function closeGovernor(): Promise<void> {
    await keeper?.close()
  }

  /** What somebody has to do at once; the page shows the rest. */
  function announce(state: LinkState): void {
    const { url } = options.link
    if (state.is === 'qr' && announced !== 'qr')
      options.announce(`${terminalQr(state.qr)}\nLink the number with its phone (Linked devices), or open ${url()}`)
    if (state.is === 'code') options.announce(`Type this code on the phone (Linked devices): ${state.code}`)
    if (state.is === 'stopped' && state.why !== 'lost')
      options.announce(`WhatsApp has stopped (${state.why}). Link the number anew: ${url()}`)
    if (state.is === 'linked' && announced !== 'linked') options.announce('WhatsApp is linked.')
    if (state.is !== 'starting') announced = state.is
  }

  async function restricted(): Promise<void> {
    const isNews = governor?.health().restrictedUntil === null
    governor?.restricted(null)
    await saveGovernor()
    if (isNews) log.error({ channel: NAME }, 'WhatsApp restricts this number: only emergencies go out')
    if (isNews) await report({ kind: 'trouble', trouble: 'restricted' })
  }

  async function resumed(): Promise<void> {
    governor?.lifted()
    await saveGovernor()
    await report({ kind: 'trouble', trouble: 'resumed' })
  }

  async function capped(): Promise<void> {
    if (clock.now() - cappedAt < DAY) return
    cappedAt = clock.now()
    await report({ kind: 'trouble', trouble: 'capped' })
  }

  function listen(socket: WASocket): void {
    acks.listen(socket)
    socket.ev.on('groups.update', (all) => {
      for (const { id } of all) if (id) groups.changed(id)
    })
    socket.ev.on('group-participants.update', ({ id, participants, action }) => {
      groups.changed(id)
      void hearMembers(
        id,
        participants.map((one) => namesIn(one.id, one.lid, one.phoneNumber)),
        action,
      ).catch((error: unknown) => log.warn({ channel: NAME, error }, 'who came or left could not be kept'))
    })
  }

  return {
    name: NAME,
    abilities: { deletes: false, gathers: GATHERS },
    async routes(server) {
      await serveLink(server, { ...options.link, linking: connection, clock, log })
    },
    async start(hear, tell) {
      receive = hear
      if (tell) report = tell
      const alone = options.alone ?? ((signal, work) => work(signal))
      running = alone(stopping.signal, async (signal) => {
        // Another process may have counted since we had the line last.
        governor = null
        keeper = null
        await connection.run(signal)
        // Still in our role: what is left undone now is done by the next, but twice.
        await inbox.idle()
        await closeGovernor().catch(() => {})
      })
    },
    deliver,
    open,
    async isMember(group, person) {
      const contact = contacts.byId(person)
      return contact !== null && groups.isMember(addressOf(group), contact)
    },
    async forget(chat) {
      await kept.forget(addressOf(chat))
      await contacts.forget(addressOf(chat))
      unread.delete(chat)
    },
    ownNumber: connection.ownNumber,
    health: () => ({ link: connection.state().is, connects: connection.connects(), ...governor?.health() }),
    async stop() {
      stopping.abort()
      await running
      inbox.stop()
    },
  }
}
