import { type AuthenticationCreds, type BinaryNode, Curve } from '@whiskeysockets/baileys'
import { type Address, socketOptionsFor } from './fake-address.ts'
import { ACCOUNT } from './fake-directory.ts'
import type { CloseCode } from './fake-door.ts'
import type { Group } from './fake-group.ts'
import { type MediaStore, startMediaStore } from './fake-media.ts'
import { makeNetwork, type Network } from './fake-network.ts'
import type { OwnPhone } from './fake-own-phone.ts'
import type { Pairing } from './fake-pairing.ts'
import type { Phone } from './fake-phone.ts'
import { openPort } from './fake-port.ts'
import type { Posted, Receipt } from './fake-post.ts'
import type { Person } from './fake-roster.ts'
import type { Ack } from './fake-service.ts'

/**
 * WhatsApp, for the real socket of Baileys: it lives in the process of the test and outlives the bot's. Students, groups, keys and
 * what waits for the bot live here, so the bot may be killed and come back.
 * Not here: limits on how much may be sent, several devices of one person, changed identities, calls, polls and votes, settings
 * synchronised between devices (its answer is empty), media that must be uploaded again by the phone.
 */
export interface FakeWhatsApp {
  /** Where it is, for `socketOptionsFor` in the process of the bot. */
  readonly address: Address
  /** What the socket must be given, in this process. */
  readonly socketOptions: ReturnType<typeof socketOptionsFor>
  readonly account: typeof ACCOUNT
  /** Credentials of a device that is linked already, as after pairing and the first synchronisation; they replace the one before. */
  register(): AuthenticationCreds
  phone(n: number): Phone
  readonly ownPhone: OwnPhone
  /** A group of these people and the bot; the first is its admin. */
  group(people: readonly Person[]): Group
  readonly media: Pick<MediaStore, 'refuse' | 'counts'>
  /** How often the bot asked who is in a group. */
  metadataAsked(): number
  /** What a person does there to link a device. */
  readonly pairing: Pairing
  /** Sends any stanza as it is; only while the bot is there. */
  raw(stanza: BinaryNode): void
  /** Nobody gets in until it is over; what is there is cut. */
  offline(on: boolean): void
  /** Cuts the connection, as when a cable is pulled. */
  drop(): void
  /** Messages get lost on their way to the bot though the connection stands, and wait for the next one. */
  stall(on: boolean): void
  /** Ends the connection as WhatsApp does; after 401 the device is not linked any more, after 403 nobody gets in until `readmit`. */
  close(code: CloseCode): void
  readmit(): void
  logins(): number
  /** Every message of the bot, in order. */
  readonly sent: readonly Posted[]
  refuseSends(code: 463 | 479 | null, forWhom?: Phone): void
  /** Whoever asks who is in a group asked too often. */
  refuseMetadata(on: boolean): void
  /** Tells the bot until when (ms) it may not write to strangers, or that it may again. Resolves once the bot has heard. */
  reachoutLock(until: number | null): Promise<void>
  duplicates(on: boolean): void
  sendAgain(id: string, offline?: boolean): void
  /** What the bot has not said to have. */
  waiting(): BinaryNode[]
  /** What the bot said about stanzas, besides receipts; `error` where it did not take one. */
  readonly acks: readonly Ack[]
  /** What the bot said of itself, in order: `available`, `unavailable`. */
  readonly presences: readonly string[]
  /** Called the moment a receipt arrives, before it counts. Returns how to stop. */
  onReceipt(listener: (receipt: Receipt) => void): () => void
  /** Called the moment a message of the bot arrives. Returns how to stop. */
  onSent(listener: () => void): () => void
  /** Called the moment something is written to the bot. */
  onWritten(listener: (stanza: BinaryNode) => void): () => void
  until<T>(look: () => T | null | undefined | false): Promise<T>
  /** Ends it all; rejects if anything went wrong inside of the fake meanwhile. */
  stop(): Promise<void>
}

export async function startFakeWhatsApp({ now = Date.now }: { now?: () => number } = {}): Promise<FakeWhatsApp> {
  const root = Curve.generateKeyPair()
  const store = await startMediaStore()
  const network = makeNetwork(now, store)
  const port = await openPort(root, network.door.ears)
  const url = `ws://127.0.0.1:${port.number}/ws/chat`
  const address = { url, root: Buffer.from(root.public).toString('hex'), ca: store.ca }
  const socketOptions = socketOptionsFor(address)
  return {
    address,
    socketOptions,
    account: ACCOUNT,
    media: store,
    offline: port.offline,
    drop: port.drop,
    ...people(network),
    ...trouble(network),
    ...evidence(network),
    async stop() {
      await port.close()
      await store.close()
      socketOptions.fetchAgent.destroy()
      await socketOptions.options.dispatcher.destroy()
      if (network.faults.length > 0) throw new AggregateError(network.faults, 'the fake went wrong')
    },
  }
}

function people({ register, directory, ownPhone, groups, pairing }: Network) {
  return {
    register,
    phone: (n: number) => directory.student(n).phone,
    ownPhone,
    group: groups.make,
    pairing,
  }
}

function trouble({ door, post, lock, groups, exchange: { line } }: Network) {
  return {
    raw: (stanza: BinaryNode) => door.wire()?.send(stanza),
    stall: line.stall,
    close: door.close,
    readmit: door.readmit,
    refuseSends: (code: 463 | 479 | null, whom?: Phone) =>
      post.refuse(code, (to) => whom === undefined || to === whom.pn || to === whom.lid),
    refuseMetadata: groups.tooMuch,
    reachoutLock: lock.set,
    duplicates: line.duplicates,
    sendAgain: line.again,
  }
}

function evidence({ door, post, service, groups, exchange: { line, until } }: Network) {
  return {
    logins: door.logins,
    sent: post.sent,
    acks: service.acks,
    presences: service.presences,
    metadataAsked: groups.asked,
    waiting: line.waiting,
    onReceipt: service.onReceipt,
    onSent: post.onSent,
    onWritten: line.onWritten,
    until,
  }
}
