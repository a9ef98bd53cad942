import { type BinaryNode, decodeBinaryNode, encodeBinaryNode, type KeyPair, proto } from '@whiskeysockets/baileys'
import type { RawData, WebSocket } from 'ws'
import { noiseResponder } from './fake-noise.ts'

/** One connection of the bot, handshake done: stanzas in order, both ways. */
export interface Wire {
  send(node: BinaryNode): void
  /** Says no more, and closes once everything is written. */
  close(): void
  /** Cuts it, as when a cable is pulled. */
  cut(): void
  readonly isOpen: boolean
}

export interface Caller {
  /** By which a linked device is known again. */
  noiseKey: Buffer
  payload: proto.ClientPayload
}

export interface Ears {
  /** Somebody has shaken hands. */
  called(wire: Wire, caller: Caller): void
  heard(wire: Wire, node: BinaryNode): void
  closed(wire: Wire): void
  /** What was heard could not be dealt with: the fake is wrong, or the client is. */
  failed(error: unknown): void
}

/** Frames have three bytes of length; the first comes after four bytes that name the protocol. */
const INTRO = 4

export function answerCall(socket: WebSocket, root: KeyPair, ears: Ears): void {
  const noise = noiseResponder(root)
  const steps = ['hello', 'finish', 'talk'] as const
  let step = 0
  let waiting = Buffer.alloc(0)
  let isIntroduced = false
  // Inflating a stanza takes a turn of the loop: one after the other, so that none overtakes.
  let lane = Promise.resolve()

  const frame = (bytes: Uint8Array) => {
    const length = Buffer.alloc(3)
    length.writeUIntBE(bytes.length, 0, 3)
    if (socket.readyState === socket.OPEN) socket.send(Buffer.concat([length, bytes]))
  }
  const wire: Wire = {
    send: (node) => frame(noise.encrypt(encodeBinaryNode(node))),
    close: () => socket.close(),
    cut: () => socket.terminate(),
    get isOpen() {
      return socket.readyState === socket.OPEN
    },
  }

  function fail(error: unknown): void {
    ears.failed(error)
    socket.terminate()
  }

  async function take(bytes: Buffer): Promise<void> {
    const now = steps[step]
    if (now === 'hello') frame(noise.answer(bytes))
    else if (now === 'finish') {
      const { staticKey, payload } = noise.finish(bytes)
      ears.called(wire, { noiseKey: staticKey, payload: proto.ClientPayload.decode(payload) })
    } else ears.heard(wire, await decodeBinaryNode(noise.decrypt(bytes)))
    if (step < 2) step++
  }

  socket.on('message', (data: RawData) => {
    waiting = Buffer.concat([waiting, asBuffer(data)])
    if (!isIntroduced) {
      waiting = waiting.subarray(introLength(waiting))
      isIntroduced = true
    }
    for (let size = sizeOf(waiting); size !== null; size = sizeOf(waiting)) {
      const bytes = Buffer.from(waiting.subarray(3, 3 + size))
      waiting = waiting.subarray(3 + size)
      lane = lane.then(() => take(bytes)).catch(fail)
    }
  })
  socket.on('error', () => undefined)
  socket.on('close', () => ears.closed(wire))
}

/** With routing information, it stands in front: "ED", two bytes of version, three of length. */
function introLength(bytes: Buffer): number {
  return bytes.subarray(0, 2).toString() === 'ED' ? 7 + bytes.readUIntBE(4, 3) + INTRO : INTRO
}

function sizeOf(bytes: Buffer): number | null {
  if (bytes.length < 3) return null
  const size = bytes.readUIntBE(0, 3)
  return bytes.length >= 3 + size ? size : null
}

function asBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return Buffer.isBuffer(data) ? data : Buffer.from(data)
}
