import type { BinaryNode } from '@whiskeysockets/baileys'
import type { Companion } from './fake-companion.ts'
import type { Exchange } from './fake-exchange.ts'
import { parcelsOf, userOf } from './fake-handset.ts'
import { childrenOf, firstChild, node } from './fake-node.ts'
import { type OwnScreen, seconds } from './fake-phone.ts'

/** A message of the bot as the server got it; the same id may come more than once. */
export interface Posted {
  id: string
  to: string
  /** The code it was turned away with. */
  refused?: string
}

export interface Post {
  /** Takes a message of the bot: the acknowledgement, and everybody it is for gets theirs. */
  message(stanza: BinaryNode, from: Companion): BinaryNode
  /** The bot has something, has read something, or asks for it again. */
  receipt(stanza: BinaryNode): BinaryNode
  /** It is writing, or has stopped. */
  presence(stanza: BinaryNode): void
  readonly sent: Posted[]
  /** Called the moment a message arrives. Returns how to stop. */
  onSent(listener: () => void): () => void
  /** Turns away what goes to whom the test says, with this code. */
  refuse(code: number | null, forWhom?: (to: string) => boolean): void
}

export interface Receipt {
  /** The first is what it is about; some are about more. */
  ids: string[]
  /** Undefined, `inactive`, `sender`, `peer_msg`: delivered. Or `read`, `retry`... */
  type: string | undefined
}

export function makePost(
  exchange: Exchange,
  phoneOf: (user: string) => OwnScreen | undefined,
  forbidden: (to: string) => string | null,
): Post {
  const sent: Posted[] = []
  const listeners = new Set<() => void>()
  let refusal: { code: string; fits: (to: string) => boolean } | null = null

  function notice(to: string, what: OwnScreen['noticed'][number]): void {
    phoneOf(userOf(to))?.noticed.push(what)
    exchange.changed()
  }

  return {
    sent,
    onSent(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    refuse(code, fits = () => true) {
      refusal = code === null ? null : { code: String(code), fits }
    },
    message(stanza, from) {
      const { id = '', to = '' } = stanza.attrs
      const refused = refusal?.fits(to) ? refusal.code : forbidden(to)
      sent.push(refused === null ? { id, to } : { id, to, refused })
      exchange.changed()
      for (const listener of listeners) listener()
      if (refused === null) {
        const members = exchange.group(to)?.phones() ?? []
        for (const { to, parcel } of parcelsOf(stanza, from, members))
          exchange.handset(to)?.receive(parcel).catch(exchange.failed)
      }
      return node('ack', { class: 'message', id, from: to, t: seconds(exchange), error: refused ?? undefined })
    },
    receipt(stanza) {
      const { id, to = '', type, participant } = stanza.attrs
      const { ids } = receiptOf(stanza)
      if (type === 'retry')
        exchange
          .handset(participant ?? to)
          ?.again(stanza)
          .catch(exchange.failed)
      else if (type === 'read' || type === 'read-self')
        for (const one of ids) notice(participant ?? to, { kind: 'read', id: one })
      else if (type !== 'hist_sync') for (const one of ids) exchange.line.taken('message', one)
      return node('ack', { class: 'receipt', id, from: to, type, participant })
    },
    presence: (stanza) => notice(stanza.attrs.to ?? '', { kind: 'presence', state: firstChild(stanza)?.tag ?? '' }),
  }
}

export function receiptOf(stanza: BinaryNode): Receipt {
  const list = firstChild(stanza)
  const more = childrenOf(list?.tag === 'list' ? list : undefined, 'item').map(({ attrs }) => attrs.id ?? '')
  return { ids: [stanza.attrs.id ?? '', ...more], type: stanza.attrs.type }
}
