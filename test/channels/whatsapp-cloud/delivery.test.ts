import { describe, expect, it } from 'vitest'
import type { Message } from '../../../src/message.ts'
import { say, words } from '../telegram/on-fake.ts'
import type { Fault } from './fake-graph.ts'
import { openCloud, reports } from './on-graph.ts'

const CHAT = 'whatsapp-cloud:526441112233'

/** Somebody has written "hola" and may be answered. */
async function answering() {
  const on = await openCloud()
  const desk = reports()
  await on.channel.start(async () => {}, desk.report)
  const phone = on.graph.phone('5216441112233')
  const wrote = await phone.says('hola')
  return { ...on, phone, wrote, desk }
}

it('answers at the number Meta gave, with the row beside the words', async () => {
  const { channel, phone } = await answering()
  const receipt = await channel.deliver(CHAT, say('¡Hola!'), 'row-1')
  expect(phone.screen()).toMatchObject([{ to: '5216441112233', text: '¡Hola!', opaque: 'row-1' }])
  expect(receipt).toEqual({ status: 'sent', ref: phone.screen()[0]?.ref })
})

it('quotes; what is quoted may be gone, the answer is not', async () => {
  const { channel, phone, wrote } = await answering()
  await channel.deliver(CHAT, say('Eso', { quotes: wrote }))
  await channel.deliver(CHAT, say('Esto', { quotes: 'wamid.gone' }))
  expect(phone.screen().map(({ text, quotes }) => [text, quotes])).toEqual([
    ['Eso', wrote],
    ['Esto', undefined],
  ])
})

it('says a correction anew, under what it corrects', async () => {
  const { channel, phone } = await answering()
  const first = await channel.deliver(CHAT, say('El lunes'))
  const ref = first.status === 'sent' ? first.ref : ''
  const edit: Message = { type: 'edit', ref, key: 'k', body: words('El martes'), choices: [], question: 1 }
  expect(await channel.deliver(CHAT, edit)).toMatchObject({ status: 'sent' })
  expect(phone.screen().at(-1)).toMatchObject({ text: 'El martes', quotes: ref })
})

it('takes nothing back: what a student wrote counts as done, what we said is refused', async () => {
  const { channel, phone, wrote, graph } = await answering()
  const said = await channel.deliver(CHAT, say('Uy'))
  const ref = said.status === 'sent' ? said.ref : ''
  const calls = graph.calls.length
  expect(await channel.deliver(CHAT, { type: 'delete', ref: wrote })).toEqual({ status: 'sent', ref: wrote })
  expect(await channel.deliver(CHAT, { type: 'delete', ref })).toMatchObject({ status: 'refused', why: 'no-right' })
  expect(phone.screen()).toHaveLength(1)
  expect(graph.calls).toHaveLength(calls)
  expect(channel.abilities.deletes).toBe(false)
})

it('says a toast into the chat; has no topics; pins and asks for nothing', async () => {
  const { channel, phone, wrote } = await answering()
  await channel.deliver(CHAT, { type: 'toast', press: wrote, key: 'k', text: 'Ya no es válido' })
  expect(phone.screen().at(-1)).toMatchObject({ text: 'Ya no es válido', quotes: wrote })
  const topic: Message = { type: 'topic', thread: null, title: 'T', state: 'open' }
  expect(await channel.deliver(CHAT, topic)).toMatchObject({ status: 'refused', why: 'no-topics' })
  await channel.deliver(CHAT, say('Fijo', { pin: true, prompt: true, thread: '7' }))
  expect(phone.screen().at(-1)).toMatchObject({ type: 'text', text: 'Fijo' })
})

describe('what Meta refuses', () => {
  const again = (after: number, reason: string, scope = 'channel') => ({ status: 'retry', after, reason, scope })
  it.each<[string, Omit<Fault, 'at'>, object]>([
    ['too many calls, with a time', { status: 429, code: 80007, retryAfter: 30 }, again(30_000, 'rate limit')],
    ['too many calls, without one', { status: 429 }, again(5000, 'rate limit')],
    ['an hour is full', { code: 80007 }, again(60_000, 'rate limit')],
    ['a second is full', { code: 130429 }, again(2000, 'rate limit')],
    ['reported as spam', { code: 131048 }, again(900_000, 'rate limit')],
    ['too fast for one person', { code: 131056 }, again(6000, 'pair rate', 'chat')],
    ['Meta is broken', { status: 500, code: 131000 }, again(5000, 'Meta is away')],
    ['somebody else answers', { status: 502 }, again(5000, 'Meta is away')],
    ['nobody answers', { cut: 'before' }, again(5000, 'Meta is away')],
    ['the token is over', { status: 401, code: 190 }, again(60_000, 'token refused')],
    ['the number is another', { code: 100, subcode: 33 }, again(60_000, 'token refused')],
    ['the account is locked', { status: 403, code: 131031 }, again(600_000, 'account locked')],
    ['policy', { status: 403, code: 368 }, again(600_000, 'account locked')],
    ['nobody there', { code: 131026 }, { status: 'gone', reason: 'undeliverable' }],
    ['not of the test list', { code: 131030 }, { status: 'refused', reason: 'refused' }],
    ['a wrong parameter', { code: 131008 }, { status: 'refused', reason: 'refused' }],
  ])('%s', async (_, fault, receipt) => {
    const { channel, graph, phone } = await answering()
    graph.failNext({ at: 'messages', ...fault })
    expect(await channel.deliver(CHAT, say('x'), 'row')).toEqual(receipt)
    expect(phone.screen()).toEqual([])
    if (fault.code !== undefined) expect(channel.health?.()).toMatchObject({ [`failed-${fault.code}`]: 1 })
  })

  it.each([
    [{ status: 401, code: 190 }, 'logged-out', 'linked'],
    [{ status: 403, code: 368 }, 'forbidden', 'resumed'],
  ])('%j is told to the desk once, and once when it is over', async (fault, trouble, over) => {
    const { channel, graph, desk } = await answering()
    graph.failNext({ at: 'messages', ...fault, times: 3 })
    for (let times = 0; times < 5; times += 1) await channel.deliver(CHAT, say('x'))
    expect(desk.seen).toEqual([
      { kind: 'trouble', trouble },
      { kind: 'trouble', trouble: over },
    ])
  })
})

it('what takes several messages goes on where it was stopped', async () => {
  const { channel, graph, phone } = await answering()
  const long = say(Array.from({ length: 900 }, (_, at) => `palabra${at}`).join(' '))
  graph.failNext({ at: 'messages', cut: 'after' })
  expect(await channel.deliver(CHAT, long, 'row')).toMatchObject({ status: 'retry' })
  await graph.tells(phone.screen()[0]?.ref ?? '', 'sent')
  const receipt = await channel.deliver(CHAT, long, 'row')
  expect(phone.screen().map(({ opaque }) => opaque)).toEqual(['row.0', 'row.1', 'row'])
  expect(receipt).toEqual({ status: 'sent', ref: phone.screen()[2]?.ref })
})

it('an answer that was lost is found in what Meta tells: nothing is sent twice', async () => {
  const { channel, graph, phone } = await answering()
  graph.failNext({ at: 'messages', cut: 'after' })
  expect(await channel.deliver(CHAT, say('x'), 'row')).toMatchObject({ status: 'retry', after: 5000 })
  const ref = phone.screen()[0]?.ref ?? ''
  await graph.tells(ref, 'delivered')
  expect(await channel.deliver(CHAT, say('x'), 'row')).toEqual({ status: 'sent', ref })
  expect(phone.screen()).toHaveLength(1)
})

it('Mexican numbers with the 1 and without are one chat', async () => {
  const { channel, graph, phone } = await answering()
  await graph.phone('526441112233').says('otra vez')
  await channel.deliver(CHAT, say('x'))
  expect(phone.screen()).toMatchObject([{ to: '526441112233' }])
})
