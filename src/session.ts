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
  /** Before a case is opened: their id at the university, if they like, and a date by which they need it. */
  z.object({ kind: z.literal('case-id'), reason: z.string(), detail: z.string() }),
  z.object({ kind: z.literal('case-deadline'), reason: z.string(), detail: z.string() }),
  /** A person serves them: the way back to the bot. */
  z.object({ kind: z.literal('talk'), code: z.string() }),
  /** A picture waits until they say that nothing of theirs can be read in it. */
  z.object({ kind: z.literal('picture'), code: z.string() }),
  /** A case was said to be resolved: is it? */
  z.object({ kind: z.literal('solved'), code: z.string() }),
])

export type Detour = z.infer<typeof detourSchema>

const chat = z.custom<ChatId>((value) => typeof value === 'string' && value.includes(':'))

/** Milliseconds that a date can be made of. */
const instant = z.number().min(0).max(8.64e15)

/** A case of theirs, as far as they are concerned; the rest lives with the desk. */
const ticketSchema = z.object({
  code: z.string(),
  openedAt: instant,
  status: z.enum(['open', 'taken', 'waiting', 'referred', 'resolved']).default('open'),
  /** Since when a person serves them and the bot keeps quiet; 0 while none does. */
  talkingSince: instant.default(0),
  /** When it was resolved; 0 while it is not. */
  resolvedAt: instant.default(0),
  /** What agents wrote, by the answer's id: where it stands in this chat. */
  replies: z
    .array(z.object({ id: z.string(), ref: z.string(), isThing: z.boolean().default(false) }))
    .default(() => []),
  /** Pictures that wait for a word of theirs. */
  pictures: z
    .array(
      z.object({ ref: z.string(), caption: z.string(), thing: z.enum(['picture', 'document']).default('picture') }),
    )
    .default(() => []),
  /** Corrections of answers that were still on their way; null takes one back. */
  corrections: z.array(z.object({ id: z.string(), text: z.string().nullable() })).default(() => []),
})
export type Ticket = z.infer<typeof ticketSchema>

const timer = z.object({ due: instant, reminder: z.boolean(), flow: z.string() })

/**
 * All we keep about a student's chat. Versioned: `schema` grows when the shape changes. What is empty is not written (see
 * envelope.ts), so what a field is when it is missing never changes within a schema.
 */
export const sessionSchema = z.object({
  schema: z.literal(SCHEMA),
  chat,
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
  /** Staff write here by hand until then, and the bot keeps quiet; past: the next message is told where it is. 0: nobody does. */
  handUntil: instant.default(0),
  /** The message after an emergency is never a failure. */
  shaken: z.boolean().default(false),
  ticket: ticketSchema.nullable().default(null),
  /** When the cases of today were opened. */
  opened: z.array(instant).default(() => []),
  /** Their id at the university, if they gave it. */
  studentId: z.string().nullable().default(null),
  /** What they wrote last, without numbers, for the card of a case. */
  recent: z.array(z.string()).default(() => []),
  /** When they came to the step they are at. */
  stepAt: instant.default(0),
  /** Steps they have been at, for counts that name nobody. */
  reached: z.array(z.string()).default(() => []),
  /** Their data shown to an agent, until when. */
  reveals: z.array(z.object({ to: chat, ref: z.string(), until: instant })).default(() => []),
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

export function newTicket(code: string, openedAt: number): Ticket {
  return { code, openedAt, status: 'open', talkingSince: 0, resolvedAt: 0, replies: [], pictures: [], corrections: [] }
}

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
    handUntil: 0,
    shaken: false,
    ticket: null,
    opened: [],
    studentId: null,
    recent: [],
    stepAt: 0,
    reached: [],
    reveals: [],
    reachable: true,
    endedAt: {},
    firedAt: 0,
    stripped: false,
    numbersGone: false,
    setAside: null,
  }
}

/** Staff wrote to them by hand, and they have not written to the bot yet. */
export function isUnasked({ handUntil, asked }: Session): boolean {
  return handUntil > 0 && asked === 0
}

/** However long a person serves somebody: reminders wait no longer than that. */
const LONGEST_TALK = 7 * 24 * 60 * 60 * 1000

/** Until when reminders keep quiet: after an emergency, and while a person serves the student or writes to them by hand. */
export function quietUntil({ restUntil, handUntil, ticket }: Session): number {
  const talking = ticket === null || ticket.talkingSince === 0 ? 0 : ticket.talkingSince + LONGEST_TALK
  return Math.max(restUntil, handUntil, talking)
}

/** When the timers really fall due. */
export function dues(session: Session): number[] {
  const quiet = quietUntil(session)
  return Object.values(session.timers).map(({ due, reminder }) => (reminder ? Math.max(due, quiet) : due))
}
