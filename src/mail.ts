import { z } from 'zod'
import { troubles } from './channels/channel.ts'
import type { ChatId } from './ids.ts'
import { things, updateSchema } from './update.ts'

const chat = z.custom<ChatId>((value) => typeof value === 'string' && value.includes(':'))
const param = z.union([z.string(), z.number()])
const thing = z.enum(things)

/** What a student did while a person serves them, or added to their case. Texts are masked. */
const saidSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('press'), label: z.string() }),
  z.object({ kind: z.literal('thing'), thing, caption: z.string() }),
  z.object({ kind: z.literal('edit'), text: z.string() }),
  z.object({ kind: z.literal('deleted') }),
])

export type Said = z.infer<typeof saidSchema>

/** What becomes of a case, as the student is told. */
export const changes = [
  'queued',
  'taken',
  'waiting',
  'referred',
  'released',
  'resolved',
  'silent',
  'expired',
  /** The desk has more cases than it can look at. */
  'full',
  /** The desk knows of no such case. */
  'lost',
  /** Resolved long enough ago: it can be opened anew, but not reopened. Nothing is said. */
  'closed',
] as const
export type Change = (typeof changes)[number]

/** What may lie in a chat's mailbox. Every item names its chat, because the store does not know it. */
export const mailSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('update'), chat, update: updateSchema }),
  /** The network took a message we wanted to hear about; `ref` is its id there. `template`: other words than ours were sent. */
  z.object({
    kind: z.literal('delivered'),
    chat,
    tag: z.string(),
    ref: z.string(),
    strayed: z.boolean().optional(),
    template: z.boolean().optional(),
  }),
  /** It will never take it: the other side is gone, or it was refused for good. */
  z.object({ kind: z.literal('failed'), chat, tag: z.string(), reason: z.string() }),
  /** The person blocked the bot, or the chat is no more. */
  z.object({ kind: z.literal('gone'), chat }),
  /** Taken by the network, and given up by it later. */
  z.object({ kind: z.literal('undelivered'), chat, ref: z.string(), reason: z.string() }),
  /** More came than may wait, and some of it was turned away. */
  z.object({ kind: z.literal('flood'), chat }),

  // To the desk. Nothing in them identifies.
  /** A new case, or more about an open one. */
  z.object({
    kind: z.literal('case'),
    chat,
    code: z.string(),
    student: chat,
    channel: z.string(),
    language: z.string().default('es'),
    flow: z.string(),
    reason: z.string(),
    detail: z.string(),
    campus: z.string(),
    /** The day by which the student needs it; null for none. */
    deadline: z.string().nullable().default(null),
    step: z.string(),
    stepNumber: z.number(),
    /** When the student came to that step (ms); 0 when it is not known. */
    stepSince: z.number().default(0),
    openedAt: z.number(),
    /** What the student wrote last, oldest first. */
    lines: z.array(z.string()).default([]),
    facts: z.record(z.string(), param),
  }),
  /** What the student did; `ref` is its id in the student's chat. `alarm`: it sounded like an emergency, and the bot said 911. */
  z.object({
    kind: z.literal('said'),
    chat,
    code: z.string(),
    student: chat,
    ref: z.string(),
    said: saidSchema,
    alarm: z.boolean().default(false),
    /** A thank-you or the like: nobody owes an answer to it. */
    isClosing: z.boolean().default(false),
  }),
  /** The same as an earlier release wrote it. */
  z.object({ kind: z.literal('follow-up'), chat, code: z.string(), student: chat, text: z.string() }),
  /** What became of an agent's answer, by the answer's id. `window`: too long since the student wrote, and nothing went out; `template`: the approved words did, in place of the agent's. */
  z.object({
    kind: z.literal('relayed'),
    chat,
    code: z.string(),
    id: z.string(),
    outcome: z.enum(['sent', 'gone', 'refused', 'closed', 'window', 'template']),
  }),
  /** What became of the student's data that an agent asked to see. */
  z.object({
    kind: z.literal('revealed'),
    chat,
    code: z.string(),
    agent: z.string(),
    outcome: z.enum(['shown', 'closed', 'nothing']),
  }),
  /** The student went back to the bot; the case goes on. */
  z.object({ kind: z.literal('returned'), chat, code: z.string() }),
  /** They blocked the bot, or let it in again. */
  z.object({ kind: z.literal('presence'), chat, code: z.string(), reachable: z.boolean() }),
  /** The student says whether it is settled. */
  z.object({ kind: z.literal('settled'), chat, code: z.string(), solved: z.boolean() }),
  /** The student erased everything; `code` is of their case, if there was one. */
  z.object({ kind: z.literal('erased'), chat, code: z.string(), student: chat.nullable().default(null) }),
  /** A student met an error of a portal, or asks to be told when a known one is over. */
  z.object({ kind: z.literal('stall'), chat, student: chat, portal: z.string() }),
  /** A message could not be handled and was set aside. */
  z.object({ kind: z.literal('dead-letter'), chat, channel: z.string() }),
  /** Something befell a whole channel. */
  z.object({ kind: z.literal('trouble'), chat, channel: z.string(), trouble: z.enum(troubles) }),
  /** A message nobody was waiting for found its network's window closed: it went out as a template, or not at all. */
  z.object({ kind: z.literal('window'), chat, channel: z.string(), template: z.boolean() }),
  /** At start-up: there is a group now, cards that waited can go out. */
  z.object({ kind: z.literal('desk-open'), chat, group: chat.nullable().default(null) }),
  /** The group has another address from now on. */
  z.object({ kind: z.literal('group-moved'), chat, to: chat.nullable().default(null) }),

  // To a student.
  /** What an agent wrote, under an id by which it can be changed and taken back. `canned` is a text by its key, in the student's language. */
  z.object({
    kind: z.literal('reply'),
    chat,
    code: z.string(),
    id: z.string().default(''),
    text: z.string(),
    canned: z.string().optional(),
    /** A thing instead of words: where it stands. */
    copy: z.object({ from: chat, ref: z.string(), thing }).optional(),
  }),
  z.object({ kind: z.literal('reply-edit'), chat, code: z.string(), id: z.string(), text: z.string() }),
  z.object({ kind: z.literal('reply-withdraw'), chat, code: z.string(), id: z.string() }),
  /** What became of their case. */
  z.object({
    kind: z.literal('ticket'),
    chat,
    code: z.string(),
    change: z.enum(changes),
    /** The procedure the case is about. */
    flow: z.string().optional(),
    /** Of `resolved`: how, and for some the step to go on with. */
    outcome: z.string().optional(),
    step: z.string().optional(),
    params: z.record(z.string(), param).default({}),
  }),
  /** The holder of the case wants to see what the group may not. */
  z.object({ kind: z.literal('reveal'), chat, code: z.string(), to: chat, agent: z.string() }),
  /** A portal does not work, or works again. */
  z.object({ kind: z.literal('notice'), chat, portal: z.string(), is: z.enum(['begun', 'over']), text: z.string() }),

  // To the figures.
  /** So many more of something, on a day; names nobody. */
  z.object({ kind: z.literal('count'), chat, day: z.string(), name: z.string() }),
  /** The group asks for figures. */
  z.object({
    kind: z.literal('figures'),
    chat,
    period: z.enum(['day', 'week', 'term']),
    form: z.enum(['picture', 'csv']),
    thread: z.string().optional(),
  }),
])

export type Mail = z.infer<typeof mailSchema>
export type MailOf<K extends Mail['kind']> = Extract<Mail, { kind: K }>
