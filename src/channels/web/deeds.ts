import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { chatId } from '../../ids.ts'
import { agentIds } from './page/wire.ts'
import { senderOf } from './say.ts'
import type { Receive, Stage } from './stage.ts'

const who = z.enum(agentIds)

/** What an agent does without a word: opens or closes their own chat with the bot, leaves the group or comes back. */
export const deedSchema = z.union([
  z.strictObject({ who, open: z.boolean() }),
  z.strictObject({ who, member: z.boolean() }),
])

/** Resolves once it is durable; the group hears of those who leave, of nobody who comes. */
export async function doAs(stage: Stage, receive: Receive, deed: z.infer<typeof deedSchema>): Promise<void> {
  const { who, ...change } = deed
  const agents = await stage.agents()
  const was = agents.all()[who]
  await agents.change(who, change)
  stage.feed.now('agents', agents.all())
  if (!('member' in change) || change.member === was.member) return
  const at = stage.port.clock.now()
  const { id } = await stage.write('desk', { type: 'member', who, is: change.member }, at)
  if (change.member) return
  await receive({
    id: randomUUID(),
    chat: chatId('web', 'desk'),
    audience: 'group',
    at,
    ref: String(id),
    sender: senderOf(stage, who, false),
    content: { kind: 'left', who },
  })
}
