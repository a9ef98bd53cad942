import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compilePage, type Simulator, startSimulator } from './simulator.ts'

let simulator: Simulator

beforeAll(async () => {
  simulator = await startSimulator(compilePage())
})
afterAll(() => simulator.close())

interface Answer {
  status: number
  body: string
  headers: NodeJS.Dict<string | string[]>
}

/** Plain HTTP, because fetch does not let one lie about Host and Origin. */
function send(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const going = request(new URL(path, simulator.url), { method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }))
    })
    going.on('error', reject)
    going.end(body)
  })
}

async function token(): Promise<string> {
  return JSON.parse((await send('GET', '/api/session')).body).token
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<number> {
  const all = { 'content-type': 'application/json', 'x-afilia-token': await token(), ...headers }
  return (await send('POST', path, all, JSON.stringify(body))).status
}

const pressed = { content: { kind: 'press', question: 1, choice: 'x', of: 999 } }
const atDesk = { chat: 'desk', as: 'agente-1' }
const hello = { chat: 1, content: { kind: 'text', text: 'hola' } }

describe('who is let in', () => {
  test.each([
    ['another name for us', { host: 'afilia.example:3000' }],
    ['a name that begins like ours', { host: 'localhost.example' }],
    ['an address of the network', { host: '192.168.1.7:3000' }],
  ])('%s is refused, page and API alike', async (_, headers) => {
    expect((await send('GET', '/', headers)).status).toBe(403)
    expect((await send('GET', '/api/session', headers)).status).toBe(403)
    expect(await post('/api/say', hello, headers)).toBe(403)
  })

  test.each([
    ['Origin', { origin: 'https://example.org' }],
    ['Origin of another port', { origin: 'http://localhost:1' }],
    ['null Origin', { origin: 'null' }],
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site of a sister', { 'sec-fetch-site': 'same-site' }],
  ])('a foreign %s gets neither the token nor the conversation, and tells nothing', async (_, headers) => {
    for (const path of ['/api/session', '/api/events?student=1', '/api/place?student=1']) {
      expect((await send('GET', path, headers)).status, path).toBe(403)
    }
    expect(await post('/api/say', hello, headers)).toBe(403)
  })

  test.each([
    ['no token', ''],
    ['a wrong token', 'x'.repeat(32)],
    ['a token in letters of two bytes', 'ñ'.repeat(32)],
  ])('%s tells nothing', async (_, wrong) => {
    for (const path of ['/api/say', '/api/clock', '/api/students', '/api/agents']) {
      expect(await post(path, hello, { 'x-afilia-token': encodeURIComponent(wrong) }), path).toBe(403)
    }
  })

  test('a link from elsewhere opens the page', async () => {
    expect((await send('GET', '/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).status).toBe(200)
  })
})

describe('what is served', () => {
  test('the page, under a policy that allows nothing but itself', async () => {
    const { headers, body } = await send('GET', '/')
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
        "base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    )
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=/)
  })

  test.each(['/web.ts', '/..%2f..%2fpackage.json', '/tsconfig.json', '/page.ts', '/page.js.map', '/%2e%2e/web.ts'])(
    '%s is not',
    async (path) => {
      expect((await send('GET', path)).status).toBe(404)
    },
  )

  test('words are the page’s own, not the bot’s', async () => {
    const words: Record<string, string> = JSON.parse((await send('GET', '/api/words')).body)
    expect(words['simulator-send']).toBe('Enviar')
    expect(Object.keys(words).filter((key) => !key.startsWith('simulator-'))).toEqual([])
  })
})

describe('what is taken', () => {
  test.each<[string, unknown, number]>([
    ['nothing', null, 400],
    ['a student of no number', { ...hello, chat: 0 }, 400],
    ['a student nobody made', { ...hello, chat: 77 }, 404],
    ['another channel’s chat', { ...hello, chat: 'telegram:1' }, 400],
    ['a kind that does not exist', { chat: 1, content: { kind: 'video' } }, 400],
    ['more than it asks for', { ...hello, audience: 'group' }, 400],
    ['a text that is none', { chat: 1, content: { kind: 'text', text: 7 } }, 400],
    ['a press on a choice nobody offered', { chat: 1, content: { kind: 'press', question: 1, choice: 'x' } }, 404],
    ['an edit of what is not there', { chat: 1, content: { kind: 'edit', text: 'a', of: 999 } }, 404],
    [
      'a press of a longer number than there is',
      { chat: 1, content: { kind: 'press', question: 1e15, choice: 'x' } },
      400,
    ],
    ['a deletion of what is not there', { chat: 1, content: { kind: 'delete', of: 999 } }, 404],
    ['a student who says they are an agent', { ...hello, as: 'agente-1' }, 400],
    ['a word to the desk of nobody', { ...hello, chat: 'desk' }, 400],
    ['a word to the desk of an agent nobody knows', { ...hello, chat: 'desk', as: 'agente-3' }, 400],
    ['a word in an agent’s own chat', { ...hello, chat: 'agente-1' }, 400],
    ['a press in an agent’s own chat on what is not there', { ...pressed, chat: 'agente-1' }, 404],
    ['a quote of what is not there', { ...atDesk, content: { kind: 'text', text: 'a', quotes: 999 } }, 404],
    ['a voice note that quotes what is not there', { ...atDesk, content: { kind: 'voice', quotes: 999 } }, 404],
    ['an agent’s press on what is not there', { ...atDesk, ...pressed }, 404],
  ])('%s is refused', async (_, body, status) => {
    expect(await post('/api/say', body)).toBe(status)
  })

  test('65,000 characters are, 70,000 bytes are not', async () => {
    expect(await post('/api/say', { chat: 1, content: { kind: 'text', text: 'a'.repeat(65_000) } })).toBe(202)
    expect(await post('/api/say', { chat: 1, content: { kind: 'text', text: 'a'.repeat(70_000) } })).toBe(413)
  })

  test('the clock does not go where nothing is due', async () => {
    expect(await post('/api/clock', { student: 1, to: 'reminder' })).toBe(409)
    expect(await post('/api/clock', { student: 1, to: 'yesterday' })).toBe(400)
  })

  test('the clock goes some minutes on, a day at most', async () => {
    const before = simulator.clock.now()
    expect(await post('/api/clock', { to: 'minutes', minutes: 1 })).toBe(202)
    expect(simulator.clock.now() - before).toBe(60_000)
    for (const minutes of [0, -5, 1.5, 1441, '1', undefined]) {
      expect(await post('/api/clock', { to: 'minutes', minutes }), String(minutes)).toBe(400)
    }
    expect(simulator.clock.now() - before).toBe(60_000)
  })

  test.each<[string, unknown]>([
    ['nobody', { open: false }],
    ['an agent nobody knows', { who: 'agente-3', open: false }],
    ['a student', { who: 1, member: false }],
    ['neither of both', { who: 'agente-1' }],
    ['both at once', { who: 'agente-1', open: true, member: true }],
    ['no answer to the question', { who: 'agente-1', open: 'no' }],
  ])('of the agents nothing changes for %s', async (_, body) => {
    expect(await post('/api/agents', body)).toBe(400)
  })
})
