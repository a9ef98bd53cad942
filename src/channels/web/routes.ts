import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { chatId } from '../../ids.ts'
import { deedSchema, doAs } from './deeds.ts'
import { move, moveSchema, student } from './move.ts'
import type { LogName, Logs, MapAnswer, PlaceAnswer, SessionAnswer } from './page/wire.ts'
import { say, saySchema } from './say.ts'
import type { Stage } from './stage.ts'

const SMALL = 1024
/** A student may paste 65,000 characters (RELIABILITY A7); more than that never gets as far as being read. */
const LARGE = 70_000

const querySchema = z.object({ student })

/** What the page asks. */
export function serveQuestions(server: FastifyInstance, stage: Stage): void {
  const { port, feed } = stage

  server.get('/api/session', async (): Promise<SessionAnswer> => {
    return { token: stage.token, students: (await stage.history()).students() }
  })
  server.get('/api/words', () => ownWords(port.words()))
  server.get('/api/map', (): MapAnswer => port.map())

  server.get('/api/place', async (request, reply): Promise<PlaceAnswer | undefined> => {
    const query = querySchema.safeParse(request.query)
    if (!query.success) return refuse(reply, 400)
    const chat = chatId('web', query.data.student)
    const [found, due] = [await port.place(chat), await port.nextReminder(chat)]
    return {
      place: found?.place ?? null,
      trail: found?.trail ?? [],
      reminder: due === null ? null : stage.instant(due),
    }
  })

  server.get('/api/events', async (request, reply) => {
    const query = querySchema.safeParse(request.query)
    const [history, agents] = [await stage.history(), await stage.agents()]
    if (!query.success || !history.has(`${query.data.student}`)) return refuse(reply, 404)
    const own: LogName = `${query.data.student}`
    const last = z.string().optional().catch(undefined).parse(request.headers['last-event-id'])
    reply.hijack()
    const isOpen = feed.open(reply.raw, {
      wants: (log) => log === own || !/^\d/.test(log),
      last,
      all: () => logsOf(own, (log) => history.read(log).map(stage.shown)),
      now: () => ({ agents: agents.all(), time: stage.instant(port.clock.now()) }),
    })
    if (!isOpen) reply.raw.writeHead(503).end()
  })
}

/** What the page tells; every POST has passed the guard. */
export function serveDeeds(server: FastifyInstance, stage: Stage): void {
  server.post('/api/students', { bodyLimit: SMALL }, async () => ({
    student: await (await stage.history()).addStudent(),
  }))

  server.post('/api/clock', { bodyLimit: SMALL }, async (request, reply) => {
    const body = moveSchema.safeParse(request.body)
    if (!body.success) return refuse(reply, 400)
    return (await move(stage, body.data)) ? reply.code(202).send({}) : refuse(reply, 409)
  })

  server.post('/api/agents', { bodyLimit: SMALL }, async (request, reply) => {
    const body = deedSchema.safeParse(request.body)
    if (!body.success) return refuse(reply, 400)
    const receive = stage.receive()
    if (receive === null) return refuse(reply, 503)
    await doAs(stage, receive, body.data)
    return reply.code(202).send({})
  })

  server.post('/api/say', { bodyLimit: LARGE }, async (request, reply) => {
    const body = saySchema.safeParse(request.body)
    if (!body.success) return refuse(reply, 400)
    const receive = stage.receive()
    if (receive === null) return refuse(reply, 503)
    const outcome = await say(stage, receive, body.data)
    return outcome === 'kept' ? reply.code(202).send({}) : refuse(reply, outcome === 'left' ? 409 : 404)
  })
}

function logsOf(own: LogName, read: (log: LogName) => Logs['student']): Logs {
  return {
    student: read(own),
    desk: read('desk'),
    clock: read('clock'),
    'agente-1': read('agente-1'),
    'agente-2': read('agente-2'),
  }
}

/** Status and nothing more: what was sent is nobody's business. */
function refuse(reply: FastifyReply, status: 400 | 404 | 409 | 503): undefined {
  void reply.code(status).send({ error: 'refused' })
}

function ownWords(words: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).filter(([key]) => key.startsWith('simulator-')))
}
