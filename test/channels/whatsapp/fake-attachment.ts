import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { getMediaKeys, type MediaType, normalizeMessageContent, type proto, sha256 } from '@whiskeysockets/baileys'
import { type Composed, contextOf, type Manner } from './fake-compose.ts'
import type { MediaStore } from './fake-media.ts'
import type { MediaKind, Shown } from './fake-screen.ts'

export interface Details extends Manner {
  caption?: string
  mime?: string
  name?: string
}

const MIMES: Record<MediaKind, string> = {
  image: 'image/jpeg',
  audio: 'audio/mpeg',
  voice: 'audio/ogg; codecs=opus',
  video: 'video/mp4',
  document: 'application/pdf',
  sticker: 'image/webp',
}

/** Seals a file, puts it into the store, and words the message that tells where it is and how to open it. */
export async function attach(
  store: MediaStore,
  kind: MediaKind,
  bytes: Uint8Array,
  details: Details,
): Promise<Composed> {
  const mediaKey = randomBytes(32)
  const sealed = await seal(bytes, mediaKey, typeOf(kind))
  const content = {
    ...store.put(sealed),
    mediaKey,
    fileSha256: sha256(Buffer.from(bytes)),
    fileEncSha256: sha256(sealed),
    fileLength: bytes.length,
    mimetype: details.mime ?? MIMES[kind],
    contextInfo: contextOf(details),
  }
  return { type: 'media', message: messageOf(kind, content, details) }
}

/** What a message brings along, as the phone that got it can open it; null if nothing. */
export async function openAttachment(store: MediaStore, message: proto.IMessage): Promise<Shown['media']> {
  const found = contentOf(message)
  if (!found) return null
  const { content, type } = found
  const sealed = store.get(content.directPath ?? '')
  if (!sealed) throw new Error('the message tells of a file that is not in the store')
  const bytes = await unseal(sealed, content.mediaKey, type)
  const name = 'fileName' in content ? (content.fileName ?? '') : ''
  return { bytes, mime: content.mimetype ?? '', name }
}

function typeOf(kind: MediaKind): MediaType {
  return kind === 'voice' ? 'ptt' : kind
}

type Content = proto.Message.IImageMessage & proto.Message.IAudioMessage & proto.Message.IDocumentMessage

function messageOf(kind: MediaKind, content: Content, { caption, name }: Details): proto.IMessage {
  const captioned = { ...content, ...(caption !== undefined && { caption }) }
  switch (kind) {
    case 'image':
      return { imageMessage: captioned }
    case 'video':
      return { videoMessage: captioned }
    case 'audio':
    case 'voice':
      return { audioMessage: { ...content, ptt: kind === 'voice', seconds: 3 } }
    case 'sticker':
      return { stickerMessage: content }
    case 'document': {
      const documentMessage = { ...captioned, fileName: name ?? 'archivo.pdf' }
      // With a caption, WhatsApp wraps a document up once more.
      return caption === undefined
        ? { documentMessage }
        : { documentWithCaptionMessage: { message: { documentMessage } } }
    }
  }
}

function contentOf(message: proto.IMessage) {
  const inner = normalizeMessageContent(message)
  if (inner?.imageMessage) return { content: inner.imageMessage, type: 'image' as const }
  if (inner?.videoMessage) return { content: inner.videoMessage, type: 'video' as const }
  if (inner?.audioMessage) return { content: inner.audioMessage, type: 'audio' as const }
  if (inner?.documentMessage) return { content: inner.documentMessage, type: 'document' as const }
  if (inner?.stickerMessage) return { content: inner.stickerMessage, type: 'sticker' as const }
  return null
}

async function seal(bytes: Uint8Array, mediaKey: Uint8Array, type: MediaType): Promise<Buffer> {
  const { iv, cipherKey, macKey } = await keysOf(mediaKey, type)
  const cipher = createCipheriv('aes-256-cbc', cipherKey, iv)
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([sealed, macOf(sealed, iv, macKey)])
}

async function unseal(file: Buffer, mediaKey: Uint8Array | null | undefined, type: MediaType): Promise<Buffer> {
  const { iv, cipherKey, macKey } = await keysOf(mediaKey, type)
  const [sealed, mac] = [file.subarray(0, -10), file.subarray(-10)]
  if (!mac.equals(macOf(sealed, iv, macKey))) throw new Error('the file was changed on its way')
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv)
  return Buffer.concat([decipher.update(sealed), decipher.final()])
}

function macOf(sealed: Uint8Array, iv: Uint8Array, macKey: Uint8Array): Buffer {
  return createHmac('sha256', macKey).update(iv).update(sealed).digest().subarray(0, 10)
}

async function keysOf(mediaKey: Uint8Array | null | undefined, type: MediaType) {
  const { iv, cipherKey, macKey } = await getMediaKeys(mediaKey, type)
  if (!macKey) throw new Error('no keys for this kind of file')
  return { iv, cipherKey, macKey }
}
