import type { Json } from './fake-body.ts'
import type { ChatState, Kind } from './fake-chats.ts'
import type { UpdateQueue } from './fake-updates.ts'

/** Where somebody writes in a group. */
export interface Spot {
  /** The message it answers. */
  quotes?: number
  /** The topic it stands in. */
  thread?: number
}

/** Somebody of the desk, in its group. What stands there has an id, which is returned. */
export interface Agent {
  says(text: string, spot?: Spot): number
  sends(kind: Exclude<Kind, 'text'>, more?: Spot & { caption?: string; file?: Json }): number
  /** Brings in what somebody else wrote. */
  forwards(text: string, spot?: Spot): number
  edits(message: number, text: string): void
  /** A button of a message, by its label or by what it carries. Returns the id of the press. */
  presses(button: string, message: number): string
  leaves(): void
  joins(): void
  /** They talk to the bot in private, so that it may write to them. */
  opened(): void
}

const DATE = 1_790_000_000

/** As an administrator hears of a group, since the bot is one. */
export function agentOf(group: number, id: number, name: string, chats: ChatState, updates: UpdateQueue): Agent {
  const chat = { id: group, type: 'supergroup' }
  const from = { id, is_bot: false, first_name: name, language_code: 'es' }
  const post = (kind: Kind, text: string, fields: Json, spot: Spot = {}): number =>
    postInto(group, from, { kind, text, fields, spot }, chats, updates)

  function turns(status: 'member' | 'left', notice: Json): void {
    chats.groups.setMember(group, id, { status })
    updates.push({ message: { message_id: chats.nextId(), date: DATE, chat, from, ...notice } })
    updates.push({ chat_member: { chat, date: DATE, from, new_chat_member: { status, user: from } } })
  }

  return {
    says: (text, spot) => post('text', text, { text }, spot),
    sends(kind, { caption, file = { file_id: 'f' }, ...spot } = {}) {
      const content = kind === 'photo' ? [file] : file
      return post(kind, caption ?? '', { [kind]: content, ...(caption !== undefined && { caption }) }, spot)
    },
    forwards: (text, spot) => post('text', text, { text, forward_origin: { type: 'hidden_user' } }, spot),
    edits(message_id, text) {
      const stands = chats.find(group, message_id)
      if (!stands || 'rows' in stands) throw new Error('nothing of theirs to edit')
      chats.rewrite(group, message_id, text)
      const content = stands.kind === 'text' ? { text } : { caption: text }
      const place = placeOf(group, { thread: stands.thread }, chats)
      updates.push({
        edited_message: { message_id, date: DATE, edit_date: DATE + 1, chat, from, ...place, ...content },
      })
    },
    presses(button, message_id) {
      const shown = chats.shown(group).find((one) => one.id === message_id)
      const pressed = shown?.buttons.find(({ text, callback_data }) => text === button || callback_data === button)
      if (!shown || pressed?.callback_data === undefined) throw new Error(`no button "${button}"`)
      const press = chats.nextPress()
      const message = { message_id, date: DATE, chat, ...placeOf(group, { thread: shown.thread }, chats) }
      updates.push({ callback_query: { id: press, from, data: pressed.callback_data, message } })
      return press
    },
    leaves: () => turns('left', { left_chat_member: from }),
    joins: () => turns('member', { new_chat_members: [from] }),
    opened: () => chats.acquaint(id),
  }
}

/** Posts what somebody writes into a group, where they say. */
export function postInto(
  group: number,
  from: Json,
  { kind, text, fields, spot }: { kind: Kind; text: string; fields: Json; spot: Spot },
  chats: ChatState,
  updates: UpdateQueue,
): number {
  const message_id = chats.write(group, text, { kind, thread: spot.thread ?? null })
  const place = placeOf(group, { thread: spot.thread ?? null, quotes: spot.quotes }, chats)
  updates.push({
    message: { message_id, date: DATE, chat: { id: group, type: 'supergroup' }, from, ...place, ...fields },
  })
  return message_id
}

/** As Telegram tells it: what quotes nothing in a topic quotes its beginning, what is quoted elsewhere makes a thread. */
function placeOf(
  group: number,
  { thread, quotes }: { thread: number | null; quotes?: number | undefined },
  chats: ChatState,
): Json {
  const bot = { id: 1, is_bot: true, first_name: 'Afilia' }
  const isBots = chats.shown(group).some(({ id }) => id === quotes)
  const from = isBots ? { from: bot } : {}
  const quoted =
    quotes === undefined ? null : { message_id: quotes, ...from, text: chats.find(group, quotes)?.text ?? '' }
  if (thread === null) return quoted ? { message_thread_id: quotes, reply_to_message: quoted } : {}
  const name = chats.groups.topic(group, thread)?.title ?? ''
  const beginning = { message_id: thread, from: bot, forum_topic_created: { name, icon_color: 7322096 } }
  return { is_topic_message: true, message_thread_id: thread, reply_to_message: quoted ?? beginning }
}
