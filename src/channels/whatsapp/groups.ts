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
   * The names of whoever wrote as `jid`, if the group has them: nothing else says that two names are one person (RELIABILITY A29).
   * Rejects when there is no line; what the network does not say of a group (any more) is not waited for. Undefined: asked too often, it
   * does not say for now.
   */
  member(group: string, jid: string): Promise<Aliases | null | undefined>
}

interface Entry {
  data: Promise<GroupMetadata>
  at: number
}

/** However silent the network was about changes (ms). */
const HOLDS = 5 * 60_000
const TOO_OFTEN = 429

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
        // Of a group that will never say (we were put out of it) nobody waits to hear: everybody's messages would wait, too.
        const code = codeOf(error)
        if (code === TOO_OFTEN) return undefined
        if (code >= 400 && code < 500) return []
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

/** Of an answer of the network; 0 for the end of a line. */
function codeOf(error: unknown): number {
  return error instanceof Error && 'data' in error && typeof error.data === 'number' ? error.data : 0
}
