import type { Day } from './effect.ts'

/** How far a saved request is: before business day 2, from day 2 to 5, or after day 5 (extended calendar). */
export type WaitPhase = 'early' | 'window' | 'late'

/** What was read as a day. `late-night`: said between midnight and 5:00, so "hoy" may mean either day. */
export type DateReading =
  | { ok: true; day: Day; phase: WaitPhase }
  | { ok: false; reason: 'future' | 'unclear' | 'too-old' }
  | { ok: false; reason: 'late-night'; earlier: Day; later: Day }

/** What was read as the day by which something is needed, today or later. `too-far`: more than 370 days ahead. */
export type DeadlineReading = { ok: true; day: Day } | { ok: false; reason: 'past' | 'unclear' | 'too-far' }

/** What was read as a student's id at the university: its digits as written, zeros in front included. */
export type StudentIdReading = { ok: true; id: string } | { ok: false; reason: 'nss' | 'curp' | 'unclear' }
