import { z } from 'zod'
import { chatId } from '../../ids.ts'
import type { Content, Update } from '../../update.ts'

const LONGEST = 65_536

const person = z.object({
  id: z.number(),
  first_name: z.string().default(''),
  language_code: z.string().exactOptional(),
})
const chat = z.object({ id: z.number(), type: z.string() })
const mark = z.unknown().optional()

const message = z.object({
  message_id: z.number(),
  date: z.number(),
  chat,
  from: person.exactOptional(),
  sender_chat: mark,
  forward_origin: mark,
  via_bot: mark,
  text: z.string().exactOptional(),
  caption: z.string().exactOptional(),
  voice: mark,
  audio: mark,
  video_note: mark,
  photo: mark,
  video: mark,
  animation: mark,
  document: mark,
  sticker: mark,
  reply_to_message: z
    .object({ message_id: z.number(), text: z.string().exactOptional(), caption: z.string().exactOptional() })
    .exactOptional(),
})

const press = z.object({
  id: z.string(),
  from: person,
  data: z.string().max(64).exactOptional(),
  message: z.object({ message_id: z.number(), chat }).exactOptional(),
})

const membership = z.object({ chat, date: z.number(), new_chat_member: z.object({ status: z.string() }) })

const updateSchema = z.object({
  update_id: z.number(),
  message: message.exactOptional(),
  edited_message: message.exactOptional(),
  callback_query: press.exactOptional(),
  my_chat_member: membership.exactOptional(),
})

type Message = z.infer<typeof message>

/** Stand-ins of Telegram for whoever writes without showing who: an anonymous admin, a channel (RELIABILITY A18). */
const NOBODY = [1087968824, 136817688]

/** One update of the Bot API as ours; null for what concerns nobody or has not the shape it should. `now` in ms, for presses. */
export function decode(raw: unknown, now: number): Update | null {
  const { data } = updateSchema.safeParse(raw)
  if (!data) return null
  const id = `telegram:${data.update_id}`
  if (data.message) return fromMessage(id, data.message, contentOf(data.message))
  if (data.edited_message) {
    const { text, caption } = data.edited_message
    return fromMessage(id, data.edited_message, { kind: 'edit', text: cut(text ?? caption ?? '') })
  }
  if (data.callback_query) return fromPress(id, data.callback_query, now)
  return data.my_chat_member ? fromMembership(id, data.my_chat_member) : null
}

/** The id to answer a press with, whatever else is wrong with it; null when the update is none. */
export function pressId(raw: unknown): string | null {
  const { data } = z.object({ callback_query: z.object({ id: z.string() }) }).safeParse(raw)
  return data?.callback_query.id ?? null
}

function fromMessage(id: string, sent: Message, content: Content): Update | null {
  const isPrivate = sent.chat.type === 'private'
  // In a group only what somebody wrote there counts, not what they carried in.
  if (!isPrivate && (sent.forward_origin !== undefined || sent.via_bot !== undefined)) return null
  const { from, reply_to_message: quoted } = sent
  const language = from?.language_code
  const anonymous = sent.sender_chat !== undefined || from === undefined || NOBODY.includes(from.id)
  return {
    id,
    chat: chatId('telegram', sent.chat.id),
    audience: isPrivate ? 'student' : 'group',
    at: sent.date * 1000,
    ref: String(sent.message_id),
    ...(!isPrivate && { sender: { id: String(from?.id ?? 0), name: from?.first_name ?? '', anonymous } }),
    ...(quoted && { quotes: { ref: String(quoted.message_id), text: quoted.text ?? quoted.caption ?? '' } }),
    ...(language !== undefined && { language }),
    content,
  }
}

function fromPress(id: string, pressed: z.infer<typeof press>, now: number): Update | null {
  const [, question, choice] = /^(\d{1,9})\.([a-z0-9-]{1,50})$/.exec(pressed.data ?? '') ?? []
  if (question === undefined || choice === undefined || !pressed.message) return null
  const language = pressed.from.language_code
  return {
    id,
    chat: chatId('telegram', pressed.message.chat.id),
    audience: pressed.message.chat.type === 'private' ? 'student' : 'group',
    at: now,
    ...(language !== undefined && { language }),
    content: { kind: 'press', question: Number(question), choice },
  }
}

function fromMembership(id: string, change: z.infer<typeof membership>): Update | null {
  if (change.chat.type !== 'private') return null
  return {
    id,
    chat: chatId('telegram', change.chat.id),
    audience: 'student',
    at: change.date * 1000,
    content: { kind: 'reachable', reachable: change.new_chat_member.status === 'member' },
  }
}

function contentOf(sent: Message): Content {
  if (sent.text !== undefined) return { kind: 'text', text: cut(sent.text) }
  const caption = sent.caption === undefined ? {} : { caption: cut(sent.caption) }
  if (sent.voice ?? sent.audio ?? sent.video_note) return { kind: 'voice', ...caption }
  if (sent.photo ?? sent.video ?? sent.animation) return { kind: 'picture', ...caption }
  if (sent.document) return { kind: 'document', ...caption }
  if (sent.sticker) return { kind: 'sticker' }
  return { kind: 'other', ...caption }
}

function cut(text: string): string {
  return text.slice(0, LONGEST)
}
