import { describe, expect, it } from 'vitest'
import type { Media, Message } from '../../../src/message.ts'
import { inbox, words } from '../telegram/on-fake.ts'
import { delivery, post } from './fake-webhook.ts'
import { openCloud } from './on-graph.ts'

const CHAT = 'whatsapp-cloud:526441112233'
const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex')
const MB = 1024 * 1024

async function open() {
  const on = await openCloud()
  const box = inbox()
  await on.channel.start(box.receive)
  const phone = on.graph.phone('5216441112233')
  return { ...on, box, phone, fetch: (ref: string) => on.channel.open?.(CHAT, ref) }
}

const media = (thing: Media['thing'], mime: string, bytes: Uint8Array = JPEG, name?: string): Media => ({
  thing,
  bytes,
  mime,
  ...(name !== undefined && { name }),
})
const message = (what: Media, caption = ''): Message => ({
  type: 'media',
  media: what,
  key: 'k',
  caption: words(caption),
})

describe('what a student sends', () => {
  it.each([
    ['image', 'picture', 'image/jpeg', {}],
    ['audio', 'voice', 'audio/ogg; codecs=opus', {}],
    ['document', 'document', 'application/pdf', { filename: 'constancia.pdf' }],
    ['sticker', 'sticker', 'image/webp', {}],
  ] as const)('%s can be fetched for another network', async (type, thing, mime, more) => {
    const { graph, phone, fetch } = await open()
    const id = graph.files.keep(JPEG, mime)
    const ref = await phone.sends(type, { id, mime_type: mime, ...more })
    const name = 'filename' in more ? { name: more.filename } : {}
    expect(await fetch(ref)).toEqual({ thing, bytes: JPEG, mime, ...name })
  })

  it('keeps what can be fetched sealed under its folder, and nothing of its content', async () => {
    const { graph, phone, vault } = await open()
    const id = graph.files.keep(JPEG, 'image/jpeg')
    const ref = await phone.sends('image', { id, mime_type: 'image/jpeg', caption: 'mi NSS 92919084431' })
    expect([...vault.facts.keys()].toSorted()).toEqual([`chat/526441112233`, `media/526441112233/${ref}`])
    expect(JSON.stringify([...vault.facts])).not.toContain('92919084431')
    expect(graph.files.served).toEqual([])
  })

  it.each([
    ['said to be too large', { size: 11 * MB }, JPEG, 0],
    ['too large, whatever is said of it', { size: 10 }, Buffer.alloc(10 * MB + 1), 1],
    ['standing with somebody else', { url: 'https://evil.example/x' }, JPEG, 0],
    ['standing in our own house', { url: 'http://169.254.169.254/latest' }, JPEG, 0],
    ['standing with Meta, unprotected', { url: 'http://lookaside.fbsbx.com/x' }, JPEG, 0],
    ['standing almost with Meta', { url: 'https://evilfbsbx.com/x' }, JPEG, 0],
  ])('is not fetched when it is %s', async (_, lies, bytes, served) => {
    const { graph, phone, fetch } = await open()
    const id = graph.files.keep(bytes, 'image/jpeg', lies)
    expect(await fetch(await phone.sends('image', { id, mime_type: 'image/jpeg' }))).toBeNull()
    expect(graph.files.served).toHaveLength(served)
  })

  it('of ten megabytes is the largest that is fetched', async () => {
    const { graph, phone, fetch } = await open()
    const id = graph.files.keep(Buffer.alloc(10 * MB, 1), 'image/jpeg')
    const fetched = await fetch(await phone.sends('image', { id, mime_type: 'image/jpeg' }))
    expect(fetched?.bytes.byteLength).toBe(10 * MB)
  })

  it('is gone once Meta has it no more, or was never there', async () => {
    const { graph, phone, fetch } = await open()
    const id = graph.files.keep(JPEG, 'image/jpeg')
    const ref = await phone.sends('image', { id, mime_type: 'image/jpeg' })
    graph.files.lose(id)
    // "No such object" is said of a file here, and not of the number.
    expect(await fetch(ref)).toBeNull()
    expect(await fetch('wamid.never')).toBeNull()
  })

  it('is asked for again while Meta is away', async () => {
    const { graph, phone, fetch } = await open()
    const id = graph.files.keep(JPEG, 'image/jpeg')
    const ref = await phone.sends('image', { id, mime_type: 'image/jpeg' })
    graph.failNext({ at: id, status: 500 })
    await expect(fetch(ref)).rejects.toThrow()
    expect(await fetch(ref)).toMatchObject({ thing: 'picture' })
  })

  it('is forgotten with the chat, however much came at once', async () => {
    const { url, vault, channel, box } = await open()
    const sent = ['1', '2', '3', '4', '5'].map((nth) => ({
      from: nth === '3' ? '526441112233' : '5216441112233',
      id: `wamid.${nth}`,
      timestamp: '1790000000',
      type: 'image',
      image: { id: `m${nth}`, mime_type: 'image/jpeg' },
    }))
    await Promise.all(sent.map((message) => post(url, JSON.stringify(delivery({ messages: [message] })))))
    expect(box.seen).toHaveLength(5)
    expect(vault.facts.size).toBe(6)
    await channel.forget?.(CHAT)
    expect([...vault.facts]).toEqual([])
  })

  it('is forgotten with the chat', async () => {
    const { graph, phone, fetch, channel, vault } = await open()
    const id = graph.files.keep(JPEG, 'image/jpeg')
    const ref = await phone.sends('image', { id, mime_type: 'image/jpeg' })
    await channel.forget?.(CHAT)
    expect(await fetch(ref)).toBeNull()
    expect(vault.facts.size).toBe(0)
  })
})

describe('what comes from another network', () => {
  it.each([
    ['a picture', media('picture', 'image/jpeg'), 'image'],
    ['a voice note', media('voice', 'audio/ogg; codecs=opus'), 'audio'],
    ['a film', media('picture', 'video/mp4'), 'video'],
    ['a sticker', media('sticker', 'image/webp'), 'sticker'],
    ['a PDF', media('document', 'application/pdf', JPEG, 'a.pdf'), 'document'],
    ['a picture sent as a document', media('document', 'image/jpeg', JPEG, 'a.jpg'), 'document'],
    ['a picture too large for one', media('picture', 'image/jpeg', Buffer.alloc(6 * MB, 1)), 'refused'],
  ])('%s', async (_, what, type) => {
    const { graph, phone, channel } = await open()
    await phone.says('hola')
    const receipt = await channel.deliver(CHAT, message(what), 'row')
    if (type === 'refused') return expect(receipt).toEqual({ status: 'refused', reason: 'refused' })
    const shown = phone.screen().at(-1)
    expect(receipt).toEqual({ status: 'sent', ref: shown?.ref })
    expect(shown).toMatchObject({ type, ...(what.name !== undefined && { filename: what.name }) })
    expect(graph.files.bytes(shown?.media ?? '')).toEqual(JPEG)
    expect(graph.files.mime(shown?.media ?? '')).toBe(what.mime.split(';')[0])
  })

  it('has its words below, or above where nothing stands below', async () => {
    const { phone, channel } = await open()
    await phone.says('hola')
    await channel.deliver(CHAT, message(media('picture', 'image/jpeg'), 'Mira'), 'row')
    await channel.deliver(CHAT, message(media('voice', 'audio/ogg'), 'Escucha'), 'row2')
    await channel.deliver(CHAT, message(media('picture', 'image/jpeg'), 'x'.repeat(1025)), 'row3')
    expect(phone.screen().map(({ type, text }) => [type, text])).toEqual([
      ['image', 'Mira'],
      ['text', 'Escucha'],
      ['audio', ''],
      ['text', 'x'.repeat(1025)],
      ['image', ''],
    ])
  })

  it('waits when it cannot be uploaded', async () => {
    const { graph, phone, channel } = await open()
    await phone.says('hola')
    graph.failNext({ at: 'media', status: 503 })
    const receipt = await channel.deliver(CHAT, message(media('picture', 'image/jpeg')))
    expect(receipt).toMatchObject({ status: 'retry', scope: 'channel' })
    expect(phone.screen()).toEqual([])
  })

  it('our own pictures and files', async () => {
    const { graph, phone, channel } = await open()
    await phone.says('hola')
    const png = Buffer.from('89504e47', 'hex')
    await channel.deliver(CHAT, { type: 'picture', png: png.toString('base64'), key: 'k', caption: words('Figura') })
    await channel.deliver(CHAT, { type: 'file', name: 'datos.csv', text: 'a,ñ', key: 'k', caption: words('') })
    const [picture, file] = phone.screen()
    expect([picture?.type, picture?.text, graph.files.bytes(picture?.media ?? '')]).toEqual(['image', 'Figura', png])
    expect([file?.type, file?.filename, graph.files.bytes(file?.media ?? '').toString()]).toEqual([
      'document',
      'datos.csv',
      'a,ñ',
    ])
  })
})

describe('a copy within the network', () => {
  const copy = (ref: string, from: `${string}:${string}` = CHAT): Message => ({
    type: 'copy',
    from,
    ref,
    kind: 'document',
    key: 'k',
    caption: words('De la mesa'),
  })

  it('is the same file, by its id', async () => {
    const { graph, phone, channel } = await open()
    const id = graph.files.keep(JPEG, 'application/pdf')
    const ref = await phone.sends('document', { id, mime_type: 'application/pdf', filename: 'a.pdf' })
    expect(await channel.deliver(CHAT, copy(ref))).toMatchObject({ status: 'sent' })
    expect(phone.screen()).toMatchObject([{ type: 'document', media: id, text: 'De la mesa', filename: 'a.pdf' }])
  })

  it('is uploaded anew where Meta does not take the id', async () => {
    const { graph, phone, channel } = await open()
    const id = graph.files.keep(JPEG, 'application/pdf')
    const ref = await phone.sends('document', { id, mime_type: 'application/pdf', filename: 'a.pdf' })
    graph.failNext({ at: 'messages', code: 131009 })
    expect(await channel.deliver(CHAT, copy(ref))).toMatchObject({ status: 'sent' })
    const [shown] = phone.screen()
    expect(shown?.media).not.toBe(id)
    expect(graph.files.bytes(shown?.media ?? '')).toEqual(JPEG)
  })

  it('of what is not there, or stands elsewhere, is refused', async () => {
    const { channel, phone } = await open()
    const ref = await phone.says('hola')
    expect(await channel.deliver(CHAT, copy(ref))).toMatchObject({ status: 'refused', why: 'no-such' })
    expect(await channel.deliver(CHAT, copy('7', 'telegram:-100'))).toMatchObject({
      status: 'refused',
      why: 'elsewhere',
    })
  })
})
