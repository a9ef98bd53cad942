import {
  type BinaryNode,
  decodeMessageNode,
  isJidBroadcast,
  isJidNewsletter,
  type WAMessageKey,
  type WASocket,
} from '@whiskeysockets/baileys'
import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import { asMissing, type FencedVault } from '../vault.ts'

/**
 * Messages that WhatsApp left to our own phone, until that has handed them on (see resent.ts). Baileys acknowledges such a stanza at
 * once, asks two seconds later, and remembers none of it: a process that dies in between had lost the message. So it is kept before
 * Baileys sees it, and asked for again on the next line.
 */
export interface Absent {
  /** Once its line is open, asks for what an earlier one did not get. */
  listen(socket: WASocket): void
}

const FOLDER = 'absent'
const HOUR = 60 * 60_000
/** Baileys asks for nothing older (ms). */
export const ASKED_FOR = 14 * 24 * HOUR
/** Whom Baileys does not ask about, for the own phone has no more of it. */
const NOBODYS = [
  'bot_unavailable_fanout',
  'hosted_unavailable_fanout',
  'view_once_unavailable_fanout',
  /** Its own name for a picture to be seen once. */
  'view_once',
]

const schema = z.object({
  at: z.number(),
  key: z.object({
    id: z.string(),
    remoteJid: z.string(),
    fromMe: z.boolean(),
    participant: z.string().exactOptional(),
  }),
})

/** What to keep of a stanza before Baileys acknowledges it; nothing for one it does not ask about. */
export function absentRows(node: BinaryNode, me: { id: string; lid?: string } | undefined): Map<string, string> {
  if (me === undefined || node.attrs.category === 'peer' || isThere(node)) return new Map()
  try {
    const { id, remoteJid, fromMe, participant } = decodeMessageNode(node, me.id, me.lid ?? '').fullMessage.key
    if (!id || !remoteJid || isJidBroadcast(remoteJid) || isJidNewsletter(remoteJid)) return new Map()
    const key = { id, remoteJid, fromMe: fromMe === true, ...(participant && { participant }) }
    return new Map([[absentName(id), JSON.stringify({ at: Number(node.attrs.t) * 1000 || 0, key })]])
  } catch {
    // Baileys refuses it just the same.
    return new Map()
  }
}

export function absentName(id: string): string {
  return `${FOLDER}/${id}`
}

function isThere({ content }: BinaryNode): boolean {
  const parts = Array.isArray(content) ? content : []
  return parts.some(({ tag, attrs }) =>
    tag === 'unavailable' ? NOBODYS.includes(attrs.type ?? '') : tag === 'enc' || tag === 'plaintext',
  )
}

export function createAbsent({ vault, clock, log }: { vault: FencedVault; clock: Clock; log: Log }): Absent {
  /** A phone that is away has the question waiting for it: a line that comes and goes asks no more for a while. */
  const asked = new Map<string, number>()

  async function ask(socket: WASocket): Promise<void> {
    const rows = [...(await vault.list(FOLDER, asMissing))].map(([name, text]) => ({ name, kept: read(text) }))
    const isOld = (at: number): boolean => clock.now() - at > ASKED_FOR
    const gone = rows.filter(({ kept }) => kept === null || isOld(kept.at))
    if (gone.length > 0) await vault.set(new Map(gone.map(({ name }) => [name, null])))
    for (const { name, kept } of rows) {
      if (kept === null || isOld(kept.at) || clock.monotonic() - (asked.get(name) ?? -HOUR) < HOUR) continue
      await socket.requestPlaceholderResend(kept.key)
      asked.set(name, clock.monotonic())
    }
  }

  return {
    listen(socket) {
      socket.ev.on('connection.update', ({ connection }) => {
        if (connection !== 'open') return
        ask(socket).catch((error: unknown) =>
          log.warn({ channel: 'whatsapp', error }, 'the own phone could not be asked for what was left to it'),
        )
      })
    },
  }
}

function read(text: string): { at: number; key: WAMessageKey } | null {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
