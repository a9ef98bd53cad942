import type { BinaryNode } from '@whiskeysockets/baileys'
import type { Companion } from './fake-companion.ts'
import type { Exchange } from './fake-exchange.ts'
import { type Answer, greetings, keyAnswers, replyTo, usync } from './fake-iq.ts'
import { child, node } from './fake-node.ts'
import { type Post, type Receipt, receiptOf } from './fake-post.ts'
import type { Wire } from './fake-wire.ts'

/** What the bot says once it is in, and what is made of it. */
export interface Service {
  serve(wire: Wire, stanza: BinaryNode, companion: Companion): Promise<void>
  readonly acks: Ack[]
  /** What the bot says of itself: `available`, `unavailable`. */
  readonly presences: string[]
  /** Called the moment a receipt arrives, before it counts. */
  onReceipt(listener: (receipt: Receipt) => void): () => void
}

/** What the bot said about a stanza, besides receipts. */
export interface Ack {
  kind: string
  id: string
  /** Why it did not take it. */
  error: string | undefined
}

export interface Hooks {
  answers: readonly Answer[]
  /** It is ready, and has been told all that waited. */
  ready(companion: Companion): Promise<void>
  /** It logs out. */
  unlink(): void
}

export function makeService(exchange: Exchange, post: Post, { answers, ready, unlink }: Hooks): Service {
  const acks: Ack[] = []
  const presences: string[] = []
  const listeners = new Set<(receipt: Receipt) => void>()

  async function answer(wire: Wire, question: BinaryNode, companion: Companion): Promise<void> {
    const own = [greetings, keyAnswers(companion, exchange), usync(companion, exchange)]
    wire.send(await replyTo(question, [...own, ...answers]))
    if (child(question, 'remove-companion-device')) unlink()
    if (!child(question, 'active')) return
    // What waited comes first, then the word that there is no more of it.
    const count = exchange.line.open(wire)
    wire.send(node('ib', {}, [node('offline', { count: String(count) })]))
    await ready(companion)
  }

  function acknowledged({ attrs: { class: kind = '', id = '', error } }: BinaryNode): void {
    acks.push({ kind, id, error })
    exchange.line.taken(kind, id)
  }

  return {
    acks,
    presences,
    onReceipt(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async serve(wire, stanza, companion) {
      if (stanza.tag === 'iq') await answer(wire, stanza, companion)
      if (stanza.tag === 'message') wire.send(post.message(stanza, companion))
      if (stanza.tag === 'receipt') {
        for (const listener of listeners) listener(receiptOf(stanza))
        wire.send(post.receipt(stanza))
      }
      if (stanza.tag === 'ack') acknowledged(stanza)
      if (stanza.tag === 'presence' && stanza.attrs.type) presences.push(stanza.attrs.type)
      if (stanza.tag === 'chatstate') post.presence(stanza)
      exchange.changed()
    },
  }
}
