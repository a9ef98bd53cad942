import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AgentId } from '../../../src/channels/web/page/wire.ts'
import { type ChatId, chatId } from '../../../src/ids.ts'
import type { Message, Say } from '../../../src/message.ts'
import { type Update, updateSchema } from '../../../src/update.ts'
import { bubble, choices, DOT, edit } from './bubble.ts'
import { compilePage, memoryVault, openChannel } from './simulator.ts'
import { look, say, sayAs, tell } from './visitor.ts'

const DESK = chatId('web', 'desk')
const ANA = chatId('web', 'agente-1')
const caption = bubble('Con *pie*').body

let scripts = ''
let heard: Update[] = []
let vault = memoryVault()
let open: Awaited<ReturnType<typeof openChannel>>

beforeAll(() => {
  scripts = compilePage()
})
beforeEach(async () => {
  vault = memoryVault()
  await start()
})
afterEach(() => open.close())

async function start(): Promise<void> {
  heard = []
  open = await openChannel(scripts, vault)
  await open.channel.start(async (update) => void heard.push(updateSchema.parse(update)))
}

const deliver = (to: ChatId, message: Message) => open.channel.deliver(to, message)

async function put(to: ChatId, message: Message): Promise<string> {
  const receipt = await deliver(to, message)
  if (receipt.status !== 'sent') throw new Error(`not sent: ${JSON.stringify(receipt)}`)
  return receipt.ref
}

/** Says something as an agent; gives the update it made. */
async function agent(as: AgentId, content: object): Promise<Update | undefined> {
  await sayAs(open.url, as, content)
  return heard.at(-1)
}

const card = (text: string, ...offers: [string, string][]): Say =>
  bubble(text, { key: 'card', choices: choices(...offers), question: 123_456_789_012_345 })

describe('what the bot says at the desk', () => {
  test('an edit takes the place of what stood there, which is forgotten; old buttons are still heard', async () => {
    const ref = await put(DESK, card('Caso *uno*', ['take', 'Tomar']))
    expect(await deliver(DESK, edit(ref, card('Lo tiene *Ana*', ['done', 'Resolver'])))).toEqual({
      status: 'sent',
      ref,
    })
    const { desk } = await look(open.url)
    expect(desk).toMatchObject([
      { type: 'bot', text: '', choices: [{ id: 'take' }] },
      { type: 'revised', of: Number(ref), text: 'Lo tiene Ana', spans: [{ at: 9, length: 3, style: 'bold' }] },
    ])
    expect(await vault.get('log.desk')).not.toContain('uno')
    for (const choice of ['take', 'done']) {
      const press = { kind: 'press', question: 123_456_789_012_345, choice }
      const update = await agent('agente-2', { ...press, of: Number(ref) })
      expect(update).toMatchObject({ content: press, ref, press: expect.stringMatching(/./), audience: 'group' })
    }
    expect(new Set(heard.map(({ press }) => press)).size).toBe(2)
  })

  test.each<[string, (ref: string) => Message, object]>([
    ['an edit of what is not there', () => edit('999', card('x')), { status: 'refused', why: 'no-such' }],
    ['an edit of what an agent said', (ref) => edit(ref, card('x')), { status: 'refused', why: 'no-such' }],
    [
      'a topic',
      () => ({ type: 'topic', thread: null, title: 'x', state: 'open' }),
      { status: 'refused', why: 'no-topics' },
    ],
    ['a copy of what is not there', () => copyOf(DESK, '999'), { status: 'refused', why: 'no-such' }],
    ['a copy of nobody’s', () => copyOf(chatId('web', 77), '1'), { status: 'refused', why: 'no-such' }],
    ['a copy of another network’s', () => copyOf(chatId('telegram', 5), '1'), { status: 'refused', why: 'elsewhere' }],
    ['too large a picture', () => picture('A'.repeat(1_000_001)), { status: 'refused', reason: 'too large' }],
    ['a word too late', () => ({ type: 'toast', press: 'old', key: 'k', text: 'x' }), { status: 'sent' }],
    ['a word meant for a topic', () => bubble('x', { thread: '7' }), { status: 'sent', strayed: true }],
  ])('%s gets its answer', async (_, message, answer) => {
    await sayAs(open.url, 'agente-1', { kind: 'text', text: 'hola' })
    expect(await deliver(DESK, message(heard[0]?.ref ?? ''))).toMatchObject(answer)
  })

  test('a copy shows the thing, a picture and a file what they hold, all with their words', async () => {
    await say(open.url, { kind: 'voice' })
    const voice = heard[0]?.ref ?? ''
    await put(DESK, { ...copyOf(chatId('web', 1), voice), kind: 'voice', quotes: '999' })
    await put(DESK, picture(DOT))
    await put(DESK, { type: 'file', name: 'a.csv', text: 'a,b', key: 'f', caption })
    await say(open.url, { kind: 'delete', of: Number(voice) })
    expect(await deliver(DESK, copyOf(chatId('web', 1), voice))).toMatchObject({ why: 'no-such' })
    const words = { text: 'Con pie', spans: [{ at: 4, length: 3, style: 'bold' }] }
    expect((await look(open.url)).desk).toMatchObject([
      { ...words, holds: { kind: 'thing', thing: 'voice' } },
      { ...words, holds: { kind: 'picture', png: DOT } },
      { ...words, holds: { kind: 'file', name: 'a.csv', text: 'a,b' } },
    ])
  })

  test('old pictures make room for new ones, and their lines stay', async () => {
    for (let count = 0; count < 3; count += 1) await put(DESK, picture('A'.repeat(450_000)))
    const held = (await look(open.url)).desk.map((entry) => entry.type === 'bot' && entry.holds)
    expect(held.map((one) => one && one.kind === 'picture' && one.png?.length)).toEqual([undefined, 450_000, 450_000])
  })

  test('a word back goes to where the press was', async () => {
    const ref = await put(DESK, card('Caso', ['take', 'Tomar']))
    const content = { kind: 'press', question: 123_456_789_012_345, choice: 'take', of: Number(ref) }
    const update = await agent('agente-1', content)
    await put(DESK, { type: 'toast', press: update?.press ?? '', key: 'toast-taken', text: 'Es tuyo' })
    const { desk } = await look(open.url)
    expect(desk.at(-1)).toMatchObject({ type: 'toast', of: desk.at(-2)?.id, key: 'toast-taken', text: 'Es tuyo' })
  })

  test('what was quoted is forgotten with what is deleted', async () => {
    const ref = await put(DESK, bubble('NSS 92919084431'))
    await put(DESK, bubble('¿Y esto?', { quotes: ref }))
    await agent('agente-1', { kind: 'text', text: 'ya', quotes: Number(ref) })
    expect(heard.at(-1)?.quotes).toEqual({ ref, text: 'NSS 92919084431', own: true })
    await deliver(DESK, { type: 'delete', ref })
    expect(await vault.get('log.desk')).not.toContain('92919084431')
  })
})

describe('what agents do', () => {
  test('they write, quote, send things, edit and take back, each by name and for themselves', async () => {
    const ref = await put(DESK, bubble('#A · Caso\nmás'))
    const sender = { id: 'agente-1', name: 'Ana', anonymous: false, member: true, chat: ANA }
    const quotes = { ref, text: '#A · Caso\nmás', own: true }
    const text = await agent('agente-1', { kind: 'text', text: '/ayuda', quotes: Number(ref) })
    expect(text).toMatchObject({ chat: DESK, audience: 'group', sender, quotes, content: { text: '/ayuda' } })
    const voice = await agent('agente-1', { kind: 'voice', quotes: Number(ref) })
    expect(voice).toMatchObject({ sender, quotes, content: { kind: 'voice' } })
    const of = Number(text?.ref)
    await expect(sayAs(open.url, 'agente-2', { kind: 'edit', of, text: 'x' })).rejects.toThrow('404')
    await expect(sayAs(open.url, 'agente-2', { kind: 'delete', of })).rejects.toThrow('404')
    await expect(sayAs(open.url, 'agente-1', { kind: 'delete', of: Number(ref) })).rejects.toThrow('404')
    expect(await agent('agente-1', { kind: 'edit', of, text: 'mejor' })).toMatchObject({
      ...{ sender, ref: text?.ref, content: { kind: 'edit', text: 'mejor' } },
    })
    expect(await agent('agente-1', { kind: 'delete', of })).toMatchObject({
      ...{ sender, ref: text?.ref, content: { kind: 'deleted' } },
    })
    await expect(sayAs(open.url, 'agente-1', { kind: 'edit', of, text: 'x' })).rejects.toThrow('404')
    expect(await vault.get('log.desk')).not.toContain('mejor')
  })

  test('students take back what they wrote, and only that', async () => {
    const ref = await put(chatId('web', 1), bubble('hola'))
    await say(open.url, { kind: 'text', text: 'mi secreto' })
    const own = heard[0]?.ref
    await say(open.url, { kind: 'delete', of: Number(own) })
    expect(heard[1]).toMatchObject({ audience: 'student', ref: own, content: { kind: 'deleted' } })
    expect(heard[1]?.sender).toBeUndefined()
    await expect(say(open.url, { kind: 'delete', of: Number(ref) })).rejects.toThrow('404')
    expect(await vault.get('log.1')).not.toContain('secreto')
  })

  test('whoever leaves is said to, cannot write, and is a member no more until they are back', async () => {
    const ref = await put(DESK, card('Caso', ['take', 'Tomar']))
    await tell(open.url, '/api/agents', { who: 'agente-1', member: false })
    await tell(open.url, '/api/agents', { who: 'agente-1', member: false })
    expect(heard).toMatchObject([{ chat: DESK, content: { kind: 'left', who: 'agente-1' } }])
    expect(await open.channel.isMember?.(DESK, 'agente-1')).toBe(false)
    expect(await open.channel.isMember?.(DESK, 'agente-2')).toBe(true)
    expect(await open.channel.isMember?.(DESK, 'somebody')).toBe(false)
    await expect(sayAs(open.url, 'agente-1', { kind: 'text', text: 'a' })).rejects.toThrow('409')
    const press = { kind: 'press', question: 123_456_789_012_345, choice: 'take', of: Number(ref) }
    const update = await agent('agente-1', press)
    expect(update?.sender && 'member' in update.sender).toBe(false)
    await tell(open.url, '/api/agents', { who: 'agente-1', member: true })
    expect((await agent('agente-1', { kind: 'text', text: 'a' }))?.sender?.member).toBe(true)
  })
})

describe('an agent’s own chat', () => {
  test('is reached once it was opened, not before, and keeps that over a restart', async () => {
    await tell(open.url, '/api/agents', { who: 'agente-1', open: false })
    expect(await deliver(ANA, bubble('NSS 1'))).toMatchObject({ status: 'gone' })
    expect(await deliver(chatId('web', 'agente-2'), bubble('NSS 2'))).toMatchObject({ status: 'sent' })
    await open.close()
    await start()
    expect(await deliver(ANA, bubble('NSS 1'))).toMatchObject({ status: 'gone' })
    await tell(open.url, '/api/agents', { who: 'agente-1', open: true })
    const ref = await put(ANA, bubble('NSS `92919084431`', { choices: choices(['ok', 'Listo']), question: 5 }))
    await say(open.url, { kind: 'press', question: 5, choice: 'ok', of: Number(ref) }, 'agente-1')
    expect(heard.at(-1)).toMatchObject({ chat: ANA, audience: 'student', content: { choice: 'ok' } })
    await deliver(ANA, { type: 'delete', ref })
    const all = await look(open.url)
    expect(all['agente-1'].map(({ type }) => type)).toEqual(['bot', 'person', 'delete'])
    expect(all['agente-2']).toHaveLength(1)
    expect(await vault.get('log.agente-1')).not.toContain('92919084431')
  })
})

test('what an earlier version kept is still read; its agent is the first of ours', async () => {
  await open.close()
  const quotes = { ref: '1', text: 'Caso' }
  const before = [
    { type: 'bot', key: 'card', text: 'Caso', spans: [], choices: [], question: 0, copies: [], id: 1, at: 1 },
    { type: 'person', said: { kind: 'text', text: 'va', quotes }, id: 2, at: 2 },
    { type: 'person', said: { kind: 'press', choice: 'a', label: 'A' }, id: 3, at: 3 },
    { type: 'person', said: { kind: 'voice' }, id: 4, at: 4 },
    { type: 'edit', of: 2, text: null, id: 5, at: 5 },
    { type: 'delete', of: 2, id: 6, at: 6 },
    { type: 'lost', of: 4, id: 7, at: 7 },
    { type: 'jump', id: 8, at: 8 },
  ]
  await vault.set('log.desk', JSON.stringify(before))
  await start()
  const { desk } = await look(open.url)
  expect(desk).toMatchObject(before)
  expect(desk[1]).toMatchObject({ who: 'agente-1' })
})

function copyOf(from: ChatId, ref: string): Extract<Message, { type: 'copy' }> {
  return { type: 'copy', from, ref, kind: 'picture', key: 'copied', caption }
}

function picture(png: string): Message {
  return { type: 'picture', png, key: 'figures', caption }
}
