import { randomUUID } from 'node:crypto'
import type { BaileysEventMap, WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import { type ChatId, chatId } from '../../ids.ts'
import type { Log } from '../../log.ts'
import type { Update } from '../../update.ts'
import { type Contacts, namesIn } from './contacts.ts'
import type { Groups } from './groups.ts'

interface MemberParts {
  clock: Clock
  log: Log
  contacts: Contacts
  groups: Groups
  me(): { id: string; lid: string } | null
  desk(): ChatId | null
  receive(update: Update): Promise<void>
}

type Change = BaileysEventMap['group-participants.update']

/** Who comes and goes in groups: what was known of them is old, and the desk hears of whoever left it. */
export function createMembers({ clock, log, contacts, groups, me, desk, receive }: MemberParts) {
  async function hear({ id, participants, action }: Change): Promise<void> {
    const chat = chatId('whatsapp', id)
    const account = me()
    if (chat !== desk() || account === null) return
    const own = namesIn(account.id, account.lid)
    for (const one of participants) {
      const names = namesIn(one.id, one.lid, one.phoneNumber)
      const update = { id: `whatsapp:${randomUUID()}`, chat, audience: 'group' as const, at: clock.now() }
      const isUs = (names.pn !== null && names.pn === own.pn) || (names.lid !== null && names.lid === own.lid)
      const contact = contacts.find(names)
      if (isUs && (action === 'add' || action === 'remove'))
        await receive({ ...update, content: { kind: 'reachable', reachable: action === 'add' } })
      else if (contact !== null && action === 'remove')
        await receive({ ...update, content: { kind: 'left', who: contact.id } })
    }
  }

  return {
    listen(socket: WASocket): void {
      socket.ev.on('groups.update', (all) => {
        for (const { id } of all) if (id) groups.changed(id)
      })
      socket.ev.on('group-participants.update', (change) => {
        groups.changed(change.id)
        hear(change).catch((error: unknown) =>
          log.warn({ channel: 'whatsapp', error }, 'who came or left could not be kept'),
        )
      })
    },
  }
}
