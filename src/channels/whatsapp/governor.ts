import type { Clock } from '../../clock.ts'
import type { Occasion } from '../../message.ts'
import { type Caps, createAllowance } from './governor/allowance.ts'
import { createBuckets, type Pace } from './governor/buckets.ts'
import { lift, restrict, tried } from './governor/restriction.ts'
import { covers, type GovernorState, withMargin } from './governor/state.ts'
import { HOUR, hourOf } from './governor/tally.ts'
import { createWaiting, type Reason } from './governor/waiting.ts'

export { type GovernorState, governorStateSchema } from './governor/state.ts'

/** One message that wants to go out, as far as it matters here. */
export interface Departure {
  chat: string
  isGroup: boolean
  occasion?: Occasion | undefined
  /** When the person of the chat last wrote to us (ms); null: never. Of a group it does not matter. */
  heardAt: number | null
  /** Characters. */
  length: number
}

export type Verdict =
  /** Counted as sent: show "composing" for so long (ms), and send it. */
  | { go: true; typing: number }
  /** Ask again after so many ms. Nothing was counted. `capped` of a reminder means its half of the day only. */
  | { wait: number; reason: Reason }
  /** They never wrote, or not for a month: it must not be sent. */
  | { no: 'cold' }

export interface GovernorOptions extends Partial<Caps> {
  /** Of the number. */
  pace?: Pace
  chatPace?: Pace
}

/**
 * Decides whether and when a message may go out, so that WhatsApp does not take the number for a spammer's. Only whoever wrote first is
 * answered; a reminder goes to whoever wrote within 30 days. That they asked for it is the flow's doing: it sends no others. Emergencies go
 * at once, whatever the state, and are counted. Messages in groups (the desk's) keep the pace and are counted; neither the day's cap nor a
 * restriction holds them, or the desk would not learn of either.
 */
export interface Governor {
  /** Ask right before sending, with the line open, one message of a chat at a time: `go` has counted it, whatever becomes of it. */
  ask(departure: Departure): Verdict
  /** Error 463 or a reach-out lock; `until` as WhatsApp says (ms), null if it does not. Repeats do no harm. */
  restricted(until: number | null): void
  /** A message was taken by the server after a restriction, or WhatsApp says it is over. */
  lifted(): void
  /** A number that was never linked here is now: the warm-up begins. Not for linking the same number anew. */
  linked(): void
  /** Whether `snapshot()` must be written before the message that was let go is sent. */
  dirty(): boolean
  /**
   * The state to write. It is ahead by `margin` messages, so that not every message needs a write, and a crash counts too many and never too
   * few; when stopping in good order a margin of 0 counts exactly. Write one at a time, then say `saved`.
   */
  snapshot(margin?: number): GovernorState
  saved(state: GovernorState): void
  health(): Health
}

/** Names nobody. */
export interface Health {
  /** Within 24 hours. */
  sentToday: number
  capToday: number
  /** From 1; null: the number is warm. */
  warmUpDay: number | null
  /** When the next message goes out to see whether the line is free (ms); null: it is. */
  restrictedUntil: number | null
  /** Chats that were told to wait, by why. */
  waitingPace: number
  waitingCapped: number
  waitingRestricted: number
  /** Messages to people who never wrote, or not for a month, since the start. */
  cold: number
}

interface GovernorParts extends GovernorOptions {
  clock: Pick<Clock, 'now' | 'monotonic'>
  /** From 0, below 1. */
  random: () => number
  /** As it was written last; null: there is none. */
  state: GovernorState | null
}

const MINUTE = 60_000
const OPTIONS = {
  pace: { burst: 10, every: 3000 },
  chatPace: { burst: 5, every: 3000 },
  dailyCap: 1000,
  warmUp: [100, 200, 400, 700],
}
/** A reminder goes only to whoever wrote within this time. */
const STILL_KNOWN = 30 * 24 * HOUR
/** Messages a snapshot is ahead. */
const AHEAD = 10
/** A stopped line may go on any time, so nobody waits longer than this before they ask again. */
const LONGEST_WAIT = 15 * MINUTE
/** Nothing goes out at the very same distance twice. */
const JITTER = 500
/** Whoever waits for the next hour comes back spread over this time. */
const SPREAD = 30_000

export function createGovernor(parts: GovernorParts): Governor {
  const { clock, random, state } = parts
  const allowance = createAllowance({ ...OPTIONS, ...parts }, state ?? { linkedAt: null, hours: [] })
  const waiting = createWaiting()
  const pace = createPace(parts)
  let restriction = state?.restriction ?? null
  let written = state
  let cold = 0

  const isStopped = (): boolean => restriction !== null && restriction.liftedAt === null
  const current = (): GovernorState => ({
    version: 1,
    linkedAt: allowance.linkedAt(),
    hours: allowance.hours(clock.now()),
    restriction,
  })

  /** What stands in its way, the longest wait first. */
  function hindrance(departure: Departure, isReminder: boolean): { wait: number; reason: Reason } | null {
    const now = clock.now()
    const ahead = waiting.ahead(departure.chat, isReminder, clock.monotonic())
    if (!departure.isGroup) {
      const left = restriction !== null && isStopped() ? restriction.until - now : 0
      if (left > 0 || (isReminder && isStopped()))
        return { wait: Math.min(LONGEST_WAIT, Math.max(MINUTE, left)), reason: 'restricted' }
      if (allowance.room(isReminder, now) <= ahead)
        return { wait: allowance.untilMoreRoom(now) + Math.floor(random() * SPREAD), reason: 'capped' }
    }
    const wait = pace.wait(departure, isReminder, ahead)
    return wait > 0 ? { wait: wait + Math.floor(random() * JITTER), reason: 'pace' } : null
  }

  function leave({ chat, isGroup, occasion }: Departure): void {
    const now = clock.now()
    pace.take(chat)
    allowance.add(occasion === 'reminder', now)
    waiting.leave(chat)
    // The one message that sees whether the line is free.
    if (restriction !== null && isStopped() && !isGroup && occasion !== 'emergency')
      restriction = tried(restriction, now)
  }

  return {
    ask(departure) {
      const { chat, occasion } = departure
      const isReminder = occasion === 'reminder'
      if (occasion !== 'emergency') {
        if (isCold(departure, clock.now())) {
          cold += 1
          waiting.leave(chat)
          return { no: 'cold' }
        }
        const found = hindrance(departure, isReminder)
        if (found !== null) {
          waiting.put(chat, { reason: found.reason, isReminder, until: clock.monotonic() + found.wait })
          return found
        }
      }
      leave(departure)
      return { go: true, typing: typing(departure, random) }
    },
    restricted(until) {
      restriction = restrict(restriction, until, clock.now())
    },
    lifted() {
      restriction = lift(restriction, clock.now())
    },
    linked: () => allowance.link(clock.now()),
    dirty: () => !covers(written, current()),
    snapshot: (margin = AHEAD) => withMargin(current(), hourOf(clock.now()), margin),
    saved(saved) {
      written = saved
    },
    health() {
      const { pace: waitingPace, capped, restricted } = waiting.counts(clock.monotonic())
      const waits = { waitingPace, waitingCapped: capped, waitingRestricted: restricted }
      const restrictedUntil = restriction !== null && isStopped() ? restriction.until : null
      return { ...allowance.health(clock.now()), restrictedUntil, ...waits, cold }
    },
  }
}

function isCold({ isGroup, occasion, heardAt }: Departure, now: number): boolean {
  if (isGroup) return false
  return heardAt === null || (occasion === 'reminder' && now - heardAt > STILL_KNOWN)
}

/** The number's pace and each chat's. */
function createPace({ clock, pace = OPTIONS.pace, chatPace = OPTIONS.chatPace }: GovernorParts) {
  const number = createBuckets(pace, clock.monotonic())
  const chats = createBuckets(chatPace, clock.monotonic())
  return {
    wait({ chat, isGroup }: Departure, isReminder: boolean, ahead: number): number {
      const now = clock.monotonic()
      // A reminder leaves half a burst to the answers that may come; a group does not stand in the line of the students.
      const wanted = 1 + (isGroup ? 0 : ahead) + (isReminder ? Math.floor(pace.burst / 2) : 0)
      return Math.max(number.wait('', now, wanted), chats.wait(chat, now))
    },
    take(chat: string): void {
      number.take('', clock.monotonic())
      chats.take(chat, clock.monotonic())
    },
  }
}

/** As long as somebody types, 1 to 3 s; nobody types in an emergency, and the desk knows that we are a program. */
function typing({ isGroup, occasion, length }: Departure, random: () => number): number {
  if (isGroup || occasion === 'emergency') return 0
  return Math.round(1000 + Math.min(1, length / 400) * 1300 + random() * 700)
}
