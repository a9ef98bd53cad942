import { expect, it } from 'vitest'
import { refused } from './fake-bot-api.ts'
import { channelOn, openFake } from './on-fake.ts'

it.each([
  ['creator', undefined, true],
  ['administrator', undefined, true],
  ['member', undefined, true],
  ['restricted', true, true],
  ['restricted', false, false],
  ['restricted', undefined, false],
  ['left', undefined, false],
  ['kicked', undefined, false],
])('%s (is_member %s): %s', async (status, isMember, expected) => {
  const api = await openFake()
  api.member(-100, 7, status, isMember)
  expect(await channelOn(api).isMember?.('telegram:-100', '7')).toBe(expected)
  expect(api.calls.at(-1)?.payload).toEqual({ chat_id: '-100', user_id: 7 })
})

it.each(['Bad Request: user not found', 'Bad Request: member not found', 'Bad Request: PARTICIPANT_ID_INVALID'])(
  '%s: no',
  async (description) => {
    const api = await openFake()
    api.failNext({ method: 'getChatMember', status: 400, body: refused(400, description) })
    expect(await channelOn(api).isMember?.('telegram:-100', '7')).toBe(false)
  },
)

it.each([
  [400, 'Bad Request: CHAT_ADMIN_REQUIRED'],
  [400, 'Bad Request: chat not found'],
  [403, 'Forbidden: bot was kicked from the supergroup chat'],
  [403, 'Forbidden: user not found'],
  [429, 'Too Many Requests'],
  [502, 'Bad Gateway'],
])('%i %s says nothing about anybody', async (code, description) => {
  const api = await openFake()
  api.failNext({ method: 'getChatMember', status: code, body: refused(code, description) })
  await expect(channelOn(api).isMember?.('telegram:-100', '7')).rejects.toThrow()
})

it('a network that is away says nothing either', async () => {
  const api = await openFake()
  api.failNext({ method: 'getChatMember', cut: 'before' })
  await expect(channelOn(api).isMember?.('telegram:-100', '7')).rejects.toThrow()
})
