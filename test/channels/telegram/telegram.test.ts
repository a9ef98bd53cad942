import fc from 'fast-check'
import { fastify } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { decode } from '../../../src/channels/telegram/decode.ts'
import { encode } from '../../../src/channels/telegram/encode.ts'
import { type TelegramOptions, telegramChannel } from '../../../src/channels/telegram/telegram.ts'
import { systemClock } from '../../../src/clock.ts'
import type { Message } from '../../../src/message.ts'
import type { Update } from '../../../src/update.ts'
import { freePort } from '../../process.ts'
import { quietLog } from '../../words.ts'
import { channelContract } from '../contract.ts'
import { type FakeBotApi, refused, startFakeBotApi } from './fake-bot-api.ts'

const TOKEN = '123456:fake-token-of-the-tests-0123456789abc'
const SECRET = 's'.repeat(40)
const say = (
  text: string,
  more: Partial<Extract<Message, { type: 'say' }>> = {},
): Extract<Message, { type: 'say' }> => ({
  type: 'say',
  key: 'k',
  body: { text, spans: [] },
  choices: [],
  question: 1,
  copies: [],
  ...more,
})

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

async function fake(): Promise<FakeBotApi> {
  const api = await startFakeBotApi()
  opened.push(api.close)
  return api
}

function channelOn(api: FakeBotApi, more: Partial<TelegramOptions> = {}) {
  const channel = telegramChannel({
    token: TOKEN,
    apiRoot: api.root,
    webhook: null,
    helpdesk: 'telegram:-100',
    clock: systemClock(),
    log: quietLog,
    commands: [{ language: 'es', scope: 'private', list: [{ command: 'menu', description: 'Ver el menú' }] }],
    groupHint: (chat) => `HELPDESK_CHAT=${chat}`,
    ...more,
  })
  opened.push(channel.stop)
  return channel
}

/** Collects updates and lets a test wait for the next ones. */
function inbox() {
  const seen: Update[] = []
  let wake = (): void => {}
  return {
    seen,
    receive: async (update: Update): Promise<void> => {
      seen.push(update)
      wake()
    },
    async reaches(count: number): Promise<Update[]> {
      while (seen.length < count) await new Promise<void>((resolve) => (wake = resolve))
      return seen
    },
  }
}

channelContract('telegram, polling', async () => {
  const api = await startFakeBotApi()
  const channel = channelOn(api)
  const phone = api.student(5)
  return {
    channel,
    chat: 'telegram:5' as const,
    redelivers: true,
    text: (text) => phone.says(text),
    press: (label) => phone.presses(label),
    voice: () => phone.sends('voice'),
    shown: () => api.shown(5).map(({ text, buttons }) => ({ text, labels: buttons.map((button) => button.text) })),
    close: async () => {
      await channel.stop()
      await api.close()
    },
  }
})

describe('decoding', () => {
  const private_ = { id: 5, type: 'private' }
  const base = { message_id: 3, date: 10, chat: private_, from: { id: 5, first_name: 'A', language_code: 'es' } }
  it.each([
    ['text', { text: 'hola' }, { kind: 'text', text: 'hola' }],
    ['a voice note', { voice: {} }, { kind: 'voice' }],
    ['a photo with a caption', { photo: [], caption: 'mi nss' }, { kind: 'picture', caption: 'mi nss' }],
    ['a document', { document: {} }, { kind: 'document' }],
    ['a sticker', { sticker: {} }, { kind: 'sticker' }],
    ['a place', { location: {} }, { kind: 'other' }],
  ])('%s', (_, fields, content) =>
    expect(decode({ update_id: 1, message: { ...base, ...fields } }, 0)).toMatchObject({
      id: 'telegram:1',
      chat: 'telegram:5',
      audience: 'student',
      at: 10_000,
      ref: '3',
      language: 'es',
      content,
    }),
  )

  it('an edit, a press, a block', () => {
    expect(decode({ update_id: 1, edited_message: { ...base, text: 'no' } }, 0)?.content).toEqual({
      kind: 'edit',
      text: 'no',
    })
    const query = { id: 'q', from: base.from, data: '12.not-yet', message: { message_id: 9, chat: private_ } }
    expect(decode({ update_id: 1, callback_query: query }, 99)).toMatchObject({
      at: 99,
      content: { kind: 'press', question: 12, choice: 'not-yet' },
    })
    const kicked = { chat: private_, date: 1, new_chat_member: { status: 'kicked' } }
    expect(decode({ update_id: 1, my_chat_member: kicked }, 0)?.content).toEqual({
      kind: 'reachable',
      reachable: false,
    })
  })

  const group = { ...base, chat: { id: -100, type: 'supergroup' }, text: 'hola' }
  it('who wrote in a group, and what they quoted', () =>
    expect(
      decode({ update_id: 1, message: { ...group, reply_to_message: { message_id: 8, text: '#AB' } } }, 0),
    ).toMatchObject({
      audience: 'group',
      sender: { id: '5', name: 'A', anonymous: false },
      quotes: { ref: '8', text: '#AB' },
    }))
  it.each([
    ['a channel', { sender_chat: { id: -5 } }],
    ['an anonymous admin', { from: { id: 1087968824, first_name: 'Group' } }],
  ])('%s is nobody', (_, fields) =>
    expect(decode({ update_id: 1, message: { ...group, ...fields } }, 0)?.sender?.anonymous).toBe(true),
  )
  it.each([
    ['forwarded', { forward_origin: {} }],
    ['by another bot', { via_bot: {} }],
  ])('what was carried into a group does not count: %s', (_, fields) =>
    expect(decode({ update_id: 1, message: { ...group, ...fields } }, 0)).toBeNull(),
  )

  it.each(['x.y', '12', '12.', '.a', '99999999999999.a', '1.A B', ''])('forged button data "%s" is nothing', (data) => {
    const query = { id: 'q', from: base.from, data, message: { message_id: 9, chat: private_ } }
    expect(decode({ update_id: 1, callback_query: query }, 0)).toBeNull()
  })

  it('nothing makes it throw', () => {
    fc.assert(fc.property(fc.jsonValue(), (raw) => void decode(raw, 0)))
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('message', 'edited_message', 'callback_query', 'my_chat_member'),
        (raw, kind) => {
          decode({ update_id: 1, [kind]: raw }, 0)
          decode({ update_id: 1, [kind]: { ...base, text: raw, chat: raw } }, 0)
        },
      ),
    )
  })
})

describe('encoding', () => {
  it('marks are entities, and what people wrote stays text', () => {
    const body = { text: '<b>no</b> *no* sí', spans: [{ at: 15, length: 2, style: 'bold' as const }] }
    expect(encode(say('', { body }))).toEqual([
      { text: '<b>no</b> *no* sí', entities: [{ type: 'bold', offset: 15, length: 2 }], keyboard: [] },
    ])
  })

  it('choices carry their question, copies their text, short ones side by side', () => {
    const [sent] = encode(
      say('¿Te aviso?', {
        question: 7,
        choices: [
          { id: 'yes', label: 'Sí, avísame' },
          { id: 'no', label: 'Yo reviso' },
          { id: 'other', label: 'Una respuesta que es bastante larga' },
        ],
        copies: [{ label: 'Copiar NSS', text: '92919084431' }],
      }),
    )
    expect(sent?.keyboard).toEqual([
      [{ text: 'Copiar NSS', copy_text: { text: '92919084431' } }],
      [
        { text: 'Sí, avísame', callback_data: '7.yes' },
        { text: 'Yo reviso', callback_data: '7.no' },
      ],
      [{ text: 'Una respuesta que es bastante larga', callback_data: '7.other' }],
    ])
  })

  it('a text too long for one message loses nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('palabra ', 'otra\n', 'fin.\n\n', 'x'.repeat(500)), { maxLength: 80 }),
        (pieces) => {
          const text = pieces.join('')
          const parts = encode(say(text, { choices: [{ id: 'a', label: 'A' }] }))
          expect(parts.map((part) => part.text).join('')).toBe(text)
          expect(parts.every((part) => part.text.length <= 4096)).toBe(true)
          expect(parts.findIndex(({ keyboard }) => keyboard.length > 0)).toBe(parts.length - 1)
        },
      ),
    )
  })
})

describe('polling', () => {
  it('confirms an update only once it is durable: what was refused comes again, in order', async () => {
    const api = await fake()
    const channel = channelOn(api)
    const box = inbox()
    let failures = 2
    await channel.start(async (update) => {
      if (failures > 0 && update.content.kind === 'text' && update.content.text === 'dos') {
        failures -= 1
        throw new Error('disk full')
      }
      await box.receive(update)
    })
    for (const text of ['uno', 'dos', 'tres']) api.student(5).says(text)
    const seen = await box.reaches(3)
    expect(seen.map(({ content }) => (content.kind === 'text' ? content.text : ''))).toEqual(['uno', 'dos', 'tres'])
  })

  it('answers every press, even a forged one', async () => {
    const api = await fake()
    await channelOn(api).start(async () => {})
    api.push({ callback_query: { id: 'forged', from: { id: 5 }, data: 'drop table' } })
    expect(await api.called('answerCallbackQuery')).toMatchObject({ callback_query_id: 'forged' })
  })

  it('survives a second poller and hears again when it is gone', async () => {
    const api = await fake()
    const box = inbox()
    api.failNext({
      method: 'getUpdates',
      status: 409,
      body: refused(409, 'Conflict: terminated by other getUpdates request'),
    })
    const clock = systemClock()
    const hurried = { ...clock, wake: (_: number, call: () => void) => clock.wake(clock.now(), call) }
    await channelOn(api, { clock: hurried }).start(box.receive)
    api.student(5).says('hola')
    expect(await box.reaches(1)).toHaveLength(1)
  })

  it('says in one sentence that the token is wrong', async () => {
    const api = await fake()
    await expect(channelOn(api, { token: '1:wrong' }).start(async () => {})).rejects.toThrow(
      /does not know this token.*@BotFather/,
    )
  })

  it('waits for a network that is away at start', async () => {
    const api = await fake()
    const box = inbox()
    api.failNext({ method: 'getMe', cut: 'before' })
    await channelOn(api).start(box.receive)
    api.student(5).says('hola')
    expect(await box.reaches(1)).toHaveLength(1)
  })

  it('tells a group that is not the desk its address', async () => {
    const api = await fake()
    await channelOn(api).start(async () => {})
    api.groupSays(-200, '/id')
    expect((await api.sees(({ chat }) => chat === -200)).text).toBe('HELPDESK_CHAT=telegram:-200')
  })

  it('sets the command menu for private chats and clears it in groups', async () => {
    const api = await fake()
    await channelOn(api).start(async () => {})
    const menus = api.calls.filter(({ method }) => method === 'setMyCommands').map(({ payload }) => payload)
    expect(menus).toEqual([
      { commands: [{ command: 'menu', description: 'Ver el menú' }], scope: { type: 'all_private_chats' } },
      { commands: [], scope: { type: 'all_group_chats' } },
    ])
  })
})

describe('what the network answers', () => {
  it.each([
    ['429', 429, 'Too Many Requests', { retry_after: 37 }, { status: 'retry', after: 37_000 }],
    ['403', 403, 'Forbidden: bot was blocked by the user', undefined, { status: 'gone' }],
    ['chat not found', 400, 'Bad Request: chat not found', undefined, { status: 'gone' }],
    ['a bad message', 400, 'Bad Request: message is too long', undefined, { status: 'refused' }],
    ['500', 500, 'Internal Server Error', undefined, { status: 'retry' }],
  ])('%s', async (_, code, description, parameters, receipt) => {
    const api = await fake()
    api.failNext({ method: 'sendMessage', status: code, body: refused(code, description, parameters) })
    expect(await channelOn(api).deliver('telegram:5', say('hola'))).toMatchObject(receipt)
  })

  it('a cut connection is tried again', async () => {
    const api = await fake()
    api.failNext({ method: 'sendMessage', cut: 'after' })
    expect(await channelOn(api).deliver('telegram:5', say('hola'))).toMatchObject({ status: 'retry' })
  })

  it('a message already gone counts as deleted', async () => {
    const api = await fake()
    expect(await channelOn(api).deliver('telegram:5', { type: 'delete', ref: '999' })).toEqual({
      status: 'sent',
      ref: '999',
    })
  })
})

describe('webhook', () => {
  async function serving(receive: (update: Update) => Promise<void>) {
    const api = await fake()
    const port = await freePort()
    const channel = channelOn(api, { webhook: { url: `http://127.0.0.1:${port}`, secret: SECRET } })
    const server = fastify()
    await channel.routes?.(server)
    await server.listen({ port, host: '127.0.0.1' })
    opened.push(() => server.close())
    await channel.start(receive)
    return { api, url: `http://127.0.0.1:${port}/telegram` }
  }

  it('hears through it, and never polls', async () => {
    const box = inbox()
    const { api } = await serving(box.receive)
    api.student(5).says('hola')
    await box.reaches(1)
    expect(api.calls.map(({ method }) => method)).not.toContain('getUpdates')
  })

  it('asks for another delivery while nothing can be kept', async () => {
    const box = inbox()
    let failures = 2
    const { api } = await serving(async (update) => {
      failures -= 1
      if (failures >= 0) throw new Error('disk full')
      await box.receive(update)
    })
    api.student(5).says('hola')
    expect(await box.reaches(1)).toHaveLength(1)
  })

  it.each([
    ['no secret', undefined],
    ['a wrong one', 'x'.repeat(40)],
    ['one of another length', 'x'],
  ])('refuses %s', async (_, secret) => {
    const { url } = await serving(async () => {})
    const headers = { 'content-type': 'application/json', ...(secret && { 'x-telegram-bot-api-secret-token': secret }) }
    expect((await fetch(url, { method: 'POST', headers, body: '{"update_id":1}' })).status).toBe(401)
  })
})
