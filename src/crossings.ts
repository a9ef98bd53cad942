import type { Channel } from './channels/channel.ts'
import type { Clock } from './clock.ts'
import { fileName } from './file-name.ts'
import { type ChatId, channelOf } from './ids.ts'
import type { Log } from './log.ts'
import type { Media, Message, Receipt } from './message.ts'
import { pause } from './pause.ts'

/** What stands on one network and goes to another: fetched there, held while its row is under way, and kept nowhere. */
export interface Crossings {
  /** The message as the network of `to` can take it, itself if nothing has to cross; or what to answer in its place. */
  cross(row: string, to: ChatId, message: Message): Promise<Message | Receipt>
  /** The row is settled. */
  forget(row: string): void
}

/** The largest thing that crosses, in bytes (RELIABILITY A26). */
export const LARGEST = 10 * 1024 * 1024
/** How often a thing is asked for that its network fails to give. */
const MOST_TRIES = 4
/** Held at once; an older one is fetched again. */
const MOST_HELD = 6
/** Longer than a row that is still ours waits between two tries (ms). */
const HELD = 120_000
/** Milliseconds until the next look at what is on its way, and until the next try. */
const SOON = 1000
const AGAIN = 2000
/** More rows than can be failing at once. */
const MOST_FAILING = 500

type Fetched = { media: Media | null } | { error: unknown }

/** `patience`: how long one delivery waits for what it carries (ms). The fetching goes on meanwhile, and the next try finds it. */
export function createCrossings(parts: {
  channels: readonly Channel[]
  clock: Clock
  log: Log
  patience: number
}): Crossings {
  const { channels, clock, log, patience } = parts
  const held = new Map<string, { fetched: Promise<Fetched>; since: number }>()
  const failures = new Map<string, number>()

  async function cross(row: string, to: ChatId, message: Message): Promise<Message | Receipt> {
    if (message.type !== 'copy' || channelOf(message.from) === channelOf(to)) return message
    const { from, ref, key, caption, thread, quotes } = message
    const source = channels.find(({ name }) => name === channelOf(from))
    if (!source?.open) return elsewhere('its network gives nothing away')
    const fetched = await soon(held.get(row)?.fetched ?? fetch(row, source, from, ref))
    if (fetched === null) return { status: 'retry', after: SOON, reason: 'crossing', scope: 'chat' }
    if ('error' in fetched) return failed(row, source.name, fetched.error)
    if (fetched.media === null) return elsewhere('cannot be had any more')
    if (fetched.media.bytes.length > LARGEST) return elsewhere('too large to cross')
    const media = { ...fetched.media, name: fileName(fetched.media) }
    const place = { ...(thread !== undefined && { thread }), ...(quotes !== undefined && { quotes }) }
    return { type: 'media', media, key, caption, ...place }
  }

  function fetch(row: string, source: Channel, from: ChatId, ref: string): Promise<Fetched> {
    const now = clock.monotonic()
    for (const [other, { since }] of held) if (now - since > HELD || held.size >= MOST_HELD) held.delete(other)
    const fetched = opened(source, from, ref).then(
      (media): Fetched => ({ media }),
      (error: unknown): Fetched => ({ error }),
    )
    held.set(row, { fetched, since: now })
    return fetched
  }

  async function opened(source: Channel, from: ChatId, ref: string): Promise<Media | null> {
    return (await source.open?.(from, ref)) ?? null
  }

  /** Its network may be away for a moment; but everything else for the same chat waits behind it. */
  function failed(row: string, channel: string, error: unknown): Receipt {
    log.warn({ channel, error }, 'what was to cross to another network could not be fetched')
    const times = (failures.get(row) ?? 0) + 1
    held.delete(row)
    if (times >= MOST_TRIES) return elsewhere('could not be fetched')
    if (failures.size >= MOST_FAILING) failures.clear()
    failures.set(row, times)
    return { status: 'retry', after: AGAIN * times, reason: 'crossing', scope: 'chat' }
  }

  /** Null: not within our patience. */
  async function soon(fetched: Promise<Fetched>): Promise<Fetched | null> {
    const come = new AbortController()
    const waited = pause(clock, patience, come.signal).then(() => null)
    return Promise.race([fetched, waited]).finally(() => come.abort())
  }

  return {
    cross,
    forget(row) {
      held.delete(row)
      failures.delete(row)
    },
  }
}

function elsewhere(reason: string): Receipt {
  return { status: 'refused', reason, why: 'elsewhere' }
}
