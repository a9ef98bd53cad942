import { normalizeMessageContent, proto } from '@whiskeysockets/baileys'

export type MediaKind = 'image' | 'audio' | 'voice' | 'video' | 'document' | 'sticker'

/** A message as it stands on the screen of a phone. */
export interface Shown {
  id: string
  /** 'bot', 'staff' (from the number's own phone), or the number of a member. */
  by: string
  kind: 'text' | MediaKind | 'other'
  text: string
  caption: string
  /** The message it answers. */
  quotes: string | null
  /** Who is called in it, as jids. */
  mentions: string[]
  media: { bytes: Buffer; mime: string; name: string } | null
  edited: boolean
  revoked: boolean
  /** As it was on the wire. */
  message: proto.IMessage
}

export interface Screen {
  /** Shows a message, or what it changes about another; what was seen is not shown again. */
  show(id: string, by: string, message: proto.IMessage, media: Shown['media']): void
  shown(): Shown[]
  find(id: string): Shown | undefined
  /** What was put under messages, newest last; an empty emoji takes it back. */
  reactions(): { id: string; by: string; emoji: string }[]
}

const { Type } = proto.Message.ProtocolMessage

export function makeScreen(): Screen {
  const seen = new Set<string>()
  const messages: Shown[] = []
  const reactions: { id: string; by: string; emoji: string }[] = []
  const find = (id: string | null | undefined) => messages.find((one) => one.id === id)

  function change(by: string, protocol: proto.Message.IProtocolMessage): void {
    const target = find(protocol.key?.id)
    // Nobody but its author changes a message.
    if (!target || target.by !== by) return
    if (protocol.type === Type.REVOKE) Object.assign(target, { revoked: true, text: '', caption: '', media: null })
    if (protocol.type !== Type.MESSAGE_EDIT || !protocol.editedMessage) return
    const message = protocol.editedMessage
    const { text, caption } = wordsOf(message)
    const now = target.kind === 'text' ? { text, message } : { caption: caption || text }
    Object.assign(target, { ...now, edited: true })
  }

  return {
    show(id, by, message, media) {
      const content = normalizeMessageContent(message)
      if (!content || seen.has(id)) return
      seen.add(id)
      const { reactionMessage, protocolMessage } = content
      if (reactionMessage) {
        reactions.push({ id: reactionMessage.key?.id ?? '', by, emoji: reactionMessage.text ?? '' })
      } else if (protocolMessage) change(by, protocolMessage)
      else if (kindOf(content) !== null) messages.push({ ...readingOf(content), id, by, media })
    },
    shown: () => messages.map((one) => ({ ...one })),
    find,
    reactions: () => [...reactions],
  }
}

function readingOf(message: proto.IMessage): Omit<Shown, 'id' | 'by' | 'media'> {
  const context = contextOf(message)
  return {
    kind: kindOf(message) ?? 'other',
    ...wordsOf(message),
    quotes: context?.stanzaId || null,
    mentions: context?.mentionedJid ?? [],
    edited: false,
    revoked: false,
    message,
  }
}

/** Null for what is nothing to look at: a sender key by itself. */
function kindOf(message: proto.IMessage): Shown['kind'] | null {
  if (message.conversation || message.extendedTextMessage) return 'text'
  if (message.imageMessage) return 'image'
  if (message.audioMessage) return message.audioMessage.ptt ? 'voice' : 'audio'
  if (message.videoMessage) return 'video'
  if (message.documentMessage) return 'document'
  if (message.stickerMessage) return 'sticker'
  const { senderKeyDistributionMessage: _, messageContextInfo: __, ...rest } = message
  return Object.values(rest).some((value) => value !== null && value !== undefined) ? 'other' : null
}

function wordsOf(message: proto.IMessage): { text: string; caption: string } {
  const { imageMessage, videoMessage, documentMessage } = message
  return {
    text: message.conversation || message.extendedTextMessage?.text || '',
    caption: imageMessage?.caption || videoMessage?.caption || documentMessage?.caption || '',
  }
}

function contextOf(message: proto.IMessage): proto.IContextInfo | null | undefined {
  const { extendedTextMessage, imageMessage, audioMessage, videoMessage, documentMessage, stickerMessage } = message
  const carrier = extendedTextMessage ?? imageMessage ?? audioMessage ?? videoMessage ?? documentMessage
  return (carrier ?? stickerMessage)?.contextInfo
}
