import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { chatId } from '../../ids.ts'
import type { LogName, MapAnswer, PlaceAnswer, SessionAnswer, Shown } from './page/wire.ts'
import { say, saySchema } from './say.ts'
import type { Stage } from './stage.ts'

const SMALL = 1024
/** A student may paste 65,000 characters (RELIABILITY A7); more than that never gets as far as being read. */
const LARGE = 70_000

const student = z.coerce.number().int().min(1).max(9999)
const querySchema = z.object({ student })
const moveSchema = z.strictObject({ student, to: z.enum(['business-day', 'reminder']) })

/** What the page asks and tells; every POST has passed the guard. */
export function serveApi(server: FastifyInstance, stage: Stage): void {
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
    const history = await stage.history()
    if (!query.success || !history.has(`${query.data.student}`)) return refuse(reply, 404)
    const own: LogName = `${query.data.student}`
    const read = (log: LogName): Shown[] => history.read(log).map(stage.shown)
    const last = z.string().optional().catch(undefined).parse(request.headers['last-event-id'])
    reply.hijack()
    const isOpen = feed.open(reply.raw, {
      wants: (log) => log === own || log === 'desk' || log === 'clock',
      last,
      all: () => ({ student: read(own), desk: read('desk'), clock: read('clock') }),
      time: () => stage.instant(port.clock.now()),
    })
    if (!isOpen) reply.raw.writeHead(503).end()
  })

  server.post('/api/students', { bodyLimit: SMALL }, async () => ({
    student: await (await stage.history()).addStudent(),
  }))

  server.post('/api/clock', { bodyLimit: SMALL }, async (request, reply) => {
    const body = moveSchema.safeParse(request.body)
    if (!body.success) return refuse(reply, 400)
    const { student: number, to } = body.data
    const now = port.clock.now()
    const next = to === 'reminder' ? await port.nextReminder(chatId('web', number)) : port.nextBusinessDay(now)
    if (next === null) return refuse(reply, 409)
    const at = Math.max(next, now)
    // First the line, so that whatever the jump wakes comes after it.
    await stage.write('clock', { type: 'jump' }, at)
    port.clock.moveTo(at)
    feed.time(stage.instant(port.clock.now()))
    return reply.code(202).send({})
  })

  server.post('/api/say', { bodyLimit: LARGE }, async (request, reply) => {
    const body = saySchema.safeParse(request.body)
    if (!body.success) return refuse(reply, 400)
    const receive = stage.receive()
    if (receive === null) return refuse(reply, 503)
    return (await say(stage, receive, body.data)) ? reply.code(202).send({}) : refuse(reply, 404)
  })
}

/** Status and nothing more: what was sent is nobody's business. */
function refuse(reply: FastifyReply, status: 400 | 404 | 409 | 503): undefined {
  void reply.code(status).send({ error: 'refused' })
}

function ownWords(words: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).filter(([key]) => key.startsWith('simulator-')))
}
