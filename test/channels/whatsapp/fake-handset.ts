import { randomBytes } from 'node:crypto'
import { type BinaryNode, jidDecode, type proto } from '@whiskeysockets/baileys'
import { bundleOf, type Companion } from './fake-companion.ts'
import type { Composed } from './fake-compose.ts'
import type { Exchange } from './fake-exchange.ts'
import { makeLane } from './fake-happenings.ts'
import { type Attrs, bigEndian, child, childrenOf, contentOf, node } from './fake-node.ts'
import { type Cipher, cipherOf } from './fake-signal.ts'

/** A phone, as the network sees it: names, keys, and what goes in and out of it, in order. */
export interface Handset {
  readonly pn: string
  readonly lid: string
  readonly cipher: Cipher
  /** Sends to the bot; in a group, to its device there. Resolves once it is on its way. */
  send(composed: Composed, envelope: Envelope): Promise<{ heard: Promise<void> }>
  /** The bot could not read it and asks for it again. */
  again(receipt: BinaryNode): Promise<void>
  /** What the bot sent to it: `sealed` for this phone alone, `shared` for the whole group. */
  receive(parcel: Parcel): Promise<void>
  /** Forgets its sessions and sender keys, as a phone does that was set up anew but kept its identity. */
  forget(): Promise<void>
  /** Says it could not read what the bot sent as this. */
  askAgain(id: string, chat: string): void
}

export interface Envelope {
  id: string
  /** Whom it comes from, as the bot is told, and everything else on it. */
  attrs: Attrs
  group?: string
  /** Arrives unreadable the first time, as if the keys were out of step. */
  garbled?: boolean | undefined
  /** The bot is told that there is something, and no more: it is left to the number's own phone. */
  absent?: boolean | undefined
}

export interface Parcel {
  id: string
  /** As the bot addressed it. */
  chat: string
  sealed: BinaryNode | undefined
  shared: BinaryNode | undefined
  from: Companion
}

/** How often a phone tries again. */
const RETRIES = 5

export function makeHandset(
  names: { pn: string; lid: string },
  exchange: Exchange,
  read: (parcel: Parcel, message: proto.Message) => Promise<void>,
  doesAskAgain = true,
): Handset {
  const cipher = cipherOf()
  const lane = makeLane()
  const sent = new Map<string, { composed: Composed; envelope: Envelope; times: number }>()
  const asked = new Map<string, number>()
  /** Devices that know this phone's key of a group. */
  const acquainted = new Set<string>()

  function stanza({ composed, envelope }: { composed: Composed; envelope: Envelope }, encs: BinaryNode[]): BinaryNode {
    const t = String(Math.floor(exchange.now() / 1000))
    const { type, edit } = composed
    return node('message', { ...envelope.attrs, id: envelope.id, t, type, edit }, encs)
  }

  async function sealed(composed: Composed, { group, attrs }: Envelope): Promise<BinaryNode[]> {
    const to = exchange.companion()
    if (group === undefined) return [await cipher.seal(to, composed.bytes ?? composed.message)]
    const { enc, key } = await cipher.sealForGroup(group, composed.message)
    const meeting = `${group} ${to.pn} ${attrs.participant}`
    if (acquainted.has(meeting)) return [enc]
    acquainted.add(meeting)
    return [await cipher.seal(to, { senderKeyDistributionMessage: keyMessage(group, key) }), enc]
  }

  async function opened({ sealed, shared, chat, from }: Parcel): Promise<proto.Message | null> {
    let message = sealed ? await cipher.open(from, sealed) : null
    const key = message?.senderKeyDistributionMessage
    if (key) await cipher.learnGroupKey(from, key)
    if (shared) message = await cipher.openFromGroup(from, chat, shared)
    return message
  }

  function askAgain(id: string, chat: string): void {
    const count = (asked.get(id) ?? 0) + 1
    if (count > RETRIES) return
    asked.set(id, count)
    const t = String(Math.floor(exchange.now() / 1000))
    const attrs = { ...receiptFrom(chat, names), id, type: 'retry', t }
    const retry = node('retry', { count: String(count), id, t, v: '1', error: '0' })
    const registration = node('registration', {}, bigEndian(cipher.creds.registrationId, 4))
    exchange.line.put(node('receipt', attrs, [retry, registration]))
  }

  return {
    pn: names.pn,
    lid: names.lid,
    cipher,
    send: (composed, envelope) =>
      lane(async () => {
        sent.set(envelope.id, { composed, envelope, times: 0 })
        if (envelope.absent) return exchange.line.put(stanza({ composed, envelope }, [node('unavailable')]))
        const encs = await sealed(composed, envelope)
        return exchange.line.put(stanza({ composed, envelope }, envelope.garbled ? encs.map(garble) : encs))
      }),
    again: (receipt) =>
      lane(async () => {
        const one = sent.get(receipt.attrs.id ?? '')
        if (!one || ++one.times > RETRIES) return
        const to = exchange.companion()
        await cipher.renew(bundleOf(receipt, to) ?? to)
        const { group } = one.envelope
        const key = group === undefined ? null : (await cipher.sealForGroup(group, {})).key
        const extra = group !== undefined && key ? { senderKeyDistributionMessage: keyMessage(group, key) } : {}
        const enc = await cipher.seal(to, { ...one.composed.message, ...extra })
        enc.attrs.count = String(one.times)
        exchange.line.replace(stanza(one, [enc]))
      }),
    receive: (parcel) =>
      lane(async () => {
        let message: proto.Message | null = null
        try {
          message = await opened(parcel)
        } catch {
          if (doesAskAgain) askAgain(parcel.id, parcel.chat)
        }
        if (message) await read(parcel, message)
      }),
    forget: () =>
      lane(async () => {
        acquainted.clear()
        await cipher.forget()
      }),
    askAgain,
  }
}

/** Whom a receipt about something in this chat comes from. */
export function receiptFrom(chat: string, { lid }: { lid: string }): Attrs {
  return chat.endsWith('@g.us') ? { from: chat, participant: lid } : { from: chat }
}

export function newMessageId(): string {
  return `3A${randomBytes(9).toString('hex').toUpperCase()}`
}

/** What the bot's message holds for each of those it is for; in a group, everybody gets what is for all. */
export function parcelsOf(
  message: BinaryNode,
  from: Companion,
  members: readonly Handset[],
): { to: string; parcel: Parcel }[] {
  const [id, chat] = [message.attrs.id ?? '', message.attrs.to ?? '']
  const shared = childrenOf(message, 'enc').find(({ attrs }) => attrs.type === 'skmsg')
  const alone = childrenOf(message, 'enc').find((enc) => enc !== shared)
  const base = { id, chat, shared, from }
  if (alone) return [{ to: message.attrs.participant ?? chat, parcel: { ...base, sealed: alone } }]
  // The bot's device may write to itself, too: that is nobody's phone.
  const to = childrenOf(child(message, 'participants'), 'to').filter(({ attrs }) => !jidDecode(attrs.jid)?.device)
  const forThem = (jid: string) =>
    child(
      to.find(({ attrs }) => userOf(attrs.jid) === userOf(jid)),
      'enc',
    )
  if (shared)
    return members.map(({ lid, pn }) => ({ to: lid, parcel: { ...base, sealed: forThem(lid) ?? forThem(pn) } }))
  return to.map(({ attrs }) => ({ to: attrs.jid ?? '', parcel: { ...base, sealed: forThem(attrs.jid ?? '') } }))
}

export function userOf(jid: string | undefined): string {
  return jidDecode(jid)?.user ?? ''
}

/** Its last byte is part of the seal. */
function garble(enc: BinaryNode): BinaryNode {
  const bytes = contentOf(enc)
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
  return { ...enc, content: bytes }
}

function keyMessage(group: string, key: Uint8Array): proto.Message.ISenderKeyDistributionMessage {
  return { groupId: group, axolotlSenderKeyDistributionMessage: key }
}
