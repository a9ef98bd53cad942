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
  /** Whether the line is open: without it much cannot be posted, whoever wrote it. */
  isOpen(): boolean
  /** Posts it and lets go of its row. */
  take(arrival: Arrival): Promise<void>
}

/** Milliseconds before what could not be posted is tried again. */
const AGAIN = 1000
/** What failed so often, the line open, may be at fault itself. */
const MOST_TRIES = 5

/**
 * What the journal holds, one after the other in the order it came. What cannot be posted stays there, and what came after it waits behind
 * it: unless it keeps failing while that goes through.
 */
export function createInbox({ vault, clock, log, isOpen, take }: InboxParts): Inbox {
  let last = 0
  let working = Promise.resolve()
  let isBehind = false
  let callOff = (): void => {}
  let isStopped = false
  /** By row. */
  const tries = new Map<string, number>()
  /** Rows that nobody waits for. */
  const aside = new Set<string>()
  let unread = 0

  function put(arrival: Arrival): void {
    working = working.then(async () => {
      if (isBehind || isStopped) return
      await attempt(arrival).catch(fallBehind)
    })
  }

  async function attempt(arrival: Arrival): Promise<void> {
    const { row } = arrival
    try {
      await take(arrival)
      tries.delete(row)
      aside.delete(row)
    } catch (error) {
      if (isOpen()) tries.set(row, (tries.get(row) ?? 0) + 1)
      throw error
    }
  }

  function fallBehind(error: unknown): void {
    if (!isBehind) log.warn({ channel: 'whatsapp', error }, 'a message could not be posted: it waits in the journal')
    isBehind = true
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
    // Once, not at every look at what waits for the line.
    if (all.length > 0 && !isBehind)
      log.info({ channel: 'whatsapp', count: all.length }, 'messages of the journal are posted')
    let suspects: Arrival[] = []
    const proven: Arrival[] = []
    let why: unknown
    for (const arrival of all.filter(({ row }) => !aside.has(row))) {
      try {
        await attempt(arrival)
        proven.push(...suspects)
        suspects = []
      } catch (error) {
        // Behind one that failed for so long others are not waited for as long: many bad ones are no worse than one.
        const isFirst = suspects.length + proven.length === 0
        if (!isOpen() || (isFirst && (tries.get(arrival.row) ?? 0) < MOST_TRIES)) throw error
        suspects.push(arrival)
        why = error
      }
    }
    for (const arrival of proven) await attempt(arrival).catch((error: unknown) => setAside(arrival, error))
    if (suspects.length > 0) throw why
    for (const arrival of all.filter(({ row }) => aside.has(row))) {
      await attempt(arrival).catch((error: unknown) => {
        // It may want the line, which was not open yet: this was not the try it was promised.
        if (!isOpen()) throw error
      })
    }
    isBehind = false
    callOff()
  }

  /** It failed, what came behind it went through, and it failed again. Rejects when the vault, or the line, was away after all. */
  async function setAside({ row }: Arrival, error: unknown): Promise<void> {
    await vault.set(new Map())
    if (!isOpen()) throw error
    aside.add(row)
    log.error(
      { channel: 'whatsapp', error },
      'a message fails while others go through: it stays in the journal, and is tried again with the next line or start',
    )
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
