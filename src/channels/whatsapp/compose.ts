import { type AnyMessageContent, proto } from '@whiskeysockets/baileys'
import type { Media, Message, RichText } from '../../message.ts'
import { encode, type JidOf } from './encode.ts'
import { unwrap } from './unwrap.ts'

/** One message of WhatsApp's to be: Baileys makes it of `content`, or it stands as it is. */
export type Draft = { content: AnyMessageContent } | { message: proto.IMessage }

/** The messages that `message` comes to; an edit or a deletion is made of more than itself, see deliver.ts. */
export function compose(message: Message, jidOf: JidOf): Draft[] {
  switch (message.type) {
    case 'say':
      return encode(message, jidOf).map(({ text, mentions }) => ({ content: { text, mentions, linkPreview: null } }))
    case 'picture':
      return [
        { content: { image: Buffer.from(message.png, 'base64'), mimetype: 'image/png', ...captionOf(message, jidOf) } },
      ]
    case 'file': {
      const mimetype = message.name.endsWith('.csv') ? 'text/csv' : 'text/plain'
      const document = Buffer.from(message.text, 'utf8')
      return [{ content: { document, fileName: message.name, mimetype, ...captionOf(message, jidOf) } }]
    }
    case 'media':
      return carried(message.media, captionOf(message, jidOf))
    case 'toast':
      return [{ content: { text: message.text, linkPreview: null } }]
    default:
      return []
  }
}

/** The same thing again, without saying whose it was: its bytes stay where they are. Null if it is none that can be copied. */
export function copyOf(kept: proto.IMessage, caption: RichText, jidOf: JidOf): proto.IMessage | null {
  const own = proto.Message.decode(proto.Message.encode(kept).finish())
  const inner = unwrap(own)
  if (inner === null) return null
  const words = captionOf({ type: 'copy', caption }, jidOf).caption ?? ''
  const { imageMessage: image, videoMessage: video, documentMessage: file } = inner
  const { audioMessage: audio, stickerMessage: sticker, ptvMessage: note } = inner
  // Somebody else's words under it could hold anything: ours take their place, be they none.
  if (image) return { imageMessage: { ...image, ...BARE, viewOnce: false, caption: words } }
  if (video) return { videoMessage: { ...video, ...BARE, viewOnce: false, caption: words } }
  if (file) return documentWith({ ...file, ...BARE, caption: words }, words)
  if (audio) return { audioMessage: { ...audio, ...BARE, viewOnce: false } }
  if (sticker) return { stickerMessage: { ...sticker, ...BARE } }
  if (note) return { ptvMessage: { ...note, ...BARE } }
  const { locationMessage: location, contactMessage: card, contactsArrayMessage: cards } = inner
  if (location) return { locationMessage: { ...location, ...BARE } }
  if (card) return { contactMessage: { ...card, ...BARE } }
  return cards ? { contactsArrayMessage: { ...cards, ...BARE } } : null
}

/** Whom it quoted, named or had it from. */
const BARE = { contextInfo: null }

function documentWith(documentMessage: proto.Message.IDocumentMessage, words: string): proto.IMessage {
  return words === '' ? { documentMessage } : { documentWithCaptionMessage: { message: { documentMessage } } }
}

function captionOf(message: Pick<Extract<Message, { type: 'copy' }>, 'caption'> & { type: string }, jidOf: JidOf) {
  const { caption } = message
  const [part] = encode({ type: 'picture', png: '', key: '', caption }, jidOf)
  return part === undefined ? {} : { caption: part.text }
}

function carried({ thing, bytes, mime, name }: Media, caption: { caption?: string }): Draft[] {
  const data = Buffer.from(bytes)
  const isOf = (kind: string): boolean => mime.startsWith(`${kind}/`)
  if (thing === 'picture' && isOf('image')) return [{ content: { image: data, mimetype: mime, ...caption } }]
  if (thing === 'picture' && isOf('video')) return [{ content: { video: data, mimetype: mime, ...caption } }]
  if (thing === 'voice' && isOf('audio'))
    return [{ content: { audio: data, mimetype: mime, ptt: true } }, ...alone(caption)]
  if (thing === 'sticker' && mime === 'image/webp') return [{ content: { sticker: data } }]
  return [{ content: { document: data, fileName: name ?? thing, mimetype: mime, ...caption } }]
}

/** What has no room for words gets them behind it. */
function alone({ caption }: { caption?: string }): Draft[] {
  return caption === undefined ? [] : [{ content: { text: caption, linkPreview: null } }]
}
