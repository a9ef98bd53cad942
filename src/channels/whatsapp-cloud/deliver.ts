import { addressOf, type ChatId, channelOf } from '../../ids.ts'
import type { Log } from '../../log.ts'
import type { Message, Receipt } from '../../message.ts'
import type { Alarms } from './alarms.ts'
import type { Chats, KeptChat } from './chats.ts'
import { failureOf, isOfGraph, receiptOf } from './failure.ts'
import type { Files } from './media.ts'
import { recipientOf } from './person.ts'
import { type Send, type Sending, UnfinishedError } from './send.ts'
import { keptSteps, mediaSteps, quotedBy, stepsOf } from './steps.ts'
import type { Tally } from './tally.ts'
import type { Window } from './window.ts'

export interface DeliveryParts {
  chats: Chats
  files: Files
  send: Send
  window: Window
  alarms: Alarms
  tally: Tally
  log: Log
  /** What a list of choices is opened with. */
  opener: string
}

/** Its turn comes again at once: that is no failure. */
const UNFINISHED: Receipt = { status: 'retry', after: 0, reason: 'pace', scope: 'chat' }

type Copy = Extract<Message, { type: 'copy' }>

/** Carries out one message; what Meta says to it becomes the receipt. */
export async function deliver(parts: DeliveryParts, to: ChatId, message: Message, id?: string): Promise<Receipt> {
  if (message.type === 'topic') return { status: 'refused', reason: 'no topics here', why: 'no-topics' }
  if (message.type === 'copy' && channelOf(message.from) !== channelOf(to))
    return { status: 'refused', reason: 'stands on another network', why: 'elsewhere' }
  const address = addressOf(to)
  const kept = await parts.chats.find(address)
  if (message.type === 'delete') return deleted(message.ref, kept)
  if (parts.window.isClosed(kept)) return parts.window.outside(address, kept, id)
  const recipient = recipientOf(kept ?? { number: null, user: null }, address)
  const more = { address, to: recipient, quotes: quotedBy(message), id }
  try {
    const ref = await (message.type === 'copy'
      ? copied(parts, message, more)
      : parts.send({ ...more, steps: stepsOf(message, parts.opener) }))
    if (ref === null) return { status: 'refused', reason: 'nothing to copy', why: 'no-such' }
    parts.tally.count('sent')
    parts.alarms.well()
    return { status: 'sent', ref }
  } catch (error) {
    if (error instanceof UnfinishedError) return UNFINISHED
    return refused(parts, error, address, kept, id)
  }
}

/** Nothing can be deleted here. What a student wrote stays on their phone, and that is all there is of it; what we said is still read. */
function deleted(ref: string, kept: KeptChat | null): Receipt {
  if (kept?.refs.includes(ref)) return { status: 'sent', ref }
  return { status: 'refused', reason: 'nothing can be deleted here', why: 'no-right' }
}

/** Null when there is nothing (any more) to copy. By its id at Meta first, and by its content where Meta will not have that. */
async function copied(parts: DeliveryParts, message: Copy, more: Omit<Sending, 'steps'>): Promise<string | null> {
  const media = await parts.chats.mediaOf(addressOf(message.from), message.ref)
  if (media === null) return null
  try {
    return await parts.send({ ...more, steps: keptSteps(media, message.caption) })
  } catch (error) {
    if (!isOfGraph(error) || failureOf(error).kind !== 'refused') throw error
    const content = await parts.files.fetch(media)
    return content && parts.send({ ...more, steps: mediaSteps(content, message.caption) })
  }
}

async function refused(
  { alarms, tally, log, window }: DeliveryParts,
  error: unknown,
  address: string,
  kept: KeptChat | null,
  id: string | undefined,
): Promise<Receipt> {
  if (!isOfGraph(error)) throw error
  const failure = failureOf(error)
  if ('code' in error) {
    tally.failed(error.code)
    log.warn({ channel: 'whatsapp-cloud', status: error.code, reason: failure.kind }, 'the Cloud API took no message')
  }
  if ('trouble' in failure && failure.trouble) alarms.raise(failure.trouble)
  return failure.kind === 'window' ? window.outside(address, kept, id) : receiptOf(failure)
}
