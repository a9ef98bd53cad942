import type { ChatState } from './fake-chats.ts'
import type { UpdateQueue } from './fake-updates.ts'

/** What happens to a group as a whole. */
export interface GroupEvents {
  /** Turns topics on in a group. */
  forum(group: number): void
  /** Somebody deletes a topic, with all that stands in it. */
  deleteTopic(group: number, thread: number): void
  /** The group gets another address; what is sent to the old one is refused, and the bot is told, unless that got lost. */
  migrate(from: number, to: number, isTold?: boolean): void
  /** Puts the bot out. */
  expel(group: number): void
  /** Takes it in again. */
  readmit(group: number): void
}

const DATE = 1_790_000_000
const BOT = { id: 1, is_bot: true, first_name: 'Afilia', username: 'afilia_bot' }

export function groupEvents(chats: ChatState, updates: UpdateQueue): GroupEvents {
  const { groups } = chats
  const from = { id: 78, is_bot: false, first_name: 'P78' }

  function notice(group: number, fields: object): void {
    const chat = { id: group, type: 'supergroup' }
    updates.push({ message: { message_id: chats.nextId(), date: DATE, chat, from, ...fields } })
  }

  function turns(group: number, status: 'kicked' | 'administrator'): void {
    groups.expel(group, status === 'kicked')
    const chat = { id: group, type: 'supergroup' }
    updates.push({ my_chat_member: { chat, date: DATE, from, new_chat_member: { status, user: BOT } } })
  }

  return {
    forum: groups.makeForum,
    deleteTopic(group, thread) {
      const topic = groups.topic(group, thread)
      if (!topic) throw new Error('no such topic')
      topic.deleted = true
      chats.clear(group, thread)
    },
    migrate(old, to, isTold = true) {
      groups.migrate(old, to)
      if (!isTold) return
      notice(old, { migrate_to_chat_id: to })
      notice(to, { migrate_from_chat_id: old })
    },
    expel: (group) => turns(group, 'kicked'),
    readmit: (group) => turns(group, 'administrator'),
  }
}
