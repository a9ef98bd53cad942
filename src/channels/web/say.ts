import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { chatId } from '../../ids.ts'
import { type Content, LONGEST_TEXT, type Update } from '../../update.ts'
import { type EditLine, type Entry, type LogName, type PersonLine, type Quote, things } from './page/wire.ts'
import type { Receive, Stage } from './stage.ts'

const text = z.string().max(70_000)
const ref = z.number().int().positive()
const contentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text, quotes: ref.optional() }),
  z.strictObject({ kind: z.literal('press'), question: z.number().int(), choice: z.string().max(100) }),
  z.strictObject({ kind: z.literal('edit'), text, of: ref }),
  z.strictObject({ kind: z.enum(things) }),
])

/** What somebody at the page says; `chat` is a student's number or the desk. */
export const saySchema = z.strictObject({
  chat: z.union([z.literal('desk'), z.number().int().min(1).max(9999)]),
  content: contentSchema,
})

export type Say = z.infer<typeof saySchema>

/** Resolves to true once the update is durable, to false if there is no such chat or message. Rejects if it could not be kept. */
export async function say(stage: Stage, receive: Receive, { chat, content }: Say): Promise<boolean> {
  const history = await stage.history()
  const log: LogName = `${chat}`
  if (!history.has(log)) return false
  const line = lineOf(content, history.read(log))
  if (line === null) return false
  const at = stage.port.clock.now()
  // Shown first: an answer that comes at once has to stand below it.
  const { id } = await stage.write(log, line, at)
  const quotes = line.type === 'person' && line.said.kind === 'text' ? line.said.quotes : undefined
  const update: Update = {
    id: randomUUID(),
    chat: chatId('web', chat),
    at,
    ref: String(line.type === 'edit' ? line.of : id),
    content: heard(content),
    ...(chat === 'desk' ? { audience: 'group', sender: AGENT } : { audience: 'student' }),
    ...(quotes && { quotes }),
  }
  try {
    await receive(update)
  } catch (error) {
    await stage.write(log, { type: 'lost', of: id }, at)
    throw error
  }
  return true
}

/** A person of whom nothing is known: what a group would tell of its members. */
const AGENT = { id: 'agente', name: 'Agente', anonymous: false }

/** What stands in the chat; null if it speaks of something that is not there. */
function lineOf(content: Say['content'], entries: readonly Entry[]): PersonLine | EditLine | null {
  const person = (said: PersonLine['said']): PersonLine => ({ type: 'person', said })
  switch (content.kind) {
    case 'text': {
      const quotes = content.quotes === undefined ? undefined : quoteOf(content.quotes, entries)
      return quotes === null ? null : person({ kind: 'text', text: content.text.slice(0, LONGEST_TEXT), quotes })
    }
    case 'press': {
      const { question, choice } = content
      const label = entries
        .flatMap((entry) => (entry.type === 'bot' && entry.question === question ? entry.choices : []))
        .find(({ id }) => id === choice)?.label
      return label === undefined ? null : person({ kind: 'press', choice, label })
    }
    case 'edit': {
      const { of, text } = content
      const edited = entries.find(({ id }) => id === of)
      const isText = edited?.type === 'person' && edited.said.kind === 'text' && edited.said.text !== null
      return isText ? { type: 'edit', of, text: text.slice(0, LONGEST_TEXT) } : null
    }
    default:
      return person({ kind: content.kind })
  }
}

function quoteOf(wanted: number, entries: readonly Entry[]): Quote | null {
  const quoted = entries.find(({ id }) => id === wanted)
  if (quoted?.type === 'bot') return { ref: String(wanted), text: quoted.text }
  if (quoted?.type === 'person' && quoted.said.kind === 'text' && quoted.said.text !== null) {
    return { ref: String(wanted), text: quoted.said.text }
  }
  return null
}

function heard(content: Say['content']): Content {
  if (content.kind === 'press') return { kind: 'press', question: content.question, choice: content.choice }
  if (content.kind === 'text' || content.kind === 'edit') return { kind: content.kind, text: content.text }
  return { kind: content.kind }
}
