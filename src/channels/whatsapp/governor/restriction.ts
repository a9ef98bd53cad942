import { z } from 'zod'
import { HOUR } from './tally.ts'

/** The line is stopped until then; `tries`: how many messages went out to see whether it still is. `liftedAt`: it goes on since. */
export const restrictionSchema = z.object({
  until: z.number(),
  tries: z.number().int().nonnegative(),
  liftedAt: z.number().nullable(),
})
export type Restriction = z.infer<typeof restrictionSchema>

const DAY = 24 * HOUR
/** However long WhatsApp says it lasts: after this we look for ourselves. */
const LONGEST = 30 * DAY
/** Lifted and back within this time it is the same one: we do not begin with the short waits again. */
const REMEMBERED = 2 * DAY

/** `until`: as WhatsApp said; null: it did not. Said again while the line is stopped (many messages fail at once), it is one restriction. */
export function restrict(before: Restriction | null, until: number | null, now: number): Restriction {
  const said = until !== null && until > now ? Math.min(until, now + LONGEST) : null
  if (before !== null && before.liftedAt === null) return { ...before, until: Math.max(before.until, said ?? 0) }
  const isSame = before !== null && before.liftedAt !== null && now - before.liftedAt < REMEMBERED
  const tries = isSame ? before.tries + 1 : 0
  return { until: said ?? now + pauseAfter(tries), tries, liftedAt: null }
}

/** One message goes out to see; the next one, unless the line is lifted, after twice the time. */
export function tried(before: Restriction, now: number): Restriction {
  const tries = before.tries + 1
  return { until: now + pauseAfter(tries), tries, liftedAt: null }
}

export function lift(before: Restriction | null, now: number): Restriction | null {
  return before === null || before.liftedAt !== null ? before : { ...before, liftedAt: now }
}

/** 1, 2, 4, 8, 16, 24 hours. */
function pauseAfter(tries: number): number {
  return Math.min(DAY, HOUR * 2 ** Math.min(tries, 5))
}
