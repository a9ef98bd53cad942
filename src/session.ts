import { z } from 'zod'
import type { ChatId } from './ids.ts'
import { SafeError } from './log.ts'

/** The shape of sessions this release writes. One that only adds fields with defaults needs no new number. */
export const SCHEMA = 1

/** What was stored is of a release ahead of ours: it waits for that, untouched. */
export class NewerSessionError extends SafeError {
  override readonly name = 'NewerSessionError'
  constructor(options?: ErrorOptions) {
    super('newer-session', 'written by a newer version, left for it', options)
  }
}

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

/** Milliseconds that a date can be made of. */
const instant = z.number().min(0).max(8.64e15)

const timer = z.object({ due: instant, reminder: z.boolean(), flow: z.string() })

/**
 * All we keep about a student's chat. Versioned: `schema` grows when the shape changes. What is empty is not written (see
 * envelope.ts), so what a field is when it is missing never changes within a schema.
 */
export const sessionSchema = z.object({
  schema: z.literal(SCHEMA),
  chat: z.custom<ChatId>((value) => typeof value === 'string' && value.includes(':')),
  language: z.string(),
  startedAt: instant,
  /** When the student last wrote or pressed anything. */
  seenAt: instant,
  /** Which procedure is under way, and the snapshot of each one begun (checked by its own flow). */
  active: z.string(),
  flows: z.record(z.string(), z.unknown()),
  /** How many different questions were asked so far: the number of the newest. */
  asked: z.number().default(0),
  /** What the procedure last asked, so that an old button is known as old and a step is not asked twice. */
  question: z.object({ number: z.number(), key: z.string(), step: z.string() }),
  detour: z.object({ number: z.number(), now: detourSchema }).nullable().default(null),
  /** The last places the student may go back to, oldest first; at most eight. */
  trail: z.array(z.string()).default(() => []),
  /** Messages in a row that were not understood. */
  misses: z.number().default(0),
  /** When a person was last offered for them. */
  offeredAt: instant.default(0),
  campus: z.string().nullable().default(null),
  timers: z.record(z.string(), timer).default(() => ({})),
  /** Reminders rest until then (after an emergency). */
  restUntil: instant.default(0),
  /** The message after an emergency is never a failure. */
  shaken: z.boolean().default(false),
  ticket: z.object({ code: z.string(), openedAt: instant }).nullable().default(null),
  reachable: z.boolean(),
  /** When each procedure that is over ended. */
  endedAt: z.record(z.string(), instant).default(() => ({})),
  /** When a timer last fell due. */
  firedAt: instant.default(0),
  /** The identifiers were dropped for want of a word, and there has been none since. */
  stripped: z.boolean().default(false),
  /** There were some, and the student has not been told. */
  numbersGone: z.boolean().default(false),
  /** What was kept before and could not be read: set aside for whoever mends it, and erased with the rest. */
  setAside: z.string().nullable().default(null),
})

export type Session = z.infer<typeof sessionSchema>

export const LONGEST_TRAIL = 8

export function newSession(chat: ChatId, language: string, flow: string, saved: unknown, at: number): Session {
  return {
    schema: SCHEMA,
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
    offeredAt: 0,
    campus: null,
    timers: {},
    restUntil: 0,
    shaken: false,
    ticket: null,
    reachable: true,
    endedAt: {},
    firedAt: 0,
    stripped: false,
    numbersGone: false,
    setAside: null,
  }
}

/** When the timers really fall due: reminders rest after an emergency. */
export function dues(session: Session): number[] {
  return Object.values(session.timers).map(({ due, reminder }) => (reminder ? Math.max(due, session.restUntil) : due))
}
