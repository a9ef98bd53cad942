import type { proto } from '@whiskeysockets/baileys'
import type { Details } from './fake-attachment.ts'
import { type Composed, editMessage, type Manner, reactionMessage, revokeMessage, textMessage } from './fake-compose.ts'
import type { Exchange } from './fake-exchange.ts'
import { type Handset, makeHandset, newMessageId, receiptFrom } from './fake-handset.ts'
import { type Attrs, node } from './fake-node.ts'
import { type MediaKind, makeScreen, type Screen, type Shown } from './fake-screen.ts'

/** How something is said. */
export interface How {
  /** The id of the message it answers. */
  quotes?: string
  /** By which name the bot is told of them; WhatsApp's own choice is the lid. */
  as?: 'lid' | 'pn'
  /** Whether the other name stands beside it; sometimes it does not. */
  alias?: boolean
  id?: string
  forwarded?: boolean
  /** Arrives unreadable: the bot has to ask for it again. */
  garbled?: boolean
  /** Left to the number's own phone, which the bot has to ask for it. */
  absent?: boolean
  /** False: resolves once it is on its way, or waits for the bot to come back; not only when the bot has said it has it. */
  wait?: boolean
}

/** A student with a phone. What is sent resolves to its id once the bot has said that it has it (see `How.wait`). */
export interface Phone {
  readonly pn: string
  readonly lid: string
  says(text: string, how?: How): Promise<string>
  sends(
    kind: MediaKind,
    bytes: Uint8Array,
    how?: How & { caption?: string; mime?: string; name?: string },
  ): Promise<string>
  edits(id: string, text: string, how?: How): Promise<string>
  revokes(id: string, how?: How): Promise<string>
  reacts(id: string, emoji: string, how?: How): Promise<string>
  /** Sends whatever a hostile client may seal, protobuf or not, with any attributes. */
  crafts(what: proto.IMessage | Uint8Array, attrs?: Attrs, how?: How): Promise<string>
  /** Reads what the bot wrote: its two marks turn blue. */
  opens(id: string): void
  /** What the others wrote to them, edits and the rest applied. */
  screen(): Shown[]
  /** Waits until something that fits stands there. */
  hears(pattern: RegExp): Promise<Shown>
  reactions(): { id: string; emoji: string }[]
  /** What it noticed of the bot: marks of reading by message, and "is writing" (`composing`, `paused`), in order. */
  notices(): Noticed[]
  /** Forgets its sessions, so that it cannot read what comes next and asks for it again. */
  losesKeys(): Promise<void>
  /** Asks for a message of the bot again, as if it could not be read. */
  asksAgain(id: string): void
  readonly handset: Handset
}

export type Noticed = { kind: 'read'; id: string } | { kind: 'presence'; state: string }

export interface OwnScreen {
  phone: Phone
  noticed: Noticed[]
  /** Everything ever shown, by chat. */
  screen: Screen
}

/** Puts a file into the store of media, and words the message about it. */
export type Upload = (kind: MediaKind, bytes: Uint8Array, details: Details) => Promise<Composed>

export function makePhone(
  names: { pn: string; lid: string; name: string },
  exchange: Exchange,
  upload: Upload,
): OwnScreen {
  const screen = makeScreen()
  const noticed: Noticed[] = []
  const own = new Map<string, { id: string; message: Composed['message'] }>()
  /** By which name the bot addressed what it sent. */
  const chats = new Map<string, string>()
  const handset = makeHandset(names, exchange, async ({ id, chat }, message) => {
    chats.set(id, chat)
    const media = await exchange.fetch(message)
    const group = exchange.group(chat)
    if (group) group.read(names.pn, id, message, media)
    else screen.show(id, 'bot', message, media)
    exchange.line.put(node('receipt', { ...receiptFrom(chat, names), id, t: seconds(exchange) }))
    exchange.changed()
  })

  async function send(composed: Composed, how: How, attrs: Attrs = {}): Promise<string> {
    const id = how.id ?? newMessageId()
    own.set(id, { id, message: composed.message })
    if (how.absent) {
      const key = { remoteJid: names[how.as ?? 'lid'], fromMe: false, id }
      const messageTimestamp = Number(seconds(exchange))
      exchange.ownCopies.set(id, { key, message: composed.message, messageTimestamp, pushName: names.name })
    }
    const { heard } = await handset.send(composed, {
      id,
      attrs: { ...senderOf(names, how), ...attrs },
      garbled: how.garbled,
      absent: how.absent,
    })
    if (how.wait !== false) await heard
    return id
  }

  function quoted(id: string | undefined): Manner['quoted'] {
    if (id === undefined) return undefined
    const [theirs, mine] = [screen.find(id), own.get(id)]
    if (theirs) return { shown: theirs, author: exchange.own().lid }
    if (mine) return { shown: mine, author: names.lid }
    throw new Error(`nothing to quote: ${id}`)
  }

  const bot = () => exchange.own().lid
  const phone: Phone = {
    pn: names.pn,
    lid: names.lid,
    handset,
    says: (text, how = {}) => send(textMessage(text, { quoted: quoted(how.quotes), forwarded: how.forwarded }), how),
    sends: async (kind, bytes, how = {}) =>
      send(await upload(kind, bytes, { ...how, quoted: quoted(how.quotes), forwarded: how.forwarded }), how),
    edits: (id, text, how = {}) => send(editMessage(bot(), id, text, exchange.now()), how),
    revokes: (id, how = {}) => send(revokeMessage(bot(), id), how),
    reacts: (id, emoji, how = {}) =>
      send(reactionMessage({ remoteJid: bot(), fromMe: own.has(id), id }, emoji, exchange.now()), how),
    crafts(what, attrs = {}, how = {}) {
      if (what instanceof Uint8Array) return send({ type: 'text', message: {}, bytes: what }, how, attrs)
      return send({ type: 'text', message: what }, how, attrs)
    },
    opens(id) {
      const chat = chats.get(id) ?? names.lid
      exchange.line.put(node('receipt', { ...receiptFrom(chat, names), id, type: 'read', t: seconds(exchange) }))
    },
    screen: screen.shown,
    hears: (pattern) =>
      exchange.until(() => screen.shown().find(({ text, caption }) => pattern.test(text) || pattern.test(caption))),
    reactions: () => screen.reactions().map(({ id, emoji }) => ({ id, emoji })),
    notices: () => [...noticed],
    losesKeys: handset.forget,
    asksAgain: (id) => handset.askAgain(id, chats.get(id) ?? names.lid),
  }
  return { phone, noticed, screen }
}

function senderOf(
  { pn, lid, name }: { pn: string; lid: string; name: string },
  { as = 'lid', alias = true }: How,
): Attrs {
  const notify = name
  if (as === 'lid') return { from: lid, notify, addressing_mode: 'lid', sender_pn: alias ? pn : undefined }
  return { from: pn, notify, addressing_mode: 'pn', sender_lid: alias ? lid : undefined }
}

export function seconds(exchange: { now(): number }): string {
  return String(Math.floor(exchange.now() / 1000))
}
