import { z } from 'zod'
import type { ChatId } from './ids.ts'

export const things = ['voice', 'picture', 'document', 'sticker', 'other'] as const
/** What is not text: it travels by reference, never by content. */
export type Thing = (typeof things)[number]

const chat = z.custom<ChatId>((value) => typeof value === 'string' && value.includes(':'))

/** What came in, whatever the network. A press carries the number of the question it answers, so that an old button is known as old. */
export const contentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('press'), question: z.number().int(), choice: z.string() }),
  z.object({ kind: z.literal('edit'), text: z.string() }),
  z.object({ kind: z.enum(things), caption: z.string().optional() }),
  /** The message named by the update's `ref` was taken back. */
  z.object({ kind: z.literal('deleted') }),
  /** The student blocked the bot (`false`) or let it in again (`true`); or the bot was taken out of a group, or into it. */
  z.object({ kind: z.literal('reachable'), reachable: z.boolean() }),
  /** The group has another address from now on. */
  z.object({ kind: z.literal('moved'), to: chat }),
  /** Staff wrote here by hand, from the phone of the bot's own number: the bot keeps quiet until then (ms; in the past: it speaks again). */
  z.object({ kind: z.literal('by-hand'), until: z.number() }),
  /** Somebody left the group, or was put out of it. */
  z.object({ kind: z.literal('left'), who: z.string() }),
])

export const updateSchema = z.object({
  /** The network's own id, unique within the channel: a repeat is dropped. */
  id: z.string().min(1).max(200),
  chat,
  audience: z.enum(['student', 'group']),
  /** When the network says it was sent (ms). */
  at: z.number(),
  /** The network's id of this message, for quoting or deleting it. */
  ref: z.string().optional(),
  /** Who wrote, in a group. `member`: whether they are in it now; left out: nobody could tell. `chat` is their own, with the bot. */
  sender: z
    .object({
      id: z.string(),
      name: z.string(),
      anonymous: z.boolean(),
      member: z.boolean().optional(),
      chat: chat.optional(),
    })
    .optional(),
  /** The topic of the group it was written in, by its thread; `title` where the network tells and a bot made it. */
  thread: z.object({ ref: z.string(), title: z.string() }).optional(),
  /** Forwarded, or written through another bot: not the sender's own words. */
  carried: z.boolean().optional(),
  /** By which a press can be answered with a toast. */
  press: z.string().optional(),
  /** The message this one answers; `own`: a bot wrote it, and in the desk's group that is us. */
  quotes: z.object({ ref: z.string(), text: z.string(), own: z.boolean().optional() }).optional(),
  /** The language the network believes the person reads ("es", "en-US"). */
  language: z.string().optional(),
  content: contentSchema,
})

/** One incoming thing, normalised, with the network's own id. */
export type Update = z.infer<typeof updateSchema>
export type Content = Update['content']

/** Longest text kept of any message. The rest is cut before anything reads it. */
export const LONGEST_TEXT = 4096
