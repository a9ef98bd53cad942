import type { Media, Message } from '../../message.ts'
import { encodeCaption } from './encode.ts'
import type { Upload } from './upload.ts'

type Form = readonly [method: string, field: string]

const PHOTO: Form = ['sendPhoto', 'photo']
const VIDEO: Form = ['sendVideo', 'video']
const VOICE: Form = ['sendVoice', 'voice']
const STICKER: Form = ['sendSticker', 'sticker']
const DOCUMENT: Form = ['sendDocument', 'document']

export interface Sending {
  method: string
  payload: Record<string, unknown>
  upload: Upload
  /** When Telegram will not have it so. */
  otherwise?: Sending
}

/** A thing of another network as people expect to see it: heard, looked at; as a document when Telegram knows no better. */
export function sendingOf({ media, caption }: Extract<Message, { type: 'media' }>, place: object): Sending {
  const { thing, bytes, mime, name = thing } = media
  const content = new Blob([new Uint8Array(bytes)], { type: mime })
  const inForm = ([method, field]: Form): Sending => ({
    method,
    // Nothing can be written under a sticker.
    payload: { ...place, ...(method !== 'sendSticker' && encodeCaption(caption)) },
    upload: { field, name, content },
  })
  const form = formOf(media)
  return form === DOCUMENT ? inForm(form) : { ...inForm(form), otherwise: inForm(DOCUMENT) }
}

function formOf(media: Media): Form {
  const mime = media.mime.toLowerCase()
  switch (media.thing) {
    case 'picture':
      return /^image\/(?:jpeg|png|webp)/.test(mime) ? PHOTO : mime.startsWith('video/mp4') ? VIDEO : DOCUMENT
    case 'voice':
      return /^audio\/(?:ogg|mpeg|mp4)/.test(mime) ? VOICE : mime.startsWith('video/mp4') ? VIDEO : DOCUMENT
    case 'sticker':
      return isSticker(mime, media.bytes) ? STICKER : DOCUMENT
    default:
      return DOCUMENT
  }
}

/** Telegram's moving stickers are no WebP, and a WebP that moves is none of its stickers (WebP container, VP8X, bit "animation"). */
function isSticker(mime: string, bytes: Uint8Array): boolean {
  if (mime === 'video/webm' || mime === 'application/x-tgsticker') return true
  const isExtended = Buffer.from(bytes.subarray(12, 16)).toString('latin1') === 'VP8X'
  return mime.startsWith('image/webp') && !(isExtended && ((bytes[20] ?? 0) & 2) !== 0)
}
