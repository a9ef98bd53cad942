import { USyncQuery, USyncUser, type WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import { type Aliases, type Contacts, namesIn } from './contacts.ts'
import { LineEndedError, unlessEnded } from './unless-ended.ts'

export interface Identity {
  /**
   * The names of whoever wrote as `jid`. `claimed` is what the message says beside that, and what Baileys believes is what earlier
   * messages said: such a name counts once the network itself says whose it is, or one attribute would open somebody else's chat
   * (RELIABILITY A29). Rejects while there is no line to ask on.
   */
  names(jid: string, claimed: string | null | undefined): Promise<Aliases>
}

interface IdentityParts {
  contacts: Pick<Contacts, 'find'>
  clock: Clock
  socket(): WASocket | null
  /** The end of that socket. */
  ended(): AbortSignal
}

/** Longer than a server that is well takes (ms). */
const PATIENCE = 5000
/** A claim the network did not bear out is not asked about again before (ms). */
const DOUBTED = 60 * 60_000
const MOST_DOUBTS = 1000

export function createIdentity({ contacts, clock, socket, ended }: IdentityParts): Identity {
  const doubts = new Map<string, number>()

  async function names(jid: string, claimed: string | null | undefined): Promise<Aliases> {
    const own = namesIn(jid)
    const other = claimed ?? (await believed(own, jid))
    const both = namesIn(jid, other)
    if (other === null || both.lid === null || both.pn === null) return own
    const known = contacts.find(own)
    if (known?.lid === both.lid && known.pn === both.pn) return both
    return (await isVouchedFor(own.pn === null ? other : jid, both.lid)) ? both : own
  }

  /** What Baileys keeps as the other name. */
  async function believed({ pn }: Aliases, jid: string): Promise<string | null> {
    const known = contacts.find(namesIn(jid))
    if (known !== null && known.lid !== null && known.pn !== null) return null
    const mapping = line().signalRepository.lidMapping
    // It reads the keys, which give no answer any more once the line ends.
    return unlessEnded(pn === null ? mapping.getPNForLID(jid) : mapping.getLIDForPN(jid), ended())
  }

  function line(): WASocket {
    const open = socket()
    if (open === null) throw new Error('there is no line to ask who somebody is')
    return open
  }

  async function isVouchedFor(pn: string, lid: string): Promise<boolean> {
    const open = line()
    const claim = `${pn} ${lid}`
    if (clock.monotonic() - (doubts.get(claim) ?? Number.NEGATIVE_INFINITY) < DOUBTED) return false
    const told = await inTime(unlessEnded(lidOf(open, pn), ended()))
    if (told === undefined) return false
    if (namesIn(told).lid === lid) return true
    if (doubts.size >= MOST_DOUBTS) doubts.clear()
    doubts.set(claim, clock.monotonic())
    return false
  }

  /** No answer (undefined) is none in its favour, nor one against it. Rejects when the line ended first: on the next one it is asked again. */
  function inTime(asked: Promise<string | null>): Promise<string | null | undefined> {
    return new Promise((resolve, reject) => {
      const callOff = clock.wake(clock.now() + PATIENCE, () => resolve(undefined))
      asked.then(resolve, (error: unknown) => (error instanceof LineEndedError ? reject(error) : resolve(undefined)))
      asked.then(callOff, callOff)
    })
  }

  return { names }
}

async function lidOf(socket: WASocket, pn: string): Promise<string | null> {
  const query = new USyncQuery().withLIDProtocol().withContext('background').withUser(new USyncUser().withId(pn))
  const found = await socket.executeUSyncQuery(query)
  const lid: unknown = found?.list[0]?.lid
  return typeof lid === 'string' ? lid : null
}
