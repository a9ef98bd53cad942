/** A wire that tests can cut, hang and slow. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { quietPort } from './quiet-port.ts'

export interface TcpProxy {
  port: number
  /** Drops all connections and refuses new ones. */
  cut(): Promise<void>
  /** Everything passes again, whatever was done before; what hung meanwhile passes now. */
  restore(): Promise<void>
  /** Accepts, and forwards nothing: half-open. */
  hang(): void
  /** Whatever passes, in either direction, waits so long first. */
  slow(ms: number): void
  /** The next request is forwarded, its connection cut when the answer comes, and the answer never seen. Resolves then. */
  dropAfterRequest(): Promise<void>
  close(): Promise<void>
}

/** A connection of each side; each direction hands on its pieces one after the other. */
interface Wire {
  client: Socket
  server: Socket
}

export async function startProxy(target: number): Promise<TcpProxy> {
  const port = await quietPort()
  const wires = new Set<Wire>()
  let delay = 0
  let gate: Gate = openGate()
  let drop: { armed: Wire | null; done: () => void } | null = null

  const listener = createServer((client) => {
    const wire = { client, server: connect(target, '127.0.0.1') }
    wires.add(wire)
    for (const end of [wire.client, wire.server]) {
      end.setNoDelay(true)
      end.on('error', () => destroy(wire))
      end.once('close', () => destroy(wire))
    }
    void carry(wire, client, wire.server)
    void carry(wire, wire.server, client)
  })

  function destroy(wire: Wire): void {
    wires.delete(wire)
    wire.client.destroy()
    wire.server.destroy()
  }

  /** Resolves when this direction has nothing more to say. */
  async function carry(wire: Wire, from: Socket, to: Socket): Promise<void> {
    const pieces = from.iterator({ destroyOnReturn: false })
    try {
      for await (const piece of pieces) {
        if (delay > 0) await pause(delay)
        await gate.opens
        if (isDropped(wire, from)) return destroy(wire)
        if (!to.write(piece)) await once(to, 'drain')
      }
      to.end()
    } catch {
      // One of the two ends is gone.
      destroy(wire)
    }
  }

  /** The first to ask is the one whose answer is dropped. */
  function isDropped(wire: Wire, from: Socket): boolean {
    if (!drop) return false
    if (from === wire.client) drop.armed ??= wire
    if (from === wire.client || drop.armed !== wire) return false
    drop.done()
    drop = null
    return true
  }

  const listen = async (): Promise<void> => {
    if (listener.listening) return
    listener.listen(port, '127.0.0.1')
    await once(listener, 'listening')
  }
  const cut = async (): Promise<void> => {
    const closed = listener.listening ? once(listener, 'close') : null
    if (closed) listener.close()
    for (const wire of wires) destroy(wire)
    await closed
  }

  await listen()
  return {
    port,
    cut,
    async restore() {
      delay = 0
      drop = null
      gate.open()
      await listen()
    },
    hang() {
      gate.open()
      gate = closedGate()
    },
    slow(ms) {
      delay = ms
    },
    dropAfterRequest: () =>
      new Promise((done) => {
        drop = { armed: null, done }
      }),
    async close() {
      gate.open()
      await cut()
    },
  }
}

interface Gate {
  opens: Promise<void>
  open(): void
}

function closedGate(): Gate {
  let open = (): void => undefined
  const opens = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opens, open: () => open() }
}

function openGate(): Gate {
  const gate = closedGate()
  gate.open()
  return gate
}
