import { describe, expect, it } from 'vitest'
import type { Message } from '../../../src/message.ts'
import { refused } from './fake-bot-api.ts'
import { channelOn, inbox, openFake, say, words } from './on-fake.ts'

describe('a group that moves', () => {
  it.each<[string, Message]>([
    ['a say', say('hola')],
    ['an edit', { type: 'edit', ref: '1', key: 'k', body: words('x'), choices: [], question: 1 }],
    ['a deletion', { type: 'delete', ref: '1' }],
    ['a topic', { type: 'topic', thread: null, title: 'x', state: 'open' }],
  ])('%s is answered with where it went', async (_, message) => {
    const api = await openFake()
    api.migrate(-100, -1009)
    expect(await channelOn(api).deliver('telegram:-100', message)).toEqual({ status: 'moved', to: 'telegram:-1009' })
  })

  it('says so itself, and keeps its members', async () => {
    const api = await openFake()
    const box = inbox()
    api.agent(-100, 7, 'Ana')
    const channel = channelOn(api)
    await channel.start(box.receive)
    api.migrate(-100, -1009)
    api.groupSays(-1009, 'ya')
    await box.reaches(2)
    expect(box.seen.map(({ chat, content }) => [chat, content.kind])).toEqual([
      ['telegram:-100', 'moved'],
      ['telegram:-1009', 'text'],
    ])
    expect(await channel.isMember?.('telegram:-1009', '7')).toBe(true)
  })

  it.each(['its notice', 'a refusal'])('is still the desk, known by %s: presses wait for its word', async (how) => {
    const api = await openFake()
    const box = inbox()
    const list = [{ command: 'casos', description: 'Los casos' }]
    const channel = channelOn(api, { commands: [{ language: 'es', scope: 'desk', list }] })
    await channel.start(box.receive)
    if (how === 'its notice') {
      api.migrate(-100, -1009)
      await box.reaches(1)
    } else {
      const moved = refused(400, 'Bad Request: group chat was upgraded', { migrate_to_chat_id: -1009 })
      api.failNext({ method: 'sendMessage', status: 400, body: moved })
      await channel.deliver('telegram:-100', say('hola'))
    }
    await channel.deliver('telegram:-1009', say('caso', { choices: [{ id: 'take', label: 'Tomar' }] }))
    api.agent(-1009, 7, 'Ana').presses('Tomar', api.shown(-1009)[0]?.id ?? 0)
    api.groupSays(-1009, '/id')
    await box.reaches(how === 'its notice' ? 3 : 2)
    expect(box.texts().slice(-2)).toEqual(['press', '/id'])
    expect(api.calls.map(({ method }) => method)).not.toContain('answerCallbackQuery')
    const menus = api.calls.filter(({ method }) => method === 'setMyCommands').map(({ payload }) => payload.scope)
    expect(menus).toContainEqual({ type: 'chat', chat_id: '-1009' })
  })
})

describe('a group that puts the bot out', () => {
  it('is gone until it takes it in again, and both are told', async () => {
    const api = await openFake()
    const box = inbox()
    const channel = channelOn(api)
    await channel.start(box.receive)
    api.expel(-100)
    expect(await channel.deliver('telegram:-100', say('hola'))).toEqual({ status: 'gone', reason: 'blocked' })
    api.readmit(-100)
    expect(await channel.deliver('telegram:-100', say('hola'))).toMatchObject({ status: 'sent' })
    await box.reaches(2)
    expect(box.seen.map(({ chat, audience, content }) => [chat, audience, content])).toEqual([
      ['telegram:-100', 'group', { kind: 'reachable', reachable: false }],
      ['telegram:-100', 'group', { kind: 'reachable', reachable: true }],
    ])
  })

  it('has no right left for what it still takes', async () => {
    const api = await openFake()
    const description = 'Bad Request: not enough rights to send text messages to the chat'
    api.failNext({ method: 'sendMessage', status: 400, body: { ok: false, error_code: 400, description } })
    const receipt = await channelOn(api).deliver('telegram:-100', say('hola'))
    expect(receipt).toEqual({ status: 'refused', reason: description, why: 'no-right' })
  })
})

describe('people of the desk', () => {
  it('who never opened the bot cannot be written to, until they do', async () => {
    const api = await openFake()
    const channel = channelOn(api)
    const agent = api.agent(-100, 7, 'Ana')
    expect(await channel.deliver('telegram:7', say('hola'))).toMatchObject({ status: 'gone' })
    agent.opened()
    expect(await channel.deliver('telegram:7', say('hola'))).toMatchObject({ status: 'sent' })
    api.agent(-100, 8, 'Beto')
    api.student(8).says('/start')
    expect(await channel.deliver('telegram:8', say('hola'))).toMatchObject({ status: 'sent' })
  })

  it('write, send, forward, edit, leave and come', async () => {
    const api = await openFake()
    api.forum(-100)
    const box = inbox()
    const channel = channelOn(api)
    const made = await channel.deliver('telegram:-100', { type: 'topic', thread: null, title: '#AB', state: 'open' })
    const thread = Number(made.status === 'sent' ? made.ref : 0)
    await channel.start(box.receive)
    const agent = api.agent(-100, 7, 'Ana')
    const first = agent.says('hola', { thread })
    agent.sends('photo', { caption: 'mira', thread, quotes: first })
    agent.forwards('de otro')
    agent.edits(first, 'hola a todos')
    agent.leaves()
    agent.joins()
    agent.says('fin')
    await box.reaches(7)
    const topic = { thread: { ref: String(thread), title: '#AB' } }
    expect(box.seen).toMatchObject([
      { ...topic, content: { kind: 'text', text: 'hola' } },
      { thread: { ref: String(thread) }, quotes: { ref: String(first), text: 'hola' }, content: { kind: 'picture' } },
      { carried: true, content: { kind: 'text', text: 'de otro' } },
      { ...topic, ref: String(first), content: { kind: 'edit', text: 'hola a todos' } },
      { content: { kind: 'left', who: '7' } },
      { content: { kind: 'left', who: '7' } },
      { content: { kind: 'text', text: 'fin' } },
    ])
    expect(box.seen[0]).not.toHaveProperty('quotes')
    expect(box.seen[2]).not.toHaveProperty('thread')
  })
})
