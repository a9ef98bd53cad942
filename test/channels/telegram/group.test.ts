import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/clock.ts'
import { createLog } from '../../../src/log.ts'
import { type FakeBotApi, refused } from './fake-bot-api.ts'
import { channelOn, openFake, say, words } from './on-fake.ts'

const GROUP = -100
const DESK = 'telegram:-100'

/** A group with one topic, and the channel that made it. */
async function forum() {
  const api = await openFake()
  api.forum(GROUP)
  const channel = channelOn(api)
  const made = await channel.deliver(DESK, { type: 'topic', thread: null, title: '#AB', state: 'open' })
  return { api, channel, thread: made.status === 'sent' ? made.ref : '' }
}

const shownLast = (api: FakeBotApi) => api.shown(GROUP).at(-1)

describe('where it stands', () => {
  it('in its topic, answering what it quotes', async () => {
    const { api, channel, thread } = await forum()
    const asked = api.agent(GROUP, 7, 'Ana').says('¿y?', { thread: Number(thread) })
    const receipt = await channel.deliver(DESK, say('va', { thread, quotes: String(asked) }))
    expect(shownLast(api)).toMatchObject({ text: 'va', thread: Number(thread), quotes: asked })
    expect(receipt).toEqual({ status: 'sent', ref: String(shownLast(api)?.id) })
  })

  it('what it would quote is gone: it is said all the same', async () => {
    const api = await openFake()
    expect(await channelOn(api).deliver(DESK, say('va', { quotes: '999' }))).toMatchObject({ status: 'sent' })
    expect(shownLast(api)).toMatchObject({ text: 'va', quotes: null })
  })

  it('its first part quotes, all of them stand in the topic', async () => {
    const { api, channel, thread } = await forum()
    const asked = api.agent(GROUP, 7, 'Ana').says('¿y?', { thread: Number(thread) })
    await channel.deliver(DESK, say('palabra '.repeat(1000), { thread, quotes: String(asked) }))
    expect(api.shown(GROUP).map((shown) => [shown.thread, shown.quotes])).toEqual([
      [Number(thread), asked],
      [Number(thread), null],
    ])
  })

  it('its topic is no more: it goes to the group, and the receipt says so', async () => {
    const { api, channel, thread } = await forum()
    await channel.deliver(DESK, { type: 'topic', thread, title: '', state: 'deleted' })
    const receipt = await channel.deliver(DESK, say('palabra '.repeat(1000), { thread, pin: true }))
    expect(api.shown(GROUP).map((shown) => [shown.thread, shown.pinned])).toEqual([
      [null, false],
      [null, false],
    ])
    expect(receipt).toEqual({ status: 'sent', ref: String(shownLast(api)?.id), strayed: true })
    // Once it is known, the rest is not tried in vain.
    expect(api.calls.filter(({ method }) => method === 'sendMessage')).toHaveLength(3)
  })

  it('a topic closed to the bot strays as well', async () => {
    const { api, channel, thread } = await forum()
    api.failNext({ method: 'sendMessage', status: 400, body: refused(400, 'Bad Request: TOPIC_CLOSED') })
    expect(await channel.deliver(DESK, say('va', { thread }))).toMatchObject({ status: 'sent', strayed: true })
  })

  it.each([
    ['a picture', { type: 'picture', png: 'iVBORw0KGgo=', key: 'k', caption: words('') }],
    ['a file', { type: 'file', name: 'a.csv', text: 'a', key: 'k', caption: words('') }],
    ['a copy', { type: 'copy', from: DESK, ref: '1', kind: 'voice', key: 'k', caption: words('') }],
  ] as const)('%s strays too, whatever else is refused does not', async (_, message) => {
    const api = await openFake()
    api.groupSays(GROUP, 'hola')
    const channel = channelOn(api)
    expect(await channel.deliver(DESK, { ...message, thread: '50' })).toMatchObject({ status: 'sent', strayed: true })
    expect(await channel.deliver(DESK, message)).not.toHaveProperty('strayed')
  })
})

describe('what else it does', () => {
  it('is kept at the top, without a sound', async () => {
    const { api, channel, thread } = await forum()
    await channel.deliver(DESK, say('tarjeta', { thread, pin: true }))
    expect(shownLast(api)?.pinned).toBe(true)
    await channel.deliver(DESK, say('otra', { thread }))
    expect(shownLast(api)?.pinned).toBe(false)
  })

  it.each([
    [400, 'Bad Request: not enough rights to manage pinned messages in the chat'],
    [403, 'Forbidden: bot was kicked from the supergroup chat'],
    [429, 'Too Many Requests: retry after 9'],
  ])('%i: it cannot be pinned, and is said all the same', async (code, description) => {
    const api = await openFake()
    const lines: string[] = []
    const log = createLog('debug', { write: (line) => void lines.push(line) })
    api.failNext({ method: 'pinChatMessage', status: code, body: refused(code, description) })
    const receipt = await channelOn(api, { log }).deliver(DESK, say('tarjeta', { pin: true }))
    expect(receipt).toEqual({ status: 'sent', ref: String(shownLast(api)?.id) })
    expect(lines.join('')).toMatch(/"level":"debug".*could not be pinned/)
  })

  it('asks for an answer, unless there is something to press', async () => {
    const api = await openFake()
    const channel = channelOn(api)
    await channel.deliver(DESK, say('¿Qué le digo?', { prompt: true }))
    expect(api.calls.at(-1)?.payload.reply_markup).toEqual({ force_reply: true, selective: true })
    expect(shownLast(api)?.asks).toBe(true)
    await channel.deliver(DESK, say('¿Cierro?', { prompt: true, choices: [{ id: 'yes', label: 'Sí' }] }))
    expect(shownLast(api)).toMatchObject({ asks: false, buttons: [{ text: 'Sí', callback_data: '1.yes' }] })
  })

  it('calls people by their name', async () => {
    const api = await openFake()
    await channelOn(api).deliver(
      DESK,
      say('Sin respuesta', {
        mentions: [
          { id: '7', name: 'Ana 👩🏽‍🎓' },
          { id: '8', name: 'Beto' },
        ],
      }),
    )
    const { text = '', entities = [] } = shownLast(api) ?? {}
    expect(text).toBe('Sin respuesta\nAna 👩🏽‍🎓 Beto')
    expect(
      entities.map(({ type, user, offset, length }) => [type, user?.id, text.slice(offset, offset + length)]),
    ).toEqual([
      ['text_mention', 7, 'Ana 👩🏽‍🎓'],
      ['text_mention', 8, 'Beto'],
    ])
  })
})

describe('the pace', () => {
  async function paced() {
    const api = await openFake()
    let now = 0
    const channel = channelOn(api, { clock: { ...systemClock(), monotonic: () => now } })
    return { api, channel, passes: (ms: number) => (now += ms) }
  }

  it('the twenty-first of a minute waits, and Telegram does not hear of it', async () => {
    const { api, channel, passes } = await paced()
    for (let times = 0; times < 20; times += 1) {
      expect(await channel.deliver(DESK, say(`${times}`))).toMatchObject({ status: 'sent' })
      passes(100)
    }
    const late = await channel.deliver(DESK, say('20'))
    expect(late).toEqual({ status: 'retry', after: 58_000, reason: 'pace', scope: 'chat' })
    expect(api.shown(GROUP)).toHaveLength(20)
    passes(58_000)
    expect(await channel.deliver(DESK, say('20'))).toMatchObject({ status: 'sent' })
  })

  it('students and other groups are not held up, nor what fills no group', async () => {
    const { api, channel } = await paced()
    for (let times = 0; times < 20; times += 1) await channel.deliver(DESK, say(`${times}`))
    expect(await channel.deliver(DESK, { type: 'delete', ref: '1' })).toMatchObject({ status: 'sent' })
    expect(await channel.deliver(DESK, { type: 'toast', press: 'q', key: 'k', text: 'va' })).toMatchObject({
      status: 'sent',
    })
    expect(await channel.deliver('telegram:-200', say('va'))).toMatchObject({ status: 'sent' })
    for (let times = 0; times < 30; times += 1) {
      expect(await channel.deliver('telegram:5', say(`${times}`))).toMatchObject({ status: 'sent' })
    }
    expect(api.shown(5)).toHaveLength(30)
  })

  it('every call of a message takes a place', async () => {
    const { channel } = await paced()
    const texts = (parts: number) => say('palabra '.repeat(500 * parts))
    for (let times = 0; times < 9; times += 1) await channel.deliver(DESK, texts(2))
    expect(await channel.deliver(DESK, texts(3))).toMatchObject({ reason: 'pace' })
    expect(await channel.deliver(DESK, texts(2))).toMatchObject({ status: 'sent' })
    expect(
      await channel.deliver(DESK, { type: 'edit', ref: '1', key: 'k', body: words('x'), choices: [], question: 1 }),
    ).toMatchObject({
      reason: 'pace',
    })
  })
})
