import type { GroupMetadata, GroupParticipant, WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import { type Aliases, namesIn } from './contacts.ts'
import { unlessEnded } from './unless-ended.ts'

/** Who is in a group, as the group itself says: asked for seldom, and anew as soon as anything in it changed. */
export interface Groups {
  /** Rejects when there is no line. */
  metadata(jid: string): Promise<GroupMetadata>
  changed(jid: string): void
  /**
   * The names of whoever wrote as `jid`; null if the group has none such: nothing else says that two names are one person (RELIABILITY
   * A29). Rejects when there is no line; what the network will not say is not waited for: undefined.
   */
  member(group: string, jid: string): Promise<Aliases | null | undefined>
}

interface Entry {
  data: Promise<GroupMetadata>
  at: number
}

/** However silent the network was about changes (ms). */
const HOLDS = 5 * 60_000

export interface GroupsParts {
  socket(): WASocket | null
  /** The end of that socket. */
  ended(): AbortSignal
  clock: Clock
}

export function createGroups(parts: GroupsParts): Groups {
  const known = new Map<string, Entry>()

  function metadata(jid: string): Promise<GroupMetadata> {
    const before = known.get(jid)
    if (before && parts.clock.monotonic() - before.at < HOLDS) return before.data
    const socket = parts.socket()
    if (socket === null) return Promise.reject(new Error('there is no line to ask who is in the group'))
    const entry: Entry = { data: unlessEnded(socket.groupMetadata(jid), parts.ended()), at: parts.clock.monotonic() }
    known.set(jid, entry)
    entry.data.catch(() => {
      if (known.get(jid) === entry) known.delete(jid)
    })
    return entry.data
  }

  const members = async (group: string) => (await metadata(group)).participants.map(namesOf)

  return {
    metadata,
    changed: (jid) => void known.delete(jid),
    async member(group, jid) {
      const names = namesIn(jid)
      const all = await members(group).catch((error: unknown) => {
        // We were put out of it, or asked too often (429): who waited to hear would keep everybody's messages waiting, too.
        if (isRefusal(error)) return undefined
        throw error
      })
      return all && (all.find((one) => isOne(one, names)) ?? null)
    },
  }
}

function namesOf({ id, lid, phoneNumber }: GroupParticipant): Aliases {
  return namesIn(id, lid, phoneNumber)
}

/** The same in each name that both have, and in one at least. */
function isOne(one: Aliases, other: Aliases): boolean {
  const lids = one.lid !== null && other.lid !== null
  const pns = one.pn !== null && other.pn !== null
  return (lids || pns) && (!lids || one.lid === other.lid) && (!pns || one.pn === other.pn)
}

/** An answer of the network, with its code; not the end of a line. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error && 'data' in error && typeof error.data === 'number' && error.data >= 400 && error.data < 500
  )
}
