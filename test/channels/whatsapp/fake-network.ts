import type { AuthenticationCreds, BinaryNode } from '@whiskeysockets/baileys'
import { linkedCreds } from './fake-adv.ts'
import { attach, openAttachment } from './fake-attachment.ts'
import type { Companion } from './fake-companion.ts'
import { ACCOUNT, type Directory, makeDirectory } from './fake-directory.ts'
import { type Door, makeDoor } from './fake-door.ts'
import type { Exchange } from './fake-exchange.ts'
import { type Groups, makeGroups } from './fake-groups.ts'
import { makeHappenings } from './fake-happenings.ts'
import { greetings, keyAnswers, replyTo, usync } from './fake-iq.ts'
import { type Line, makeLine } from './fake-line.ts'
import type { MediaStore } from './fake-media.ts'
import { child, node, SERVER } from './fake-node.ts'
import { makeOwnPhone, type OwnPhone } from './fake-own-phone.ts'
import { makePairing, type Pairing } from './fake-pairing.ts'
import type { Upload } from './fake-phone.ts'
import { makePost, type Post, type Receipt, receiptOf } from './fake-post.ts'
import { makeReachoutLock } from './fake-reachout.ts'
import type { Wire } from './fake-wire.ts'

/** Everything behind the port. */
export interface Network {
  exchange: Exchange
  door: Door
  line: Line
  post: Post
  directory: Directory
  ownPhone: OwnPhone
  pairing: Pairing
  groups: Groups
  /** What went wrong where nobody waited for it. */
  faults: unknown[]
  acks: Ack[]
  /** What the bot says of itself: `available`, `unavailable`. */
  presences: string[]
  /** The network says until when (ms) the number may not write to strangers; null: it may again. */
  reachoutLock(until: number | null): Promise<void>
  register(): AuthenticationCreds
  away(on: boolean): void
  isAway(): boolean
  onReceipt(listener: (receipt: Receipt) => void): () => void
}

/** What the bot said about a stanza, besides receipts. */
export interface Ack {
  kind: string
  id: string
  /** Why it did not take it. */
  error: string | undefined
}

export function makeNetwork(now: () => number, store: MediaStore): Network {
  const happenings = makeHappenings()
  const faults: unknown[] = []
  const acks: Ack[] = []
  const presences: string[] = []
  const lock = makeReachoutLock(() => line)
  const listeners = new Set<(receipt: Receipt) => void>()
  const line = makeLine(happenings.changed)
  /** Devices just paired, that wait for their history. */
  const strangers = new Set<string>()
  let isAway = false
  let devices = 0

  const exchange: Exchange = {
    ...happenings,
    line,
    now,
    companion() {
      const linked = door.companion()
      if (!linked) throw new Error('no device is linked: pair or register one first')
      return linked
    },
    group: (id) => groups.find(id),
    handset: (jid) => directory.handset(jid),
    own: () => ownPhone.handset,
    fetch: (message) => openAttachment(store, message),
    failed: (error) => void faults.push(error),
  }
  const upload: Upload = (kind, bytes, details) => attach(store, kind, bytes, details)
  const directory = makeDirectory(exchange, upload)
  const groups = makeGroups(exchange, upload)
  const ownPhone = makeOwnPhone(exchange, () => directory)
  const post = makePost(exchange, directory.find, groups.forbids)
  const account = () => ownPhone.handset.cipher.creds.signedIdentityKey

  const door = makeDoor({
    registering: (wire, caller) => pairing.registering(wire, caller),
    heard(wire, stanza, companion) {
      if (companion) serve(wire, stanza, companion).catch(exchange.failed)
      else pairing.heard(wire, stanza)
    },
    left(wire) {
      pairing.left(wire)
      if (door.wire() === null) line.close()
      happenings.changed()
    },
    failed: exchange.failed,
    seconds: () => String(Math.floor(now() / 1000)),
  })

  const pairing = makePairing({
    ...happenings,
    account,
    now,
    nextDevice,
    link(companion) {
      door.link(companion)
      strangers.add(companion.pn)
    },
  })

  function nextDevice(): Pick<Companion, 'device' | 'pn' | 'lid'> {
    const device = ++devices
    return { device, pn: `${ACCOUNT.number}:${device}${SERVER}`, lid: ACCOUNT.lid.replace('@', `:${device}@`) }
  }

  async function serve(wire: Wire, stanza: BinaryNode, companion: Companion): Promise<void> {
    switch (stanza.tag) {
      case 'iq':
        wire.send(
          await replyTo(stanza, [
            greetings,
            keyAnswers(companion, exchange),
            usync(companion, exchange),
            groups.answer,
            store.answer,
            lock.answer,
          ]),
        )
        if (child(stanza, 'active')) await openLine(wire, companion)
        return
      case 'message':
        return wire.send(post.message(stanza, companion))
      case 'receipt': {
        for (const listener of listeners) listener(receiptOf(stanza))
        return wire.send(post.receipt(stanza))
      }
      case 'ack': {
        const { class: kind = '', id = '', error } = stanza.attrs
        acks.push({ kind, id, error })
        line.taken(kind, id)
        return happenings.changed()
      }
      case 'presence':
        if (stanza.attrs.type) presences.push(stanza.attrs.type)
        return happenings.changed()
      case 'chatstate':
        return post.presence(stanza)
    }
  }

  /** What waited comes first, then the word that there is no more of it. */
  async function openLine(wire: Wire, { pn }: Companion): Promise<void> {
    const count = line.open(wire)
    wire.send(node('ib', {}, [node('offline', { count: String(count) })]))
    if (strangers.delete(pn)) await ownPhone.greets()
  }

  return {
    exchange,
    door,
    line,
    post,
    directory,
    ownPhone,
    pairing,
    groups,
    faults,
    acks,
    presences,
    reachoutLock: lock.set,
    register() {
      const { creds, companion } = linkedCreds(nextDevice(), account(), now())
      door.link({ ...companion, isSpared: true })
      return creds
    },
    away(on) {
      isAway = on
    },
    isAway: () => isAway,
    onReceipt(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
