import { chatId } from '../../ids.ts'
import type { Content } from '../../update.ts'
import type { RawMessage } from './raw.ts'

/** Cut before anything is stored; LONGEST_TEXT is for those who read it. */
const LONGEST = 65_536

/** What Telegram writes itself when somebody changes a chat or how it looks, or something happens there: nobody said anything. */
const SERVICE = [
  'pinned_message',
  'chat_background_set',
  'message_auto_delete_timer_changed',
  'write_access_allowed',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_closed',
  'forum_topic_reopened',
  'general_forum_topic_hidden',
  'general_forum_topic_unhidden',
  'new_chat_members',
  'new_chat_title',
  'new_chat_photo',
  'delete_chat_photo',
  'group_chat_created',
  'supergroup_chat_created',
  'channel_chat_created',
  'migrate_from_chat_id',
  'chat_owner_left',
  'chat_owner_changed',
  'community_chat_joined',
  'community_chat_added',
  'boost_added',
  'video_chat_scheduled',
  'video_chat_started',
  'video_chat_ended',
  'video_chat_participants_invited',
  'proximity_alert_triggered',
  'poll_option_added',
  'poll_option_deleted',
  'checklist_tasks_done',
  'checklist_tasks_added',
  'paid_message_price_changed',
  'direct_message_price_changed',
  'giveaway_created',
  'giveaway_completed',
]

/** What a message says; null when nobody said anything with it. */
export function contentOf(sent: RawMessage): Content | null {
  if (sent.migrate_to_chat_id !== undefined) {
    return { kind: 'moved', to: chatId('telegram', sent.migrate_to_chat_id) }
  }
  // Other bots come and go; none of them is somebody of the desk.
  if (sent.left_chat_member) {
    return sent.left_chat_member.is_bot ? null : { kind: 'left', who: String(sent.left_chat_member.id) }
  }
  if (SERVICE.some((kind) => kind in sent)) return null
  if (sent.text !== undefined) return { kind: 'text', text: cut(sent.text) }
  const caption = sent.caption === undefined ? {} : { caption: cut(sent.caption) }
  if (sent.voice ?? sent.audio ?? sent.video_note) return { kind: 'voice', ...caption }
  if (sent.photo ?? sent.video ?? sent.animation) return { kind: 'picture', ...caption }
  if (sent.document) return { kind: 'document', ...caption }
  if (sent.sticker) return { kind: 'sticker' }
  return { kind: 'other', ...caption }
}

/** A place that moves is edited all the time and says nothing. */
export function editOf({ text, caption }: RawMessage): Content | null {
  const now = text ?? caption
  return now === undefined ? null : { kind: 'edit', text: cut(now) }
}

export function cut(text: string): string {
  return text.slice(0, LONGEST)
}
