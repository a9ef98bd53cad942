import { type Board, deskAddress } from './board.ts'
import type { Channel } from './channels/channel.ts'
import type { Clock } from './clock.ts'
import type { Outgoing } from './commit.ts'
import { type Crossings, createCrossings } from './crossings.ts'
import { createFlights } from './flights.ts'
import { type ChatId, channelOf, DESK, FIGURES } from './ids.ts'
import { insist } from './insist.ts'
import type { Log } from './log.ts'
import type { Mail } from './mail.ts'
import type { Message, Receipt } from './message.ts'
import { type Seal, SealError } from './seal.ts'
import { LANE_LEASE, type OutboxClaim, type Store } from './stores/store.ts'

export interface Outbox {
  /** Whether a turn that says this should have its rows leased to us: there is room, and none is another process's to deliver. */
  takes(out: Iterable<Outgoing>): boolean
  /** Another process has the line of one of our channels: what waits is left to it. */
  standsBy(): boolean
  /** Delivers rows that are already leased to us; `known` is what we have just sealed into some of them, by id. */
  deliver(rows: readonly OutboxClaim[], known: ReadonlyMap<string, Outgoing>): void
  /** Leases rows that are due and begins to deliver them; false when none is. */
  takeSome(): Promise<boolean>
  idle(): Promise<void>
  /** What is under way ends; the rest of each lane is left for whoever comes next. */
  stop(): Promise<void>
}

interface OutboxParts {
  store: Store
  seal: Seal
  clock: Clock
  log: Log
  channels: readonly Channel[]
  post(chat: ChatId, id: string, mail: Mail): Promise<void>
  board: Board
  /** The desk's group as configured. */
  helpdesk: ChatId | null
  /** It has another address from now on. */
  moveDesk(to: ChatId): Promise<void>
  /** How long a delivery may take (ms), as the store leases lanes. */
  laneLease?: number
}

type Sending = Extract<Outgoing, { kind: 'message' }>

/** What a group that lets the bot write takes. */
const SPOKEN: readonly string[] = ['say', 'copy', 'picture', 'file']

/** Waiting for one's turn, for a thing on its way, for the line or the network's word is no failure: it is tried again when the channel says. */
const WAITING: readonly string[] = ['pace', 'crossing', 'offline', 'no-ack']

type Known = ReadonlyMap<string, Outgoing>

const MINUTE = 60_000
/** As many deliveries at once as turns under way, or what a turn has just said would have to be claimed and opened again. */
const MOST = 256

/**
 * Delivers what turns have committed: to a network, or to another chat's mailbox. A row leaves only after it was taken,
 * so a crash in between sends it once more: at least once, at most one repeat per crash.
 */
export function createOutbox(parts: OutboxParts): Outbox {
  const { store, seal, clock, log, laneLease = LANE_LEASE } = parts
  const flights = createFlights(MOST)
  const crossings: Crossings = createCrossings({ ...parts, patience: laneLease / 4 })
  let stopping = false

  function deliver(rows: readonly OutboxClaim[], known: Known): void {
    for (const row of rows) void flights.launch(() => lane(row, known))
  }

  /** Row after row of one lane, each only after the one before it is off the list. */
  async function lane(first: OutboxClaim, known: Known): Promise<void> {
    let row: OutboxClaim | null = first
    try {
      while (row) row = await one(row, known)
    } catch (error) {
      // Its lease runs out and somebody, perhaps we, sends it again.
      log.error({ chat: first.chat, error }, 'delivery given up for now')
    }
  }

  /** What only the process with the line can do. */
  function isAnothers(going: Outgoing): boolean {
    if (going.kind !== 'message' && going.kind !== 'forget') return false
    return channelFor(going.kind === 'forget' ? going.chat : going.to)?.standsBy?.() ?? false
  }

  function channelFor(chat: ChatId): Channel | undefined {
    return parts.channels.find(({ name }) => name === channelOf(chat))
  }

  function standsBy(): boolean {
    return parts.channels.some((channel) => channel.standsBy?.())
  }

  async function one(row: OutboxClaim, known: Known): Promise<OutboxClaim | null> {
    const since = clock.monotonic()
    const going = known.get(row.id) ?? open(row)
    if (going === 'later') return putOff(row, MINUTE)
    if (going !== 'lost' && isAnothers(going)) return putOff(row, 0)
    if (going === 'lost') log.error({ chat: row.chat }, 'an outgoing row that nobody can read was given up')
    else if (going.kind === 'board') await insist(clock, laneLease, () => parts.board.write({ notices: going.notices }))
    else if (going.kind === 'post') await insist(clock, laneLease, () => parts.post(going.to, row.id, going.mail))
    else if (going.kind === 'forget') {
      if (!(await isForgotten(row, going.chat))) return putOff(row, backoff(row.tries))
    } else {
      const receipt = await send(row, going.to, going.message, since)
      if (receipt === null) return null
      const wait = await deskTrouble(row, going, receipt)
      if (wait !== null) return putOff(row, wait)
      if (receipt.status === 'retry') {
        // A group takes so many messages a minute, and a download its time: waiting for its turn is no failure.
        if (WAITING.includes(receipt.reason)) return putOff(row, receipt.after)
        log.warn({ chat: row.chat, reason: receipt.reason, count: row.tries }, 'delivery put off')
        return putOff(row, Math.max(receipt.after, row.tries > 3 ? backoff(row.tries) : 0))
      }
      crossings.forget(row.id)
      await report(row, going, receipt)
    }
    return insist(clock, laneLease, () => store.settle(row, !stopping))
  }

  /** Nothing for the desk is given up because its group moved or put the bot out: it waits. Null: nothing of the kind. */
  async function deskTrouble(row: OutboxClaim, { to, message }: Sending, receipt: Receipt): Promise<number | null> {
    const { board, helpdesk } = parts
    if (helpdesk === null || to !== helpdesk) return null
    const change = (facts: Parameters<Board['write']>[0]) => insist(clock, laneLease, () => board.write(facts))
    if (receipt.status === 'moved') {
      await insist(clock, laneLease, () => parts.moveDesk(receipt.to))
      return 0
    }
    const { isShutOut } = board.read()
    if (receipt.status === 'sent' && isShutOut) await change({ isShutOut: false })
    // Without the right to write in it the group is as far away as without us in it.
    const isMuted = receipt.status === 'refused' && receipt.why === 'no-right' && SPOKEN.includes(message.type)
    if (receipt.status !== 'gone' && !isMuted) return null
    if (!isShutOut) {
      log.error(
        { chat: row.chat, reason: receipt.reason },
        'the bot cannot write to the group of the desk: put it back in, what waits will follow',
      )
      await change({ isShutOut: true })
    }
    return MINUTE
  }

  /** Whether the channel keeps nothing of this chat any more; asked until it does not. */
  async function isForgotten(row: OutboxClaim, chat: ChatId): Promise<boolean> {
    const channel = channelFor(chat)
    if (!channel) return false
    try {
      await channel.forget?.(chat)
      return true
    } catch (error) {
      log.error({ chat: row.chat, channel: channel.name, error }, 'a channel could not forget a chat, trying again')
      return false
    }
  }

  async function putOff(row: OutboxClaim, ms: number): Promise<null> {
    await insist(clock, laneLease, () => store.retry(row, clock.now() + ms))
    return null
  }

  function open(row: OutboxClaim): Outgoing | 'later' | 'lost' {
    try {
      // Sealed by ourselves in the same commit that filed it, so its shape is ours.
      return JSON.parse(seal.open('outbox', row.chat, row.body))
    } catch (error) {
      log.error({ chat: row.chat, error }, 'an outgoing row does not open')
      return error instanceof SealError && error.reason === 'unknown-key' ? 'later' : 'lost'
    }
  }

  /** Null: we slept through our lease, and somebody else may have sent it. */
  async function send(row: OutboxClaim, to: ChatId, message: Message, since: number): Promise<Receipt | null> {
    const channel = channelFor(to)
    if (!channel) return { status: 'retry', after: MINUTE, reason: 'no such channel', scope: 'chat' }
    const address = to === parts.helpdesk ? (deskAddress(to, parts.board.read()) ?? to) : to
    const crossed = message.type === 'copy' ? await crossings.cross(row.id, address, message) : message
    if ('status' in crossed) return crossed
    if (clock.monotonic() - since > laneLease / 2) return null
    return channel.deliver(address, crossed, row.id).catch((error: unknown): Receipt => {
      log.error({ chat: row.chat, channel: channel.name, error }, 'delivery failed')
      return { status: 'retry', after: backoff(row.tries), reason: 'error', scope: 'chat' }
    })
  }

  /** Tells the chat what became of its message, if it wants to know. */
  async function report(row: OutboxClaim, going: Sending, receipt: Receipt): Promise<void> {
    const { chat, to, tag } = going
    const tell = (id: string, mail: Mail) =>
      insist(clock, laneLease, () => parts.post(mail.chat, `${row.id}.${id}`, mail))
    const window = windowOf(going, receipt)
    if (window !== null) await tell('window', window)
    if (receipt.status === 'sent') {
      const { ref, strayed, template } = receipt
      if (tag !== undefined)
        await tell('sent', {
          ...{ kind: 'delivered', chat, tag, ref },
          ...(strayed && { strayed }),
          ...(template && { template }),
        })
      return
    }
    const reason = receipt.status === 'refused' ? (receipt.why ?? 'refused') : receipt.status
    if (tag !== undefined) await tell('failed', { kind: 'failed', chat, tag, reason })
    if (receipt.status === 'gone' && to === chat) {
      log.info({ chat: row.chat, reason: receipt.reason }, 'chat can no longer be reached')
      await tell('gone', { kind: 'gone', chat })
    }
    if (receipt.status !== 'refused') return
    // Whether a group has topics is found out by asking for one: then nothing is wrong.
    const write = receipt.why === 'no-topics' ? log.info : log.error
    write({ chat: row.chat, reason: receipt.reason }, 'message refused for good')
  }

  return {
    takes: (out) => flights.room() > 0 && ![...out].some(isAnothers),
    standsBy,
    deliver,
    async takeSome() {
      await flights.cleared()
      const rows = stopping || standsBy() ? [] : await store.claimOutbox(clock.now(), flights.room())
      deliver(rows, new Map())
      return rows.length > 0
    },
    idle: flights.idle,
    stop() {
      stopping = true
      return flights.idle()
    },
  }
}

/** A student's message that nobody waits for found its network's window closed: the desk is told how many do (RELIABILITY F26). */
function windowOf({ chat, to, tag, message }: Sending, receipt: Receipt): Mail | null {
  if (tag !== undefined || to !== chat || chat === DESK || chat === FIGURES || message.type !== 'say') return null
  const isTemplate = receipt.status === 'sent' && receipt.template === true
  const isShut = receipt.status === 'refused' && receipt.why === 'window'
  return isTemplate || isShut ? { kind: 'window', chat: DESK, channel: channelOf(to), template: isTemplate } : null
}

function backoff(tries: number): number {
  return Math.min(MINUTE, 500 * 2 ** Math.min(tries, 10))
}
