import { GrammyError, HttpError } from 'grammy'
import type { Message, Receipt } from '../../message.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/**
 * What a failed call means for the message. Only what Telegram says about this one message ends it;
 * whatever may be over later is tried again. Throws what is no answer of Telegram's: a mistake of ours.
 */
export function receiptOf(error: unknown, message: Message): Receipt {
  if (error instanceof HttpError) return { status: 'retry', after: SECOND, reason: 'network', scope: 'channel' }
  if (!(error instanceof GrammyError)) throw error
  const { error_code: code, description, parameters } = error
  // Not found, too old, already gone: as good as deleted.
  if (message.type === 'delete' && code === 400) return { status: 'sent', ref: message.ref }
  if (code === 429) {
    return { status: 'retry', after: (parameters.retry_after ?? 1) * SECOND, reason: '429', scope: 'chat' }
  }
  if (code === 403) return { status: 'gone', reason: 'blocked' }
  if (code === 400) return aboutThisMessage(description, parameters.migrate_to_chat_id !== undefined)
  // 401 and 404: the token was taken back, or something between us and Telegram answers in its place.
  const after = code === 401 || code === 404 ? MINUTE : SECOND
  return { status: 'retry', after, reason: `status ${code}`, scope: 'channel' }
}

function aboutThisMessage(description: string, isMoved: boolean): Receipt {
  if (isMoved) return { status: 'refused', reason: 'the group has a new address' }
  if (/chat not found|user is deactivated/i.test(description)) return { status: 'gone', reason: 'unknown' }
  return { status: 'refused', reason: description.slice(0, 100) }
}
