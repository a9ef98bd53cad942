import { createHash } from 'node:crypto'
import {
  generateWAMessage,
  generateWAMessageFromContent,
  type proto,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys'
import type { Ack, Acks } from './acks.ts'
import type { Draft } from './compose.ts'
import type { Kept, KeptMessages } from './kept.ts'
import { unlessEnded } from './unless-ended.ts'

/** Where something goes: the chat by the name we keep it under, and as WhatsApp calls it. */
export interface Destination {
  chat: string
  jid: string
}

export interface Sending extends Destination {
  id: string
  draft: Draft
  quoted?: WAMessage
  /** What it says and asks, to be kept with it. */
  text: string
  asked: Kept['asked']
  /** It changes another one, or takes it away. */
  changes?: 'edit' | 'delete'
}

/** Attributes of a stanza that changes another (Baileys, sendMessage). */
const CHANGES = { edit: { edit: '1' }, delete: { edit: '7' } }

/**
 * Sends one message and waits for the server's word. It is kept first: a phone may ask for it again a second later. The same id sent
 * again is shown once.
 */
export async function send(
  parts: { kept: KeptMessages; acks: Acks; ended: AbortSignal; at: number },
  socket: WASocket,
  sending: Sending,
): Promise<Ack> {
  const { id, jid, chat, draft, text, asked, changes } = sending
  const message = await unlessEnded(made(socket, sending, draft), parts.ended)
  const participant = null
  await parts.kept.put(chat, id, { at: parts.at, jid, isOurs: true, participant, message, text, asked, before: [] })
  const acked = parts.acks.of(id, parts.ended)
  const additionalAttributes = changes === undefined ? {} : CHANGES[changes]
  // Baileys keeps the ratchet behind the sending: a row let go before that would leave the next one the same key, unreadable.
  const relayed = socket.relayMessage(jid, message, { messageId: id, additionalAttributes }).then(() => acked)
  const filed = unlessEnded(relayed, parts.ended)
  // Whichever is not waited for was given up already.
  relayed.catch(() => {})
  filed.catch(() => {})
  return Promise.race([filed, acked.then((ack) => (ack.kind === 'taken' ? filed : ack))])
}

/** Of WhatsApp's shape, and the same for the same row whenever it is sent. */
export function messageId(row: string, part: number): string {
  return `3EB0${createHash('sha256').update(`${row} ${part}`).digest('hex').slice(0, 18).toUpperCase()}`
}

async function made(socket: WASocket, { jid, id, quoted }: Sending, draft: Draft): Promise<proto.IMessage> {
  const options = { userJid: socket.user?.id ?? '', messageId: id, ...(quoted && { quoted }) }
  const full =
    'message' in draft
      ? generateWAMessageFromContent(jid, draft.message, options)
      : await generateWAMessage(jid, draft.content, { ...options, upload: socket.waUploadToServer })
  if (!full.message) throw new Error('Baileys made no message of it')
  return full.message
}
