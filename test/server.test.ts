import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Channel } from '../src/channels/channel.ts'
import { createLog } from '../src/log.ts'
import { type Server, type ServerOptions, startServer } from '../src/server.ts'

const running: Server[] = []
let logged = ''

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
  logged = ''
})

test('is alive, and ready when the parts are', async () => {
  const { url } = await start({})
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/)
  const alive = await fetch(`${url}/healthz`)
  const ready = await fetch(`${url}/readyz`)
  expect([alive.status, await alive.json()]).toEqual([200, { alive: true, channels: {} }])
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, reasons: [] }])
})

test('says why it is not ready, and stays alive', async () => {
  const { url } = await start({ ready: async () => ({ ready: false, reasons: ['store-closed'] }) })
  const response = await fetch(`${url}/readyz`)
  expect([response.status, await response.json()]).toEqual([503, { ready: false, reasons: ['store-closed'] }])
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
})

test('tells how the channels are that can say', async () => {
  const state = { linked: true, today: 3, why: null }
  const telling = { ...channel(), name: 'whatsapp', health: () => state }
  const broken = {
    ...channel(),
    name: 'other',
    health: () => {
      throw new Error('5216441234567')
    },
  }
  const { url } = await start({ channels: [channel(), telling, broken] })
  const read = async () => (await fetch(`${url}/healthz`)).json()
  expect(await read()).toEqual({ alive: true, channels: { whatsapp: state, other: { unknown: true } } })
  state.today = 4
  expect(await read()).toMatchObject({ channels: { whatsapp: { today: 4 } } })
  expect(logged).toContain('health could not be told')
  expect(logged).not.toContain('5216441234567')
})

test('is not ready when that cannot be told', async () => {
  const { url } = await start({ ready: () => Promise.reject(new Error('12345678903')) })
  const response = await fetch(`${url}/readyz`)
  expect([response.status, await response.json()]).toEqual([503, { ready: false, reasons: ['check-failed'] }])
  expect(logged).toContain('readiness could not be told')
  expect(logged).not.toContain('12345678903')
})

test('serves the routes of the channels, each with its own parser', async () => {
  const parsing = (name: string, reads: string) =>
    channel((server) => {
      server.addContentTypeParser('application/x-own', { parseAs: 'string' }, (_request, _body, done) =>
        done(null, reads),
      )
      server.post(`/${name}`, async (request) => ({ reads: request.body }))
    })
  const { url } = await start({ channels: [parsing('a', 'first'), parsing('b', 'second'), channel()] })
  const post = async (path: string) =>
    (await fetch(url + path, { method: 'POST', body: 'x', headers: { 'content-type': 'application/x-own' } })).json()
  expect(await post('/a')).toEqual({ reads: 'first' })
  expect(await post('/b')).toEqual({ reads: 'second' })
})

test('protects every answer, whatever becomes of the request', async () => {
  const { url } = await start({
    channels: [
      channel((server) => {
        server.get('/fails', async () => Promise.reject(new Error('broken')))
        server.get('/streams', (_request, reply) => {
          reply.hijack()
          reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).end()
        })
      }),
    ],
  })
  const answers = [
    ['/healthz', 200],
    ['/nowhere', 404],
    ['/fails', 500],
    ['/streams', 200],
    ['/%', 400],
  ] as const
  for (const [path, status] of answers) {
    const { status: got, headers } = await fetch(url + path)
    expect([path, got]).toEqual([path, status])
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('server')).toBeNull()
    expect(headers.get('x-powered-by')).toBeNull()
  }
})

test('a page may widen what it needs', async () => {
  const page = channel((server) => {
    server.get('/', (_request, reply) => reply.header('content-security-policy', "default-src 'self'").send('page'))
  })
  const { url } = await start({ channels: [page] })
  const { headers } = await fetch(url)
  expect(headers.get('content-security-policy')).toBe("default-src 'self'")
  expect(headers.get('x-frame-options')).toBe('DENY')
})

test('keeps what went wrong to itself', async () => {
  const broken = channel((server) => {
    server.post('/hook', async () => Promise.reject(new Error('NSS 12345678903')))
  })
  const { url } = await start({ channels: [broken] })
  const failed = await fetch(`${url}/hook`, { method: 'POST' })
  expect([failed.status, await failed.json()]).toEqual([500, { error: 'internal error' }])
  expect(logged).toContain('request failed')
  expect(logged).not.toContain('12345678903')

  const lost = await fetch(`${url}/12345678903`)
  expect([lost.status, await lost.json()]).toEqual([404, { error: 'not found' }])
})

test('refuses bodies that are too large, broken or poisoned', async () => {
  const bodies: unknown[] = []
  const hook = channel((server) => {
    server.post('/hook', async (request) => bodies.push(request.body))
  })
  const { url } = await start({ channels: [hook] })
  const post = (body: string, type = 'application/json') =>
    fetch(`${url}/hook`, { method: 'POST', body, headers: { 'content-type': type } }).then(({ status }) => status)
  expect(await post(JSON.stringify('x'.repeat(1024 * 1024)))).toBe(413)
  expect(await post('{"half":')).toBe(400)
  expect(await post('{"__proto__":{"staff":true}}')).toBe(400)
  expect(await post('<x/>', 'application/xml')).toBe(415)
  expect(bodies).toEqual([])
  expect(await post('{"whole":1}')).toBe(200)
  expect(bodies).toEqual([{ whole: 1 }])
})

test('a port in use is told in one sentence with its fix', async () => {
  const { url } = await start({})
  const port = Number(new URL(url).port)
  await expect(start({ port })).rejects.toThrow(`Port ${port} is taken: stop the other program or choose another PORT.`)
})

test('an address this machine has not is told in one sentence with its fix', async () => {
  // RFC 5737: for documentation, nobody's.
  await expect(start({ host: '192.0.2.1' })).rejects.toThrow('choose another HOST')
})

test('closes although a stream is open', async () => {
  const stream = channel((server) => {
    server.get('/events', (_request, reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
    })
  })
  const server = await start({ channels: [stream] })
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.write('GET /events HTTP/1.1\r\nhost: x\r\n\r\n')
  await once(socket, 'data')
  const cut = once(socket, 'close')
  await server.close()
  await cut
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed')
})

async function start(options: Partial<ServerOptions>): Promise<Server> {
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    log: createLog('debug', { write: (line) => (logged += line) }),
    ready: async () => ({ ready: true, reasons: [] }),
    channels: [],
    ...options,
  })
  running.push(server)
  return server
}

/** A channel that is nothing but its routes. */
function channel(routes?: Channel['routes']): Channel {
  return {
    name: 'test',
    abilities: { deletes: false },
    start: async () => {},
    deliver: async () => ({ status: 'refused', reason: 'not a network' }),
    stop: async () => {},
    ...(routes && { routes }),
  }
}
