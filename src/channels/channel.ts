import type { FastifyInstance } from 'fastify'
import type { ChatId } from '../ids.ts'
import type { Message, Receipt } from '../message.ts'
import type { Update } from '../update.ts'

/** PORT: the code that speaks to one network. Everything network-specific stays behind it. */
export interface Channel {
  /** The first half of its chat ids. */
  readonly name: string
  readonly abilities: Abilities
  /**
   * Begins to listen. `receive` resolves once the update is durable: only then may the network be told it arrived.
   * If `receive` rejects, the network must be left to send it again.
   */
  start(receive: (update: Update) => Promise<void>): Promise<void>
  /** Routes it needs on the web server (webhooks, pages); called before `start`. */
  routes?(server: FastifyInstance): void | Promise<void>
  /** Delivers one message. Never rejects for what the network says: that is the receipt. */
  deliver(to: ChatId, message: Message): Promise<Receipt>
  /** Whether somebody is a member of a group at this moment. Rejects when the network does not say. */
  isMember?(group: ChatId, person: string): Promise<boolean>
  stop(): Promise<void>
}

export interface Abilities {
  /** Can delete what the student wrote. */
  deletes: boolean
}
