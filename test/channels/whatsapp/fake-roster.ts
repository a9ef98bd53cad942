import type { BinaryNode } from '@whiskeysockets/baileys'
import { ACCOUNT } from './fake-directory.ts'
import type { Exchange } from './fake-exchange.ts'
import { type Handset, userOf } from './fake-handset.ts'
import { node } from './fake-node.ts'
import { makeScreen, type Screen } from './fake-screen.ts'

/** Somebody with a phone: a student, a member of staff, or (`server.ownPhone`) whoever holds the phone of the number itself. */
export interface Person {
  readonly handset: Handset
}

export interface Member extends Person {
  admin: boolean
  screen: Screen
}

/** Who is in a group, and what is known of it. */
export interface Roster {
  readonly id: string
  subject: string
  hasBot: boolean
  isLimited: boolean
  enter(who: Person): void
  leave(who: Person): void
  /** Throws for a stranger; the number's own phone is wherever the bot is. */
  member(who: Person): Member
  first(): Member
  all(): Member[]
  /** By which lid the author of something shown is known. */
  authorOf(by: string): string
  /** `<group>`, as whoever asks for it is told. */
  metadata(): BinaryNode
}

export function makeRoster(people: readonly Person[], exchange: Exchange): Roster {
  const members = new Map<string, Member>()
  const enter = ({ handset }: Person, admin = false): Member => {
    const member = { handset, admin, screen: makeScreen() }
    members.set(handset.pn, member)
    return member
  }
  people.forEach((person, index) => {
    enter(person, index === 0)
  })
  const roster: Roster = {
    id: `120363${Math.floor(Math.random() * 1e12)}@g.us`,
    subject: 'Mesa de ayuda',
    hasBot: true,
    isLimited: false,
    enter: (who) => void enter(who),
    leave: ({ handset }) => void members.delete(handset.pn),
    member({ handset }) {
      const known = members.get(handset.pn)
      if (known) return known
      if (handset === exchange.own()) return enter({ handset })
      throw new Error('not in this group')
    },
    first() {
      const [one] = members.values()
      if (!one) throw new Error('nobody is in this group')
      return one
    },
    all: () => [...members.values()],
    authorOf: (by) => (by === 'bot' || by === 'staff' ? ACCOUNT.lid : (members.get(by)?.handset.lid ?? by)),
    metadata: () => metadataOf(roster),
  }
  return roster
}

function metadataOf({ id, subject, hasBot, all }: Roster): BinaryNode {
  const who = ({ pn, lid }: { pn: string; lid: string }, admin: boolean) =>
    node('participant', { jid: lid, phone_number: pn, type: admin ? 'admin' : undefined })
  const others = all().filter(({ handset }) => handset.pn !== ACCOUNT.pn)
  const attrs = { id: userOf(id), subject, creation: '1790000000', s_t: '1790000000', addressing_mode: 'lid' }
  return node('group', attrs, [
    ...others.map(({ handset, admin }) => who(handset, admin)),
    ...(hasBot ? [who(ACCOUNT, false)] : []),
  ])
}
