import { GrammyError, HttpError } from 'grammy'
import { chatId } from '../../ids.ts'
import type { Message, Receipt } from '../../message.ts'
import { whyRefused } from './refusal.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/**
 * What a failed call means for the message to `chat`. Only what Telegram says about this one message ends it;
 * whatever may be over later is tried again. Throws what is no answer of Telegram's: a mistake of ours.
 */
export function receiptOf(error: unknown, chat: string, message: Message): Receipt {
  if (error instanceof HttpError) return { status: 'retry', after: SECOND, reason: 'network', scope: 'channel' }
  if (!(error instanceof GrammyError)) throw error
  const { error_code: code, parameters } = error
  if (code === 429) {
    return { status: 'retry', after: (parameters.retry_after ?? 1) * SECOND, reason: '429', scope: 'chat' }
  }
  if (code === 400 || code === 403) return aboutThisMessage(error, chat, message)
  // 401 and 404: the token was taken back, or something between us and Telegram answers in its place.
  const after = code === 401 || code === 404 ? MINUTE : SECOND
  return { status: 'retry', after, reason: `status ${code}`, scope: 'channel' }
}

/** Groups have negative ids. */
export function isGroup(chat: string): boolean {
  return chat.startsWith('-')
}

function aboutThisMessage(error: GrammyError, chat: string, message: Message): Receipt {
  const { error_code: code, description, parameters } = error
  const reason = description.slice(0, 100)
  if (message.type === 'copy' && isOfSource(error, chat)) return { status: 'refused', reason, why: 'no-such' }
  const moved = parameters.migrate_to_chat_id
  if (moved !== undefined) return { status: 'moved', to: chatId('telegram', moved) }
  const done = code === 400 ? asGoodAsDone(description, chat, message) : null
  if (done !== null) return { status: 'sent', ref: done }
  const why = whyRefused(description)
  if (why !== undefined) return { status: 'refused', reason, why }
  if (code === 403) return { status: 'gone', reason: 'blocked' }
  if (/chat not found|user is deactivated/i.test(description)) return { status: 'gone', reason: 'unknown' }
  return { status: 'refused', reason }
}

/** The ref of what is already as it was to become, or can no longer matter; null when something is left undone. */
function asGoodAsDone(description: string, chat: string, message: Message): string | null {
  const why = whyRefused(description)
  switch (message.type) {
    // Whoever pressed has waited too long for a word.
    case 'toast':
      return message.press
    // Not found, too old, already gone. But in a group others can read what we had no right to delete.
    case 'delete':
      return isGroup(chat) && why === 'no-right' ? null : message.ref
    case 'topic':
      return message.state === 'deleted' && why === 'no-such' ? message.thread : null
    default:
      return null
  }
}

/** A copy fails for the chat it comes from as well, and then nothing is wrong with the one it goes to. */
function isOfSource({ description, parameters }: GrammyError, chat: string): boolean {
  if (/chat not found/i.test(description)) return true
  const isOfGroup = parameters.migrate_to_chat_id !== undefined || /group|channel|member/i.test(description)
  const isOfUser = /by the user|user is deactivated|with a user/i.test(description)
  return isGroup(chat) ? isOfUser : isOfGroup
}
