import type { BinaryNode } from '@whiskeysockets/baileys'
import type { Companion } from './fake-companion.ts'
import { node, SERVER } from './fake-node.ts'
import type { Caller, Ears, Wire } from './fake-wire.ts'

/** How WhatsApp ends a connection, by Baileys' number for it. */
export type CloseCode = 401 | 403 | 408 | 411 | 428 | 440 | 500 | 503 | 515

/** Who comes in, who is put out. One device is linked at a time; one connection of it is served. */
export interface Door {
  readonly ears: Ears
  link(companion: Companion): void
  companion(): Companion | null
  /** The connection being served. */
  wire(): Wire | null
  /** How many times a linked device has come in. */
  logins(): number
  /** Ends the connection; after 401 the device is not linked any more, after 403 nobody gets in until `readmit`. */
  close(code: CloseCode): void
  readmit(): void
}

export interface Inside {
  /** A device that is not linked yet. */
  registering(wire: Wire, caller: Caller): void
  heard(wire: Wire, stanza: BinaryNode, companion: Companion | null): void
  left(wire: Wire): void
  failed(error: unknown): void
  seconds(): string
}

export function makeDoor(inside: Inside): Door {
  let linked: Companion | null = null
  let served: Wire | null = null
  let isBanned = false
  let logins = 0

  function turnAway(wire: Wire, reason: number): void {
    wire.send(node('failure', { reason: String(reason), location: 'fake' }))
    wire.close()
  }

  function isLinked({ noiseKey, payload }: Caller): boolean {
    return (
      linked !== null &&
      Number(payload.username) === Number(linked.pn.split(/[:@]/)[0]) &&
      payload.device === linked.device &&
      noiseKey.equals(linked.noiseKey)
    )
  }

  function called(wire: Wire, caller: Caller): void {
    if (isBanned) return turnAway(wire, 403)
    if (caller.payload.devicePairingData) return inside.registering(wire, caller)
    if (!isLinked(caller)) return turnAway(wire, 401)
    if (served) say(served, goodbye(440))
    served = wire
    logins++
    wire.send(node('success', { t: inside.seconds(), lid: linked?.lid, props: '1' }))
  }

  return {
    ears: {
      called,
      heard: (wire, stanza) => inside.heard(wire, stanza, wire === served ? linked : null),
      closed(wire) {
        if (served === wire) served = null
        inside.left(wire)
      },
      failed: inside.failed,
    },
    link(companion) {
      linked = companion
    },
    companion: () => linked,
    wire: () => served,
    logins: () => logins,
    close(code) {
      if (served) say(served, goodbye(code))
      if (code === 401) linked = null
      if (code === 403) isBanned = true
    },
    readmit() {
      isBanned = false
    },
  }
}

export function say(wire: Wire, last: BinaryNode): void {
  wire.send(last)
  wire.close()
}

export function goodbye(code: CloseCode): BinaryNode {
  const error = (attrs: Record<string, string>, why?: BinaryNode) => node('stream:error', attrs, why ? [why] : [])
  switch (code) {
    case 401:
      return error({ code: '401' }, node('conflict', { type: 'device_removed' }))
    case 403:
    case 408:
      return node('failure', { reason: String(code), from: SERVER })
    case 411:
      return node('ib', {}, [node('downgrade_webclient')])
    case 428:
      return node('xmlstreamend')
    case 440:
      return error({}, node('conflict', { type: 'replaced' }))
    case 500:
    case 503:
    case 515:
      return error({ code: String(code) })
  }
}
