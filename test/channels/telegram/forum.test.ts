import { describe, expect, it } from 'vitest'
import type { Message } from '../../../src/message.ts'
import { refused } from './fake-bot-api.ts'
import { channelOn, openFake, say } from './on-fake.ts'

const GROUP = -100
const topic = (thread: string | null, title: string, state: 'open' | 'closed' | 'deleted'): Message => ({
  type: 'topic',
  thread,
  title,
  state,
})

async function forum() {
  const api = await openFake()
  api.forum(GROUP)
  const channel = channelOn(api)
  const deliver = (message: Message) => channel.deliver('telegram:-100', message)
  const receipt = await deliver(topic(null, '#AB', 'open'))
  const thread = receipt.status === 'sent' ? receipt.ref : ''
  return { api, deliver, receipt, thread, topic: () => api.topics(GROUP)[0] }
}

describe('a topic', () => {
  it('is made, and known by its thread', async () => {
    const { api, receipt, topic } = await forum()
    expect(topic()).toMatchObject({ title: '#AB', closed: false, deleted: false })
    expect(receipt).toEqual({ status: 'sent', ref: String(topic()?.id) })
    expect(api.topics(GROUP)).toHaveLength(1)
  })

  it('is renamed, closed, opened again and deleted with all in it', async () => {
    const { api, deliver, thread, topic: now } = await forum()
    const done = { status: 'sent', ref: thread }
    expect(await deliver(topic(thread, '#AB Ana', 'open'))).toEqual(done)
    expect(now()).toMatchObject({ title: '#AB Ana', closed: false })
    expect(await deliver(topic(thread, '#AB ✓', 'closed'))).toEqual(done)
    expect(now()).toMatchObject({ title: '#AB ✓', closed: true })
    expect(await deliver(topic(thread, '#AB ✓', 'open'))).toEqual(done)
    expect(now()).toMatchObject({ title: '#AB ✓', closed: false })
    await deliver(say('tarjeta', { thread }))
    expect(await deliver(topic(thread, '', 'deleted'))).toEqual(done)
    expect(now()?.deleted).toBe(true)
    expect(api.shown(GROUP)).toEqual([])
  })

  it('that is already as it should be is', async () => {
    const { deliver, thread, topic: now } = await forum()
    for (const state of ['open', 'closed', 'closed', 'deleted', 'deleted'] as const) {
      expect(await deliver(topic(thread, '#AB', state))).toEqual({ status: 'sent', ref: thread })
    }
    expect(now()).toMatchObject({ closed: true, deleted: true })
  })

  it('keeps its title when none is given', async () => {
    const { deliver, thread, topic: now } = await forum()
    await deliver(topic(thread, '', 'closed'))
    expect(now()).toMatchObject({ title: '#AB', closed: true })
  })

  it('with too long a title is cut, inside no character', async () => {
    const { api, deliver } = await forum()
    expect(await deliver(topic(null, '👩🏽‍🎓'.repeat(40), 'open'))).toMatchObject({ status: 'sent' })
    const title = api.topics(GROUP)[1]?.title ?? ''
    expect(title.length).toBeLessThanOrEqual(128)
    expect(title).not.toMatch(/[\uD800-\uDBFF]…$/)
    expect(title).toMatch(/…$/)
  })

  it('is refused by a group that has none', async () => {
    const api = await openFake()
    const channel = channelOn(api)
    for (const thread of [null, '7']) {
      expect(await channel.deliver('telegram:-100', topic(thread, '#AB', 'open'))).toEqual({
        status: 'refused',
        reason: 'Bad Request: the chat is not a forum',
        why: 'no-topics',
      })
    }
  })

  it('that is no more cannot be closed or opened', async () => {
    const { deliver } = await forum()
    for (const state of ['open', 'closed'] as const) {
      expect(await deliver(topic('999', '#AB', state))).toMatchObject({ status: 'refused', why: 'no-such' })
    }
  })

  it.each([
    ['createForumTopic', 'Bad Request: not enough rights to create a topic', 'no-right'],
    ['createForumTopic', 'Bad Request: CHAT_ADMIN_REQUIRED', 'no-right'],
    ['createForumTopic', 'Bad Request: need administrator rights in the channel chat', 'no-right'],
    ['editForumTopic', 'Bad Request: TOPIC_ID_INVALID', 'no-such'],
    ['closeForumTopic', 'Bad Request: message thread not found', 'no-such'],
    ['deleteForumTopic', 'Bad Request: not enough rights to delete the topic', 'no-right'],
  ] as const)('%s: %s', async (method, description, why) => {
    const { api, deliver, thread } = await forum()
    api.failNext({ method, status: 400, body: refused(400, description) })
    const isNew = method === 'createForumTopic'
    const message = topic(isNew ? null : thread, '#CD', method === 'deleteForumTopic' ? 'deleted' : 'closed')
    expect(await deliver(message)).toEqual({ status: 'refused', reason: description, why })
  })
})
