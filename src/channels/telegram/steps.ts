import { addressOf } from '../../ids.ts'
import type { Message, Placing } from '../../message.ts'
import { shorten } from './cut.ts'
import { encode, encodeCaption, encodeEdit } from './encode.ts'
import { keyboardOf } from './keyboard.ts'
import { sendingOf } from './media.ts'
import type { Upload } from './upload.ts'

/** One call of the Bot API. */
export interface Step {
  method: string
  payload: Record<string, unknown>
  upload?: Upload
  /** When Telegram will not have it in that form. */
  otherwise?: Step
}

type Of<T extends Message['type']> = Extract<Message, { type: T }>

/** Nobody's link is opened for a picture of it. */
export const PLAIN = { link_preview_options: { is_disabled: true } }
/** Telegram's own limits (Bot API, answerCallbackQuery and createForumTopic). */
const LONGEST_TOAST = 200
const LONGEST_TITLE = 128
/** What is shown for two seconds at the top of a phone can be read so far; what is longer waits to be closed. */
const GLANCE = 60

/** The calls a message to `chat` comes to, in their order. */
export function stepsOf(chat: string, message: Message): Step[] {
  const chat_id = chat
  switch (message.type) {
    case 'say':
      return saying(chat, message)
    case 'edit':
      return [editing(chat, message)]
    case 'delete':
      return [{ method: 'deleteMessage', payload: { chat_id, message_id: Number(message.ref) } }]
    case 'copy':
      return [copying(chat, message)]
    case 'picture': {
      const content = new Blob([Buffer.from(message.png, 'base64')], { type: 'image/png' })
      const payload = { chat_id, ...encodeCaption(message.caption), ...placing(message) }
      return [{ method: 'sendPhoto', payload, upload: { field: 'photo', name: 'picture.png', content } }]
    }
    case 'file': {
      const content = new Blob([message.text], { type: 'text/plain;charset=utf-8' })
      const payload = { chat_id, ...encodeCaption(message.caption), ...placing(message) }
      return [{ method: 'sendDocument', payload, upload: { field: 'document', name: message.name, content } }]
    }
    case 'media':
      return [sendingOf(message, { chat_id, ...placing(message) })]
    case 'topic':
      return changingTopic(chat, message)
    case 'toast': {
      const text = cut(message.text, LONGEST_TOAST)
      const payload = { callback_query_id: message.press, text, show_alert: text.length > GLANCE }
      return [{ method: 'answerCallbackQuery', payload }]
    }
  }
}

function saying(chat: string, message: Of<'say'>): Step[] {
  const { thread } = message
  const parts = encode(message)
  return parts.map(({ text, entities, keyboard }, index) => {
    const isLast = index === parts.length - 1
    const markup = keyboard.length > 0 ? { inline_keyboard: keyboard } : isLast && message.prompt ? ASK : null
    return {
      method: 'sendMessage',
      payload: {
        chat_id: chat,
        text,
        ...PLAIN,
        entities,
        // The first part answers; the rest stands below it.
        ...placing(index === 0 ? message : { thread }),
        ...(markup && { reply_markup: markup }),
      },
    }
  })
}

const ASK = { force_reply: true, selective: true }

function editing(chat: string, { ref, body, question, choices }: Of<'edit'>): Step {
  const message_id = Number(ref)
  const reply_markup = { inline_keyboard: keyboardOf(question, choices) }
  return {
    method: 'editMessageText',
    payload: { chat_id: chat, message_id, ...encodeEdit(body), ...PLAIN, reply_markup },
  }
}

/** Somebody else's words under what is copied could hold anything: ours take their place, be they none. */
function copying(chat: string, message: Of<'copy'>): Step {
  const { from, ref, kind } = message
  const caption = kind === 'sticker' ? {} : kind === 'other' ? { caption: '' } : encodeCaption(message.caption)
  const payload = { chat_id: chat, from_chat_id: addressOf(from), message_id: Number(ref), ...caption }
  return { method: 'copyMessage', payload: { ...payload, ...placing(message) } }
}

function changingTopic(chat: string, { thread, title, state }: Of<'topic'>): Step[] {
  const name = cut(title, LONGEST_TITLE)
  if (thread === null) return [{ method: 'createForumTopic', payload: { chat_id: chat, name } }]
  const topic = { chat_id: chat, message_thread_id: Number(thread) }
  if (state === 'deleted') return [{ method: 'deleteForumTopic', payload: topic }]
  const turn = { method: state === 'closed' ? 'closeForumTopic' : 'reopenForumTopic', payload: topic }
  return name === '' ? [turn] : [{ method: 'editForumTopic', payload: { ...topic, name } }, turn]
}

function placing({ thread, quotes }: { [key in keyof Placing]: string | undefined }) {
  return {
    ...(thread !== undefined && { message_thread_id: Number(thread) }),
    // What it answers may be gone by now: the answer is not.
    ...(quotes !== undefined && {
      reply_parameters: { message_id: Number(quotes), allow_sending_without_reply: true },
    }),
  }
}

function cut(text: string, longest: number): string {
  return shorten({ text, entities: [] }, longest).text
}
