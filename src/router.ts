import { type ChatId, DESK } from './ids.ts'
import type { Update } from './update.ts'

/** Which chat an update belongs to: the help desk's group, a student's own chat, or nobody's (any other group). */
export function route(update: Update, helpdesk: ChatId | null): ChatId | null {
  if (update.chat === helpdesk) return DESK
  return update.audience === 'student' ? update.chat : null
}
