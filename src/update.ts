import { z } from 'zod'
import type { ChatId } from './ids.ts'

/** What came in, whatever the network. A press carries the number of the question it answers, so that an old button is known as old. */
export const contentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('press'), question: z.number().int(), choice: z.string() }),
  z.object({ kind: z.literal('edit'), text: z.string() }),
  z.object({ kind: z.enum(['voice', 'picture', 'document', 'sticker', 'other']), caption: z.string().optional() }),
  /** The student blocked the bot (`false`) or let it in again (`true`). */
  z.object({ kind: z.literal('reachable'), reachable: z.boolean() }),
])

export const updateSchema = z.object({
  /** The network's own id, unique within the channel: a repeat is dropped. */
  id: z.string().min(1).max(200),
  chat: z.custom<ChatId>((value) => typeof value === 'string' && value.includes(':')),
  audience: z.enum(['student', 'group']),
  /** When the network says it was sent (ms). */
  at: z.number(),
  /** The network's id of this message, for quoting or deleting it. */
  ref: z.string().optional(),
  /** Who wrote, in a group. */
  sender: z.object({ id: z.string(), name: z.string(), anonymous: z.boolean() }).optional(),
  /** The message this one answers. */
  quotes: z.object({ ref: z.string(), text: z.string() }).optional(),
  /** The language the network believes the person reads ("es", "en-US"). */
  language: z.string().optional(),
  content: contentSchema,
})

/** One incoming thing, normalised, with the network's own id. */
export type Update = z.infer<typeof updateSchema>
export type Content = Update['content']

/** Longest text kept of any message. The rest is cut before anything reads it. */
export const LONGEST_TEXT = 4096
