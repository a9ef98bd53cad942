import { once } from 'node:events'
import { createServer } from 'node:http'
import type { KeyPair } from '@whiskeysockets/baileys'
import { WebSocketServer } from 'ws'
import { answerCall, type Ears } from './fake-wire.ts'

/** The port on 127.0.0.1 where the bot calls. */
export interface Port {
  readonly number: number
  /** Nobody gets through until it is over; what is connected is cut. */
  offline(on: boolean): void
  /** Cuts what is connected, as when a cable is pulled. */
  drop(): void
  close(): Promise<void>
}

export async function openPort(root: KeyPair, ears: Ears): Promise<Port> {
  const http = createServer()
  const sockets = new WebSocketServer({ server: http, maxPayload: 64 << 20 })
  let isOffline = false
  const drop = () => {
    for (const socket of sockets.clients) socket.terminate()
  }
  sockets.on('connection', (socket) => {
    if (isOffline) socket.terminate()
    else answerCall(socket, root, ears)
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return {
    number: portOf(http),
    offline(on) {
      isOffline = on
      if (on) drop()
    },
    drop,
    async close() {
      drop()
      http.close()
      await once(http, 'close')
    },
  }
}

export function portOf(server: Pick<ReturnType<typeof createServer>, 'address'>): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('listens on no port')
  return address.port
}
