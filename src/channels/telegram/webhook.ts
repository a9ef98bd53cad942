import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Log } from '../../log.ts'

/** Where Telegram is told to call: the address as configured, under /telegram when it names only the host. */
export function webhookAddress(url: string): URL {
  const address = new URL(url)
  if (address.pathname === '/') address.pathname = '/telegram'
  return address
}

/** Seconds Telegram is asked to wait before it sends an update again. */
const RETRY_AFTER = 5
const LARGEST_BODY = 1024 * 1024

/** Answers 200 once `take` resolved. The secret is compared before anything is read, in a time that tells nothing. */
export function serveWebhook(
  server: FastifyInstance,
  webhook: { url: string; secret: string },
  take: (raw: unknown) => Promise<void>,
  log: Log,
): void {
  const expected = digest(webhook.secret)
  // A colon would begin a parameter.
  const path = webhookAddress(webhook.url).pathname.replaceAll(':', '::')
  server.post(path, {
    bodyLimit: LARGEST_BODY,
    onRequest: async (request, reply) => {
      const given = request.headers['x-telegram-bot-api-secret-token']
      if (typeof given !== 'string' || !timingSafeEqual(digest(given), expected)) return reply.code(401).send()
    },
    handler: async (request, reply) => {
      try {
        await take(request.body)
        return reply.code(200).send()
      } catch (error) {
        log.error({ error }, 'an update could not be kept, Telegram will send it again')
        return reply.code(503).header('retry-after', RETRY_AFTER).send()
      }
    },
  })
}

/** Digests are of one length, whatever was sent. */
function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
