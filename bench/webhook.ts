import { fastify } from 'fastify'

type Handler = (request: { body: unknown }, reply: Reply) => Promise<unknown>

interface Reply {
  code(status: number): Reply
  header(): Reply
  send(): Reply
}

const SECRET = 'bench-bench-bench-bench'

/**
 * The webhook's door without the web server before it, since the other side's `handleUpdate` has none either: `knock` hands
 * a raw update to the handler that the channel registers, and rejects unless it is accepted.
 */
export function createDoor() {
  let handler: Handler | null = null
  const server = Object.assign(fastify(), {
    post(_path: string, route: { handler: Handler }) {
      handler = route.handler
    },
  })
  return {
    server,
    webhook: { url: 'https://bench.invalid/telegram', secret: SECRET },
    async knock(body: unknown): Promise<void> {
      if (!handler) throw new Error('the channel has no webhook')
      let answer = 0
      const reply: Reply = {
        code(status) {
          answer = status
          return reply
        },
        header: () => reply,
        send: () => reply,
      }
      await handler({ body }, reply)
      if (answer !== 200) throw new Error(`an update was answered with ${answer}`)
    },
  }
}
