import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify'
import type { Channel } from './channels/channel.ts'
import type { Log } from './log.ts'

export interface ServerOptions {
  host: string
  /** 0 takes any free port. */
  port: number
  log: Log
  /** Whether everything this process needs in order to serve is there; `reasons` are short codes. */
  ready(): Promise<{ ready: boolean; reasons: string[] }>
  /** Those that have routes get them, each in a scope of its own. */
  channels: readonly Channel[]
}

export interface Server {
  /** "http://127.0.0.1:3000" */
  url: string
  /** Takes no more requests and cuts those under way: what was not answered is sent again. */
  close(): Promise<void>
}

/** Starts the web server. Rejects with one sentence that says what to change when it cannot listen. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { host, port, log, channels } = options
  const server = fastify({
    logger: false,
    bodyLimit: 1024 * 1024,
    // For sending a request in full; an answer may last (event streams).
    requestTimeout: 15_000,
    // An open event stream or an idle webhook connection would keep the process from ending.
    forceCloseConnections: true,
    // An address that cannot be read never comes to the hooks and handlers below.
    frameworkErrors: (_error, _request, reply) => void secure(reply).raw.writeHead(400).end(),
  })
  server.addHook('onRequest', async (_request, reply) => void secure(reply))
  answerFailures(server, log)
  addHealth(server, options)
  for (const channel of channels) await server.register(async (scope) => channel.routes?.(scope))
  try {
    await server.listen({ host, port })
  } catch (error) {
    await server.close()
    throw new Error(sentence(error, host, port), { cause: error })
  }
  return { url: urlOf(server, host), close: () => server.close() }
}

/** Set on the raw response, so that streams carry them too; a route that needs another value sets its own. */
function secure<Reply extends Pick<FastifyReply, 'raw'>>(reply: Reply): Reply {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) reply.raw.setHeader(name, value)
  return reply
}

const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** Says which status and nothing more: neither a stack, nor our words for it, nor what was sent. */
function answerFailures(server: FastifyInstance, log: Log): void {
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }))
  server.setErrorHandler<FastifyError>((error, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 400 && status < 500) return reply.code(status).send({ error: 'bad request' })
    log.error({ error, status: 500 }, 'request failed')
    return reply.code(500).send({ error: 'internal error' })
  })
}

function addHealth(server: FastifyInstance, { log, ready, channels }: ServerOptions): void {
  server.get('/healthz', async () => ({ alive: true, channels: healthOf(channels, log) }))
  server.get('/readyz', async (_request, reply) => {
    const state = await ready().catch((error: unknown) => {
      log.error({ error }, 'readiness could not be told')
      return { ready: false, reasons: ['check-failed'] }
    })
    return reply.code(state.ready ? 200 : 503).send(state)
  })
}

/** Of the channels that tell; what one of them cannot tell must not look like a process that does not live. */
function healthOf(channels: readonly Channel[], log: Log) {
  const told = channels.flatMap((channel) => {
    try {
      const health = channel.health?.()
      return health ? [[channel.name, health] as const] : []
    } catch (error) {
      log.error({ channel: channel.name, error }, 'health could not be told')
      return [[channel.name, { unknown: true }] as const]
    }
  })
  return Object.fromEntries(told)
}

function urlOf(server: FastifyInstance, host: string): string {
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${address.port}`
}

function sentence(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken: stop the other program or choose another PORT.`,
    EACCES: `Port ${port} is not ours to use: choose a PORT from 1024 up.`,
    EADDRNOTAVAIL: `This machine has no address ${host}: choose another HOST, such as 127.0.0.1.`,
    ENOTFOUND: `HOST ${host} is unknown: choose another, such as 127.0.0.1.`,
  }
  return sentences[code] ?? `Cannot listen on ${host}, port ${port} (${code || 'unknown reason'}): check HOST and PORT.`
}
