import type { Update } from 'grammy/types'
import type { Dialogue } from './dialogue.ts'

export type SideName = 'floor' | 'naive' | 'ours'
export type StoreName = 'redis' | 'sqlite'

/** How a bot's replies leave: a stub that answers at once stands in for fetch, or a fake Bot API listens on this address. */
export type Transport = { kind: 'in-process' } | { kind: 'http'; root: string }

/** All that a bot under load is made of; it goes to its process as it is. */
export interface SideSpec {
  side: SideName
  transport: Transport
  /** A redis:// address, or the path of an SQLite file. */
  store: string
  dialogue: Dialogue['name']
  /** How many messages the bot answers each turn with (see rehearsal.ts). */
  replies: readonly number[]
  /** Counts the calls of the store, at the cost of time; `cold`: nobody is handed the chat for whom he posts. */
  counts?: 'hot' | 'cold'
}

/** A bot, met as its network meets it. */
export interface Side {
  /** Takes one raw update of Telegram; rejects if it was not accepted. */
  take(update: Update): Promise<unknown>
  stop(): Promise<void>
}

/** A message that asked something: what a press may answer. */
export interface Asked {
  question: number
  choices: readonly { id: string }[]
}

/** Told of every message the network has taken, and of what it asked. */
export type Sent = (chat: number, asked: Asked | null) => void
