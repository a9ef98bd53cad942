/** The address of whoever talks: `telegram:123`, `web:1`, `desk:main`. Never a raw network id. */
export type ChatId = `${string}:${string}`

export function chatId(channel: string, address: string | number): ChatId {
  return `${channel}:${address}`
}

export function isChatId(value: unknown): value is ChatId {
  return typeof value === 'string' && value.includes(':')
}

export function channelOf(chat: ChatId): string {
  return chat.slice(0, chat.indexOf(':'))
}

export function addressOf(chat: ChatId): string {
  return chat.slice(chat.indexOf(':') + 1)
}

/** The help desk's own mailbox and session. Where its messages go out is configuration (HELPDESK_CHAT). */
export const DESK: ChatId = 'desk:main'

/** Where anonymous counts are kept: a chat nobody speaks in. */
export const FIGURES: ChatId = 'figures:main'
