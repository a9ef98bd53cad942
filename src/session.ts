import { z } from 'zod'
import type { ChatId } from './ids.ts'

/** A side question of the bot's own, asked over whatever the procedure is asking. */
export const detourSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('menu') }),
  z.object({ kind: z.literal('erase') }),
  z.object({ kind: z.literal('restart') }),
  z.object({ kind: z.literal('language') }),
  z.object({ kind: z.literal('procedures') }),
  /** Offered after three messages not understood. */
  z.object({ kind: z.literal('person') }),
  /** Campus, for contacts or before a case is opened. */
  z.object({ kind: z.literal('campus'), to: z.enum(['contacts', 'phones']) }),
  z.object({ kind: z.literal('case-campus'), reason: z.string(), detail: z.string() }),
  /** An agent wrote: what the student writes next goes to the desk. */
  z.object({ kind: z.literal('talk'), code: z.string() }),
])

export type Detour = z.infer<typeof detourSchema>

const timer = z.object({ due: z.number(), reminder: z.boolean(), flow: z.string() })

/** All we keep about a student's chat. Versioned: `schema` grows when the shape changes. */
export const sessionSchema = z.object({
  schema: z.literal(1),
  chat: z.custom<ChatId>((value) => typeof value === 'string' && value.includes(':')),
  language: z.string(),
  startedAt: z.number(),
  seenAt: z.number(),
  /** Which procedure is under way, and the snapshot of each one begun (checked by its own flow). */
  active: z.string(),
  flows: z.record(z.string(), z.unknown()),
  /** How many different questions were asked so far: the number of the newest. */
  asked: z.number(),
  /** What the procedure last asked, so that an old button is known as old and a step is not asked twice. */
  question: z.object({ number: z.number(), key: z.string(), step: z.string() }),
  detour: z.object({ number: z.number(), now: detourSchema }).nullable(),
  /** The last places the student may go back to, oldest first; at most eight. */
  trail: z.array(z.string()),
  /** Messages in a row that were not understood. */
  misses: z.number(),
  campus: z.string().nullable(),
  timers: z.record(z.string(), timer),
  /** Reminders rest until then (after an emergency). */
  restUntil: z.number(),
  /** The message after an emergency is never a failure. */
  shaken: z.boolean(),
  ticket: z.object({ code: z.string(), openedAt: z.number() }).nullable(),
  reachable: z.boolean(),
  /** What was kept before and could not be read: set aside for whoever mends it, and erased with the rest. */
  setAside: z.string().nullable(),
})

export type Session = z.infer<typeof sessionSchema>

export const LONGEST_TRAIL = 8

export function newSession(chat: ChatId, language: string, flow: string, saved: unknown, at: number): Session {
  return {
    schema: 1,
    chat,
    language,
    startedAt: at,
    seenAt: at,
    active: flow,
    flows: { [flow]: saved },
    asked: 0,
    question: { number: 0, key: '', step: '' },
    detour: null,
    trail: [],
    misses: 0,
    campus: null,
    timers: {},
    restUntil: 0,
    shaken: false,
    ticket: null,
    reachable: true,
    setAside: null,
  }
}

/** The next instant this chat needs attention by itself; null for never. */
export function nextTimer(session: Session): number | null {
  const dues = Object.values(session.timers).map(({ due, reminder }) =>
    reminder ? Math.max(due, session.restUntil) : due,
  )
  return dues.length === 0 ? null : Math.min(...dues)
}
