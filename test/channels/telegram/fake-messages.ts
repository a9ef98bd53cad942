import type { z } from 'zod'
import type { Json, UploadedFile } from './fake-body.ts'
import type { ChatState, Entity, Kind, Shown } from './fake-chats.ts'
import {
  copyPayload,
  documentPayload,
  editPayload,
  markupPayload,
  messagePayload,
  photoPayload,
  pinPayload,
  sayPayload,
  stickerPayload,
  videoPayload,
  voicePayload,
} from './fake-payloads.ts'
import { Refusal } from './fake-refusal.ts'

/** The methods that send messages, change them and take them away. */
export function messageMethods(chats: ChatState): Record<string, (payload: Json) => unknown> {
  return {
    sendMessage(payload) {
      const { text, entities, reply_markup: markup, ...say } = sayPayload.parse(payload)
      const rows = 'inline_keyboard' in markup ? markup.inline_keyboard : []
      const asks = 'force_reply' in markup
      return messageOf(chats.send({ ...bare(chats, say), text, entities, rows, buttons: rows.flat(), asks }))
    },
    sendPhoto(payload) {
      const { photo, ...sent } = photoPayload.parse(payload)
      return messageOf(chats.send(withFile(chats, sent, 'photo', photo)))
    },
    sendDocument(payload) {
      const { document, ...sent } = documentPayload.parse(payload)
      return messageOf(chats.send(withFile(chats, sent, 'document', document)))
    },
    sendVideo(payload) {
      const { video, ...sent } = videoPayload.parse(payload)
      return messageOf(chats.send(withFile(chats, sent, 'video', video)))
    },
    sendVoice(payload) {
      const { voice, ...sent } = voicePayload.parse(payload)
      return messageOf(chats.send(withFile(chats, sent, 'voice', voice)))
    },
    sendSticker(payload) {
      const { sticker, ...sent } = stickerPayload.parse(payload)
      return messageOf(chats.send(withFile(chats, { ...sent, caption_entities: [] }, 'sticker', sticker)))
    },
    copyMessage: (payload) => ({ message_id: copy(chats, copyPayload.parse(payload)).id }),
    editMessageText: (payload) => messageOf(edit(chats, editPayload.parse(payload))),
    editMessageReplyMarkup(payload) {
      const { chat_id, message_id, reply_markup } = markupPayload.parse(payload)
      const rows = reply_markup.inline_keyboard
      return messageOf(existing(chats.edit(chat_id, message_id, { rows, buttons: rows.flat() }), 'edit'))
    },
    deleteMessage(payload) {
      const { chat_id, message_id } = messagePayload.parse(payload)
      if (!chats.remove(chat_id, message_id)) throw new Refusal(400, 'Bad Request: message to delete not found')
      return true
    },
    pinChatMessage(payload) {
      const { chat_id, message_id } = pinPayload.parse(payload)
      existing(chats.edit(chat_id, message_id, { pinned: true }), 'pin')
      return true
    },
  }
}

interface Standing {
  chat_id: number
  message_thread_id?: number | undefined
  reply_parameters?: { message_id: number; allow_sending_without_reply: boolean } | undefined
}

/** A message without anything in it, where it is to stand. */
function bare(chats: ChatState, { chat_id: chat, message_thread_id: thread, reply_parameters: reply }: Standing) {
  if (thread !== undefined && !chats.groups.topic(chat, thread)) {
    throw new Refusal(400, 'Bad Request: message thread not found')
  }
  const isThere = reply !== undefined && chats.find(chat, reply.message_id) !== null
  if (reply && !isThere && !reply.allow_sending_without_reply) {
    throw new Refusal(400, 'Bad Request: message to be replied not found')
  }
  const nothing: Omit<Shown, 'id'> = {
    chat,
    text: '',
    entities: [],
    buttons: [],
    rows: [],
    kind: 'text',
    thread: thread ?? null,
    quotes: isThere ? reply.message_id : null,
    pinned: false,
    asks: false,
    file: null,
  }
  return nothing
}

function withFile(
  chats: ChatState,
  sent: Standing & { caption?: string | undefined; caption_entities: Entity[] },
  kind: Kind,
  { name, bytes }: UploadedFile,
): Omit<Shown, 'id'> {
  return {
    ...bare(chats, sent),
    kind,
    text: sent.caption ?? '',
    entities: sent.caption_entities,
    file: { name, bytes },
  }
}

/** The same once more; with its caption, unless there is another. */
function copy(chats: ChatState, payload: z.infer<typeof copyPayload>): Shown {
  const source = existing(chats.find(payload.from_chat_id, payload.message_id), 'copy')
  const isCaptioned = source.kind !== 'text' && source.kind !== 'sticker' && source.kind !== 'location'
  const words = isCaptioned && payload.caption !== undefined ? payload.caption : source.text
  const entities = isCaptioned ? payload.caption_entities : []
  return chats.send({ ...bare(chats, payload), kind: source.kind, text: words, entities })
}

function edit(chats: ChatState, { chat_id, message_id, ...change }: z.infer<typeof editPayload>): Shown {
  const found = existing(chats.find(chat_id, message_id), 'edit')
  if (!('rows' in found) || found.asks) throw new Refusal(400, "Bad Request: message can't be edited")
  if (found.kind !== 'text') throw new Refusal(400, 'Bad Request: there is no text in the message to edit')
  const { text, entities, reply_markup: markup } = change
  const rows = markup.inline_keyboard
  if (JSON.stringify([found.text, found.entities, found.rows]) === JSON.stringify([text, entities, rows])) {
    throw new Refusal(
      400,
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same',
    )
  }
  return existing(chats.edit(chat_id, message_id, { text, entities, rows, buttons: rows.flat() }), 'edit')
}

function existing<M>(message: M | null, to: string): M {
  if (message === null) throw new Refusal(400, `Bad Request: message to ${to} not found`)
  return message
}

function messageOf({ id, chat, text }: Shown): unknown {
  return { message_id: id, date: 1_790_000_000, chat: { id: chat, type: chat < 0 ? 'supergroup' : 'private' }, text }
}
