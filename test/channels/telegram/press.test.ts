import { describe, expect, it } from 'vitest'
import { refused } from './fake-bot-api.ts'
import { channelOn, inbox, openFake, say } from './on-fake.ts'

const choices = [{ id: 'take', label: 'Tomar' }]
const toast = (press: string, text: string) => ({ type: 'toast', press, key: 'k', text }) as const

describe('a press in the group of the desk', () => {
  it('is not answered before the desk has a word for it', async () => {
    const api = await openFake()
    const box = inbox()
    const channel = channelOn(api)
    await channel.start(box.receive)
    await channel.deliver('telegram:-100', say('caso', { choices, question: 12 }))
    const card = api.shown(-100)[0]?.id ?? 0
    const press = api.agent(-100, 7, 'Ana').presses('12.take', card)
    const [heard] = await box.reaches(1)
    expect(heard).toMatchObject({ press, ref: String(card), sender: { id: '7', name: 'Ana', chat: 'telegram:7' } })
    expect(api.calls.map(({ method }) => method)).not.toContain('answerCallbackQuery')
    expect(await channel.deliver('telegram:-100', toast(press, 'Es tuyo'))).toEqual({ status: 'sent', ref: press })
    expect(api.toasts).toEqual([{ press, text: 'Es tuyo', alert: false }])
  })

  it('that holds nothing is answered at once', async () => {
    const api = await openFake()
    await channelOn(api).start(async () => {})
    const message = { message_id: 3, date: 1, chat: { id: -100, type: 'supergroup' } }
    api.push({ callback_query: { id: 'forged', from: { id: 7 }, data: 'DROP TABLE', message } })
    expect(await api.called('answerCallbackQuery')).toEqual({ callback_query_id: 'forged' })
  })
})

it('a press elsewhere is answered at once', async () => {
  const api = await openFake()
  const box = inbox()
  const channel = channelOn(api)
  await channel.start(box.receive)
  for (const chat of ['telegram:-200', 'telegram:5'] as const) await channel.deliver(chat, say('¿?', { choices }))
  const press = api.agent(-200, 7, 'Ana').presses('Tomar', api.shown(-200)[0]?.id ?? 0)
  api.student(5).presses('Tomar')
  expect(await api.called('answerCallbackQuery')).toEqual({ callback_query_id: press })
  await api.called('answerCallbackQuery', 2)
  await box.reaches(2)
  // It had its answer: a second one comes too late, and that is no trouble.
  expect(await channel.deliver('telegram:-200', toast(press, 'tarde'))).toMatchObject({ status: 'sent' })
  expect(api.toasts).toEqual([])
})

describe('a toast', () => {
  it('that cannot be read at a glance waits to be closed, and is never longer than Telegram takes', async () => {
    const api = await openFake()
    const channel = channelOn(api)
    await channel.deliver('telegram:-100', toast('a', 'x'.repeat(60)))
    await channel.deliver('telegram:-100', toast('b', 'x'.repeat(61)))
    await channel.deliver('telegram:-100', toast('c', 'x'.repeat(300)))
    expect(api.toasts.map(({ press, text, alert }) => [press, text.length, alert])).toEqual([
      ['a', 60, false],
      ['b', 61, true],
      ['c', 200, true],
    ])
  })

  it('that waits is said later, anything else said about it is over', async () => {
    const api = await openFake()
    const channel = channelOn(api)
    api.failNext({ method: 'answerCallbackQuery', status: 400, body: refused(400, 'Bad Request: QUERY_ID_INVALID') })
    expect(await channel.deliver('telegram:-100', toast('a', 'va'))).toEqual({ status: 'sent', ref: 'a' })
    api.failNext({ method: 'answerCallbackQuery', status: 502, body: refused(502, 'Bad Gateway') })
    expect(await channel.deliver('telegram:-100', toast('a', 'va'))).toMatchObject({ status: 'retry' })
  })
})
