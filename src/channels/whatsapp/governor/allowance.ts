import { createTally, HOUR, type Hour, hourOf } from './tally.ts'

const DAY = 24 * HOUR

export interface Caps {
  /** Messages within 24 hours, once the number is warm. */
  dailyCap: number
  /** The same on the first, second... day after the number was linked. */
  warmUp: readonly number[]
}

/** How many messages may still go out within 24 hours. */
export interface Allowance {
  /** Reminders get half of what answers leave, so that answers always find room. */
  room(isReminder: boolean, now: number): number
  /** Until a whole hour of yesterday falls out of the count, or the warm-up allows more. */
  untilMoreRoom(now: number): number
  add(isReminder: boolean, now: number): void
  link(now: number): void
  linkedAt(): number | null
  hours(now: number): Hour[]
  /** `warmUpDay` from 1; null: the number is warm. */
  health(now: number): { sentToday: number; capToday: number; warmUpDay: number | null }
}

export function createAllowance(caps: Caps, saved: { linkedAt: number | null; hours: readonly Hour[] }): Allowance {
  const tally = createTally(saved.hours)
  let { linkedAt } = saved

  /** Whole days since the number was linked; one that never was has everything before it. */
  const age = (now: number): number => (linkedAt === null ? 0 : Math.max(0, Math.floor((now - linkedAt) / DAY)))
  const cap = (now: number): number => Math.min(caps.dailyCap, caps.warmUp[age(now)] ?? caps.dailyCap)

  return {
    room(isReminder, now) {
      const { reminders, others } = tally.sent(now)
      const left = cap(now) - reminders - others
      return isReminder ? Math.min(left, Math.floor((cap(now) - others) / 2) - reminders) : left
    },
    untilMoreRoom(now) {
      const nextHour = (hourOf(now) + 1) * HOUR
      const nextDay = linkedAt === null ? nextHour : linkedAt + (age(now) + 1) * DAY
      return Math.min(nextHour, nextDay) - now
    },
    add: tally.add,
    link(now) {
      linkedAt = now
    },
    linkedAt: () => linkedAt,
    hours: tally.hours,
    health(now) {
      const { reminders, others } = tally.sent(now)
      const day = age(now)
      return {
        sentToday: reminders + others,
        capToday: cap(now),
        warmUpDay: day < caps.warmUp.length ? day + 1 : null,
      }
    },
  }
}
