import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below the ports that outgoing connections are given: while a server is down, a client that knocks at a port of that range
 * can be connected to itself, and the server does not get its port back.
 */
export async function quietPort(): Promise<number> {
  for (;;) {
    const port = 11_000 + Math.floor(Math.random() * 20_000)
    const server = createServer()
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!free) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
