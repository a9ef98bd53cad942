import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { chatId } from '../../ids.ts'
import type { Update } from '../../update.ts'
import { wordsOf } from './lookup.ts'
import { type AgentId, agentIds, type Entry, type Line } from './page/wire.ts'
import { contentSchema, heard, lineOf, pressSchema, refOf } from './speech.ts'
import type { Receive, Stage } from './stage.ts'

const agent = z.enum(agentIds)

/** What somebody at the page says: a student in their chat, an agent in the group or, by a button only, in their own chat. */
export const saySchema = z.union([
  z.strictObject({ chat: z.number().int().min(1).max(9999), content: contentSchema }),
  z.strictObject({ chat: z.literal('desk'), as: agent, content: contentSchema }),
  z.strictObject({ chat: agent, content: pressSchema }),
])

export type Say = z.infer<typeof saySchema>

/** Resolves once the update is durable, or with why it is none: there is no such chat or message, or whoever writes has left. Rejects if it could not be kept. */
export async function say(stage: Stage, receive: Receive, said: Say): Promise<'kept' | 'no-such' | 'left'> {
  const history = await stage.history()
  const log = `${said.chat}` as const
  const as = 'as' in said ? said.as : undefined
  if (!history.has(log)) return 'no-such'
  const isMember = as === undefined || (await stage.agents()).all()[as].member
  // Buttons stay on the phone of somebody who left; to write there is no group any more.
  if (!isMember && said.content.kind !== 'press') return 'left'
  const before = history.read(log)
  const line = lineOf(said.content, before, as)
  if (line === null) return 'no-such'
  const at = stage.port.clock.now()
  // Shown first: an answer that comes at once has to stand below it.
  const { id } = await stage.write(log, line, at)
  const press = said.content.kind === 'press' ? randomUUID() : undefined
  if (press !== undefined) stage.presses.keep(press, { log, line: id })
  try {
    await receive({
      id: randomUUID(),
      chat: chatId('web', said.chat),
      at,
      ref: String(refOf(line) ?? id),
      content: heard(said.content),
      ...(as === undefined ? { audience: 'student' } : { audience: 'group', sender: senderOf(stage, as, isMember) }),
      ...quotesOf(line, before),
      ...(press !== undefined && { press }),
    })
  } catch (error) {
    await stage.write(log, { type: 'lost', of: id }, at)
    throw error
  }
  return 'kept'
}

/** Of somebody who left the group does not tell: it has to be asked. */
export function senderOf({ port }: Stage, who: AgentId, isMember: boolean): NonNullable<Update['sender']> {
  const name = port.words()[`simulator-${who}`] ?? who
  return { id: who, name, anonymous: false, chat: chatId('web', who), ...(isMember && { member: true }) }
}

/** The whole text, of which the line itself keeps the first words only. */
function quotesOf(line: Line, before: readonly Entry[]): Pick<Update, 'quotes'> {
  if (line.type !== 'person' || line.said.kind === 'press' || !line.said.quotes) return {}
  const { ref } = line.said.quotes
  const isOwn = before.some((entry) => entry.type === 'bot' && String(entry.id) === ref)
  return { quotes: { ref, text: wordsOf(before, ref) ?? '', ...(isOwn && { own: true }) } }
}
