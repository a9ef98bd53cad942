import { z } from 'zod'
import { type Content, LONGEST_TEXT } from '../../update.ts'
import { offered, quoteOf, standing, wordsOf } from './lookup.ts'
import { type AgentId, type Entry, type Line, type Quote, things } from './page/wire.ts'

const text = z.string().max(70_000)
const ref = z.number().int().positive()
export const pressSchema = z.strictObject({
  kind: z.literal('press'),
  question: z.number().int().min(0).max(999_999_999_999_999),
  choice: z.string().max(100),
  /** The line whose button it is; left out where only the newest line has any. */
  of: ref.optional(),
})

/** What a person can do in a chat. */
export const contentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text, quotes: ref.optional() }),
  pressSchema,
  z.strictObject({ kind: z.literal('edit'), text, of: ref }),
  z.strictObject({ kind: z.literal('delete'), of: ref }),
  z.strictObject({ kind: z.enum(things), quotes: ref.optional() }),
])

export type Speech = z.infer<typeof contentSchema>

/** What stands in the chat; null if it speaks of something that is not there, or is somebody else's. `who` of the agents says it. */
export function lineOf(content: Speech, log: readonly Entry[], who: AgentId | undefined): Line | null {
  const by = who === undefined ? {} : { who }
  switch (content.kind) {
    case 'press': {
      const { question, choice, of } = content
      const label = offered(log, question, of).find(({ id }) => id === choice)?.label
      return label === undefined ? null : { type: 'person', ...by, said: { kind: 'press', choice, label, of } }
    }
    case 'edit': {
      const isText = isOwn(content.of, log, who) && wordsOf(log, content.of) !== null
      return isText ? { type: 'edit', of: content.of, text: content.text.slice(0, LONGEST_TEXT) } : null
    }
    case 'delete':
      return isOwn(content.of, log, who) ? { type: 'delete', of: content.of, by: 'person' } : null
    default: {
      const quotes = quoted(content.quotes, log)
      if (quotes === null) return null
      if (content.kind !== 'text') return { type: 'person', ...by, said: { kind: content.kind, quotes } }
      return { type: 'person', ...by, said: { kind: 'text', text: content.text.slice(0, LONGEST_TEXT), quotes } }
    }
  }
}

/** The message the network would name with it: the one it changes or stands on; null if it is a message itself. */
export function refOf(line: Line): number | null {
  if (line.type === 'edit' || line.type === 'delete') return line.of
  return line.type === 'person' && line.said.kind === 'press' ? (line.said.of ?? null) : null
}

export function heard(content: Speech): Content {
  if (content.kind === 'press') return { kind: 'press', question: content.question, choice: content.choice }
  if (content.kind === 'text' || content.kind === 'edit') return { kind: content.kind, text: content.text }
  return { kind: content.kind === 'delete' ? 'deleted' : content.kind }
}

function isOwn(wanted: number, log: readonly Entry[], who: AgentId | undefined): boolean {
  const line = standing(log, wanted)
  return line?.type === 'person' && line.said.kind !== 'press' && line.who === who
}

/** Undefined if nothing is quoted, null if what is quoted is not there. */
function quoted(wanted: number | undefined, log: readonly Entry[]): Quote | null | undefined {
  if (wanted === undefined) return undefined
  return standing(log, wanted) ? quoteOf(wanted, wordsOf(log, wanted) ?? '') : null
}
