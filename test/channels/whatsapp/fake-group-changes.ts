import { randomBytes } from 'node:crypto'
import type { BinaryNode } from '@whiskeysockets/baileys'
import { ACCOUNT } from './fake-directory.ts'
import type { Exchange } from './fake-exchange.ts'
import { type Attrs, node } from './fake-node.ts'
import { type How, seconds } from './fake-phone.ts'
import type { Person, Roster } from './fake-roster.ts'

/** What happens to a group. Resolves once the bot has heard of it, or at once if it need not wait. */
export interface GroupChanges {
  joins(who: Person, how?: Waiting): Promise<void>
  leaves(who: Person, how?: Waiting): Promise<void>
  /** Put out by the first admin. */
  removes(who: Person, how?: Waiting): Promise<void>
  promotes(who: Person, how?: Waiting): Promise<void>
  demotes(who: Person, how?: Waiting): Promise<void>
  renames(subject: string, how?: Waiting): Promise<void>
  /** The bot's number is put out, or taken in again. */
  expelsBot(how?: Waiting): Promise<void>
  readmitsBot(how?: Waiting): Promise<void>
  /** Asked too often who is in it, the server does not say for a while. */
  limits(on: boolean): void
}

type Waiting = Pick<How, 'wait'>
type Names = { pn: string; lid: string }

export function groupChanges(roster: Roster, exchange: Exchange): GroupChanges {
  const first = () => roster.first().handset

  async function tell(what: BinaryNode, by: Names, { wait = true }: Waiting = {}): Promise<void> {
    const id = randomBytes(5).toString('hex')
    const attrs = { from: roster.id, type: 'w:gp2', id, t: seconds(exchange), ...participantOf(by, {}) }
    const { heard } = exchange.line.put(node('notification', attrs, [what]))
    if (wait) await heard
  }

  function rank(who: Person, what: 'promote' | 'demote', how?: Waiting): Promise<void> {
    roster.member(who).admin = what === 'promote'
    return tell(about(what, who.handset), first(), how)
  }

  return {
    joins(who, how) {
      roster.enter(who)
      return tell(about('add', who.handset), first(), how)
    },
    leaves(who, how) {
      roster.leave(who)
      return tell(about('remove', who.handset), who.handset, how)
    },
    removes(who, how) {
      roster.leave(who)
      return tell(about('remove', who.handset), first(), how)
    },
    promotes: (who, how) => rank(who, 'promote', how),
    demotes: (who, how) => rank(who, 'demote', how),
    renames(subject, how) {
      roster.subject = subject
      return tell(node('subject', { subject, s_t: seconds(exchange) }), first(), how)
    },
    expelsBot(how) {
      roster.hasBot = false
      return tell(about('remove', ACCOUNT), first(), how)
    },
    readmitsBot(how) {
      roster.hasBot = true
      return tell(about('add', ACCOUNT), first(), how)
    },
    limits(on) {
      roster.isLimited = on
    },
  }
}

/** Whoever did something in a group, as the bot is told. */
export function participantOf({ pn, lid }: Names, { as = 'lid', alias = true }: How): Attrs {
  if (as === 'lid') return { participant: lid, addressing_mode: 'lid', participant_pn: alias ? pn : undefined }
  return { participant: pn, addressing_mode: 'pn', participant_lid: alias ? lid : undefined }
}

function about(what: string, { pn, lid }: Names): BinaryNode {
  return node(what, {}, [node('participant', { jid: lid, phone_number: pn })])
}
