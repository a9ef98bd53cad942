import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { stops } from '../../../src/channels/whatsapp/link/linking.ts'
import { type Answer, type LinkServer, NOW, QR, type Scripted, scripted, send, startLink, TOKEN } from './link-page.ts'

const NUMBER = '644 123 4567'
const CODE = 'ABCD1234'
let linking: Scripted
let server: LinkServer

beforeEach(async () => {
  linking = scripted({ is: 'qr', qr: QR, until: NOW + 20_000 })
  server = await startLink(linking)
})
afterEach(() => server.close())

const cookie = { cookie: `other=1; afilia-link=${TOKEN}` }
const own = { ...cookie, 'x-afilia-link': '1', 'content-type': 'application/json' }

const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send(`${server.url}/whatsapp/link${path}`, 'GET', headers)
const post = (path: string, body: unknown, headers: Record<string, string> = own): Promise<Answer> =>
  send(`${server.url}/whatsapp/link${path}`, 'POST', headers, JSON.stringify(body))

describe('the token', () => {
  test('opens the page and becomes a cookie that no script and no other site can use', async () => {
    const { status, headers, body } = await get(`?token=${TOKEN}`)
    expect(status).toBe(200)
    expect(headers['set-cookie']).toEqual([`afilia-link=${TOKEN}; Path=/whatsapp/link; HttpOnly; SameSite=Strict`])
    expect(body).not.toContain(TOKEN)
    expect(body).toContain('class="qr"')
    expect((await get('', cookie)).body).toContain('class="qr"')
    expect((await get('', cookie)).headers['set-cookie']).toBeUndefined()
  })

  test('travels only encrypted where a proxy encrypts', async () => {
    const { headers } = await get(`?token=${TOKEN}`, { 'x-forwarded-proto': 'https' })
    expect(headers['set-cookie']?.[0]).toMatch(/; Secure$/)
  })

  test.each([
    ['none', '', {}],
    ['an empty one', '?token=', {}],
    ['a wrong one', `?token=${'x'.repeat(TOKEN.length)}`, {}],
    ['the beginning of it', `?token=${TOKEN.slice(0, -1)}`, {}],
    ['two', `?token=${TOKEN}&token=${TOKEN}`, {}],
    ['a wrong cookie', '', { cookie: 'afilia-link=x' }],
    ['an empty cookie', '', { cookie: 'afilia-link=' }],
    ['the cookie under another name', '', { cookie: `afilia-link2=${TOKEN}` }],
  ])('%s gets a page that says where it is, and nothing of the state', async (_, query, headers) => {
    const { status, body, headers: given } = await get(query, headers)
    expect(status).toBe(403)
    expect(body).toContain('terminal')
    expect(body).not.toMatch(/class="qr"|data-is="qr"|link\.js/)
    expect(given['set-cookie']).toBeUndefined()
  })

  test('is asked for by everything but the look of the page', async () => {
    expect((await get('/part')).status).toBe(403)
    expect((await get(`/part?token=${TOKEN}`)).status).toBe(403)
    for (const path of ['/code', '/relink']) {
      expect((await post(path, { number: NUMBER }, { ...own, cookie: '' })).status).toBe(403)
    }
    expect(linking.asked).toEqual([])
    for (const file of ['/link.css', '/link.js', '/icon.svg']) expect((await get(file)).status).toBe(200)
  })
})

describe('others', () => {
  test.each([
    ['a name that somebody had point to us', 'afilia.example'],
    ['a name that begins like ours', 'localhost.example:3000'],
    ['an address of the network', '192.168.1.7:3000'],
  ])('%s opens nothing, even with the token', async (_, host) => {
    expect((await get(`?token=${TOKEN}`, { host })).status).toBe(403)
    expect((await get(`?token=${TOKEN}`, { host })).headers['set-cookie']).toBeUndefined()
    expect((await get('/part', { ...cookie, host })).status).toBe(403)
    expect((await post('/relink', {}, { ...own, host })).status).toBe(403)
  })

  test.each([
    ['Origin', { origin: 'https://example.org' }],
    ['Origin of another port', { origin: 'http://127.0.0.1:1' }],
    ['null Origin', { origin: 'null' }],
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site of a sister', { 'sec-fetch-site': 'same-site' }],
  ])('a foreign %s neither reads nor does anything, even with the cookie', async (_, headers) => {
    expect((await get('/part', { ...cookie, ...headers })).status).toBe(403)
    expect((await post('/code', { number: NUMBER }, { ...own, ...headers })).status).toBe(403)
    expect((await post('/relink', {}, { ...own, ...headers })).status).toBe(403)
    expect(linking.asked).toEqual([])
  })

  test('a form cannot do anything: it sets no header', async () => {
    const form = { ...cookie, 'content-type': 'application/x-www-form-urlencoded' }
    expect((await send(`${server.url}/whatsapp/link/relink`, 'POST', form, 'a=b')).status).toBe(403)
    expect((await post('/relink', {}, { ...cookie, 'content-type': 'application/json' })).status).toBe(403)
    expect(linking.asked).toEqual([])
  })

  test('the public address is let in where it is configured', async () => {
    const public_ = await startLink(linking, 'https://afilia.example.edu')
    const at = (path: string, headers: Record<string, string>, method = 'GET', body = ''): Promise<Answer> =>
      send(`${public_.url}/whatsapp/link${path}`, method, { host: 'afilia.example.edu', ...headers }, body)
    expect((await at(`?token=${TOKEN}`, {})).status).toBe(200)
    const headers = { ...own, origin: 'https://afilia.example.edu' }
    expect((await at('/relink', headers, 'POST', '{}')).status).toBe(200)
    expect((await at('/relink', { ...headers, origin: 'https://example.edu' }, 'POST', '{}')).status).toBe(403)
    await public_.close()
  })
})

describe('the page', () => {
  test('allows nothing but itself, and links to nothing outside', async () => {
    const { headers, body } = await get('', cookie)
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
        "base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    )
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|https?:|href="(?!\/whatsapp\/link\/)/)
  })

  test('has every word', async () => {
    for (const why of stops) {
      linking.is({ is: 'stopped', why })
      expect((await get('', cookie)).body).not.toContain('‹')
    }
    for (const state of [
      { is: 'standby' },
      { is: 'starting' },
      { is: 'qr', qr: QR, until: NOW },
      { is: 'code', code: CODE },
      { is: 'linked', since: NOW },
    ] as const) {
      linking.is(state)
      expect((await get('', cookie)).body).not.toContain('‹')
    }
    expect((await get('')).body).not.toContain('‹')
  })

  test('of a process without the line says so, and where to look; there is nothing to scan or to press', async () => {
    linking.is({ is: 'standby' })
    const { body } = await get('', cookie)
    expect(body).toContain('data-is="standby"')
    expect(body).toContain('Otro proceso de Afilia')
    expect(body).not.toMatch(/class="qr|<form|<button/)
  })

  test('never takes for markup what is not ours', async () => {
    linking.is({ is: 'code', code: '<b>"&\'' })
    const { body } = await get('/part', cookie)
    expect(body).toContain('data-live="&lt;b&gt;&quot;&amp;&#39;"')
    expect(body).toContain('<b>&lt;</b>')
  })
})

describe('what the page asks for', () => {
  test('a code for a number, with the country’s digits', async () => {
    const { status, body } = await post('/code', { number: NUMBER })
    expect(status).toBe(200)
    expect(linking.asked).toEqual(['526441234567'])
    expect(body).toContain('data-is="code"')
    expect(body.replaceAll(/<[^>]+>/g, '')).toContain('ABCD-1234')
  })

  test.each([[{}], [null], [{ number: 7 }], [{ number: '12' }], [{ number: 'hola' }]])(
    'no code for %j, and WhatsApp is not asked',
    async (body) => {
      const answer = await post('/code', body)
      expect(answer.status).toBe(422)
      expect(answer.body).toContain('diez dígitos')
      expect(linking.asked).toEqual([])
    },
  )

  test('when WhatsApp gives none that is said', async () => {
    linking.gives = null
    expect((await post('/code', { number: NUMBER })).status).toBe(502)
    expect((await post('/relink', {})).status).toBe(502)
  })

  test('to link anew', async () => {
    linking.is({ is: 'stopped', why: 'logged-out' })
    expect((await get('/part', cookie)).body).toContain('class="relink"')
    const { status, body } = await post('/relink', {})
    expect(status).toBe(200)
    expect(body).toContain('data-is="starting"')
    expect(linking.asked).toEqual(['relink'])
  })

  test('to link anew, but not when only a key is missing: with it the old link serves again', async () => {
    linking.is({ is: 'stopped', why: 'key-missing' })
    const { body } = await get('/part', cookie)
    expect(body).toContain('data-live="key-missing"')
    expect(body).not.toContain('button')
  })
})

test('neither the code, nor the number, nor the token is ever logged', async () => {
  await get(`?token=${TOKEN}`)
  await get('/part', cookie)
  await get(`/part?token=${TOKEN}`)
  await get(`?token=${TOKEN}x`)
  await post('/code', { number: NUMBER })
  linking.gives = null
  await post('/code', { number: NUMBER })
  await post('/relink', {})
  const log = server.logged.join('')
  expect(server.logged).toHaveLength(4)
  expect(log).toContain('no code to link with could be had')
  for (const secret of [QR.slice(-40), '6441234567', CODE, TOKEN]) expect(log).not.toContain(secret)
})
