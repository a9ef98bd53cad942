import { z } from 'zod'
import type { ChatId } from './ids.ts'
import { updateSchema } from './update.ts'

const chat = z.custom<ChatId>((value) => typeof value === 'string' && value.includes(':'))
const param = z.union([z.string(), z.number()])

/** What may lie in a chat's mailbox. Every item names its chat, because the store does not know it. */
export const mailSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('update'), chat, update: updateSchema }),
  /** The network took a message we wanted to hear about; `ref` is its id there. */
  z.object({ kind: z.literal('delivered'), chat, tag: z.string(), ref: z.string() }),
  /** The person blocked the bot, or the chat is no more. */
  z.object({ kind: z.literal('gone'), chat }),
  /** To the desk: a new case, or more about an open one. Holds nothing that identifies. */
  z.object({
    kind: z.literal('case'),
    chat,
    code: z.string(),
    student: chat,
    channel: z.string(),
    flow: z.string(),
    reason: z.string(),
    detail: z.string(),
    campus: z.string(),
    step: z.string(),
    stepNumber: z.number(),
    openedAt: z.number(),
    facts: z.record(z.string(), param),
  }),
  /** To the desk: what a student answered to an agent. */
  z.object({ kind: z.literal('follow-up'), chat, code: z.string(), student: chat, text: z.string() }),
  /** To the desk: the student erased everything. */
  z.object({ kind: z.literal('erased'), chat, code: z.string() }),
  /** To a student: what an agent wrote. */
  z.object({ kind: z.literal('reply'), chat, code: z.string(), text: z.string() }),
  /** More came than may wait, and some of it was turned away. */
  z.object({ kind: z.literal('flood'), chat }),
  /** To the desk: a message could not be handled and was set aside. */
  z.object({ kind: z.literal('dead-letter'), chat, channel: z.string() }),
  /** To the desk, at start-up: there is a group now, cards that waited can go out. */
  z.object({ kind: z.literal('desk-open'), chat }),
])

export type Mail = z.infer<typeof mailSchema>
export type MailOf<K extends Mail['kind']> = Extract<Mail, { kind: K }>
