/** A message of the bot's as the other side's phone shows it. */
export interface Shown {
  chat: number
  id: number
  text: string
  entities: { type: string; offset: number; length: number }[]
  /** In reading order, and as they are laid out. */
  buttons: Button[]
  rows: Button[][]
}

export interface Button {
  text: string
  callback_data?: string | undefined
  copy_text?: { text: string } | undefined
}

/** All chats of one bot: what it sent, what was written to it, who blocked it, who is in which group. */
export interface ChatState {
  /** The bot's messages, oldest first; deleted ones are gone. */
  all(): Shown[]
  shown(chat: number): Shown[]
  /** What people wrote into a chat and nobody deleted, oldest first. */
  written(chat: number): string[]
  /** Somebody writes; returns the message's id. */
  write(chat: number, text: string): number
  send(message: Omit<Shown, 'id'>): Shown
  edit(chat: number, id: number, change: Partial<Pick<Shown, 'text' | 'entities' | 'buttons' | 'rows'>>): Shown | null
  remove(chat: number, id: number): boolean
  block(chat: number, isBlocked: boolean): void
  isBlocked(chat: number): boolean
  setMember(chat: number, user: number, status: string): void
  memberStatus(chat: number, user: number): string
}

export function chatState(onShown: (shown: Shown) => void): ChatState {
  const sent: Shown[] = []
  const wrote: { chat: number; id: number; text: string }[] = []
  const blocked = new Set<number>()
  const members = new Map<string, string>()
  let next = 1
  const shown = (chat: number): Shown[] => sent.filter((message) => message.chat === chat)

  return {
    all: () => [...sent],
    shown,
    written: (chat) => wrote.filter((message) => message.chat === chat).map(({ text }) => text),
    write(chat, text) {
      wrote.push({ chat, id: next, text })
      return next++
    },
    send(message) {
      const whole = { ...message, id: next++ }
      sent.push(whole)
      onShown(whole)
      return whole
    },
    edit(chat, id, change) {
      const found = shown(chat).find((message) => message.id === id)
      if (!found) return null
      onShown(Object.assign(found, change))
      return found
    },
    remove: (chat, id) => removeFrom(sent, chat, id) || removeFrom(wrote, chat, id),
    block: (chat, isBlocked) => void (isBlocked ? blocked.add(chat) : blocked.delete(chat)),
    isBlocked: (chat) => blocked.has(chat),
    setMember: (chat, user, status) => void members.set(`${chat} ${user}`, status),
    memberStatus: (chat, user) => members.get(`${chat} ${user}`) ?? 'left',
  }
}

function removeFrom(messages: { chat: number; id: number }[], chat: number, id: number): boolean {
  const at = messages.findIndex((message) => message.chat === chat && message.id === id)
  if (at >= 0) messages.splice(at, 1)
  return at >= 0
}
