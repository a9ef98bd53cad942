import { describe, expect, it } from 'vitest'
import type { ChatId } from '../../../src/ids.ts'
import type { Message } from '../../../src/message.ts'
import { refused } from './fake-bot-api.ts'
import { channelOn, openFake, say, words } from './on-fake.ts'

const edit = (ref: string, text: string, more: Partial<Extract<Message, { type: 'edit' }>> = {}): Message => ({
  type: 'edit',
  ref,
  key: 'k',
  body: words(text),
  choices: [],
  question: 2,
  ...more,
})

/** A card in the group with a button, and the channel that sent it. */
async function card() {
  const api = await openFake()
  const channel = channelOn(api)
  const receipt = await channel.deliver('telegram:-100', say('abierto', { choices: [{ id: 'take', label: 'Tomar' }] }))
  const ref = receipt.status === 'sent' ? receipt.ref : ''
  return { api, channel, ref, shown: () => api.shown(-100)[0] }
}

describe('an edit', () => {
  it('puts other words, marks and choices in place', async () => {
    const { channel, ref, shown } = await card()
    const body = { text: 'tomado por Ana', spans: [{ at: 11, length: 3, style: 'bold' as const }] }
    const choices = [{ id: 'close', label: 'Cerrar' }]
    const receipt = await channel.deliver('telegram:-100', edit(ref, '', { body, choices, question: 123456789012345 }))
    expect(receipt).toEqual({ status: 'sent', ref })
    expect(shown()).toMatchObject({
      text: 'tomado por Ana',
      entities: [{ type: 'bold', offset: 11, length: 3 }],
      buttons: [{ text: 'Cerrar', callback_data: '123456789012345.close' }],
    })
  })

  it('without choices takes the buttons away', async () => {
    const { channel, ref, shown } = await card()
    await channel.deliver('telegram:-100', edit(ref, 'cerrado'))
    expect(shown()?.buttons).toEqual([])
  })

  it('that changes nothing counts as made', async () => {
    const { channel, ref } = await card()
    const same = edit(ref, 'abierto', { choices: [{ id: 'take', label: 'Tomar' }], question: 1 })
    expect(await channel.deliver('telegram:-100', same)).toEqual({ status: 'sent', ref })
  })

  it.each([
    'Bad Request: message to edit not found',
    "Bad Request: message can't be edited",
    'Bad Request: MESSAGE_ID_INVALID',
  ])('%s: there is no such message', async (description) => {
    const { api, channel, ref } = await card()
    api.failNext({ method: 'editMessageText', status: 400, body: refused(400, description) })
    const receipt = await channel.deliver('telegram:-100', edit(ref, 'x'))
    expect(receipt).toEqual({ status: 'refused', reason: description, why: 'no-such' })
  })

  it('of what is gone, and of what somebody else wrote, is refused', async () => {
    const { api, channel } = await card()
    const theirs = api.groupSays(-100, 'hola')
    for (const ref of ['999', String(theirs)]) {
      expect(await channel.deliver('telegram:-100', edit(ref, 'x'))).toMatchObject({
        status: 'refused',
        why: 'no-such',
      })
    }
  })

  it('too long for one message is cut at a word', async () => {
    const { channel, ref, shown } = await card()
    const text = 'palabra '.repeat(1000)
    const spans = [{ at: 4000, length: 4000, style: 'code' as const }]
    expect(await channel.deliver('telegram:-100', edit(ref, '', { body: { text, spans } }))).toMatchObject({
      status: 'sent',
    })
    const cut = shown()?.text ?? ''
    expect(cut.length).toBeLessThanOrEqual(4096)
    expect(cut.length).toBeGreaterThan(4000)
    expect(cut).toMatch(/ palabra…$/)
  })
})

describe('a deletion in a group', () => {
  const forbidden = refused(400, "Bad Request: message can't be deleted for everyone")
  const deletes = async (chat: ChatId, body: ReturnType<typeof refused>) => {
    const api = await openFake()
    api.failNext({ method: 'deleteMessage', status: 400, body })
    return channelOn(api).deliver(chat, { type: 'delete', ref: '3' })
  }

  it('that the bot has no right to is told, for others can read it', async () => {
    const reason = "Bad Request: message can't be deleted for everyone"
    expect(await deletes('telegram:-100', forbidden)).toEqual({ status: 'refused', reason, why: 'no-right' })
    expect(await deletes('telegram:5', forbidden)).toEqual({ status: 'sent', ref: '3' })
  })

  it('of what is not there is done', async () =>
    expect(await deletes('telegram:-100', refused(400, 'Bad Request: message to delete not found'))).toEqual({
      status: 'sent',
      ref: '3',
    }))
})
