import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { checkAccess } from './fake-access.ts'
import type { Json } from './fake-body.ts'
import type { ChatState } from './fake-chats.ts'
import type { FileStore } from './fake-files.ts'
import { messageMethods } from './fake-messages.ts'
import { commandsPayload, memberPayload, pollPayload, toastPayload, webhookPayload } from './fake-payloads.ts'
import { Refusal, refused } from './fake-refusal.ts'
import { topicMethods } from './fake-topics.ts'
import type { UpdateQueue } from './fake-updates.ts'

export type { Json } from './fake-body.ts'
export { refused } from './fake-refusal.ts'

export interface Answer {
  status: number
  body: Json
}

/** What the server does for each method; those it does not know succeed. What Telegram would refuse about a payload, it refuses. */
export function methods(
  chats: ChatState,
  updates: UpdateQueue,
  files: FileStore,
): (method: string, payload: Json, response: ServerResponse) => Promise<Answer> {
  const known: Record<string, (payload: Json, response: ServerResponse) => unknown> = {
    ...listening(updates),
    ...messageMethods(chats),
    ...topicMethods(chats),
    getFile: files.getFile,
    answerCallbackQuery: (payload) => answerPress(chats, toastPayload.parse(payload)),
    setMyCommands(payload) {
      commandsPayload.parse(payload)
      return true
    },
    getChatMember(payload) {
      const { chat_id, user_id } = memberPayload.parse(payload)
      const user = { id: user_id, is_bot: false, first_name: 'P' }
      return { ...chats.groups.member(chat_id, user_id), user }
    },
  }
  return async (method, payload, response) => {
    try {
      checkAccess(chats, method, payload)
      const result = (await known[method]?.(payload, response)) ?? true
      return { status: 200, body: { ok: true, result } }
    } catch (error) {
      if (error instanceof Refusal) {
        return { status: error.code, body: refused(error.code, error.message, error.parameters) }
      }
      if (!(error instanceof z.ZodError)) throw error
      return { status: 400, body: refused(400, `Bad Request: ${error.issues[0]?.message}`) }
    }
  }
}

function listening(updates: UpdateQueue): Record<string, (payload: Json, response: ServerResponse) => unknown> {
  return {
    getMe: () => ({ id: 1, is_bot: true, first_name: 'Afilia', username: 'afilia_bot' }),
    async getUpdates(payload, response) {
      const { offset, timeout } = pollPayload.parse(payload)
      if (updates.webhook()) throw new Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
      const outcome = await updates.poll(offset, timeout, response)
      if (outcome === 'conflict') throw new Refusal(409, 'Conflict: terminated by other getUpdates request')
      return outcome
    },
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
  }
}

/** A press can be answered once. */
function answerPress(chats: ChatState, toast: z.infer<typeof toastPayload>): true {
  const { callback_query_id: press, text, show_alert: alert } = toast
  if (chats.answered.has(press)) {
    throw new Refusal(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid')
  }
  chats.answered.add(press)
  if (text !== '') chats.toasts.push({ press, text, alert })
  return true
}
