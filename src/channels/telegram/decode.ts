import { chatId } from '../../ids.ts'
import type { Content, Update } from '../../update.ts'
import { contentOf, cut, editOf } from './content.ts'
import { isIn } from './member.ts'
import {
  anyPress,
  type RawMembership,
  type RawMessage,
  type RawPerson,
  type RawPlace,
  type RawPress,
  rawUpdate,
} from './raw.ts'

const LONGEST_NAME = 64
const LONGEST_TITLE = 128

/** Stand-ins of Telegram for whoever writes without showing who: an anonymous admin, a channel (RELIABILITY A18). */
const NOBODY = [1087968824, 136817688]

/** One update of the Bot API as ours; null for what concerns nobody or has not the shape it should. `now` in ms, for presses. */
export function decode(raw: unknown, now: number): Update | null {
  const { data } = rawUpdate.safeParse(raw)
  if (!data) return null
  const id = `telegram:${data.update_id}`
  if (data.message) return fromMessage(id, data.message, contentOf(data.message))
  if (data.edited_message) return fromMessage(id, data.edited_message, editOf(data.edited_message))
  if (data.callback_query) return fromPress(id, data.callback_query, now)
  if (data.my_chat_member) return fromMembership(id, data.my_chat_member, reachability(data.my_chat_member))
  return data.chat_member ? fromMembership(id, data.chat_member, leave(data.chat_member)) : null
}

/** "/id" in a group, said to nobody else by name: which address does this group have? */
export function isQuestionForAddress({ audience, carried, content }: Update, username: string): boolean {
  if (audience !== 'group' || carried || content.kind !== 'text') return false
  const said = /^\/id(?:@(\w{1,64}))?\s*$/.exec(content.text)
  return said !== null && (said[1] ?? username).toLowerCase() === username.toLowerCase()
}

/** The id to answer a press with, whatever else is wrong with it; null when the update is none. */
export function pressId(raw: unknown): string | null {
  const { data } = anyPress.safeParse(raw)
  return data?.callback_query.id ?? null
}

function fromMessage(id: string, sent: RawMessage, content: Content | null): Update | null {
  if (content === null) return null
  const { from, reply_to_message: quoted } = sent
  const language = from?.language_code
  return {
    id,
    ...whereOf(sent.chat),
    at: sent.date * 1000,
    ref: String(sent.message_id),
    ...(isInGroup(sent) && inGroup(sent, content)),
    ...(quoted && !isTopic(sent) && { quotes: quoteOf(quoted) }),
    ...(language !== undefined && { language }),
    content,
  }
}

function fromPress(id: string, pressed: RawPress, now: number): Update | null {
  const { from, message } = pressed
  const [, question, choice] = /^(\d{1,15})\.([a-z0-9-]{1,50})$/.exec(pressed.data ?? '') ?? []
  if (question === undefined || choice === undefined || !message) return null
  const language = from.language_code
  return {
    id,
    ...whereOf(message.chat),
    at: now,
    ...(isInGroup(message) && { ref: String(message.message_id), sender: senderOf(from, false), ...threadOf(message) }),
    press: pressed.id,
    ...(language !== undefined && { language }),
    content: { kind: 'press', question: Number(question), choice },
  }
}

function fromMembership(id: string, change: RawMembership, content: Content | null): Update | null {
  return content && { id, ...whereOf(change.chat), at: change.date * 1000, content }
}

/** Of the bot: let in by a student, taken into a group, or no more. */
function reachability({ new_chat_member: now }: RawMembership): Content {
  return { kind: 'reachable', reachable: isIn(now) }
}

/** Of somebody else; whoever comes shows when they speak. */
function leave(change: RawMembership): Content | null {
  const { user, ...now } = change.new_chat_member
  if (!isInGroup(change) || isIn(now) || user === undefined || user.is_bot) return null
  return { kind: 'left', who: String(user.id) }
}

function isInGroup({ chat }: { chat: RawMessage['chat'] }): boolean {
  return chat.type !== 'private'
}

function whereOf(chat: RawMessage['chat']): Pick<Update, 'chat' | 'audience'> {
  return { chat: chatId('telegram', chat.id), audience: isInGroup({ chat }) ? 'group' : 'student' }
}

/** Who wrote, where, and whether in their own words; of what happens to the group itself nobody is the writer. */
function inGroup(sent: RawMessage, { kind }: Content): Pick<Update, 'sender' | 'thread' | 'carried'> {
  if (kind === 'moved' || kind === 'left') return {}
  const isCarried = sent.forward_origin !== undefined || sent.via_bot !== undefined
  return {
    sender: senderOf(sent.from, sent.sender_chat !== undefined),
    ...threadOf(sent),
    ...(isCarried && { carried: true }),
  }
}

function senderOf(from: RawPerson | undefined, isHidden: boolean): NonNullable<Update['sender']> {
  if (from === undefined) return { id: '0', name: '', anonymous: true }
  const who = { id: String(from.id), name: from.first_name.slice(0, LONGEST_NAME) }
  if (isHidden || NOBODY.includes(from.id)) return { ...who, anonymous: true }
  // With a bot everybody's private chat has their own id.
  return { ...who, anonymous: false, chat: chatId('telegram', from.id) }
}

/** Replies outside of a topic have a thread of their own too, into which nothing can be sent. */
function threadOf({ is_topic_message, message_thread_id: ref, reply_to_message }: RawPlace): Pick<Update, 'thread'> {
  if (!is_topic_message || ref === undefined) return {}
  // What people call their own topics says nothing to us.
  const title = (reply_to_message?.from?.is_bot && reply_to_message.forum_topic_created?.name) || ''
  return { thread: { ref: String(ref), title: title.slice(0, LONGEST_TITLE) } }
}

/** What quotes nothing in a topic seems to quote its beginning. */
function isTopic({ is_topic_message, message_thread_id, reply_to_message: quoted }: RawPlace): boolean {
  if (quoted?.forum_topic_created) return true
  return is_topic_message === true && quoted?.message_id === message_thread_id
}

function quoteOf(quoted: NonNullable<RawPlace['reply_to_message']>): NonNullable<Update['quotes']> {
  const text = cut(quoted.text ?? quoted.caption ?? '')
  return { ref: String(quoted.message_id), text, ...(quoted.from?.is_bot && { own: true }) }
}
