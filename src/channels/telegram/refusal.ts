import { GrammyError } from 'grammy'
import type { Refusal } from '../../message.ts'

/** Telegram has no codes for why it refuses: its words are all there is, lower case sentences or the bare name of an error. */
const WHY: [RegExp, Refusal][] = [
  [/not a forum|forum_missing|forums?_disabled/i, 'no-topics'],
  [
    /not enough rights|chat_admin_required|administrator rights|have no rights|chat_\w*forbidden|chat_restricted/i,
    'no-right',
  ],
  [/message to (?:be )?(?:edit|copy|delete|pin)\w* not found|message_id_invalid/i, 'no-such'],
  [/can't be (?:edited|copied)|forwards_restricted/i, 'no-such'],
  [/can't be deleted/i, 'no-right'],
]

/** How it says that a topic is no more. */
const NO_TOPIC =
  /thread not found|topic not found|topic_id_invalid|topic_deleted|invalid (?:message thread|forum topic) id/i

/** How it says that a topic takes nothing: it is no more, or closed to us. */
const TAKES_NOTHING = /topic_closed/i

/** Why it would not take a message, as far as its words tell and anybody wants to know. */
export function whyRefused(description: string): Refusal | undefined {
  if (NO_TOPIC.test(description)) return 'no-such'
  return WHY.find(([words]) => words.test(description))?.[1]
}

/** The topic a message was meant for cannot have it; the group itself still can. */
export function isWithoutTopic(error: unknown): boolean {
  return isRefusal(error) && (NO_TOPIC.test(error.description) || TAKES_NOTHING.test(error.description))
}

/** It is as it was to become: nothing is wrong. */
export function isUnchanged(error: unknown): boolean {
  return isRefusal(error) && /message is not modified|topic_not_modified/i.test(error.description)
}

/** It would not be a photo, a voice note, a sticker: it can still be a document. */
export function isOfForm(error: unknown): boolean {
  return isRefusal(error) && /photo|image|voice|video|sticker|wrong (?:file|type)/i.test(error.description)
}

/** What is said of one request, and of nothing else: asking again would change nothing. */
function isRefusal(error: unknown): error is GrammyError {
  return error instanceof GrammyError && error.error_code === 400
}
