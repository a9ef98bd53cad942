import type { proto } from '@whiskeysockets/baileys'
import { type Content, LONGEST_TEXT, type Thing } from '../../update.ts'

export interface Said {
  content: Content
  context: proto.IContextInfo | null
  /** There are bytes to be had. */
  media: boolean
}

type Context = proto.IContextInfo | null | undefined
type Reader = (message: proto.IMessage) => Said | null

/**
 * All that counts as something said (RELIABILITY A28), by the field it stands in. What is not here is never content: reactions, votes,
 * pins, calls, keys, settings, history, status and channels, and whatever WhatsApp comes up with next.
 */
const READERS: readonly (readonly [keyof proto.IMessage, Reader])[] = [
  ['conversation', ({ conversation }) => words(conversation, null)],
  ['extendedTextMessage', ({ extendedTextMessage: it }) => words(it?.text, it?.contextInfo)],
  ['imageMessage', ({ imageMessage: it }) => media('picture', it?.contextInfo, it?.caption)],
  ['videoMessage', ({ videoMessage: it }) => media('picture', it?.contextInfo, it?.caption)],
  ['ptvMessage', ({ ptvMessage: it }) => media('voice', it?.contextInfo, it?.caption)],
  ['audioMessage', ({ audioMessage: it }) => media('voice', it?.contextInfo)],
  ['documentMessage', ({ documentMessage: it }) => media('document', it?.contextInfo, it?.caption)],
  ['stickerMessage', ({ stickerMessage: it }) => media('sticker', it?.contextInfo)],
  // Things we can do nothing with, but somebody sent them.
  ['locationMessage', ({ locationMessage: it }) => thing(it?.contextInfo, it?.comment)],
  ['liveLocationMessage', ({ liveLocationMessage: it }) => thing(it?.contextInfo, it?.caption)],
  ['contactMessage', ({ contactMessage: it }) => thing(it?.contextInfo)],
  ['contactsArrayMessage', ({ contactsArrayMessage: it }) => thing(it?.contextInfo)],
  ['pollCreationMessage', ({ pollCreationMessage: it }) => thing(it?.contextInfo, it?.name)],
  ['pollCreationMessageV2', ({ pollCreationMessageV2: it }) => thing(it?.contextInfo, it?.name)],
  ['pollCreationMessageV3', ({ pollCreationMessageV3: it }) => thing(it?.contextInfo, it?.name)],
  ['pollCreationMessageV5', ({ pollCreationMessageV5: it }) => thing(it?.contextInfo, it?.name)],
  ['eventMessage', ({ eventMessage: it }) => thing(it?.contextInfo, it?.name)],
  ['groupInviteMessage', ({ groupInviteMessage: it }) => thing(it?.contextInfo, it?.caption)],
  ['stickerPackMessage', ({ stickerPackMessage: it }) => thing(it?.contextInfo, it?.caption)],
  ['productMessage', ({ productMessage: it }) => thing(it?.contextInfo, it?.body)],
  ['orderMessage', ({ orderMessage: it }) => thing(it?.contextInfo, it?.message)],
  ['invoiceMessage', ({ invoiceMessage: it }) => thing(null, it?.note)],
  // What a company's account sends; a student can only have forwarded it.
  ['buttonsMessage', ({ buttonsMessage: it }) => thing(it?.contextInfo, it?.contentText)],
  ['listMessage', ({ listMessage: it }) => thing(it?.contextInfo, it?.description)],
  ['interactiveMessage', ({ interactiveMessage: it }) => thing(it?.contextInfo, it?.body?.text)],
  ['templateMessage', ({ templateMessage: it }) => thing(it?.contextInfo, it?.hydratedTemplate?.hydratedContentText)],
  // Answers by a button: their words.
  ['buttonsResponseMessage', ({ buttonsResponseMessage: it }) => words(it?.selectedDisplayText, it?.contextInfo)],
  [
    'templateButtonReplyMessage',
    ({ templateButtonReplyMessage: it }) => words(it?.selectedDisplayText, it?.contextInfo),
  ],
  ['listResponseMessage', ({ listResponseMessage: it }) => words(it?.title, it?.contextInfo)],
  ['interactiveResponseMessage', ({ interactiveResponseMessage: it }) => words(chosenIn(it), it?.contextInfo)],
]

/** What an unwrapped message says; null for nothing, and for several things at once, which no phone sends. */
export function saidIn(message: proto.IMessage): Said | null {
  const found = READERS.filter(([field]) => isThere(message[field]))
  const [only, another] = found
  return only && !another ? only[1](message) : null
}

/** The words of it, a caption's too. */
export function wordsOf({ content }: Said): string {
  if ('text' in content) return content.text
  return 'caption' in content ? (content.caption ?? '') : ''
}

function words(text: unknown, context: Context): Said | null {
  const own = cut(text)
  return own === '' ? null : { content: { kind: 'text', text: own }, context: context ?? null, media: false }
}

function media(kind: Thing, context: Context, caption?: unknown): Said {
  return { ...thing(context, caption, kind), media: true }
}

function thing(context: Context, caption?: unknown, kind: Thing = 'other'): Said {
  const own = cut(caption)
  return { content: { kind, ...(own !== '' && { caption: own }) }, context: context ?? null, media: false }
}

/** One more than anybody reads, so that whoever does sees that there was more. */
function cut(text: unknown): string {
  return typeof text === 'string' ? text.slice(0, LONGEST_TEXT + 1) : ''
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

const LONGEST_PARAMS = 16_384

/** Newer buttons answer with their words, or with them in JSON under a name that depends on the button. */
function chosenIn(answer: proto.Message.IInteractiveResponseMessage | null | undefined): unknown {
  const shown = answer?.body?.text
  if (isThere(shown)) return shown
  const params: unknown = answer?.nativeFlowResponseMessage?.paramsJson
  if (typeof params !== 'string' || params.length > LONGEST_PARAMS) return ''
  const read = parsed(params)
  if (typeof read !== 'object' || read === null) return ''
  if ('display_text' in read) return read.display_text
  return 'title' in read ? read.title : ''
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
