import type { FastifyInstance } from 'fastify'
import type { ChatId } from '../ids.ts'
import type { Media, Message, Receipt, Refusal } from '../message.ts'
import type { Update } from '../update.ts'

/** PORT: the code that speaks to one network. Everything network-specific stays behind it. */
export interface Channel {
  /** The first half of its chat ids. */
  readonly name: string
  readonly abilities: Abilities
  /**
   * Begins to listen. `receive` resolves once the update is durable: only then may the network be told it arrived.
   * If `receive` rejects, the network must be left to send it again. `report` resolves once what it was told is durable, too.
   */
  start(receive: (update: Update) => Promise<void>, report?: (report: Report) => Promise<void>): Promise<void>
  /** Routes it needs on the web server (webhooks, pages); called before `start`. */
  routes?(server: FastifyInstance): void | Promise<void>
  /**
   * Delivers one message. Never rejects for what the network says: that is the receipt. `id` is the row's, the same when it is sent
   * again: a network that knows ids takes it once. Left out: it is not going to be sent again.
   */
  deliver(to: ChatId, message: Message, id?: string): Promise<Receipt>
  /** Whether another process has this channel's line: what goes out is that one's to deliver. Left out: any process delivers. */
  standsBy?(): boolean
  /** The content of what stands as `ref` in one of its chats, for another network; null when it cannot be had (any more). */
  open?(chat: ChatId, ref: string): Promise<Media | null>
  /** Whether somebody is a member of a group at this moment, where updates do not say it themselves. Rejects when the network does not. */
  isMember?(group: ChatId, person: string): Promise<boolean>
  /** Whoever writes there erased everything: so does the channel, with whatever it keeps of that chat. */
  forget?(chat: ChatId): Promise<void>
  /** The telephone number it speaks from, digits with the country's; null while it is not known. */
  ownNumber?(): string | null
  /** How it is, for the health page: names and numbers that identify nobody. */
  health?(): Readonly<Record<string, string | number | boolean | null>>
  stop(): Promise<void>
}

export interface Abilities {
  /** Can delete what the student wrote. */
  deletes: boolean
  /** A group may have topics. Left out: there are none here, and none is asked for. */
  topics?: boolean
  /** Has no buttons: choices stand there as a numbered list, and the number is typed. */
  numbers?: boolean
  /** People write in pieces here: how long (ms) what comes waits for more of it before it is answered. Left out: not at all. */
  gathers?: number
}

/** What may befall a whole channel, as the desk is told. */
export const troubles = [
  /** The number is linked (again) and serves. */
  'linked',
  /** Somebody unlinked it, on the phone or at the network: it must be linked anew. */
  'logged-out',
  /** The network does not let this number in any more. */
  'forbidden',
  /** Another program uses the same account: this one has stopped. */
  'replaced',
  /** What is kept of the account was changed in the store, and does not open any more. */
  'damaged',
  /** A key is missing without which what is kept does not open: all of it waits. */
  'key-missing',
  /** The network restricts the number: nothing but emergencies goes out. */
  'restricted',
  /** The line goes on. */
  'resumed',
  /** As many messages as may go out in a day went out; the rest waits for tomorrow. */
  'capped',
  /** The approved template for messages outside of the window is missing, paused or refused. */
  'template',
] as const
export type Trouble = (typeof troubles)[number]

/** What a channel has to say besides what people write. */
export type Report =
  | { kind: 'trouble'; trouble: Trouble }
  /** Taken by the network at first, and given up by it later: `ref` stands in `chat` and will never be seen there. */
  | { kind: 'undelivered'; chat: ChatId; ref: string; why: 'gone' | 'refused' | Refusal }
