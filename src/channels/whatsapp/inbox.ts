import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { FencedVault } from '../vault.ts'
import { type Arrival, JOURNAL, readArrival } from './journal.ts'

export interface Inbox {
  /** A name for the next row; names sort in the order they were given, also after a restart. */
  nextRow(): string
  /** It is kept: it is taken as soon as those before it are. */
  put(arrival: Arrival): void
  /** Takes what an earlier life left behind. Resolves once all of it is posted; rejects if not yet, and is then tried again by itself. */
  replay(): Promise<void>
  /** Resolves once nothing is under way; what could not be posted waits for the next `replay`. */
  rest(): Promise<void>
  /** Takes no more. */
  stop(): void
}

interface InboxParts {
  vault: FencedVault
  clock: Clock
  log: Log
  /** Posts it and lets go of its row. */
  take(arrival: Arrival): Promise<void>
}

/** Milliseconds before what could not be posted is tried again. */
const AGAIN = 1000

/** What the journal holds, one after the other in the order it came. What cannot be posted stays there, and what came after it waits behind it. */
export function createInbox({ vault, clock, log, take }: InboxParts): Inbox {
  let last = 0
  let working = Promise.resolve()
  let isBehind = false
  let callOff = (): void => {}
  let isStopped = false
  let unread = 0

  function put(arrival: Arrival): void {
    working = working.then(async () => {
      if (isBehind || isStopped) return
      await take(arrival).catch(fallBehind)
    })
  }

  function fallBehind(error: unknown): void {
    isBehind = true
    log.warn({ channel: 'whatsapp', error }, 'a message could not be posted: it waits in the journal')
    // One look ahead, however often it failed meanwhile.
    callOff()
    callOff = clock.wake(clock.now() + AGAIN, () => void replay().catch(() => {}))
  }

  function replay(): Promise<void> {
    const replaying = working.then(takeAll)
    working = replaying.catch((error: unknown) => {
      if (!isStopped) fallBehind(error)
    })
    return replaying
  }

  async function takeAll(): Promise<void> {
    const all = await waiting()
    if (all.length > 0) log.info({ channel: 'whatsapp', count: all.length }, 'messages of the journal are posted')
    for (const arrival of all) await take(arrival)
    isBehind = false
    callOff()
  }

  /** In the order they came. What nobody can read stays where it is. */
  async function waiting(): Promise<Arrival[]> {
    let count = 0
    const found = await vault.list(JOURNAL, () => {
      count += 1
    })
    const rows = [...found].sort(([a], [b]) => (a < b ? -1 : 1))
    const arrivals = rows.flatMap(([row, text]) => readArrival(row, text) ?? [])
    count += rows.length - arrivals.length
    if (count > unread)
      log.error(
        { channel: 'whatsapp', count },
        'messages that arrived cannot be read: unanswered, they stay in the journal',
      )
    unread = count
    return arrivals
  }

  return {
    nextRow() {
      // Two in one millisecond, or a clock set back.
      last = Math.max(last + 1, clock.now() * 1000)
      return `${JOURNAL}/${String(last).padStart(18, '0')}`
    },
    put,
    replay,
    async rest() {
      await working
      callOff()
    },
    stop() {
      isStopped = true
      callOff()
    },
  }
}
