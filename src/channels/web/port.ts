import type { SimulatedClock } from '../../clock.ts'
import type { ChatId } from '../../ids.ts'

/** What the page needs of the world it shows; whoever makes the channel supplies it. Instants are milliseconds. */
export interface SimulatorPort {
  clock: SimulatedClock
  /** The instant of the student's next reminder, if any. */
  nextReminder(chat: ChatId): Promise<number | null>
  /** The same local time on the next business day. */
  nextBusinessDay(at: number): number
  /** Where the student is in the procedure and where they were before; null before the first message. */
  place(chat: ChatId): Promise<{ place: string; trail: string[] } | null>
  map(): { step: string; number: number; title: string; places: { place: string; title: string }[] }[]
  /** The page's own words, by key. */
  words(): Record<string, string>
  /** An instant in words, with the day of the week and the time. */
  describe(at: number): string
  /** An instant as transcripts write it, in the procedure's local time: "2026-11-23 09:00". */
  stamp(at: number): string
}
