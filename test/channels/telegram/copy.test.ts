import { describe, expect, it } from 'vitest'
import type { ChatId } from '../../../src/ids.ts'
import type { Message } from '../../../src/message.ts'
import { refused } from './fake-bot-api.ts'
import { channelOn, openFake, words } from './on-fake.ts'

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='

type Copy = Extract<Message, { type: 'copy' }>
const copy = (ref: number, more: Partial<Copy> = {}): Copy => ({
  type: 'copy',
  from: 'telegram:5',
  ref: String(ref),
  kind: 'voice',
  key: 'k',
  caption: words(''),
  ...more,
})

describe('a copy', () => {
  it.each([
    ['voice', 'voice'],
    ['photo', 'picture'],
    ['document', 'document'],
  ] as const)('of a %s has our words under it and never its own', async (thing, kind) => {
    const api = await openFake()
    const ref = api.student(5).sends(thing, 'mi nss es 24220400014')
    const channel = channelOn(api)
    const caption = { text: '#AB manda esto', spans: [{ at: 0, length: 3, style: 'bold' as const }] }
    const receipt = await channel.deliver('telegram:-100', copy(ref, { kind, caption }))
    await channel.deliver('telegram:-100', copy(ref, { kind }))
    const [first, second] = api.shown(-100)
    expect(receipt).toEqual({ status: 'sent', ref: String(first?.id) })
    expect(first).toMatchObject({
      kind: thing,
      text: '#AB manda esto',
      entities: [{ type: 'bold', offset: 0, length: 3 }],
    })
    expect(second).toMatchObject({ kind: thing, text: '' })
  })

  it('of a sticker has no words at all, of what we do not know none of its own', async () => {
    const api = await openFake()
    const ref = api.student(5).sends('sticker')
    const channel = channelOn(api)
    await channel.deliver('telegram:-100', copy(ref, { kind: 'sticker', caption: words('no') }))
    expect(api.calls.at(-1)?.payload).not.toHaveProperty('caption')
    await channel.deliver('telegram:-100', copy(ref, { kind: 'other', caption: words('no') }))
    expect(api.calls.at(-1)?.payload).toMatchObject({ caption: '' })
  })

  it('stands in its topic and answers what it quotes', async () => {
    const api = await openFake()
    api.forum(-100)
    const channel = channelOn(api)
    const made = await channel.deliver('telegram:-100', { type: 'topic', thread: null, title: 'T', state: 'open' })
    const thread = made.status === 'sent' ? made.ref : ''
    const quoted = api.groupSays(-100, 'foto?', { thread: Number(thread) })
    const ref = api.student(5).sends('photo')
    await channel.deliver('telegram:-100', copy(ref, { kind: 'picture', thread, quotes: String(quoted) }))
    expect(api.shown(-100)[0]).toMatchObject({ kind: 'photo', thread: Number(thread), quotes: quoted })
  })

  it('of what stands on another network is refused, and nobody is asked', async () => {
    const api = await openFake()
    const receipt = await channelOn(api).deliver('telegram:-100', copy(1, { from: 'web:1' }))
    expect(receipt).toMatchObject({ status: 'refused', why: 'elsewhere' })
    expect(api.calls).toEqual([])
  })

  it('of what is gone is refused', async () => {
    const api = await openFake()
    const receipt = await channelOn(api).deliver('telegram:-100', copy(99))
    expect(receipt).toEqual({ status: 'refused', reason: 'Bad Request: message to copy not found', why: 'no-such' })
  })

  const migrated = { migrate_to_chat_id: -1009 }
  it.each<[string, ChatId, number, string, typeof migrated | undefined, object]>([
    ['its source moved', 'telegram:5', 400, 'Bad Request: group chat was upgraded', migrated, { why: 'no-such' }],
    ['the group moved', 'telegram:-100', 400, 'Bad Request: group chat was upgraded', migrated, { status: 'moved' }],
    [
      'its source put us out',
      'telegram:5',
      403,
      'Forbidden: bot was kicked from the supergroup chat',
      undefined,
      { why: 'no-such' },
    ],
    [
      'the group put us out',
      'telegram:-100',
      403,
      'Forbidden: bot was kicked from the supergroup chat',
      undefined,
      { status: 'gone' },
    ],
    [
      'the student blocked us',
      'telegram:5',
      403,
      'Forbidden: bot was blocked by the user',
      undefined,
      { status: 'gone' },
    ],
    [
      'its source blocked us',
      'telegram:-100',
      403,
      'Forbidden: bot was blocked by the user',
      undefined,
      { why: 'no-such' },
    ],
    ['one of both is unknown', 'telegram:5', 400, 'Bad Request: chat not found', undefined, { why: 'no-such' }],
  ])('%s: nobody is taken for gone or moved who is not', async (_, to, code, description, parameters, receipt) => {
    const api = await openFake()
    api.failNext({ method: 'copyMessage', status: code, body: refused(code, description, parameters) })
    const from = to === 'telegram:5' ? 'telegram:-100' : 'telegram:5'
    expect(await channelOn(api).deliver(to, copy(1, { from }))).toMatchObject(receipt)
  })
})

describe('an upload', () => {
  it('of a picture arrives byte by byte, with its words', async () => {
    const api = await openFake()
    const caption = { text: 'Figuras ñ', spans: [{ at: 0, length: 7, style: 'bold' as const }] }
    const message: Message = { type: 'picture', png: PNG, key: 'k', caption }
    const receipt = await channelOn(api).deliver('telegram:-100', message)
    const shown = api.shown(-100)[0]
    expect(receipt).toEqual({ status: 'sent', ref: String(shown?.id) })
    expect(shown).toMatchObject({
      kind: 'photo',
      text: 'Figuras ñ',
      entities: [{ type: 'bold', offset: 0, length: 7 }],
    })
    expect(shown?.file?.bytes.toString('base64')).toBe(PNG)
  })

  it('of a file has its name and its letters', async () => {
    const api = await openFake()
    const text = 'mes,casos\nñandú "x",3\n'.repeat(5000)
    const name = 'cifras – año.csv'
    await channelOn(api).deliver('telegram:-100', { type: 'file', name, text, key: 'k', caption: words('CSV') })
    const shown = api.shown(-100)[0]
    expect(shown).toMatchObject({ kind: 'document', text: 'CSV', file: { name } })
    expect(shown?.file?.bytes.toString()).toBe(text)
  })

  it('stands in its topic and answers what it quotes', async () => {
    const api = await openFake()
    api.forum(-100)
    const channel = channelOn(api)
    const made = await channel.deliver('telegram:-100', { type: 'topic', thread: null, title: 'T', state: 'open' })
    const thread = made.status === 'sent' ? made.ref : ''
    const quotes = String(api.groupSays(-100, '/cifras', { thread: Number(thread) }))
    const caption = words('')
    await channel.deliver('telegram:-100', { type: 'picture', png: PNG, key: 'k', caption, thread, quotes })
    await channel.deliver('telegram:-100', { type: 'file', name: 'a', text: 'a', key: 'k', caption, thread, quotes })
    for (const shown of api.shown(-100)) expect(shown).toMatchObject({ thread: Number(thread), quotes: Number(quotes) })
  })

  it('with too many words under it is cut', async () => {
    const api = await openFake()
    const caption = words('palabra '.repeat(200))
    expect(
      await channelOn(api).deliver('telegram:-100', { type: 'picture', png: PNG, key: 'k', caption }),
    ).toMatchObject({
      status: 'sent',
    })
    expect(api.shown(-100)[0]?.text).toMatch(/^.{900,1023}…$/)
  })

  it('fails like everything else', async () => {
    const api = await openFake()
    const channel = channelOn(api)
    const picture: Message = { type: 'picture', png: PNG, key: 'k', caption: words('') }
    api.failNext({ method: 'sendPhoto', status: 429, body: refused(429, 'Too Many Requests', { retry_after: 3 }) })
    expect(await channel.deliver('telegram:-100', picture)).toMatchObject({ status: 'retry', after: 3000 })
    api.failNext({ method: 'sendPhoto', cut: 'before' })
    expect(await channel.deliver('telegram:-100', picture)).toMatchObject({ status: 'retry', reason: 'network' })
    expect(await channel.deliver('telegram:-100', { ...picture, png: 'AAAA' })).toMatchObject({ status: 'refused' })
  })
})
