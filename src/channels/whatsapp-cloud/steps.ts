import type { Media, Message, RichText } from '../../message.ts'
import type { KeptMedia, MediaType } from './content.ts'
import { encode, type Payload, texts } from './encode.ts'
import type { Upload } from './graph.ts'
import { marked } from './marks.ts'

/** One message of Meta's. A file goes up first and is then named by its id. */
export type Step = { payload: Payload } | { upload: Upload; payloadOf(id: string): Payload }

/** Meta's own limit (Cloud API, media messages). */
const LONGEST_CAPTION = 1024

/** What WhatsApp shows as what it is (Cloud API, supported media types); all else goes as a document. */
const SHOWN: readonly { type: MediaType; mimes: readonly string[]; most: number }[] = [
  { type: 'image', mimes: ['image/jpeg', 'image/png'], most: 5e6 },
  { type: 'video', mimes: ['video/mp4', 'video/3gpp'], most: 16e6 },
  { type: 'audio', mimes: ['audio/aac', 'audio/mp4', 'audio/mpeg', 'audio/amr', 'audio/ogg'], most: 16e6 },
  { type: 'sticker', mimes: ['image/webp'], most: 1e5 },
]

type Spoken = Exclude<Message, { type: 'delete' | 'topic' | 'copy' }>

/** What a message comes to, in its order. */
export function stepsOf(message: Spoken, opener: string): Step[] {
  switch (message.type) {
    case 'say':
    case 'edit':
      return encode(message, opener).map((payload) => ({ payload }))
    case 'toast':
      return texts({ text: message.text, spans: [] }).map((payload) => ({ payload }))
    case 'picture': {
      const bytes = Buffer.from(message.png, 'base64')
      return withFile('image', { bytes, mime: 'image/png', name: 'picture.png' }, message.caption)
    }
    case 'file': {
      const bytes = Buffer.from(message.text, 'utf8')
      return withFile('document', { bytes, mime: 'text/plain', name: message.name }, message.caption)
    }
    case 'media':
      return mediaSteps(message.media, message.caption)
  }
}

export function mediaSteps(media: Media, caption: RichText): Step[] {
  const mime = media.mime.split(';')[0]?.trim().toLowerCase() || 'application/octet-stream'
  const fits = SHOWN.find(({ mimes, most }) => mimes.includes(mime) && media.bytes.byteLength <= most)
  const type = media.thing === 'document' ? 'document' : (fits?.type ?? 'document')
  return withFile(type, { bytes: media.bytes, mime, name: media.name ?? media.thing }, caption)
}

/** The same file again, as long as Meta has it. */
export function keptSteps({ id, type, name }: KeptMedia, caption: RichText): Step[] {
  const { before, content } = captioned(type, caption, name)
  return [...before, { payload: { type, [type]: { id, ...content } } }]
}

/** What answers something, by its ref. */
export function quotedBy(message: Message): string | undefined {
  switch (message.type) {
    // What was said cannot be changed here: it is said anew, under what it corrects.
    case 'edit':
      return message.ref
    case 'toast':
      return message.press
    case 'delete':
    case 'topic':
      return undefined
    default:
      return message.quotes
  }
}

function withFile(type: MediaType, upload: Upload, caption: RichText): Step[] {
  const { before, content } = captioned(type, caption, upload.name)
  return [...before, { upload, payloadOf: (id) => ({ type, [type]: { id, ...content } }) }]
}

/** Words that cannot stand under a thing stand above it. */
function captioned(type: MediaType, caption: RichText, name: string | undefined) {
  const words = marked(caption)
  const file = type === 'document' && name !== undefined ? { filename: name } : {}
  if (words.trim() === '') return { before: [], content: file }
  const isUnder = type !== 'audio' && type !== 'sticker' && words.length <= LONGEST_CAPTION
  if (isUnder) return { before: [], content: { ...file, caption: words } }
  return { before: texts(caption).map((payload): Step => ({ payload })), content: file }
}
