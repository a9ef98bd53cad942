import { expect, it } from 'vitest'
import type { Media, Message } from '../../../src/message.ts'
import { channelOn, openFake, words } from './on-fake.ts'

const PNG = Buffer.from('iVBORw0KGgo=', 'base64')
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1])
const webp = (flags: number) => Buffer.concat([Buffer.from('RIFF1234WEBPVP8X1234'), Buffer.from([flags, 0, 0, 0])])
const STILL = webp(0)
const MOVING = webp(2)

type Thing = Extract<Message, { type: 'media' }>

function media(given: Partial<Media>, more: Partial<Thing> = {}): Thing {
  const whole: Media = { thing: 'document', bytes: Buffer.from('x'), mime: 'application/pdf', ...given }
  return { type: 'media', media: whole, key: 'k', caption: words('#AB manda esto'), ...more }
}

it.each([
  ['a picture', { thing: 'picture', mime: 'image/jpeg', bytes: JPEG, name: 'a.jpg' }, 'photo'],
  ['a png', { thing: 'picture', mime: 'image/png', bytes: PNG }, 'photo'],
  ['a film', { thing: 'picture', mime: 'video/mp4', name: 'a.mp4' }, 'video'],
  ['a voice note', { thing: 'voice', mime: 'audio/ogg; codecs=opus', name: 'a.ogg' }, 'voice'],
  ['a round film', { thing: 'voice', mime: 'video/mp4' }, 'video'],
  ['sound of an old telephone', { thing: 'voice', mime: 'audio/amr' }, 'document'],
  ['a document', { thing: 'document', mime: 'application/pdf', name: 'vigencia.pdf' }, 'document'],
  ['a picture sent as a document', { thing: 'document', mime: 'image/jpeg', bytes: JPEG }, 'document'],
  ['a picture of a kind it cannot show', { thing: 'picture', mime: 'image/heic' }, 'document'],
  ['a sticker that moves as none of its own do', { thing: 'sticker', mime: 'image/webp', bytes: MOVING }, 'document'],
] as const)('%s of another network is shown as what it is, with our words', async (_, given, kind) => {
  const api = await openFake()
  const receipt = await channelOn(api).deliver('telegram:5', media(given))
  const [shown] = api.shown(5)
  expect(receipt).toEqual({ status: 'sent', ref: String(shown?.id) })
  expect(shown).toMatchObject({ kind, text: '#AB manda esto' })
  expect(shown?.file?.bytes.equals('bytes' in given ? given.bytes : Buffer.from('x'))).toBe(true)
  expect(shown?.file?.name).toBe('name' in given ? given.name : given.thing)
})

it('a sticker is one, and nothing stands under it', async () => {
  const api = await openFake()
  await channelOn(api).deliver('telegram:5', media({ thing: 'sticker', mime: 'image/webp', bytes: STILL }))
  expect(api.shown(5)[0]).toMatchObject({ kind: 'sticker', text: '' })
})

it.each([
  ['is no picture, whatever is said of it', 'sendPhoto', { thing: 'picture', mime: 'image/png' }],
  ['they take no voice notes', 'sendVoice', { thing: 'voice', mime: 'audio/ogg' }],
] as const)('what Telegram will not have in its form goes as a document: %s', async (why, method, given) => {
  const api = await openFake()
  if (method === 'sendVoice') {
    const body = { ok: false, error_code: 400, description: 'Bad Request: VOICE_MESSAGES_FORBIDDEN' }
    api.failNext({ method, status: 400, body })
  }
  const receipt = await channelOn(api).deliver('telegram:5', media(given))
  expect(receipt.status, why).toBe('sent')
  expect(api.shown(5).map(({ kind, text }) => [kind, text])).toEqual([['document', '#AB manda esto']])
})

it('stands in its topic, and in the group when that is no more', async () => {
  const api = await openFake()
  api.forum(-100)
  const channel = channelOn(api)
  const made = await channel.deliver('telegram:-100', { type: 'topic', thread: null, title: 'T', state: 'open' })
  const thread = made.status === 'sent' ? made.ref : ''
  const thing = media({ thing: 'picture', mime: 'image/png', bytes: PNG }, { thread })
  await channel.deliver('telegram:-100', thing)
  expect(api.shown(-100)[0]).toMatchObject({ kind: 'photo', thread: Number(thread) })
  await channel.deliver('telegram:-100', { type: 'topic', thread, title: 'T', state: 'deleted' })
  expect(await channel.deliver('telegram:-100', thing)).toMatchObject({ status: 'sent', strayed: true })
})

it('who blocked the bot is gone, and it is not tried another way', async () => {
  const api = await openFake()
  const phone = api.student(5)
  phone.says('hola')
  phone.blocks()
  const receipt = await channelOn(api).deliver('telegram:5', media({ thing: 'picture', mime: 'image/png', bytes: PNG }))
  expect(receipt).toMatchObject({ status: 'gone' })
  expect(api.calls.filter(({ method }) => method.startsWith('send'))).toHaveLength(1)
})
