import { z } from 'zod'
import { type ChatId, DESK } from '../ids.ts'
import { lifeSchema, newLife } from './life.ts'

const chat = z.custom<ChatId>((value) => typeof value === 'string' && value.includes(':'))
const params = z.record(z.string(), z.union([z.string(), z.number()]))
const day = z.string().nullable()

/** A message of the group that belongs to a case. */
const refSchema = z.object({
  ref: z.string(),
  as: z.enum([
    'card',
    /** What the student did; `of` is its ref in their chat. */
    'said',
    /** An agent's own message that went to the student; `of` is the answer's id. */
    'answer',
    /** The same, written to several at once. */
    'bulk',
    /** Our word that it did, with the way to take it back. */
    'sent',
    /** Asks for an answer or for a note that quotes it. */
    'prompt-answer',
    'prompt-note',
    /** An agent's note. */
    'note',
    /** Something the student sent that is not text; its words cannot be changed. */
    'thing',
    'other',
  ]),
  of: z.string().default(''),
  /** When it was written (ms). */
  at: z.number().default(0),
})
export type Ref = z.infer<typeof refSchema>

export const menus = ['main', 'answer', 'refer', 'resolve', 'steps'] as const

export const caseSchema = z.object({
  /** Null once they erased everything. */
  student: chat.nullable(),
  channel: z.string(),
  language: z.string(),
  flow: z.string(),
  campus: z.string(),
  reason: z.string(),
  detail: z.string(),
  deadline: day,
  step: z.string(),
  stepNumber: z.number(),
  stepSince: z.number(),
  openedAt: z.number(),
  lines: z.array(z.string()),
  facts: params,
  life: lifeSchema,
  /** Since when it stands where it does. */
  since: z.number(),
  /** Step to go on with, of an outcome that leaves it to the agent. */
  goTo: z.string().nullable().default(null),
  referredTo: z.string().nullable().default(null),
  followUp: day.default(null),
  /** What lies on the card now: which buttons, under which number; `last` were the ones before. */
  menu: z.enum(menus).default('main'),
  question: z.number().default(0),
  last: z.number().default(0),
  thread: z.string().nullable().default(null),
  card: z
    .object({
      ref: z.string().nullable(),
      /** On its way since then; 0 when it is not. */
      sentAt: z.number(),
      /** Something changed that it does not show yet. */
      stale: z.boolean(),
    })
    .default({ ref: null, sentAt: 0, stale: true }),
  /** When a card of it was last lost on its way. */
  lostAt: z.number().default(0),
  refs: z.array(refSchema).default([]),
  /** Who did what, newest last. Agents by name; nothing of the student. */
  acts: z.array(z.object({ at: z.number(), who: z.string(), by: z.string().default(''), act: z.string() })).default([]),
  answers: z.number().default(0),
  answeredAt: z.number().default(0),
  /** Since when the student waits for a word of the desk's; 0 while they do not. */
  owedSince: z.number().default(0),
  /** How far the group was warned of each target: 1 it comes near, 2 it is missed. */
  warned: z.object({ answer: z.number(), resolution: z.number() }).default({ answer: 0, resolution: 0 }),
  /** Waited too long once: before all others in the line. */
  raised: z.boolean().default(false),
  /** The student was told that nobody has answered yet. */
  told: z.boolean().default(false),
  nudged: z.boolean().default(false),
  /** How many messages of the student's are on their way to the group, and what follows them. */
  relaying: z.number().default(0),
  waiting: z.array(z.string()).default([]),
  /** When the group last read that the student asks for somebody again. */
  newsAt: z.number().default(0),
  /** Messages of ours that we no longer know by their ref. */
  dropped: z.number().default(0),
})
export type Case = z.infer<typeof caseSchema>

const incidentSchema = z.object({
  state: z.enum(['asked', 'on', 'denied']),
  at: z.number(),
  text: z.string(),
  question: z.number(),
  /** Who is to be told when it is over. */
  concerned: z.array(chat),
})

const troubleSchema = z.object({
  /** Since when it stands; null once it is over. */
  since: z.number().nullable(),
  saidAt: z.number(),
  /** It came back within the hour in which it is not said again. */
  owed: z.boolean(),
})
export type Standing = z.infer<typeof troubleSchema>

/** Of one day. */
const windowSchema = z.object({
  day: z.string(),
  /** Those that went out as a template, and those that did not. */
  templates: z.number(),
  none: z.number(),
  /** The line that says so; null while there is none. `isFinal`: the network changes it no more. */
  ref: z.string().nullable(),
  isUnderWay: z.boolean(),
  isFinal: z.boolean(),
  /** How many of them the line shows. */
  shown: z.number(),
})
export type Windows = z.infer<typeof windowSchema>

export const DESK_SCHEMA = 2

/** What the desk's chat keeps. */
export const deskSchema = z.object({
  schema: z.literal(DESK_SCHEMA),
  chat: z.literal(DESK),
  /** By code. */
  cases: z.record(z.string(), caseSchema),
  /** Who has acted, by the network's id. */
  agents: z
    .record(
      z.string(),
      z.object({ name: z.string(), chat: chat.nullable(), at: z.number(), toldAt: z.number().default(0) }),
    )
    .default({}),
  /** Where the messages stand that are known by their ref. */
  group: chat.nullable().default(null),
  /** Whether the group has topics; null until one was asked for. */
  topics: z.boolean().nullable().default(null),
  /** The day of the last morning digest. */
  digestOn: z.string().default(''),
  /** Answers to several at once: codes by the number of their button, or by the ref of the message to quote. */
  bulk: z.record(z.string(), z.object({ codes: z.array(z.string()), at: z.number() })).default({}),
  /** Students who met an error, by portal. */
  stalls: z.record(z.string(), z.array(z.object({ student: chat, at: z.number() }))).default({}),
  incidents: z.record(z.string(), incidentSchema).default({}),
  /** What befell a channel, by its name and the trouble's: see troubles.ts. */
  troubles: z.record(z.string(), z.record(z.string(), troubleSchema)).default({}),
  /** Messages that found a window closed, by channel. */
  windows: z.record(z.string(), windowSchema).default({}),
  /** Codes of cases that were erased, and when: what is still on its way is taken away as it arrives. */
  erased: z.record(z.string(), z.number()).default({}),
  /** Counts upward: a name for what is on its way. */
  count: z.number().default(0),
  /** What was kept before and could not be read, and since when: for whoever mends it. */
  setAside: z.object({ at: z.number(), text: z.string() }).nullable().default(null),
})
export type DeskSession = z.infer<typeof deskSchema>

export const newDesk: DeskSession = deskSchema.parse({ schema: DESK_SCHEMA, chat: DESK, cases: {} })

const firstSchema = z.looseObject({
  cases: z.record(
    z.string(),
    z.looseObject({
      student: chat.nullable(),
      refs: z.array(z.string()),
      card: params,
      flow: z.string(),
      posted: z.boolean(),
    }),
  ),
})

/** Takes a desk of schema n to n + 1; the key is n. */
export const deskMigrations = {
  /** The card was kept in words: those that a card still shows stay, and the case is open to all. */
  1: (kept: unknown) => {
    const { cases } = firstSchema.parse(kept)
    const moved = Object.entries(cases).map(([code, old]) => {
      const { card } = old
      const text = (name: string): string => (typeof card[name] === 'string' ? card[name] : '')
      const number = (name: string): number => (typeof card[name] === 'number' ? card[name] : 0)
      return [
        code,
        {
          student: old.student,
          channel: text('channel'),
          language: 'es',
          flow: old.flow,
          campus: 'unknown',
          reason: 'from-before',
          detail: [text('reason'), text('campus'), text('step'), text('detail')]
            .filter((part) => part !== '')
            .join(' · '),
          deadline: null,
          step: '',
          stepNumber: number('stepNumber'),
          stepSince: 0,
          openedAt: 0,
          lines: [],
          facts: card,
          life: newLife,
          since: 0,
          refs: old.refs.map((ref) => ({ ref, as: 'card' })),
        },
      ] as const
    })
    return { schema: 2, chat: DESK, cases: Object.fromEntries(moved) }
  },
}
