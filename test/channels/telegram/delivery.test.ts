import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import type { Message } from '../../../src/message.ts'
import { refused } from './fake-bot-api.ts'
import { channelOn, openFake, say } from './on-fake.ts'

const gone: Message = { type: 'delete', ref: '999' }

it.each([
  [429, 'Too Many Requests', { retry_after: 37 }, { status: 'retry', after: 37_000, reason: '429', scope: 'chat' }],
  [403, 'Forbidden: bot was blocked by the user', undefined, { status: 'gone', reason: 'blocked' }],
  [403, 'Forbidden: user is deactivated', undefined, { status: 'gone', reason: 'blocked' }],
  [400, 'Bad Request: chat not found', undefined, { status: 'gone', reason: 'unknown' }],
  [
    400,
    'Bad Request: group chat was upgraded to a supergroup chat',
    { migrate_to_chat_id: -1009 },
    { status: 'moved', to: 'telegram:-1009' },
  ],
  [400, 'Bad Request: too long', undefined, { status: 'refused', reason: 'Bad Request: too long' }],
  [500, 'Internal Server Error', undefined, { status: 'retry', after: 1000, reason: 'status 500', scope: 'channel' }],
  [502, 'Bad Gateway', undefined, { status: 'retry', after: 1000, reason: 'status 502', scope: 'channel' }],
  [401, 'Unauthorized', undefined, { status: 'retry', after: 60_000, reason: 'status 401', scope: 'channel' }],
])('%i %s', async (code, description, parameters, receipt) => {
  const api = await openFake()
  api.failNext({ method: 'sendMessage', status: code, body: refused(code, description, parameters) })
  expect(await channelOn(api).deliver('telegram:5', say('hola'))).toEqual(receipt)
})

it('a failure told with status 200 is still one', async () => {
  const api = await openFake()
  api.failNext({ method: 'sendMessage', status: 200, body: refused(403, 'Forbidden: bot was blocked by the user') })
  expect(await channelOn(api).deliver('telegram:5', say('hola'))).toMatchObject({ status: 'gone' })
  api.failNext({ method: 'sendMessage', status: 200, body: {} })
  expect(await channelOn(api).deliver('telegram:5', say('hola'))).toMatchObject({ status: 'retry' })
})

it("what answers in Telegram's place is not Telegram", async () => {
  const proxy = createServer((_, response) => void response.writeHead(404).end('<h1>no such page</h1>'))
  onTestFinished(() => void proxy.close())
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  const apiRoot = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const channel = channelOn(await openFake(), { apiRoot })
  expect(await channel.deliver('telegram:5', say('hola'))).toMatchObject({ status: 'retry', scope: 'channel' })
})

it.each(['before', 'after'] as const)('a connection cut %s the message was sent is tried again', async (cut) => {
  const api = await openFake()
  api.failNext({ method: 'sendMessage', cut })
  expect(await channelOn(api).deliver('telegram:5', say('hola'))).toMatchObject({ status: 'retry', scope: 'channel' })
  expect(api.shown(5)).toHaveLength(cut === 'after' ? 1 : 0)
})

it('who blocked the bot is gone, until they let it in again', async () => {
  const api = await openFake()
  const channel = channelOn(api)
  api.student(5).blocks()
  expect(await channel.deliver('telegram:5', say('hola'))).toMatchObject({ status: 'gone' })
  api.student(5).unblocks()
  expect(await channel.deliver('telegram:5', say('hola'))).toMatchObject({ status: 'sent' })
})

it('deletes what the student wrote, and what is no longer there counts as deleted', async () => {
  const api = await openFake()
  const channel = channelOn(api)
  const ref = String(api.student(5).says('mi nss'))
  expect(await channel.deliver('telegram:5', { type: 'delete', ref })).toEqual({ status: 'sent', ref })
  expect(api.student(5).wrote()).toEqual([])
  expect(await channel.deliver('telegram:5', gone)).toEqual({ status: 'sent', ref: '999' })
})

it('a message too old to delete counts as deleted, one that must wait does not', async () => {
  const api = await openFake()
  const channel = channelOn(api)
  const old = refused(400, "Bad Request: message can't be deleted for everyone")
  api.failNext({ method: 'deleteMessage', status: 400, body: old })
  expect(await channel.deliver('telegram:5', gone)).toMatchObject({ status: 'sent' })
  api.failNext({ method: 'deleteMessage', status: 429, body: refused(429, 'Too Many Requests', { retry_after: 2 }) })
  expect(await channel.deliver('telegram:5', gone)).toMatchObject({ status: 'retry', after: 2000 })
})

it('the receipt of a message in parts names the last, which has the buttons', async () => {
  const api = await openFake()
  const text = 'palabra '.repeat(1000)
  const receipt = await channelOn(api).deliver('telegram:5', say(text, { choices: [{ id: 'a', label: 'A' }] }))
  const parts = api.shown(5)
  expect(parts.map(({ buttons }) => buttons.length)).toEqual([0, 1])
  expect(receipt).toEqual({ status: 'sent', ref: String(parts.at(-1)?.id) })
})
