import { z } from 'zod'

export const HOUR = 3_600_000
/** A message counts for this many whole hours after the one it was sent in. */
const KEPT = 24

export const hourSchema = z.object({
  /** Hours since 1970. */
  hour: z.number().int().nonnegative(),
  reminders: z.number().int().nonnegative(),
  /** Everything else. */
  others: z.number().int().nonnegative(),
})
export type Hour = z.infer<typeof hourSchema>

/**
 * What went out in the last 24 hours. A day that rolls needs no zone, and never lets two days' worth out around midnight. It is counted
 * by whole hours and an hour too long rather than too short, so that no 24 hours, and no day of any calendar, holds more than is counted.
 */
export interface Tally {
  add(isReminder: boolean, now: number): void
  sent(now: number): { reminders: number; others: number }
  /** One entry an hour, oldest first. */
  hours(now: number): Hour[]
}

export function createTally(saved: readonly Hour[]): Tally {
  const kept = new Map(saved.map((entry) => [entry.hour, { ...entry }]))

  /** A clock that was set back leaves hours of the future behind: they count, too, unless they are absurd. */
  const counts = (hour: number, now: number): boolean => Math.abs(hourOf(now) - hour) <= KEPT

  return {
    add(isReminder, now) {
      const hour = hourOf(now)
      const entry = kept.get(hour) ?? { hour, reminders: 0, others: 0 }
      if (isReminder) entry.reminders += 1
      else entry.others += 1
      kept.set(hour, entry)
      for (const old of kept.keys()) if (!counts(old, now)) kept.delete(old)
    },
    sent(now) {
      const sum = { reminders: 0, others: 0 }
      for (const entry of kept.values()) {
        if (!counts(entry.hour, now)) continue
        sum.reminders += entry.reminders
        sum.others += entry.others
      }
      return sum
    },
    hours: (now) =>
      [...kept.values()]
        .filter(({ hour }) => counts(hour, now))
        .sort((one, other) => one.hour - other.hour)
        .map((entry) => ({ ...entry })),
  }
}

export function hourOf(now: number): number {
  return Math.floor(now / HOUR)
}
