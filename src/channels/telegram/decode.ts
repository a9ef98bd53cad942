import { z } from 'zod'
import { chatId } from '../../ids.ts'
import type { Content, Update } from '../../update.ts'

/** Cut before anything is stored; LONGEST_TEXT is for those who read it. */
const LONGEST = 65_536
const LONGEST_NAME = 64

const person = z.object({
  id: z.int(),
  first_name: z.string().default(''),
  language_code: z.string().exactOptional(),
})
const chat = z.object({ id: z.int(), type: z.string() })
const mark = z.unknown().optional()

const message = z.looseObject({
  message_id: z.int(),
  date: z.int(),
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
    .object({ message_id: z.int(), text: z.string().exactOptional(), caption: z.string().exactOptional() })
    .exactOptional(),
})

const press = z.object({
  id: z.string(),
  from: person,
  data: z.string().max(64).exactOptional(),
  message: z.object({ chat }).exactOptional(),
})

const membership = z.object({ chat, date: z.int(), new_chat_member: z.object({ status: z.string() }) })

const updateSchema = z.object({
  update_id: z.int(),
  message: message.exactOptional(),
  edited_message: message.exactOptional(),
  callback_query: press.exactOptional(),
  my_chat_member: membership.exactOptional(),
})

const anyPress = z.object({ callback_query: z.object({ id: z.string() }) })

type Message = z.infer<typeof message>

/** What Telegram writes itself when somebody changes how the chat looks: nobody said anything. */
const SERVICE = ['pinned_message', 'chat_background_set', 'message_auto_delete_timer_changed', 'write_access_allowed']

/** Stand-ins of Telegram for whoever writes without showing who: an anonymous admin, a channel (RELIABILITY A18). */
const NOBODY = [1087968824, 136817688]

/** One update of the Bot API as ours; null for what concerns nobody or has not the shape it should. `now` in ms, for presses. */
export function decode(raw: unknown, now: number): Update | null {
  const { data } = updateSchema.safeParse(raw)
  if (!data) return null
  const id = `telegram:${data.update_id}`
  if (data.message) return fromMessage(id, data.message, contentOf(data.message))
  if (data.edited_message) return fromMessage(id, data.edited_message, editOf(data.edited_message))
  if (data.callback_query) return fromPress(id, data.callback_query, now)
  return data.my_chat_member ? fromMembership(id, data.my_chat_member) : null
}

/** "/id" in a group, said to nobody else by name: which address does this group have? */
export function isQuestionForAddress({ audience, content }: Update, username: string): boolean {
  if (audience !== 'group' || content.kind !== 'text') return false
  const said = /^\/id(?:@(\w{1,64}))?\s*$/.exec(content.text)
  return said !== null && (said[1] ?? username).toLowerCase() === username.toLowerCase()
}

/** The id to answer a press with, whatever else is wrong with it; null when the update is none. */
export function pressId(raw: unknown): string | null {
  const { data } = anyPress.safeParse(raw)
  return data?.callback_query.id ?? null
}

function fromMessage(id: string, sent: Message, content: Content | null): Update | null {
  if (content === null) return null
  const isPrivate = sent.chat.type === 'private'
  // In a group only what somebody wrote there counts, not what they carried in.
  if (!isPrivate && (sent.forward_origin !== undefined || sent.via_bot !== undefined)) return null
  const { from, reply_to_message: quoted } = sent
  const language = from?.language_code
  const isHidden = sent.sender_chat !== undefined
  return {
    id,
    chat: chatId('telegram', sent.chat.id),
    audience: isPrivate ? 'student' : 'group',
    at: sent.date * 1000,
    ref: String(sent.message_id),
    ...(!isPrivate && { sender: senderOf(from, isHidden) }),
    ...(quoted && { quotes: { ref: String(quoted.message_id), text: cut(quoted.text ?? quoted.caption ?? '') } }),
    ...(language !== undefined && { language }),
    content,
  }
}

function fromPress(id: string, pressed: z.infer<typeof press>, now: number): Update | null {
  const [, question, choice] = /^(\d{1,9})\.([a-z0-9-]{1,50})$/.exec(pressed.data ?? '') ?? []
  if (question === undefined || choice === undefined || !pressed.message) return null
  const language = pressed.from.language_code
  const isPrivate = pressed.message.chat.type === 'private'
  return {
    id,
    chat: chatId('telegram', pressed.message.chat.id),
    audience: isPrivate ? 'student' : 'group',
    at: now,
    ...(!isPrivate && { sender: senderOf(pressed.from, false) }),
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

function senderOf(from: Message['from'], isHidden: boolean): Update['sender'] {
  if (from === undefined) return { id: '0', name: '', anonymous: true }
  const name = from.first_name.slice(0, LONGEST_NAME)
  return { id: String(from.id), name, anonymous: isHidden || NOBODY.includes(from.id) }
}

/** A place that moves is edited all the time and says nothing. */
function editOf({ text, caption }: Message): Content | null {
  const now = text ?? caption
  return now === undefined ? null : { kind: 'edit', text: cut(now) }
}

function contentOf(sent: Message): Content | null {
  if (SERVICE.some((kind) => kind in sent)) return null
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
