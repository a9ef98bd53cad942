import { type GroupState, groupState } from './fake-groups.ts'

/** A message of the bot's as the other side's phone shows it. */
export interface Shown {
  chat: number
  id: number
  /** Of a picture or file: its caption. */
  text: string
  entities: Entity[]
  /** In reading order, and as they are laid out. */
  buttons: Button[]
  rows: Button[][]
  kind: Kind
  /** The topic it stands in. */
  thread: number | null
  /** The message it answers. */
  quotes: number | null
  pinned: boolean
  /** Asks whoever it is for to answer it. */
  asks: boolean
  /** Of a picture or file. */
  file: { name: string; bytes: Buffer } | null
}

export type Kind = 'text' | 'voice' | 'photo' | 'video' | 'document' | 'sticker' | 'location'

export interface Entity {
  type: string
  offset: number
  length: number
  user?: { id: number; first_name: string } | undefined
}

export interface Button {
  text: string
  callback_data?: string | undefined
  copy_text?: { text: string } | undefined
}

/** What somebody wrote. */
export interface Written {
  chat: number
  id: number
  text: string
  kind: Kind
  thread: number | null
}

/** All chats of one bot: what it sent, what was written to it, who blocked it, what groups there are. */
export interface ChatState {
  /** The bot's messages, oldest first; deleted ones are gone. */
  all(): Shown[]
  shown(chat: number): Shown[]
  /** What people wrote into a chat and nobody deleted, oldest first. */
  written(chat: number): string[]
  /** Somebody writes; returns the message's id. */
  write(chat: number, text: string, more?: Partial<Pick<Written, 'kind' | 'thread'>>): number
  rewrite(chat: number, id: number, text: string): void
  /** Whatever stands there, the bot's or not. */
  find(chat: number, id: number): Shown | Written | null
  send(message: Omit<Shown, 'id'>): Shown
  edit(chat: number, id: number, change: Partial<Omit<Shown, 'chat' | 'id'>>): Shown | null
  remove(chat: number, id: number): boolean
  /** A topic goes with all that stands in it. */
  clear(chat: number, thread: number): void
  /** The id of a topic is that of a message. */
  nextId(): number
  block(chat: number, isBlocked: boolean): void
  isBlocked(chat: number): boolean
  /** Somebody the bot may not write to before they wrote to it. */
  estrange(user: number): void
  isStranger(user: number): boolean
  /** They opened the bot. */
  acquaint(user: number): void
  groups: GroupState
  /** Words shown to who pressed a button, oldest first. */
  toasts: Toast[]
  /** The presses that had their answer. */
  answered: Set<string>
  /** Every press has an id of its own. */
  nextPress(): string
}

export interface Toast {
  press: string
  text: string
  alert: boolean
}

export function chatState(onShown: (shown: Shown) => void): ChatState {
  const sent: Shown[] = []
  const wrote: Written[] = []
  const blocked = new Set<number>()
  const strangers = new Set<number>()
  const acquainted = new Set<number>()
  let next = 1
  let presses = 1
  const shown = (chat: number): Shown[] => sent.filter((message) => message.chat === chat)
  const at = <M extends Written>(messages: M[], chat: number, id: number): M | null =>
    messages.find((message) => message.chat === chat && message.id === id) ?? null
  const remove = (chat: number, id: number): boolean => removeFrom(sent, chat, id) || removeFrom(wrote, chat, id)

  return {
    all: () => [...sent],
    shown,
    written: (chat) => wrote.filter((message) => message.chat === chat).map(({ text }) => text),
    write(chat, text, { kind = 'text', thread = null } = {}) {
      acquainted.add(chat)
      wrote.push({ chat, id: next, text, kind, thread })
      return next++
    },
    rewrite(chat, id, text) {
      const found = at(wrote, chat, id)
      if (found) found.text = text
    },
    find: (chat, id) => at(sent, chat, id) ?? at(wrote, chat, id),
    send(message) {
      const whole = { ...message, id: next++ }
      sent.push(whole)
      onShown(whole)
      return whole
    },
    edit(chat, id, change) {
      const found = at(sent, chat, id)
      if (found) onShown(Object.assign(found, change))
      return found
    },
    remove,
    clear(chat, thread) {
      for (const message of [...sent, ...wrote]) {
        if (message.chat === chat && message.thread === thread) remove(chat, message.id)
      }
    },
    nextId: () => next++,
    block: (chat, isBlocked) => void (isBlocked ? blocked.add(chat) : blocked.delete(chat)),
    isBlocked: (chat) => blocked.has(chat),
    estrange: (user) => void strangers.add(user),
    isStranger: (user) => strangers.has(user) && !acquainted.has(user),
    acquaint: (user) => void acquainted.add(user),
    groups: groupState(),
    toasts: [],
    answered: new Set(),
    nextPress: () => `press${presses++}`,
  }
}

function removeFrom(messages: { chat: number; id: number }[], chat: number, id: number): boolean {
  const at = messages.findIndex((message) => message.chat === chat && message.id === id)
  if (at >= 0) messages.splice(at, 1)
  return at >= 0
}
