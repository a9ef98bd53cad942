import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { inbox } from '../telegram/on-fake.ts'
import { delivery, post, signed } from './fake-webhook.ts'
import { openCloud, VERIFY_TOKEN } from './on-graph.ts'

const text = (id: string, body: string, from = '5216441112233') => ({
  from,
  id,
  timestamp: '1790000000',
  type: 'text',
  text: { body },
})
const one = (body = 'hola'): string => JSON.stringify(delivery({ messages: [text('wamid.1', body)] }))

async function listening(failures = 0) {
  const on = await openCloud()
  const box = inbox(failures)
  await on.channel.start(box.receive)
  return { ...on, box }
}

const asked = (url: string, mode: string, token: string, challenge: string): Promise<Response> =>
  fetch(`${url}?${new URLSearchParams({ 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge })}`)

it('tells Meta that we are who we say', async () => {
  const { url } = await openCloud()
  const answer = await asked(url, 'subscribe', VERIFY_TOKEN, '1158201444')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(await answer.text()).toBe('1158201444')
})

it.each([
  ['another token', 'subscribe', `${VERIFY_TOKEN.slice(0, -1)}8`, '1', 403],
  ['a token of another length', 'subscribe', 'x', '1', 403],
  ['no token', 'subscribe', '', '1', 403],
  ['another mode', 'unsubscribe', VERIFY_TOKEN, '1', 403],
  ['a script for a challenge', 'subscribe', VERIFY_TOKEN, '<script>alert(1)</script>', 400],
  ['no challenge', 'subscribe', VERIFY_TOKEN, '', 400],
])('tells nobody else: %s', async (_, mode, token, challenge, status) => {
  const { url } = await openCloud()
  const answer = await asked(url, mode, token, challenge)
  expect(answer.status).toBe(status)
  expect(await answer.text()).toBe('')
})

it('a token given twice is none', async () => {
  const { url } = await openCloud()
  const query = `hub.mode=subscribe&hub.challenge=1&hub.verify_token=${VERIFY_TOKEN}&hub.verify_token=x`
  expect((await fetch(`${url}?${query}`)).status).toBe(403)
})

it('takes what is signed over its very bytes, however they are written', async () => {
  const { url, box } = await listening()
  const escaped = one('día ☎').replace('í', '\\u00ed').replaceAll(':', ' :  ')
  expect((await post(url, escaped)).status).toBe(200)
  expect(box.texts()).toEqual(['día ☎'])
})

it.each([
  ['no signature', ''],
  ['one of another secret', signed(one(), 'another')],
  ['one of another body', signed(`${one()} `)],
  ['in upper case', signed(one()).toUpperCase().replace('SHA256', 'sha256')],
  ['too short', signed(one()).slice(0, -2)],
  ['too long', `${signed(one())}00`],
  ['no hex', `sha256=${'x'.repeat(64)}`],
  ['without its name', signed(one()).slice('sha256='.length)],
  ['SHA-1', `sha1=${'0'.repeat(40)}`],
])('refuses %s', async (_, signature) => {
  const { url, box } = await listening()
  expect((await post(url, one(), signature)).status).toBe(401)
  expect(box.seen).toEqual([])
})

it('asks for another delivery while something of it cannot be kept, and gets it', async () => {
  const { url, box } = await listening(1)
  const body = JSON.stringify(delivery({ messages: [text('wamid.1', 'uno'), text('wamid.2', 'dos')] }))
  const answer = await post(url, body)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  expect(box.seen).toEqual([])
  expect((await post(url, body)).status).toBe(200)
  expect(box.texts()).toEqual(['uno', 'dos'])
})

it('what cannot be kept of one keeps nobody else waiting', async () => {
  const { url, box } = await listening(1)
  const messages = [text('wamid.1', 'uno'), text('wamid.2', 'de otra', '5216440000000')]
  expect((await post(url, JSON.stringify(delivery({ messages })))).status).toBe(503)
  expect(box.texts()).toEqual(['de otra'])
})

it('acknowledges nothing whose window could not be kept', async () => {
  const { url, box, vault } = await listening()
  vault.lose(true)
  expect((await post(url, one())).status).toBe(503)
  expect(box.seen).toEqual([])
  vault.lose(false)
  expect((await post(url, one())).status).toBe(200)
  expect(box.texts()).toEqual(['hola'])
})

it('acknowledges nothing before anybody listens', async () => {
  const { url } = await openCloud()
  expect((await post(url, one())).status).toBe(503)
})

it.each([
  ['what nobody can read', '{"entry":[{"changes":7},5,null]}', 200],
  ['a list two hundred thousand deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 200],
  ['no JSON', '{broken', 400],
  ['nothing', '', 400],
  ['more than four megabytes', `"${'x'.repeat(4 * 1024 * 1024)}"`, 413],
])('signed, but %s', async (_, body, status) => {
  const { url, box } = await listening()
  expect((await post(url, body)).status).toBe(status)
  expect(box.seen).toEqual([])
})

it('unpacks nothing', async () => {
  const { url, box } = await listening()
  const body = gzipSync(one())
  const headers = {
    'content-type': 'application/json',
    'content-encoding': 'gzip',
    'x-hub-signature-256': signed(body),
  }
  expect((await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) })).status).toBe(415)
  expect(box.seen).toEqual([])
})

it('reads no body before it saw a signature', async () => {
  const { url } = await listening()
  const { port, pathname } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(`POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`)
  const [first] = await new Promise<[Buffer]>((resolve) => socket.once('data', (chunk) => resolve([chunk])))
  expect(first.toString()).toMatch(/^HTTP\/1\.1 401 /)
  socket.destroy()
})

it('leaves the other routes of the server their own bodies', async () => {
  const { url, box } = await listening()
  expect((await fetch(url, { method: 'PUT', body: '{}' })).status).toBe(404)
  expect(box.seen).toEqual([])
})

it('hears nothing for another number of the same account', async () => {
  const { url, box } = await listening()
  const body = JSON.stringify(delivery({ messages: [text('wamid.1', 'hola')] }, '999'))
  expect((await post(url, body)).status).toBe(200)
  expect(box.seen).toEqual([])
})
