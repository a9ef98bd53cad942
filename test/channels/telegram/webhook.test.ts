import { expect, it } from 'vitest'
import { webhookAddress } from '../../../src/channels/telegram/webhook.ts'
import { inbox, openFake, SECRET, webhookOn } from './on-fake.ts'

const json = { 'content-type': 'application/json' }
const ours = { ...json, 'x-telegram-bot-api-secret-token': SECRET }
const update = (text: unknown) =>
  JSON.stringify({
    update_id: 7,
    message: { message_id: 1, date: 1, chat: { id: 5, type: 'private' }, from: { id: 5, first_name: 'A' }, text },
  })

it.each(['', '/', '/telegram', '/hooks/afilia'])(
  'hears at the address as configured, "%s", and never polls',
  async (path) => {
    const api = await openFake()
    const { channel } = await webhookOn(api, path)
    const box = inbox()
    await channel.start(box.receive)
    api.student(5).says('hola')
    await box.reaches(1)
    expect(api.calls.map(({ method }) => method)).not.toContain('getUpdates')
  },
)

it('a bare host is called under /telegram, any other address as it is', () => {
  expect(webhookAddress('https://a.mx').href).toBe('https://a.mx/telegram')
  expect(webhookAddress('https://a.mx/x?y=1').href).toBe('https://a.mx/x?y=1')
})

it('tells Telegram the secret and what it wants to hear', async () => {
  const api = await openFake()
  const { channel, host } = await webhookOn(api)
  await channel.start(async () => {})
  expect(await api.called('setWebhook')).toEqual({
    url: `${host}/telegram`,
    secret_token: SECRET,
    allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member', 'chat_member'],
  })
})

it('asks for another delivery while nothing can be kept, and gets it', async () => {
  const api = await openFake()
  const { channel } = await webhookOn(api)
  const box = inbox(2)
  await channel.start(box.receive)
  api.student(5).says('uno')
  api.student(5).says('dos')
  await box.reaches(2)
  expect(box.texts()).toEqual(['uno', 'dos'])
  expect(api.webhookAnswers.slice(0, 2)).toEqual([
    { status: 503, retryAfter: '5' },
    { status: 503, retryAfter: '5' },
  ])
})

it('acknowledges nothing before anybody listens', async () => {
  const api = await openFake()
  const { host } = await webhookOn(api)
  expect((await fetch(`${host}/telegram`, { method: 'POST', headers: ours, body: update('hola') })).status).toBe(503)
})

it.each([
  ['no secret', json],
  ['a wrong one', { ...json, 'x-telegram-bot-api-secret-token': 'x'.repeat(40) }],
  ['one of another length', { ...json, 'x-telegram-bot-api-secret-token': 'x' }],
  ['the secret and more', { ...json, 'x-telegram-bot-api-secret-token': `${SECRET}x` }],
])('refuses %s before it reads a byte', async (_, headers) => {
  const api = await openFake()
  const { channel, host } = await webhookOn(api)
  const box = inbox()
  await channel.start(box.receive)
  for (const body of [update('hola'), '{broken']) {
    expect((await fetch(`${host}/telegram`, { method: 'POST', headers, body })).status).toBe(401)
  }
  expect(box.seen).toEqual([])
})

it.each([
  ['what nobody can read is taken and ignored', '{"update_id":1,"message":7}', ours, 200],
  ['a list two hundred thousand deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, ours, 200],
  ['no JSON', '{broken', ours, 400],
  ['packed', update('hola'), { ...ours, 'content-encoding': 'gzip', 'content-type': 'application/gzip' }, 415],
  ['more than a megabyte', update('x'.repeat(1024 * 1024)), ours, 413],
])('%s', async (_, body, headers, status) => {
  const api = await openFake()
  const { channel, host } = await webhookOn(api)
  const box = inbox()
  await channel.start(box.receive)
  expect((await fetch(`${host}/telegram`, { method: 'POST', headers, body })).status).toBe(status)
  expect(box.seen).toEqual([])
})
