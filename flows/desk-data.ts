import type { Day } from './effect.ts'

/** When the help desk's people are there, in the procedure's zone. Holidays and closures are the calendar's. */
export interface OpenHours {
  /** By day of the week, 0 Sunday to 6 Saturday; several stretches a day are several entries. Local times, "08:00". */
  weekly: readonly { days: readonly number[]; opens: string; closes: string }[]
  /** Whether the days were confirmed: while they are not, nobody is promised one. */
  daysCertain: boolean
  /** Days that differ, by date ("2026-12-18") or every year ("12-24"); without times they are closed. The later entry wins. */
  exceptions: readonly { from: Day; to: Day; name: string; opens?: string; closes?: string }[]
}

/** What the help desk needs to know of a procedure and of whoever runs it. */
export interface DeskData {
  hours: OpenHours
  /** Open minutes until somebody should have answered, and until it should be settled. */
  targets: { firstAnswer: number; resolution: number }
  /** Open minutes after which a student who is being served and hears nothing is told the truth. */
  silence: number
  /** Business days a case waits for the student before it ends. */
  patience: number
  /** Where cases may be referred to, and after how many business days somebody asks what became of it. */
  referrals: readonly { id: string; mail: string; followUp: number }[]
  /** How a case may end; the procedure hears `ticket.closed` with one of them. Texts "outcome-<id>". */
  outcomes: readonly string[]
  /** Where a student lands whom staff send to a step. */
  landings: Readonly<Record<string, string>>
  /** The portal whose error a place is about. Texts "portal-<id>". */
  portals: Readonly<Record<string, string>>
}
