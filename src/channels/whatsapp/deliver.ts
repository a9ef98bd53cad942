import { downloadMediaMessage, type WAMessage, type WAMessageKey, type WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import { addressOf, type ChatId } from '../../ids.ts'
import type { Media, Message, Receipt } from '../../message.ts'
import type { Ack, Acks } from './acks.ts'
import { readJid } from './address.ts'
import { compose, copyOf } from './compose.ts'
import type { Contacts } from './contacts.ts'
import type { Governed } from './governed.ts'
import type { Kept, KeptMessages } from './kept.ts'
import { holdingOf, LARGEST } from './media.ts'
import { type Destination, messageId, type Sending, send } from './send.ts'
import { LineEndedError, unlessEnded } from './unless-ended.ts'

export interface DeliveryParts {
  clock: Clock
  contacts: Contacts
  kept: KeptMessages
  acks: Acks
  governed: Pick<Governed, 'ask' | 'isStopped' | 'restrict' | 'taken'>
  open(): WASocket | null
  /** Whether nobody but a person can open the line. */
  isStopped(): boolean
  ended(): AbortSignal
  /** Whoever wrote sees that it was read. */
  read(chat: ChatId, socket: WASocket): Promise<void>
  newId(): string
  /** What media are fetched with. */
  fetchOptions: RequestInit
}

type Of<Type extends Message['type']> = Extract<Message, { type: Type }>

const SECOND = 1000
const MINUTE = 60 * SECOND
/** WhatsApp changes no message that is older. */
const EDITABLE = 15 * MINUTE
/** Longest (ms) that a mark of reading keeps an answer waiting. */
const MARK = SECOND
/** Earlier faces of a message that are remembered. */
const MOST_BEFORE = 3

/** Carries out a message; what WhatsApp says to it becomes the receipt. */
export function createDelivery(parts: DeliveryParts) {
  const { contacts, governed, kept } = parts

  async function deliver(to: ChatId, message: Message, row = parts.newId()): Promise<Receipt> {
    try {
      return await attempt(to, message, row)
    } catch (error) {
      // Baileys throws what it could not write, a moment before it says that the line is gone.
      if (error instanceof LineEndedError || parts.open()?.ws.isOpen !== true) return offline()
      throw error
    }
  }

  async function attempt(to: ChatId, message: Message, row: string): Promise<Receipt> {
    if (message.type === 'topic') return { status: 'refused', reason: 'no topics here', why: 'no-topics' }
    const socket = parts.open()
    // Whom we know is read with the line, too.
    if (socket === null) return offline()
    const place = placeOf(to)
    if (place === null) return { status: 'gone', reason: 'nobody we know' }
    const sendings = await sendingsOf(place, message, row)
    if (!Array.isArray(sendings)) return sendings
    const isGroup = place.kind === 'group'
    const occasion = message.type === 'say' ? message.occasion : undefined
    const wasStopped = governed.isStopped()
    const verdict = await governed.ask({
      chat: place.chat,
      isGroup,
      heardAt: place.heardAt,
      length: sendings.reduce((sum, { text }) => sum + text.length, 0),
      ...(occasion && { occasion }),
    })
    if (verdict === null) return offline()
    if ('no' in verdict) return { status: 'gone', reason: 'they never wrote to us' }
    if ('wait' in verdict) return { status: 'retry', after: verdict.wait, reason: 'pace', scope: 'chat' }
    await Promise.race([parts.read(to, socket), wait(MARK)])
    if (verdict.typing > 0) await type(socket, place.jid, verdict.typing)
    for (const sending of sendings) {
      // Closed while we typed: of another line's end this one would not hear.
      if (parts.open() !== socket) return offline()
      const isFree = isGroup || occasion === 'emergency'
      if (!isFree && !wasStopped && governed.isStopped()) return STOPPED
      const ack = await send({ ...parts, ended: parts.ended(), at: parts.clock.now() }, socket, sending)
      if (ack.kind === 'silent' && parts.open() !== socket) return offline()
      const bad = await refusalOf(ack)
      if (bad !== null) return bad
      if (!isFree && wasStopped) await governed.taken()
    }
    return { status: 'sent', ref: refOf(message, sendings) }
  }

  /** Soon, unless somebody has to link the number first. */
  function offline(): Receipt {
    return { status: 'retry', after: parts.isStopped() ? 30 * SECOND : 2 * SECOND, reason: 'offline', scope: 'channel' }
  }

  function placeOf(to: ChatId): (Destination & { kind: 'group' | 'person'; heardAt: number | null }) | null {
    const chat = addressOf(to)
    if (readJid(chat).kind === 'group') return { kind: 'group', chat, jid: chat, heardAt: null }
    const contact = contacts.byId(chat)
    return contact && { kind: 'person', chat: contact.id, jid: contact.jid, heardAt: contact.wroteAt || null }
  }

  /** What is to be sent; a receipt if that is already clear. */
  async function sendingsOf(place: Destination, message: Message, row: string): Promise<Sending[] | Receipt> {
    switch (message.type) {
      case 'edit':
        return editing(place, message, row)
      case 'delete':
        return deleting(place, message, row)
      case 'copy':
        return copying(place, message, row)
      default:
        return saying(place, message, row)
    }
  }

  async function saying(place: Destination, message: Message, row: string): Promise<Sending[]> {
    const quotes = message.type === 'toast' ? message.press : 'quotes' in message ? message.quotes : undefined
    const quoted = await quotedBy(place, quotes)
    const drafts = compose(message, (id) => contacts.byId(id)?.jid ?? null)
    return drafts.map((draft, index) => ({
      ...{ chat: place.chat, jid: place.jid, id: messageId(row, index), draft },
      // The first part answers; the rest stands below it.
      ...(index === 0 && quoted && { quoted }),
      text: 'content' in draft && 'text' in draft.content ? draft.content.text : captionIn(message),
      asked: index === drafts.length - 1 ? askedIn(message) : null,
    }))
  }

  async function editing(place: Destination, message: Of<'edit'>, row: string): Promise<Sending[] | Receipt> {
    const { ref, key, body, choices, question } = message
    const old = await kept.get(place.chat, ref)
    if (old === null || !old.isOurs || parts.clock.now() - old.at > EDITABLE) return NO_SUCH
    const say = { type: 'say' as const, key, body, choices, question, copies: [] }
    const [draft] = compose(say, () => null)
    if (!draft || !('content' in draft) || !('text' in draft.content)) return NO_SUCH
    const { text } = draft.content
    const asked = askedIn(say)
    // Whoever quotes it quotes what it says now. Put off and tried again, it is no further change.
    const face = { text: old.text, asked: old.asked }
    const before = old.text === text ? old.before : [face, ...old.before].slice(0, MOST_BEFORE)
    await kept.put(place.chat, ref, { ...old, text, asked, before, message: { conversation: text } })
    const content = { text, linkPreview: null, edit: keyOf(place, ref, old) }
    return [{ ...place, id: messageId(row, 0), draft: { content }, text, asked, changes: 'edit' }]
  }

  /** What somebody else wrote stays: WhatsApp lets nobody take that away. Twice does no harm. */
  async function deleting(place: Destination, { ref }: Of<'delete'>, row: string): Promise<Sending[] | Receipt> {
    const old = await kept.get(place.chat, ref)
    if (old === null || !old.isOurs) return { status: 'sent', ref }
    const content = { delete: keyOf(place, ref, old) }
    return [{ ...place, id: messageId(row, 0), draft: { content }, text: '', asked: null, changes: 'delete' }]
  }

  async function copying(place: Destination, message: Of<'copy'>, row: string): Promise<Sending[] | Receipt> {
    const { from, ref, caption, quotes } = message
    const old = await kept.get(addressOf(from), ref)
    const copied = old && copyOf(old.message, caption, (id) => contacts.byId(id)?.jid ?? null)
    if (!copied) return NO_SUCH
    const quoted = await quotedBy(place, quotes)
    const sending = { ...place, id: messageId(row, 0), draft: { message: copied }, text: caption.text, asked: null }
    return [{ ...sending, ...(quoted && { quoted }) }]
  }

  /** What it answers may be gone by now: the answer is not. */
  async function quotedBy({ chat, jid }: Destination, ref: string | undefined): Promise<WAMessage | undefined> {
    const old = ref === undefined ? null : await kept.get(chat, ref)
    if (ref === undefined || old === null) return undefined
    return { key: keyOf({ chat, jid }, ref, old), message: old.message }
  }

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => void parts.clock.wake(parts.clock.now() + ms, resolve))
  }

  async function type(socket: WASocket, jid: string, ms: number): Promise<void> {
    const tell = (is: 'composing' | 'paused') =>
      unlessEnded(socket.sendPresenceUpdate(is, jid), parts.ended()).catch(() => {})
    await tell('composing')
    await wait(ms)
    await tell('paused')
  }

  /** Null: it was taken. */
  async function refusalOf(ack: Ack): Promise<Receipt | null> {
    if (ack.kind === 'taken') return null
    if (ack.kind === 'silent') return { status: 'retry', after: 5 * SECOND, reason: 'no-ack', scope: 'channel' }
    if (ack.code === '463') {
      await governed.restrict(null)
      return { status: 'retry', after: MINUTE, reason: 'restricted', scope: 'channel' }
    }
    if (PASSING.test(ack.code)) return { status: 'retry', after: 5 * SECOND, reason: `ack-${ack.code}`, scope: 'chat' }
    return { status: 'refused', reason: `ack-${ack.code}` }
  }

  /** The bytes of what stands as `ref`; null when they are no longer to be had, or too many. It needs no line: any process may ask. */
  async function open(chat: ChatId, ref: string): Promise<Media | null> {
    const old = await kept.get(addressOf(chat), ref)
    const found = old && holdingOf(old.message)
    if (!found || found.size > LARGEST) return null
    const key = keyOf({ chat: addressOf(chat), jid: old.jid }, ref, old)
    const bytes = await downloadMediaMessage({ key, message: old.message }, 'buffer', { options: parts.fetchOptions })
    return bytes.length > LARGEST ? null : { ...found.media, bytes }
  }

  return { deliver, open }
}

/** The line was stopped while it was typed. */
const STOPPED: Receipt = { status: 'retry', after: MINUTE, reason: 'pace', scope: 'chat' }
const NO_SUCH: Receipt = { status: 'refused', reason: 'not there any more', why: 'no-such' }
/** A device's session that was not up to date, too many at once, a server that is not well. */
const PASSING = /^(?:479|429|5\d\d)$/

function keyOf({ jid }: Destination, id: string, { isOurs, participant }: Kept): WAMessageKey {
  return { remoteJid: jid, id, fromMe: isOurs, ...(participant !== null && { participant }) }
}

/** Of a say that which has its choices; of a thing the thing. */
function refOf(message: Message, sendings: readonly Sending[]): string {
  switch (message.type) {
    case 'edit':
    case 'delete':
      return message.ref
    case 'toast':
      return message.press
    case 'say':
      return sendings.at(-1)?.id ?? ''
    default:
      return sendings[0]?.id ?? ''
  }
}

function captionIn(message: Message): string {
  return 'caption' in message ? message.caption.text : ''
}

function askedIn(message: Message): Kept['asked'] {
  if (message.type !== 'say' || message.choices.length === 0) return null
  return { question: message.question, choices: message.choices }
}
