import { z } from 'zod'
import { agentIds, type Entry, things } from './page/wire.ts'

/** How entries are kept. Whatever an earlier version wrote must pass: what is new since the first is optional. */
const stamped = { id: z.number(), at: z.number() }
const of = z.number()
const who = z.enum(agentIds)
const quotes = z.object({ ref: z.string(), text: z.string() }).optional()

const saidSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().nullable(), quotes }),
  z.object({ kind: z.literal('press'), choice: z.string(), label: z.string(), of: of.optional() }),
  z.object({ kind: z.enum(things), quotes }),
])

const heldSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('thing'), thing: z.enum([...things, 'other']) }),
  z.object({ kind: z.literal('picture'), png: z.string().nullable() }),
  z.object({ kind: z.literal('file'), name: z.string(), text: z.string().nullable() }),
])

const words = {
  key: z.string(),
  text: z.string(),
  spans: z.array(z.object({ at: z.number(), length: z.number(), style: z.enum(['bold', 'code']) })),
  choices: z.array(z.object({ id: z.string(), label: z.string() })),
  question: z.number(),
}

const botLine = {
  type: z.literal('bot'),
  ...words,
  copies: z.array(z.object({ label: z.string(), text: z.string() })),
  holds: heldSchema.optional(),
  quotes,
  mentions: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
  pin: z.boolean().optional(),
  prompt: z.boolean().optional(),
}

const entrySchema: z.ZodType<Entry> = z.discriminatedUnion('type', [
  z.object({ ...stamped, ...botLine }),
  z.object({ ...stamped, type: z.literal('person'), who: who.optional(), said: saidSchema }),
  z.object({ ...stamped, type: z.literal('edit'), of, text: z.string().nullable() }),
  z.object({ ...stamped, type: z.literal('revised'), of, ...words }),
  z.object({ ...stamped, type: z.literal('toast'), of, key: z.string(), text: z.string() }),
  z.object({ ...stamped, type: z.literal('delete'), of, by: z.literal('person').optional() }),
  z.object({ ...stamped, type: z.literal('lost'), of }),
  z.object({ ...stamped, type: z.literal('jump') }),
  z.object({ ...stamped, type: z.literal('member'), who, is: z.boolean() }),
])
const entriesSchema = z.array(entrySchema)

export function readEntries(kept: string | null): Entry[] {
  return entriesSchema.parse(JSON.parse(kept ?? '[]'))
}
