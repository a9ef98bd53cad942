import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Log } from '../../log.ts'

/** Where Meta is told to call. */
const PATH = '/whatsapp'
/** Meta sends up to 3 MB at once. */
const LARGEST_BODY = 4 * 1024 * 1024
/** Seconds Meta is asked to wait before it sends a delivery again. */
const RETRY_AFTER = 5

export interface WebhookParts {
  appSecret: string
  verifyToken: string
  log: Log
  /** Resolves once everything in it is durable. */
  take(raw: unknown): Promise<void>
}

/** Meta's two calls: one to see that we are who we say, one for each delivery. Nothing is read before its signature was found true. */
export async function serveWebhook(server: FastifyInstance, parts: WebhookParts): Promise<void> {
  // In a scope of its own: the signature is of the bytes, so nobody may parse them first.
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    verification(scope, parts.verifyToken)
    deliveries(scope, parts)
  })
}

function verification(scope: FastifyInstance, verifyToken: string): void {
  const expected = digest(verifyToken)
  scope.get<{ Querystring: Record<string, unknown> }>(PATH, async ({ query }, reply) => {
    const token = query['hub.verify_token']
    const challenge = query['hub.challenge']
    const isOurs = typeof token === 'string' && timingSafeEqual(digest(token), expected)
    if (!isOurs || query['hub.mode'] !== 'subscribe') return reply.code(403).send()
    // Echoed to whoever knows the token, and still nothing a browser could run.
    if (typeof challenge !== 'string' || !/^\d{1,64}$/.test(challenge)) return reply.code(400).send()
    return reply.type('text/plain; charset=utf-8').send(challenge)
  })
}

function deliveries(scope: FastifyInstance, { appSecret, log, take }: WebhookParts): void {
  scope.post(PATH, {
    bodyLimit: LARGEST_BODY,
    onRequest: async (request, reply) => {
      if (signatureOf(request) === null) return reply.code(401).send()
      if (request.headers['content-encoding'] !== undefined) return reply.code(415).send()
    },
    handler: async (request, reply) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const given = signatureOf(request)
      const expected = createHmac('sha256', appSecret).update(bytes).digest()
      if (given === null || !timingSafeEqual(given, expected)) return reply.code(401).send()
      const delivery = parsed(bytes)
      if (delivery === undefined) return reply.code(400).send()
      try {
        await take(delivery)
        return reply.code(200).send()
      } catch (error) {
        log.error({ channel: 'whatsapp-cloud', error }, 'a delivery could not be kept, Meta will send it again')
        return reply.code(503).header('retry-after', RETRY_AFTER).send()
      }
    },
  })
}

/** The bytes of "sha256=" and sixty-four digits of lower case, as Meta writes it; null for anything else. */
function signatureOf({ headers }: FastifyRequest): Buffer | null {
  const header = headers['x-hub-signature-256']
  const hex = typeof header === 'string' ? /^sha256=([0-9a-f]{64})$/.exec(header)?.[1] : undefined
  return hex === undefined ? null : Buffer.from(hex, 'hex')
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Digests are of one length, whatever was sent. */
function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
