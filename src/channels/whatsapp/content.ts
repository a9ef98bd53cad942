import type { proto } from '@whiskeysockets/baileys'
import type { Content } from '../../update.ts'
import { type Said, saidIn, wordsOf } from './said.ts'
import { unwrap } from './unwrap.ts'

export interface Decoded {
  content: Content
  quotes: Quote | null
  /** Of an edit or a deletion: of which message. */
  of: Target | null
  /** Forwarded: not the sender's own words. */
  carried: boolean
  /** There are bytes to be had. */
  media: boolean
}

/** The message an answer quotes, as whoever answers claims: only the id proves anything, and only if it is known in that chat. */
export interface Quote {
  id: string
  /** Who wrote it. */
  participant: string | null
  text: string
  /** The chat it stands in, when that is another one (a status, a group). */
  chat: string | null
}

/** The message to be changed, as whoever changes it claims. Whether it is theirs is for the caller to find out: only authors may. */
export interface Target {
  id: string
  remoteJid: string | null
  /** Of the account that sends the change. */
  fromMe: boolean
  participant: string | null
}

/** ProtocolMessage.Type */
const REVOKE = 0
const MESSAGE_EDIT = 14

/** What a message says; null when nobody said anything with it. Never throws, whatever it is handed. */
export function contentOf(message: proto.IMessage | null | undefined): Decoded | null {
  const inner = unwrap(message)
  if (inner === null) return null
  const said = saidIn(inner)
  const change = inner.protocolMessage
  // No phone says something and changes something else in one message.
  if (change) return said ? null : changeOf(change)
  return said && !isStatus(said) ? decoded(said) : null
}

function decoded({ content, context, media }: Said): Decoded {
  return { content, quotes: quoteIn(context), of: null, carried: isForwarded(context), media }
}

function changeOf({ type, key, editedMessage }: proto.Message.IProtocolMessage): Decoded | null {
  const of = targetOf(key)
  if (of === null) return null
  const change = { quotes: null, of, carried: false, media: false }
  if (type === REVOKE) return { ...change, content: { kind: 'deleted' } }
  const text = type === MESSAGE_EDIT ? textIn(editedMessage) : ''
  return text === '' ? null : { ...change, content: { kind: 'edit', text } }
}

function targetOf(key: proto.IMessageKey | null | undefined): Target | null {
  const id = known(key?.id)
  if (id === null) return null
  return { id, remoteJid: known(key?.remoteJid), fromMe: key?.fromMe === true, participant: known(key?.participant) }
}

function quoteIn(context: proto.IContextInfo | null): Quote | null {
  const id = known(context?.stanzaId)
  if (id === null) return null
  const text = textIn(context?.quotedMessage)
  return { id, participant: known(context?.participant), text, chat: known(context?.remoteJid) }
}

function textIn(message: proto.IMessage | null | undefined): string {
  const inner = unwrap(message)
  const said = inner && saidIn(inner)
  return said ? wordsOf(said) : ''
}

function isForwarded(context: proto.IContextInfo | null): boolean {
  if (context === null) return false
  const { isForwarded, forwardingScore } = context
  const isFromElsewhere = [
    context.forwardedNewsletterMessageInfo,
    context.forwardedAiBotMessageInfo,
    context.businessMessageForwardInfo,
  ].some((info) => (info ?? null) !== null)
  return isForwarded === true || (forwardingScore ?? 0) > 0 || isFromElsewhere
}

/** Shown to a group for a day, not said in it. */
function isStatus({ context }: Said): boolean {
  return context?.isGroupStatus === true
}

/** Longer than any id or address. */
const LONGEST_NAME = 128

function known(name: unknown): string | null {
  return typeof name === 'string' && name !== '' && name.length <= LONGEST_NAME ? name : null
}
