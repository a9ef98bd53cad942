import { z } from 'zod'
import { addressOf, type ChatId, channelOf } from '../../ids.ts'
import type { Log } from '../../log.ts'
import type { Message, Receipt } from '../../message.ts'
import type { Caller } from './http.ts'
import type { Pacer } from './pace.ts'
import { isGroup, receiptOf } from './receipt.ts'
import { isOfForm, isUnchanged, isWithoutTopic } from './refusal.ts'
import { type Step, stepsOf } from './steps.ts'

export interface DeliveryParts {
  call: Caller
  pacer: Pacer
  log: Log
}

const sent = z.object({ message_id: z.int() })
const made = z.object({ message_thread_id: z.int() })

/** Carries out a message call by call; what Telegram says to it becomes the receipt. */
export async function deliver(parts: DeliveryParts, to: ChatId, message: Message): Promise<Receipt> {
  if (message.type === 'copy' && channelOf(message.from) !== channelOf(to)) {
    return { status: 'refused', reason: 'stands on another network', why: 'elsewhere' }
  }
  const chat = addressOf(to)
  const steps = stepsOf(chat, message)
  const after = isGroup(chat) && isPaced(message) ? parts.pacer.enter(chat, steps.length) : 0
  if (after > 0) return { status: 'retry', after, reason: 'pace', scope: 'chat' }
  try {
    const { answer, strayed } = await carryOut(parts.call, steps)
    const ref = refOf(message, answer)
    // At the top of the group itself it would be in everybody's way.
    if (message.type === 'say' && message.pin && !strayed) await pin(parts, chat, ref)
    return { status: 'sent', ref, ...(strayed && { strayed }) }
  } catch (error) {
    return receiptOf(error, chat, message)
  }
}

/** What is taken away, or said to one person over the chat, fills no group. */
function isPaced({ type }: Message): boolean {
  return type !== 'delete' && type !== 'toast'
}

/** The answer to the last call. From where a topic turns out to be no more, the rest goes to the group itself. */
async function carryOut(call: Caller, steps: readonly Step[]): Promise<{ answer: unknown; strayed: boolean }> {
  let strayed = false

  async function take(step: Step): Promise<unknown> {
    const { method, payload, upload, otherwise } = step
    const { message_thread_id: thread, ...loose } = payload
    try {
      return await call(method, strayed ? loose : payload, upload)
    } catch (error) {
      if (isUnchanged(error)) return null
      if (otherwise && isOfForm(error)) return take(otherwise)
      const isSent = /^(?:send|copy)/.test(method)
      if (!isSent || thread === undefined || strayed || !isWithoutTopic(error)) throw error
      strayed = true
      return take(step)
    }
  }

  let answer: unknown
  for (const step of steps) answer = await take(step)
  return { answer, strayed }
}

function refOf(message: Message, answer: unknown): string {
  switch (message.type) {
    case 'edit':
    case 'delete':
      return message.ref
    case 'toast':
      return message.press
    case 'topic':
      return message.thread ?? String(made.parse(answer).message_thread_id)
    default:
      return String(sent.parse(answer).message_id)
  }
}

/** It was said, pinned or not: in many groups the bot has no right to. */
async function pin({ call, log }: DeliveryParts, chat: string, ref: string): Promise<void> {
  await call('pinChatMessage', { chat_id: chat, message_id: Number(ref), disable_notification: true }).catch(() =>
    log.debug({ channel: 'telegram' }, 'a message could not be pinned'),
  )
}
