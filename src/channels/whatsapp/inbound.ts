import { createHash } from 'node:crypto'
import { decodeMessageNode, type proto, type WAMessageKey } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import { type ChatId, chatId } from '../../ids.ts'
import type { Log } from '../../log.ts'
import type { Update } from '../../update.ts'
import type { FencedVault } from '../vault.ts'
import { absentName } from './absent.ts'
import { bareJid, readJid } from './address.ts'
import { type Aliases, type Contact, type Contacts, namesIn } from './contacts.ts'
import { contentOf, type Decoded } from './content.ts'
import { findKept } from './find-kept.ts'
import type { Groups } from './groups.ts'
import type { Identity } from './identity.ts'
import type { Arrival } from './journal.ts'
import type { Kept, KeptMessages } from './kept.ts'
import { choiceOf, type NumberWords } from './menus.ts'
import { resentIn } from './resent.ts'
import { deviceSent } from './unwrap.ts'

export interface InboundParts {
  vault: FencedVault
  clock: Clock
  log: Log
  contacts: Contacts
  identity: Identity
  groups: Groups
  kept: KeptMessages
  /** Null before it is linked. */
  me(): Me | null
  desk(): ChatId | null
  /** How long (ms) the bot keeps quiet where staff wrote by hand, and the words that end it. */
  quietFor: number
  resumeWords: readonly string[]
  /** How people speak of numbers. */
  numbers: NumberWords
  receive(update: Update): Promise<void>
  /** "/id" was asked in a group that is not the desk. */
  tellAddress(group: ChatId): Promise<void>
  /** Somebody can be shown that this was read. */
  unread(chat: ChatId, key: WAMessageKey): void
}

/** The account's own jids. */
interface Me {
  id: string
  lid: string
}

/** A message, its sender known, about to become an update. */
interface Heard {
  key: WAMessageKey & { id: string; remoteJid: string }
  at: number
  name: string
  message: proto.IMessage
  decoded: Decoded
}

const NAME = 'whatsapp'
const LONGEST_NAME = 64
const QUESTION = /^\/id\s*$/

/** From what the journal holds to what a turn hears. Resolves once it is posted, and the journal needs it no more. */
export function createInbound(parts: InboundParts) {
  const { vault, clock, contacts, identity, kept } = parts

  async function take(arrival: Arrival): Promise<void> {
    const handedOn = await carry(arrival)
    await vault.set(new Map([arrival.row, ...handedOn.map(absentName)].map((name) => [name, null])))
  }

  /** Returns the ids of what our own phone handed on. */
  async function carry({ attrs, message }: Arrival): Promise<string[]> {
    const me = parts.me()
    if (me === null) throw new Error('something came for an account that is not linked')
    const key = keyOf(attrs, me)
    if (key === null) return []
    const seconds = Number(attrs.t)
    const at = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : clock.now()
    // Whoever else writes so, and be it with our digits or in our group, hands nothing on.
    if (key.fromMe && attrs.category === 'peer' && isOne(key.remoteJid, me)) {
      const all = resentIn(message)
      for (const one of all)
        if (isTheirs(one.key, me)) await hear(one.key, one.seconds * 1000 || at, one.name, one.message, me)
      return all.map((one) => one.key.id)
    }
    const own = key.fromMe ? deviceSent(message) : null
    await hear(key, at, attrs.notify ?? '', own?.message ?? message, me)
    return []
  }

  async function hear(key: Heard['key'], at: number, name: string, message: proto.IMessage, me: Me): Promise<void> {
    const decoded = contentOf(message)
    if (decoded === null) return
    const heard: Heard = { key, at, name: name.slice(0, LONGEST_NAME), message, decoded }
    const place = readJid(key.remoteJid)
    if (place.kind === 'group') return inGroup(heard, me)
    if (place.kind !== 'person') return
    return key.fromMe ? byHand(heard, me) : fromStudent(heard)
  }

  async function fromStudent(heard: Heard): Promise<void> {
    const { key, at } = heard
    const jid = bareJid(key.remoteJid) ?? key.remoteJid
    const contact = await contacts.meet(await identity.names(jid, key.remoteJidAlt), jid, clock.now())
    const content = await contentIn(contact.id, heard, null)
    if (content === null) return
    const chat = chatId(NAME, contact.id)
    const wrote = contacts.wrote(contact.id, clock.now())
    await keep(contact.id, heard, null, ...(wrote ? [wrote] : []))
    await parts.receive({
      id: idOf(contact.id, key.id),
      chat,
      audience: 'student',
      at,
      ...content,
    })
    parts.unread(chat, key)
  }

  /** Before anybody hears of it: the answer may quote it, or show it to somebody else. */
  async function keep(chat: string, heard: Heard, author: string | null, ...more: [string, string][]): Promise<void> {
    await vault.set(new Map([kept.row(chat, heard.key.id, keptOf(heard, author)), ...more]))
  }

  /** Staff, on the phone the number lives on: the bot keeps quiet there, until the word or the time for it to speak again. */
  async function byHand(heard: Heard, me: Me): Promise<void> {
    const { key, at, decoded } = heard
    const jid = bareJid(key.remoteJid)
    if (jid === null || isOne(jid, me) || decoded.of !== null) return
    // They may write first, too: whoever answers them does not talk to the bot.
    const contact = await contacts.meet(await identity.names(jid, key.remoteJidAlt), jid, clock.now())
    // The echo of what we said ourselves.
    if ((await kept.get(contact.id, key.id)) !== null) return
    const said = decoded.content.kind === 'text' ? decoded.content.text.trim().toLowerCase() : ''
    // Heard late (a long outage), it began all the same when they wrote; their clock may be a little ahead of ours.
    const until = parts.resumeWords.includes(said) ? 0 : Math.min(at, clock.now()) + parts.quietFor
    const isOver = until !== 0 && until <= clock.now()
    const chat = chatId(NAME, contact.id)
    if (!isOver)
      await parts.receive({
        id: idOf(contact.id, key.id),
        chat,
        audience: 'student',
        at,
        content: { kind: 'by-hand', until },
      })
    // From now on it is one of ours, and so is its repeat.
    await kept.put(contact.id, key.id, { ...keptOf(heard, null), isOurs: true })
  }

  async function inGroup(heard: Heard, me: Me): Promise<void> {
    const { key, at, name, decoded } = heard
    const address = key.remoteJid
    const chat = chatId(NAME, address)
    if (chat !== parts.desk()) {
      const { content } = decoded
      if (content.kind === 'text' && QUESTION.test(content.text) && !decoded.carried) await parts.tellAddress(chat)
      return
    }
    if (key.fromMe && (await kept.get(address, key.id))?.isOurs) return
    const author = key.fromMe ? (bareJid(me.lid) ?? bareJid(me.id)) : bareJid(key.participant)
    if (author === null) return
    // It waits for the group's word: later, the line may be gone again.
    const listed = await parts.groups.member(address, author)
    const sender = await whoIs(listed, author)
    const content = await contentIn(address, heard, author)
    if (content === null) return
    await keep(address, heard, author)
    await parts.receive({
      // The same whichever of their names the message has: our own phone may have another for them.
      id: idOf(`${address} ${sender.id}`, key.id),
      chat,
      audience: 'group',
      at,
      sender: {
        ...{ id: sender.id, name, anonymous: false, chat: chatId(NAME, sender.id) },
        ...(listed !== undefined && { member: listed !== null }),
      },
      ...(decoded.carried && { carried: true }),
      ...content,
    })
  }

  /** By the names the group itself has for them: what a message says beside its sender's own name proves nothing (RELIABILITY A29). */
  async function whoIs(listed: Aliases | null | undefined, author: string): Promise<Contact> {
    const names = listed ?? namesIn(author)
    return contacts.meet(names, contacts.find(names)?.jid ?? author, clock.now())
  }

  /** The part of the update that the message itself makes; null for a change of what is not theirs. */
  async function contentIn(
    chat: string,
    { key, decoded }: Heard,
    author: string | null,
  ): Promise<Pick<Update, 'content' | 'ref' | 'quotes' | 'press'> | null> {
    const { content, of, quotes } = decoded
    if (of !== null) {
      const changed = await kept.get(chat, of.id)
      return changed === null || changed.isOurs || changed.participant !== author ? null : { ref: of.id, content }
    }
    const quoted = quotes === null ? null : await kept.get(chat, quotes.id)
    const asked = quoted && quotes ? askedIn(quoted, quotes.text) : null
    const pressed = asked && content.kind === 'text' ? choiceOf(asked, content.text, parts.numbers) : null
    const said = { ref: key.id, ...(quotes && { quotes: quoteOf(quotes, quoted) }) }
    return pressed ? { ...said, press: key.id, content: pressed } : { ...said, content }
  }

  /** Only what we kept says whose it was: anybody may claim to quote anything. */
  function quoteOf(quotes: NonNullable<Decoded['quotes']>, quoted: Kept | null): NonNullable<Update['quotes']> {
    const isOurs = quoted === null ? isMe(quotes.participant) : quoted.isOurs
    return { ref: quotes.id, text: quoted?.text ?? quotes.text, ...(isOurs && { own: true }) }
  }

  function isMe(jid: string | null): boolean {
    const me = parts.me()
    return me !== null && isOne(jid, me)
  }

  /** What a stanza held that was taken before, as far as it is kept; null if it was not. */
  async function heard(attrs: Arrival['attrs']): Promise<proto.IMessage | null> {
    const me = parts.me()
    const key = me && keyOf(attrs, me)
    if (!key || key.fromMe) return null
    const isGroup = readJid(key.remoteJid).kind === 'group'
    const old = await findKept(parts, key.remoteJid, key.id)
    return old && !old.isOurs && old.participant === (isGroup ? bareJid(key.participant) : null) ? old.message : null
  }

  return { take, heard }
}

function keyOf(attrs: Readonly<Record<string, string>>, me: Me): Heard['key'] | null {
  try {
    const { key } = decodeMessageNode({ tag: 'message', attrs }, me.id, me.lid).fullMessage
    const { id, remoteJid } = key
    // Baileys takes whoever has our digits for us, whichever kind of name they are.
    const isOurs = isOne(attrs.participant ?? attrs.from, me)
    return id && remoteJid && key.fromMe === isOurs ? { ...key, id, remoteJid } : null
  } catch {
    return null
  }
}

/** Whether it is whose it says it is: nobody else writes in our name, nor we in anybody's. */
function isTheirs({ fromMe, remoteJid, participant }: WAMessageKey, me: Me): boolean {
  const isOurs = isOne(participant ?? remoteJid, me)
  return fromMe ? isOurs || !participant : !isOurs
}

function isOne(jid: string | null | undefined, { id, lid }: Me): boolean {
  const bare = bareJid(jid)
  return bare !== null && (bare === bareJid(id) || bare === bareJid(lid))
}

function keptOf({ key, at, message, decoded }: Heard, participant: string | null): Kept {
  const { content } = decoded
  const text = 'text' in content ? content.text : 'caption' in content ? (content.caption ?? '') : ''
  return { at, jid: key.remoteJid, isOurs: false, participant, message, text, asked: null, before: [] }
}

/** The menu they saw when they quoted it, which may have been changed since: its numbers meant something else then. */
function askedIn({ text, asked, before }: Kept, seen: string): Kept['asked'] {
  const plain = (words: string): string => words.replaceAll(/\s+/g, ' ').trim()
  const shown = [{ text, asked }, ...before].find((one) => plain(one.text) === plain(seen))
  return (shown ?? { asked }).asked
}

/** Ids of WhatsApp are the sender's own: one name for a chat, a sender and an id, that tells none of them. */
function idOf(where: string, id: string): string {
  return `${NAME}:${createHash('sha256').update(`${where} ${id}`).digest('base64url').slice(0, 32)}`
}
