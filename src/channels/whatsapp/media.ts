import type { proto } from '@whiskeysockets/baileys'
import type { Media } from '../../message.ts'
import { unwrap } from './unwrap.ts'

/** The largest thing we carry from one network to another (bytes; RELIABILITY A26). */
export const LARGEST = 10 * 1024 * 1024

/** What a message holds besides words, as it says itself, and how large that is. */
export interface Holding {
  media: Omit<Media, 'bytes'>
  size: number
}

export function holdingOf(message: proto.IMessage): Holding | null {
  const inner = unwrap(message)
  if (inner === null) return null
  const { imageMessage, videoMessage, audioMessage, ptvMessage, documentMessage, stickerMessage } = inner
  const picture = imageMessage ?? videoMessage
  if (picture) return { media: { thing: 'picture', mime: mimeOf(picture) }, size: Number(picture.fileLength ?? 0) }
  const voice = audioMessage ?? ptvMessage
  if (voice) return { media: { thing: 'voice', mime: mimeOf(voice) }, size: Number(voice.fileLength ?? 0) }
  if (stickerMessage)
    return { media: { thing: 'sticker', mime: mimeOf(stickerMessage) }, size: Number(stickerMessage.fileLength ?? 0) }
  if (!documentMessage) return null
  const name = cleaned(documentMessage.fileName ?? '')
  const media = { thing: 'document' as const, mime: mimeOf(documentMessage), ...(name !== '' && { name }) }
  return { media, size: Number(documentMessage.fileLength ?? 0) }
}

function mimeOf({ mimetype }: { mimetype?: string | null }): string {
  const [, mime = 'application/octet-stream'] = /^([a-z]+\/[\w.+-]{1,80})/.exec(mimetype ?? '') ?? []
  return mime
}

const LONGEST_NAME = 100

/** A name and nothing that would lead elsewhere or read backwards. */
function cleaned(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  return last
    .replaceAll(/[\p{C}<>:"|?*]/gu, '')
    .slice(-LONGEST_NAME)
    .trim()
}
