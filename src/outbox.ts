import type { Channel } from './channels/channel.ts'
import type { Clock } from './clock.ts'
import type { Outgoing } from './commit.ts'
import { type ChatId, channelOf } from './ids.ts'
import type { Log } from './log.ts'
import type { Mail } from './mail.ts'
import type { Receipt } from './message.ts'
import type { Seal } from './seal.ts'
import type { OutboxClaim, Store } from './stores/store.ts'

export interface Outbox {
  /** Delivers one waiting row; false when none is due. */
  deliverOne(): Promise<boolean>
}

interface OutboxParts {
  store: Store
  seal: Seal
  clock: Clock
  log: Log
  channels: readonly Channel[]
  post(chat: ChatId, id: string, mail: Mail): Promise<void>
}

const MINUTE = 60_000

/**
 * Delivers what turns have committed: to a network, or to another chat's mailbox. A row leaves only after it was taken,
 * so a crash in between sends it once more: at least once, at most one repeat per crash.
 */
export function createOutbox(parts: OutboxParts): Outbox {
  const { store, seal, clock, log } = parts

  async function deliverOne(): Promise<boolean> {
    const row = await store.claimOutbox(clock.now())
    if (!row) return false
    // Sealed by ourselves in the same commit that filed it, so its shape is ours.
    const going: Outgoing = JSON.parse(seal.open('outbox', row.chat, row.body))
    if (going.kind === 'post') {
      await parts.post(going.to, row.id, going.mail)
      await store.settleOutbox(row.id)
    } else await send(row, going)
    return true
  }

  async function send(row: OutboxClaim, going: Extract<Outgoing, { kind: 'message' }>): Promise<void> {
    const channel = parts.channels.find(({ name }) => name === channelOf(going.to))
    if (!channel) return store.retryOutbox(row.id, clock.now() + MINUTE)
    const receipt = await channel.deliver(going.to, going.message).catch((error: unknown): Receipt => {
      log.error({ chat: row.chat, channel: channel.name, error }, 'delivery failed')
      return { status: 'retry', after: backoff(row.tries), reason: 'error', scope: 'chat' }
    })
    await settle(row, going, receipt)
  }

  async function settle(
    row: OutboxClaim,
    going: Extract<Outgoing, { kind: 'message' }>,
    receipt: Receipt,
  ): Promise<void> {
    const { chat, tag } = going
    if (receipt.status === 'retry') {
      log.warn({ chat: row.chat, reason: receipt.reason, count: row.tries }, 'delivery put off')
      return store.retryOutbox(row.id, clock.now() + Math.max(receipt.after, row.tries > 3 ? backoff(row.tries) : 0))
    }
    if (receipt.status === 'sent' && tag !== undefined) {
      await parts.post(chat, `${row.id}.sent`, { kind: 'delivered', chat, tag, ref: receipt.ref })
    }
    if (receipt.status === 'gone') {
      log.info({ chat: row.chat, reason: receipt.reason }, 'chat can no longer be reached')
      await parts.post(chat, `${row.id}.gone`, { kind: 'gone', chat })
    }
    if (receipt.status === 'refused') log.error({ chat: row.chat, reason: receipt.reason }, 'message refused for good')
    return store.settleOutbox(row.id)
  }

  return { deliverOne }
}

function backoff(tries: number): number {
  return Math.min(MINUTE, 500 * 2 ** Math.min(tries, 10))
}
