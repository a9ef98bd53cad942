import { proto } from '@whiskeysockets/baileys'
import type { Shown } from './fake-screen.ts'

/** How a phone words what its owner does. */
export interface Composed {
  message: proto.IMessage
  /** The attribute `type` of the stanza, and `edit` where it changes another message. */
  type: 'text' | 'media' | 'reaction'
  edit?: '1' | '7'
  /** What is sealed in place of the message: anything. */
  bytes?: Uint8Array
}

/** The message somebody answers, and whose it is. */
export interface Quoted {
  shown: Pick<Shown, 'id' | 'message'>
  author: string
}

export interface Manner {
  quoted?: Quoted | undefined
  forwarded?: boolean | undefined
  mentions?: string[] | undefined
}

const { Type } = proto.Message.ProtocolMessage

export function textMessage(text: string, manner: Manner): Composed {
  const contextInfo = contextOf(manner)
  return {
    type: 'text',
    message: contextInfo ? { extendedTextMessage: { text, contextInfo } } : { conversation: text },
  }
}

export function editMessage(chat: string, id: string, text: string, nowMs: number): Composed {
  const protocolMessage = {
    key: { remoteJid: chat, fromMe: true, id },
    type: Type.MESSAGE_EDIT,
    editedMessage: { conversation: text },
    timestampMs: nowMs,
  }
  return { type: 'text', edit: '1', message: { editedMessage: { message: { protocolMessage } } } }
}

export function revokeMessage(chat: string, id: string): Composed {
  const protocolMessage = { key: { remoteJid: chat, fromMe: true, id }, type: Type.REVOKE }
  return { type: 'text', edit: '7', message: { protocolMessage } }
}

export function reactionMessage(key: proto.IMessageKey, emoji: string, nowMs: number): Composed {
  return { type: 'reaction', message: { reactionMessage: { key, text: emoji, senderTimestampMs: nowMs } } }
}

export function contextOf({ quoted, forwarded, mentions }: Manner): proto.IContextInfo | null {
  if (!quoted && !forwarded && !mentions?.length) return null
  return {
    ...(quoted && { stanzaId: quoted.shown.id, participant: quoted.author, quotedMessage: quoted.shown.message }),
    ...(forwarded && { isForwarded: true, forwardingScore: 1 }),
    ...(mentions?.length && { mentionedJid: mentions }),
  }
}
