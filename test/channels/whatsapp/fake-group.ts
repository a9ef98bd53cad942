import { randomBytes } from 'node:crypto'
import type { BinaryNode } from '@whiskeysockets/baileys'
import { type Composed, editMessage, type Manner, reactionMessage, revokeMessage, textMessage } from './fake-compose.ts'
import { ACCOUNT } from './fake-directory.ts'
import type { Exchange } from './fake-exchange.ts'
import { type Handset, newMessageId, userOf } from './fake-handset.ts'
import { type Attrs, node } from './fake-node.ts'
import { type How, seconds, type Upload } from './fake-phone.ts'
import { type MediaKind, makeScreen, type Screen, type Shown } from './fake-screen.ts'

/** Somebody with a phone: a student, a member of staff, or (`server.ownPhone`) whoever holds the phone of the number itself. */
export interface Person {
  readonly handset: Handset
}

export type GroupHow = How & { mentions?: readonly { lid: string }[] }

/** A group the bot is in. What is sent resolves to its id, as with a phone. */
export interface Group {
  readonly id: string
  says(who: Person, text: string, how?: GroupHow): Promise<string>
  sends(who: Person, kind: MediaKind, bytes: Uint8Array, how?: GroupHow & { caption?: string }): Promise<string>
  edits(who: Person, id: string, text: string, how?: GroupHow): Promise<string>
  revokes(who: Person, id: string, how?: GroupHow): Promise<string>
  reacts(who: Person, id: string, emoji: string, how?: GroupHow): Promise<string>
  /** As one of them sees it, `by` whom it is; left out, the first. */
  screen(as?: Person): Shown[]
  /** Waits until all of them see something of the bot that fits. */
  hears(pattern: RegExp): Promise<Shown>
  reactions(): { id: string; by: string; emoji: string }[]
  joins(who: Person): Promise<void>
  leaves(who: Person): Promise<void>
  /** Put out by the first admin. */
  removes(who: Person): Promise<void>
  promotes(who: Person): Promise<void>
  demotes(who: Person): Promise<void>
  renames(subject: string): Promise<void>
  /** The bot's number is put out, or taken in again. */
  expelsBot(): Promise<void>
  readmitsBot(): Promise<void>
}

export interface Inside {
  /** `<group>`, as whoever asks for it is told. */
  metadata(): BinaryNode
  hasBot(): boolean
  /** Whom a message to all is for: the members, and the number's own phone. */
  phones(): Handset[]
  /** The bot's message as a member's phone read it. */
  read(by: string, id: string, message: Shown['message'], media: Shown['media']): void
}

export interface Member extends Person {
  admin: boolean
  screen: Screen
}

export function makeGroup(
  people: readonly Person[],
  exchange: Exchange,
  upload: Upload,
): { group: Group; inside: Inside } {
  const id = `120363${Math.floor(Math.random() * 1e12)}@g.us`
  const members = new Map<string, Member>()
  let subject = 'Mesa de ayuda'
  let hasBot = true
  const enter = ({ handset }: Person, admin = false) =>
    members.set(handset.pn, { handset, admin, screen: makeScreen() })
  people.forEach((person, index) => {
    enter(person, index === 0)
  })

  function memberOf({ handset }: Person): Member {
    const member = members.get(handset.pn)
    if (member) return member
    if (handset === exchange.own()) return enter({ handset }).get(handset.pn) ?? first()
    throw new Error('not in this group')
  }

  function first(): Member {
    const [one] = members.values()
    if (!one) throw new Error('nobody is in this group')
    return one
  }

  function authorOf(by: string): string {
    return by === 'bot' || by === 'staff' ? ACCOUNT.lid : (members.get(by)?.handset.lid ?? by)
  }

  async function send(who: Person, composed: Composed, how: GroupHow): Promise<string> {
    const { handset } = memberOf(who)
    const messageId = how.id ?? newMessageId()
    const by = handset === exchange.own() ? 'staff' : handset.pn
    for (const { screen } of members.values()) screen.show(messageId, by, composed.message, null)
    exchange.changed()
    const attrs = { from: id, notify: `Persona ${userOf(handset.pn).slice(-3)}`, ...participantOf(handset, how) }
    const { heard } = await handset.send(composed, { id: messageId, attrs, group: id })
    if (how.wait !== false) await heard
    return messageId
  }

  function mannerOf(who: Person, { quotes, forwarded, mentions }: GroupHow): Manner {
    const manner = { forwarded, mentions: mentions?.map(({ lid }) => lid) }
    if (quotes === undefined) return manner
    const shown = memberOf(who).screen.find(quotes)
    if (!shown) throw new Error(`nothing to quote: ${quotes}`)
    return { ...manner, quoted: { shown, author: authorOf(shown.by) } }
  }

  /** What happens to the group, as the bot is told. */
  async function tell(what: BinaryNode, by: Handset): Promise<void> {
    const attrs = {
      from: id,
      type: 'w:gp2',
      id: randomBytes(5).toString('hex'),
      t: seconds(exchange),
      ...participantOf(by, {}),
    }
    await exchange.line.put(node('notification', attrs, [what])).heard
  }

  const about = (what: string, { pn, lid }: { pn: string; lid: string }) =>
    node(what, {}, [node('participant', { jid: lid, phone_number: pn })])
  const rank = (what: 'promote' | 'demote') => async (who: Person) => {
    memberOf(who).admin = what === 'promote'
    await tell(about(what, who.handset), first().handset)
  }

  const group: Group = {
    id,
    says: (who, text, how = {}) => send(who, textMessage(text, mannerOf(who, how)), how),
    sends: async (who, kind, bytes, how = {}) => {
      const { caption } = how
      return send(
        who,
        await upload(kind, bytes, { ...mannerOf(who, how), ...(caption !== undefined && { caption }) }),
        how,
      )
    },
    edits: (who, message, text, how = {}) => send(who, editMessage(id, message, text, exchange.now()), how),
    revokes: (who, message, how = {}) => send(who, revokeMessage(id, message), how),
    reacts(who, message, emoji, how = {}) {
      const by = memberOf(who).screen.find(message)?.by ?? 'bot'
      const key = { remoteJid: id, fromMe: by === who.handset.pn, id: message, participant: authorOf(by) }
      return send(who, reactionMessage(key, emoji, exchange.now()), how)
    },
    screen: (as = first()) => memberOf(as).screen.shown(),
    hears: (pattern) =>
      exchange.until(() => {
        const fits = ({ by, text, caption }: Shown) => by === 'bot' && (pattern.test(text) || pattern.test(caption))
        const shown = first().screen.shown().find(fits)
        return shown && [...members.values()].every(({ screen }) => screen.find(shown.id)) && shown
      }),
    reactions: () => first().screen.reactions(),
    async joins(who) {
      enter(who)
      await tell(about('add', who.handset), first().handset)
    },
    async leaves(who) {
      members.delete(who.handset.pn)
      await tell(about('remove', who.handset), who.handset)
    },
    async removes(who) {
      members.delete(who.handset.pn)
      await tell(about('remove', who.handset), first().handset)
    },
    promotes: rank('promote'),
    demotes: rank('demote'),
    async renames(next) {
      subject = next
      await tell(node('subject', { subject: next, s_t: seconds(exchange) }), first().handset)
    },
    async expelsBot() {
      hasBot = false
      await tell(about('remove', ACCOUNT), first().handset)
    },
    async readmitsBot() {
      hasBot = true
      await tell(about('add', ACCOUNT), first().handset)
    },
  }
  const inside: Inside = {
    metadata: () => metadataOf(id, subject, [...members.values()], hasBot),
    hasBot: () => hasBot,
    phones: () => [...new Set([...[...members.values()].map(({ handset }) => handset), exchange.own()])],
    read: (by, messageId, message, media) => members.get(by)?.screen.show(messageId, 'bot', message, media),
  }
  return { group, inside }
}

function participantOf({ pn, lid }: Handset, { as = 'lid', alias = true }: How): Attrs {
  if (as === 'lid') return { participant: lid, addressing_mode: 'lid', participant_pn: alias ? pn : undefined }
  return { participant: pn, addressing_mode: 'pn', participant_lid: alias ? lid : undefined }
}

function metadataOf(id: string, subject: string, members: Member[], hasBot: boolean): BinaryNode {
  const who = ({ pn, lid }: { pn: string; lid: string }, admin: boolean) =>
    node('participant', { jid: lid, phone_number: pn, type: admin ? 'admin' : undefined })
  const others = members.filter(({ handset }) => handset.pn !== ACCOUNT.pn)
  const attrs = { id: userOf(id), subject, creation: '1790000000', s_t: '1790000000', addressing_mode: 'lid' }
  return node('group', attrs, [
    ...others.map(({ handset, admin }) => who(handset, admin)),
    ...(hasBot ? [who(ACCOUNT, false)] : []),
  ])
}
