import { addressOf, type ChatId, channelOf } from '../../ids.ts'
import type { Message, Receipt } from '../../message.ts'
import { isAgent, logOf, quoteOf, standing, wordsOf } from './lookup.ts'
import type { BotLine, Held, LogName } from './page/wire.ts'
import type { Stage } from './stage.ts'

type MessageOf<Type extends Message['type']> = Extract<Message, { type: Type }>

/** Longest picture or file taken, in letters: all of it goes through the stream to every open page. */
const LONGEST_HELD = 1_000_000

/** One message for a chat of ours: what it leaves in the log, and what the network would answer. */
export async function deliver(stage: Stage, to: ChatId, message: Message): Promise<Receipt> {
  const log = logOf(addressOf(to))
  if (log === null || !(await stage.history()).has(log)) return { status: 'gone', reason: 'no such chat' }
  if (isAgent(log) && !(await stage.agents()).all()[log].open) return { status: 'gone', reason: 'never opened' }
  switch (message.type) {
    case 'say':
      return put(stage, log, message, spoken(message))
    case 'edit':
      return revise(stage, log, message)
    case 'delete':
      return erase(stage, log, message)
    case 'copy':
      return copy(stage, log, message)
    case 'picture':
      return hold(stage, log, message, { kind: 'picture', png: message.png }, message.png)
    case 'file':
      return hold(stage, log, message, { kind: 'file', name: message.name, text: message.text }, message.text)
    case 'media':
      return hold(stage, log, message, { kind: 'thing', thing: message.media.thing })
    case 'topic':
      return { status: 'refused', reason: 'the group has no topics', why: 'no-topics' }
    case 'toast':
      return toast(stage, message)
  }
}

function spoken({ key, body, choices, question, copies, mentions, pin, prompt }: MessageOf<'say'>): BotLine {
  return {
    ...{ type: 'bot', key, ...body, choices, question, copies },
    ...(mentions && mentions.length > 0 && { mentions }),
    ...(pin && { pin }),
    ...(prompt && { prompt }),
  }
}

/** A line with what it quotes; what is quoted and no more is left out, as networks do. There are no topics: whatever was meant for one strays. */
async function put(
  stage: Stage,
  log: LogName,
  { quotes, thread }: { quotes?: string; thread?: string },
  line: BotLine,
): Promise<Receipt> {
  const all = (await stage.history()).read(log)
  const isThere = quotes !== undefined && standing(all, quotes) !== null
  const quote = isThere ? { quotes: quoteOf(quotes, wordsOf(all, quotes) ?? '') } : {}
  const { id } = await stage.write(log, { ...line, ...quote }, stage.port.clock.now())
  return { status: 'sent', ref: String(id), ...(thread !== undefined && { strayed: true }) }
}

async function revise(stage: Stage, log: LogName, message: MessageOf<'edit'>): Promise<Receipt> {
  const { ref, key, body, choices, question } = message
  const line = standing((await stage.history()).read(log), ref)
  if (line?.type !== 'bot') return NO_SUCH
  await stage.write(log, { type: 'revised', of: line.id, key, ...body, choices, question }, stage.port.clock.now())
  return { status: 'sent', ref }
}

/** Deleting twice leaves one mark. */
async function erase(stage: Stage, log: LogName, { ref }: MessageOf<'delete'>): Promise<Receipt> {
  const line = standing((await stage.history()).read(log), ref)
  if (line) await stage.write(log, { type: 'delete', of: line.id }, stage.port.clock.now())
  return { status: 'sent', ref }
}

async function copy(stage: Stage, log: LogName, message: MessageOf<'copy'>): Promise<Receipt> {
  if (channelOf(message.from) !== 'web') return { status: 'refused', reason: 'of another network', why: 'elsewhere' }
  const from = logOf(addressOf(message.from))
  const line = from === null ? null : standing((await stage.history()).read(from), message.ref)
  if (line === null) return NO_SUCH
  // What the bot holds is shown whole; of a person's things only the kind was ever here.
  const holds: Held = (line.type === 'bot' && line.holds) || { kind: 'thing', thing: message.kind }
  return hold(stage, log, message, holds)
}

function hold(
  stage: Stage,
  log: LogName,
  message: MessageOf<'copy' | 'picture' | 'file' | 'media'>,
  holds: Held,
  content = '',
): Promise<Receipt> | Receipt {
  if (content.length > LONGEST_HELD) return { status: 'refused', reason: 'too large' }
  const { key, caption } = message
  return put(stage, log, message, { type: 'bot', key, ...caption, choices: [], question: 0, copies: [], holds })
}

/** Too late counts as said. */
async function toast(stage: Stage, { press, key, text }: MessageOf<'toast'>): Promise<Receipt> {
  const pressed = stage.presses.find(press)
  if (pressed) await stage.write(pressed.log, { type: 'toast', of: pressed.line, key, text }, stage.port.clock.now())
  return { status: 'sent', ref: press }
}

const NO_SUCH: Receipt = { status: 'refused', reason: 'no such message', why: 'no-such' }
