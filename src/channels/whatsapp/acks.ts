import type { WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'

/** What the server said to a message: taken, refused with a code, or nothing in time. */
export type Ack = { kind: 'taken' } | { kind: 'refused'; code: string } | { kind: 'silent' }

export interface Acks {
  listen(socket: WASocket): void
  /** Asked for before the message is sent. Never rejects. */
  of(id: string, ended: AbortSignal): Promise<Ack>
}

/** Longer than a server that is well takes, and short enough for a lane's lease (ms). */
const PATIENCE = 5000

/** Baileys' own sending resolves once the bytes are written, which says nothing (PLATFORM §1.3): the server's ack is what counts. */
export function createAcks(clock: Clock): Acks {
  const waiting = new Map<string, (ack: Ack) => void>()
  return {
    listen(socket) {
      socket.ws.on('CB:ack,class:message', ({ attrs }: { attrs: Record<string, string> }) => {
        waiting.get(attrs.id ?? '')?.(
          attrs.error === undefined ? { kind: 'taken' } : { kind: 'refused', code: attrs.error },
        )
      })
    },
    of(id, ended) {
      return new Promise((resolve) => {
        const settle = (ack: Ack): void => {
          callOff()
          ended.removeEventListener('abort', silence)
          // Sent again meanwhile, it is the other's to wait for.
          if (waiting.get(id) === settle) waiting.delete(id)
          resolve(ack)
        }
        const silence = (): void => settle({ kind: 'silent' })
        const callOff = clock.wake(clock.now() + PATIENCE, silence)
        waiting.set(id, settle)
        if (ended.aborted) silence()
        else ended.addEventListener('abort', silence)
      })
    },
  }
}
