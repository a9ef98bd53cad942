import type { AuthenticationCreds, KeyPair } from '@whiskeysockets/baileys'
import { linkedCreds } from './fake-adv.ts'
import { attach, openAttachment } from './fake-attachment.ts'
import type { Companion } from './fake-companion.ts'
import { ACCOUNT, type Directory, makeDirectory } from './fake-directory.ts'
import { type Door, makeDoor } from './fake-door.ts'
import type { Exchange } from './fake-exchange.ts'
import { type Groups, makeGroups } from './fake-groups.ts'
import { makeHappenings } from './fake-happenings.ts'
import { makeLine } from './fake-line.ts'
import type { MediaStore } from './fake-media.ts'
import { SERVER } from './fake-node.ts'
import { makeOwnPhone, type OwnPhone } from './fake-own-phone.ts'
import { makePairing, type Pairing } from './fake-pairing.ts'
import type { Upload } from './fake-phone.ts'
import { makePost, type Post } from './fake-post.ts'
import { makeReachoutLock, type ReachoutLock } from './fake-reachout.ts'
import { makeService, type Service } from './fake-service.ts'

/** Everything behind the port. */
export interface Network {
  exchange: Exchange
  door: Door
  post: Post
  service: Service
  directory: Directory
  ownPhone: OwnPhone
  pairing: Pairing
  groups: Groups
  lock: ReachoutLock
  /** What went wrong where nobody waited for it. */
  faults: unknown[]
  register(): AuthenticationCreds
}

export function makeNetwork(now: () => number, store: MediaStore): Network {
  const faults: unknown[] = []
  const happenings = makeHappenings()
  const exchange: Exchange = {
    ...happenings,
    line: makeLine(happenings.changed),
    now,
    companion: () => door.companion() ?? nobody(),
    group: (id) => groups.find(id),
    handset: (jid) => directory.handset(jid),
    own: () => ownPhone.handset,
    ownCopies: new Map(),
    fetch: (message) => openAttachment(store, message),
    failed: (error) => void faults.push(error),
  }
  const upload: Upload = (kind, bytes, details) => attach(store, kind, bytes, details)
  const directory = makeDirectory(exchange, upload)
  const groups = makeGroups(exchange, upload)
  const ownPhone = makeOwnPhone(exchange, () => directory)
  const post = makePost(exchange, directory.find, groups.forbids)
  const lock = makeReachoutLock(exchange.line)
  const account = () => ownPhone.handset.cipher.creds.signedIdentityKey
  const { door, pairing, service, nextDevice } = makeEntrance(exchange, post, {
    answers: [groups.answer, store.answer, lock.answer],
    account,
    greets: ownPhone.greets,
  })

  function register(): AuthenticationCreds {
    const { creds, companion } = linkedCreds(nextDevice(), account(), now())
    door.link({ ...companion, isSpared: true })
    return creds
  }

  return { exchange, door, post, service, directory, ownPhone, pairing, groups, lock, faults, register }
}

interface Within {
  answers: Parameters<typeof makeService>[2]['answers']
  account(): KeyPair
  /** The first thing a new device is told. */
  greets(): Promise<void>
}

/** The door, whoever waits in front of it to be linked, and who serves those inside. */
function makeEntrance(exchange: Exchange, post: Post, { answers, account, greets }: Within) {
  /** Devices just paired, that wait for their history. */
  const strangers = new Set<string>()
  let devices = 0

  function nextDevice(): Pick<Companion, 'device' | 'pn' | 'lid'> {
    const device = ++devices
    return { device, pn: `${ACCOUNT.number}:${device}${SERVER}`, lid: ACCOUNT.lid.replace('@', `:${device}@`) }
  }

  function link(companion: Companion): void {
    door.link(companion)
    strangers.add(companion.pn)
  }

  const { now, changed, until } = exchange
  const pairing = makePairing({ changed, until, account, now, nextDevice, link })
  const service = makeService(exchange, post, {
    answers,
    unlink: () => door.close(401),
    ready: async ({ pn }) => {
      if (strangers.delete(pn)) await greets()
    },
  })
  const door: Door = makeDoor({
    registering: pairing.registering,
    heard(wire, stanza, companion) {
      if (companion) service.serve(wire, stanza, companion).catch(exchange.failed)
      else pairing.heard(wire, stanza)
    },
    left(wire) {
      pairing.left(wire)
      if (door.wire() === null) exchange.line.close()
      changed()
    },
    failed: exchange.failed,
    seconds: () => String(Math.floor(now() / 1000)),
  })
  return { door, pairing, service, nextDevice }
}

function nobody(): never {
  throw new Error('no device is linked: pair or register one first')
}
