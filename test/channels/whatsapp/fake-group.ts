import type { BinaryNode } from '@whiskeysockets/baileys'
import { type Composed, editMessage, type Manner, reactionMessage, revokeMessage, textMessage } from './fake-compose.ts'
import type { Exchange } from './fake-exchange.ts'
import { type GroupChanges, groupChanges, participantOf } from './fake-group-changes.ts'
import { type Handset, newMessageId, userOf } from './fake-handset.ts'
import type { How, Upload } from './fake-phone.ts'
import { makeRoster, type Person, type Roster } from './fake-roster.ts'
import type { MediaKind, Shown } from './fake-screen.ts'

export type GroupHow = How & { mentions?: readonly { lid: string }[] }

/** A group the bot is in. What is sent resolves to its id, as with a phone. */
export interface Group extends GroupChanges {
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
}

export interface Inside {
  /** `<group>`, as whoever asks for it is told. */
  metadata(): BinaryNode
  hasBot(): boolean
  isLimited(): boolean
  /** Whom a message to all is for: the members, and the number's own phone. */
  phones(): Handset[]
  /** The bot's message as a member's phone read it. */
  read(by: string, id: string, message: Shown['message'], media: Shown['media']): void
}

export function makeGroup(
  people: readonly Person[],
  exchange: Exchange,
  upload: Upload,
): { group: Group; inside: Inside } {
  const roster = makeRoster(people, exchange)
  const { id } = roster
  return {
    group: { id, ...talk(roster, exchange, upload), ...groupChanges(roster, exchange), ...sight(roster, exchange) },
    inside: {
      metadata: roster.metadata,
      hasBot: () => roster.hasBot,
      isLimited: () => roster.isLimited,
      phones: () => [...new Set([...roster.all().map(({ handset }) => handset), exchange.own()])],
      read: (by, message, content, media) =>
        roster
          .all()
          .find(({ handset }) => handset.pn === by)
          ?.screen.show(message, 'bot', content, media),
    },
  }
}

type Talk = Pick<Group, 'says' | 'sends' | 'edits' | 'revokes' | 'reacts'>

function talk(roster: Roster, exchange: Exchange, upload: Upload): Talk {
  const { id } = roster

  async function send(who: Person, composed: Composed, how: GroupHow): Promise<string> {
    const { handset } = roster.member(who)
    const messageId = how.id ?? newMessageId()
    const by = handset === exchange.own() ? 'staff' : handset.pn
    for (const { screen } of roster.all()) screen.show(messageId, by, composed.message, null)
    exchange.changed()
    const attrs = { from: id, notify: `Persona ${userOf(handset.pn).slice(-3)}`, ...participantOf(handset, how) }
    const { heard } = await handset.send(composed, { id: messageId, attrs, group: id })
    if (how.wait !== false) await heard
    return messageId
  }

  return {
    says: (who, text, how = {}) => send(who, textMessage(text, mannerOf(roster, who, how)), how),
    async sends(who, kind, bytes, how = {}) {
      const details = how.caption === undefined ? {} : { caption: how.caption }
      return send(who, await upload(kind, bytes, { ...mannerOf(roster, who, how), ...details }), how)
    },
    edits: (who, message, text, how = {}) => send(who, editMessage(id, message, text, exchange.now()), how),
    revokes: (who, message, how = {}) => send(who, revokeMessage(id, message), how),
    reacts(who, message, emoji, how = {}) {
      const by = roster.member(who).screen.find(message)?.by ?? 'bot'
      const key = { remoteJid: id, fromMe: by === who.handset.pn, id: message, participant: roster.authorOf(by) }
      return send(who, reactionMessage(key, emoji, exchange.now()), how)
    },
  }
}

function mannerOf(roster: Roster, who: Person, { quotes, forwarded, mentions }: GroupHow): Manner {
  const manner = { forwarded, mentions: mentions?.map(({ lid }) => lid) }
  if (quotes === undefined) return manner
  const shown = roster.member(who).screen.find(quotes)
  if (!shown) throw new Error(`nothing to quote: ${quotes}`)
  return { ...manner, quoted: { shown, author: roster.authorOf(shown.by) } }
}

function sight(roster: Roster, { until }: Exchange): Pick<Group, 'screen' | 'hears' | 'reactions'> {
  return {
    screen: (as = roster.first()) => roster.member(as).screen.shown(),
    hears: (pattern) =>
      until(() => {
        const fits = ({ by, text, caption }: Shown) => by === 'bot' && (pattern.test(text) || pattern.test(caption))
        const shown = roster.first().screen.shown().find(fits)
        return shown && roster.all().every(({ screen }) => screen.find(shown.id)) && shown
      }),
    reactions: () => roster.first().screen.reactions(),
  }
}
