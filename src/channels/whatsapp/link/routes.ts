import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../../../clock.ts'
import type { Log } from '../../../log.ts'
import { bringsToken, COOKIE, type Door, foreignHost, hasCookie, refusal } from './guard.ts'
import type { Linking } from './linking.ts'
import { internationalNumber } from './number.ts'
import { PATH, page, panel, refusedPage, type Words } from './views.ts'

export interface LinkPage {
  linking: Linking
  /** Whoever has it may link the number: at least 24 random bytes, printed with the address of the page and nowhere else. */
  token: string
  /** Where the page is reached besides this machine ("https://afilia.example.edu"); left out: nowhere. */
  origin?: string
  /** The texts of locales/ whose keys begin with `link-`. */
  words: Words
  /** Where link.css, link.js and icon.svg are. */
  pageDir: string
  clock: Pick<Clock, 'now'>
  log: Pick<Log, 'warn'>
}

/** Everything comes from here and nothing from anywhere else, no inline style or script included. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join('; ')
const HTML = 'text/html; charset=utf-8'
const SMALL = 1024
const FILES = {
  'link.css': 'text/css; charset=utf-8',
  'link.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
}

/** The page on which staff link the number with their phone, at `/whatsapp/link?token=...`. Neither code nor number is ever logged. */
export async function serveLink(server: FastifyInstance, options: LinkPage): Promise<void> {
  const door: Door = { token: options.token, origin: options.origin ?? null }
  // A scope of its own, so that the guard stands before these routes only.
  await server.register(async (scope) => {
    serveFiles(scope, options.pageDir)
    servePage(scope, options, door)
    await scope.register(async (inside) => {
      inside.addHook('onRequest', async (request, reply) => {
        const reason = refusal(request, door)
        if (reason === null) return
        options.log.warn({ channel: 'whatsapp', reason }, 'link page refused')
        await reply.code(403).send({ error: 'refused' })
      })
      serveParts(inside, options)
    })
  })
}

/** The look of the page, to anybody: a fixed list of files, read once. */
function serveFiles(scope: FastifyInstance, pageDir: string): void {
  for (const [name, type] of Object.entries(FILES)) {
    const content = readFileSync(join(pageDir, name))
    scope.get(`${PATH}/${name}`, (_request, reply) => reply.headers({ 'content-type': type }).send(content))
  }
}

/** The token comes once, in the address; from then on it is a cookie that no script and no other site can use. */
function servePage(scope: FastifyInstance, { words, linking, clock, log }: LinkPage, door: Door): void {
  scope.get(PATH, (request, reply) => {
    void reply.headers({ 'content-type': HTML, 'content-security-policy': POLICY })
    const isNew = bringsToken(request, door)
    const reason = foreignHost(request, door) ? 'host' : isNew || hasCookie(request, door) ? null : 'token'
    if (reason !== null) {
      log.warn({ channel: 'whatsapp', reason }, 'link page refused')
      return reply.code(403).send(refusedPage(words))
    }
    if (isNew) void reply.header('set-cookie', cookie(request, door.token))
    return reply.send(page(words, linking.state(), clock.now()))
  })
}

function cookie(request: FastifyRequest, token: string): string {
  const isSecure = request.headers['x-forwarded-proto'] === 'https'
  return `${COOKIE}=${token}; Path=${PATH}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
}

const numberSchema = z.object({ number: z.string() })

/** What the page asks for and does; everything here has passed the guard. */
function serveParts(scope: FastifyInstance, { words, linking, clock, log }: LinkPage): void {
  const part = (reply: FastifyReply, state = linking.state()) =>
    reply.headers({ 'content-type': HTML }).send(panel(words, state, clock.now()).html)
  /** In words for the page. */
  const wrong = (reply: FastifyReply, status: 422 | 502, key: string) =>
    reply.code(status).headers({ 'content-type': 'text/plain; charset=utf-8' }).send(words(key))

  scope.get(`${PATH}/part`, (_request, reply) => part(reply))

  scope.post(`${PATH}/code`, { bodyLimit: SMALL }, async (request, reply) => {
    const { data } = numberSchema.safeParse(request.body)
    const number = data ? internationalNumber(data.number.trim()) : null
    if (number === null) return wrong(reply, 422, 'link-number-wrong')
    try {
      return await part(reply, { is: 'code', code: await linking.requestCode(number) })
    } catch (error) {
      log.warn({ channel: 'whatsapp', error }, 'no code to link with could be had')
      return wrong(reply, 502, 'link-number-failed')
    }
  })

  scope.post(`${PATH}/relink`, { bodyLimit: SMALL }, async (_request, reply) => {
    try {
      await linking.relink()
      return await part(reply)
    } catch (error) {
      log.warn({ channel: 'whatsapp', error }, 'the number could not be linked anew')
      return wrong(reply, 502, 'link-relink-failed')
    }
  })
}
