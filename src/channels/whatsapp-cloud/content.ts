import type { Content, Thing } from '../../update.ts'
import type { RawMedia, RawMessage } from './raw.ts'

/** A file of somebody's as Meta keeps it; `type` is Meta's word for it. */
export interface KeptMedia {
  id: string
  type: MediaType
  mime: string
  name?: string
}

export const mediaTypes = ['image', 'video', 'audio', 'document', 'sticker'] as const
export type MediaType = (typeof mediaTypes)[number]

/** Cut before anything is stored; LONGEST_TEXT is for those who read it. */
const LONGEST = 65_536

/** Nobody says anything with these, or not to us. */
const SILENT = ['reaction', 'system', 'request_welcome', 'edit', 'revoke']
/** Of what the API does not pass on: changes to something that stands there already. */
const SILENT_UNSUPPORTED = ['edit', 'pin', 'revoke', 'poll_update', 'reaction']

/** What a message says; null when nobody said anything with it, undefined when it is not what it claims to be. */
export function contentOf(sent: RawMessage): Content | null | undefined {
  const media = mediaOf(sent)
  if (media) return thingOf(media.type, sent[fieldOf(sent)]?.caption)
  switch (sent.type) {
    case 'text':
      return sent.text && textOf(sent.text.body)
    case 'button':
      return sent.button && textOf(sent.button.text)
    case 'interactive':
      return pressOf(sent)
    case 'unsupported':
      return SILENT_UNSUPPORTED.includes(sent.unsupported?.type ?? '') ? null : { kind: 'other' }
    default:
      return SILENT.includes(sent.type) ? null : (emptyThing(sent.type) ?? { kind: 'other' })
  }
}

/** What can be fetched of a message. */
export function mediaOf(sent: RawMessage): KeptMedia | null {
  const field = fieldOf(sent)
  const media = sent[field]
  if (media === undefined || sent.type !== field) return null
  const name = field === 'document' ? media.filename : undefined
  const type = field === 'voice' ? 'audio' : field
  return { id: media.id, type, mime: media.mime_type, ...(name !== undefined && { name }) }
}

export function thingOfType(type: MediaType): Thing {
  if (type === 'audio') return 'voice'
  return type === 'document' || type === 'sticker' ? type : 'picture'
}

const FIELDS = ['image', 'video', 'audio', 'voice', 'document', 'sticker'] as const
type Field = (typeof FIELDS)[number]

function fieldOf(sent: Pick<RawMessage, 'type'> & { [field in Field]?: RawMedia | undefined }): Field {
  return FIELDS.find((field) => field === sent.type) ?? 'document'
}

function thingOf(type: MediaType, caption: string | undefined): Content {
  const kind = thingOfType(type)
  return caption === undefined || kind === 'sticker' ? { kind } : { kind, caption: cut(caption) }
}

/** Something was sent, though nobody can fetch it. */
function emptyThing(type: string): Content | null {
  const field = FIELDS.find((name) => name === type)
  return field === undefined ? null : { kind: thingOfType(field === 'voice' ? 'audio' : field) }
}

/** The button carries question and choice; of a button that was not ours its words are what was said. */
function pressOf({ interactive }: RawMessage): Content {
  const reply = interactive?.button_reply ?? interactive?.list_reply
  if (reply === undefined) return { kind: 'other' }
  const [, question, choice] = /^(\d{1,15})\.([a-z0-9-]{1,50})$/.exec(reply.id) ?? []
  if (question === undefined || choice === undefined) return textOf(reply.title)
  return { kind: 'press', question: Number(question), choice }
}

function textOf(text: string): Content {
  return { kind: 'text', text: cut(text) }
}

function cut(text: string): string {
  return text.slice(0, LONGEST)
}
