import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import type { ChatState, Shown } from './fake-chats.ts'
import type { UpdateQueue } from './fake-updates.ts'

export type Json = Record<string, unknown>

export interface Answer {
  status: number
  body: Json
}

export function refused(code: number, description: string, parameters?: Json): Json {
  return { ok: false, error_code: code, description, ...(parameters && { parameters }) }
}

/** What the server does for each method; those it does not know succeed. What Telegram would refuse about a payload, it refuses. */
export function methods(
  chats: ChatState,
  updates: UpdateQueue,
): (method: string, payload: Json, response: ServerResponse) => Promise<Answer> {
  const known: Record<string, (payload: Json, response: ServerResponse) => unknown> = {
    getMe: () => ({ id: 1, is_bot: true, first_name: 'Afilia', username: 'afilia_bot' }),
    getUpdates: (payload, response) => getUpdates(updates, pollPayload.parse(payload), response),
    setWebhook(payload) {
      const { url, secret_token } = webhookPayload.parse(payload)
      updates.setWebhook({ url, secret: secret_token })
      return true
    },
    deleteWebhook() {
      updates.setWebhook(null)
      return true
    },
    getWebhookInfo: () => ({ url: updates.webhook()?.url ?? '', pending_update_count: updates.pending() }),
    sendMessage: (payload) => messageOf(chats.send(shownOf(chats, sayPayload.parse(payload)))),
    editMessageText(payload) {
      const { message_id, ...say } = sayPayload.extend({ message_id: z.int() }).parse(payload)
      return edited(chats.edit(say.chat_id, message_id, shownOf(chats, say)))
    },
    editMessageReplyMarkup(payload) {
      const { chat_id, message_id, reply_markup } = markupPayload.parse(payload)
      const rows = reply_markup.inline_keyboard
      return edited(chats.edit(chat_id, message_id, { rows, buttons: rows.flat() }))
    },
    deleteMessage(payload) {
      const { chat_id, message_id } = placePayload.parse(payload)
      if (!chats.remove(chat_id, message_id)) throw new Refusal(400, 'Bad Request: message to delete not found')
      return true
    },
    setMyCommands(payload) {
      commandsPayload.parse(payload)
      return true
    },
    getChatMember(payload) {
      const { chat_id, user_id } = z.object({ chat_id: address, user_id: z.int() }).parse(payload)
      return { status: chats.memberStatus(chat_id, user_id), user: { id: user_id, is_bot: false, first_name: 'P' } }
    },
    createForumTopic: (payload) => ({ message_thread_id: 1, name: z.object({ name: z.string() }).parse(payload).name }),
  }
  return async (method, payload, response) => {
    try {
      const result = (await known[method]?.(payload, response)) ?? true
      return { status: 200, body: { ok: true, result } }
    } catch (error) {
      if (error instanceof Refusal) return { status: error.code, body: refused(error.code, error.message) }
      if (!(error instanceof z.ZodError)) throw error
      return { status: 400, body: refused(400, `Bad Request: ${error.issues[0]?.message}`) }
    }
  }
}

class Refusal extends Error {
  readonly code: number
  constructor(code: number, description: string) {
    super(description)
    this.code = code
  }
}

async function getUpdates(
  updates: UpdateQueue,
  { offset, timeout }: z.infer<typeof pollPayload>,
  response: ServerResponse,
): Promise<unknown> {
  if (updates.webhook()) {
    throw new Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
  }
  const outcome = await updates.poll(offset, timeout, response)
  if (outcome === 'conflict') throw new Refusal(409, 'Conflict: terminated by other getUpdates request')
  return outcome
}

function shownOf(chats: ChatState, say: z.infer<typeof sayPayload>): Omit<Shown, 'id'> {
  if (chats.isBlocked(say.chat_id)) throw new Refusal(403, 'Forbidden: bot was blocked by the user')
  const rows = say.reply_markup.inline_keyboard
  return { chat: say.chat_id, text: say.text, entities: say.entities, rows, buttons: rows.flat() }
}

function edited(shown: Shown | null): unknown {
  if (!shown) throw new Refusal(400, 'Bad Request: message to edit not found')
  return messageOf(shown)
}

function messageOf({ id, chat, text }: Shown): unknown {
  return { message_id: id, date: 1_790_000_000, chat: { id: chat, type: chat < 0 ? 'supergroup' : 'private' }, text }
}

const address = z.coerce.number().int()
const bytes = (most: number) => (text: string) => Buffer.byteLength(text) >= 1 && Buffer.byteLength(text) <= most

const button = z
  .object({
    text: z.string().min(1, 'button without text'),
    callback_data: z.string().refine(bytes(64), 'BUTTON_DATA_INVALID').optional(),
    copy_text: z.object({ text: z.string().min(1).max(256, 'BUTTON_COPY_TEXT_INVALID') }).optional(),
  })
  .refine((one) => (one.callback_data === undefined) !== (one.copy_text === undefined), 'button must do one thing')

const markup = z.object({
  inline_keyboard: z.array(z.array(button).min(1).max(8, 'more than eight buttons in a row')).max(100),
})

const sayPayload = z
  .strictObject({
    chat_id: address,
    text: z.string().max(4096, 'message is too long'),
    entities: z
      .array(
        z.object({ type: z.enum(['bold', 'code']), offset: z.int().min(0), length: z.int().min(1, 'empty entity') }),
      )
      .default([]),
    link_preview_options: z.object({ is_disabled: z.literal(true) }),
    reply_markup: markup.default({ inline_keyboard: [] }),
  })
  .refine(({ text }) => text.trim() !== '', 'message text is empty')
  .refine(
    ({ text, entities }) => entities.every(({ offset, length }) => offset + length <= text.length),
    'entity beyond the text',
  )

const placePayload = z.object({ chat_id: address, message_id: z.int() })
const markupPayload = placePayload.extend({ reply_markup: markup })
const pollPayload = z.object({ offset: z.int().default(0), timeout: z.int().default(0) })
const webhookPayload = z.object({
  url: z.url(),
  secret_token: z.string().regex(/^[\w-]{1,256}$/),
})
const commandsPayload = z.object({
  commands: z
    .array(
      z.object({
        command: z.string().regex(/^[a-z0-9_]{1,32}$/, 'BOT_COMMAND_INVALID'),
        description: z.string().min(1).max(256, 'BOT_COMMAND_DESCRIPTION_INVALID'),
      }),
    )
    .max(100),
  language_code: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
})
