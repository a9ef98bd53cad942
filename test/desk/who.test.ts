/** Who may act at the desk: members of the group at this moment, under their own name and in their own words (RELIABILITY A16 to A19). */
import { describe, expect, test } from 'vitest'
import type { Json } from '../channels/telegram/fake-body.ts'
import { refused } from '../channels/telegram/fake-bot-api.ts'
import type { Shown } from '../channels/telegram/fake-chats.ts'
import type { Phone } from '../channels/telegram/fake-phone.ts'
import { keptDesk } from './at-the-desk.ts'
import { GROUP, opensCaseBy, startOnTelegram, type Telegram } from './on-telegram.ts'

const SECOND = 1000
const DATE = 1_790_000_000
const chat = { id: GROUP, type: 'supergroup' }

interface Served {
  bot: Telegram
  phone: Phone
  code: string
  card: Shown
}

/** A student with a free case, whose card stands in the group. */
async function served(): Promise<Served> {
  const bot = await startOnTelegram()
  const phone = bot.api.student(5)
  const code = await opensCaseBy(phone)
  const card = await bot.group(new RegExp(`^#${code}`))
  await phone.hears(/primer lugar|lugar|fila/)
  return { bot, phone, code, card }
}

/** All but which messages of the group are about it. */
async function cases({ bot }: Served) {
  const all = Object.entries((await keptDesk(bot)).cases)
  return Object.fromEntries(all.map(([code, { refs: _refs, ...entry }]) => [code, entry]))
}

/** What is done, and then that nothing came of it: the case as it was, the student's screen too. */
async function nothingComesOf(all: Served, doing: () => unknown): Promise<void> {
  const before = await cases(all)
  const screen = all.phone.screen().length
  await doing()
  await all.bot.heard()
  await all.bot.world().settled()
  expect(await cases(all)).toEqual(before)
  expect(all.phone.screen()).toHaveLength(screen)
}

const said = ({ bot }: Served): string[] => bot.api.shown(GROUP).map(({ text }) => text)
const toasts = ({ bot }: Served): string[] => bot.api.toasts.map(({ text }) => text)

describe('somebody who left', () => {
  test('can press no button of before, from the moment the group is told', async () => {
    const all = await served()
    const luz = all.bot.api.agent(GROUP, 8, 'Luz')
    luz.says('/casos')
    await all.bot.group(/1 caso pendiente/)
    luz.leaves()
    await nothingComesOf(all, () => luz.presses('Tomar', all.card.id))
    expect(toasts(all)).toEqual([expect.stringMatching(/en este grupo/)])
  })

  test('and was put out unseen can do nothing after a minute', async () => {
    const all = await served()
    const { api } = all.bot
    const luz = api.agent(GROUP, 8, 'Luz')
    luz.says('/casos')
    await all.bot.group(/1 caso pendiente/)
    api.member(GROUP, 8, 'kicked')
    await all.bot.pass(61 * SECOND)
    await nothingComesOf(all, () => {
      luz.presses('Tomar', all.card.id)
      luz.says('Te contesto', { quotes: all.card.id })
    })
    expect(toasts(all)).toEqual([expect.stringMatching(/en este grupo/)])
    expect(said(all)).toContainEqual(expect.stringMatching(/No se envió: solo contesta quien está/))
  })

  test('is asked for once a minute, however much somebody does', async () => {
    const all = await served()
    const asked = () => all.bot.api.calls.filter(({ method }) => method === 'getChatMember').length
    for (let n = 0; n < 20; n += 1) all.bot.ana.says(`cosa ${n}`)
    await all.bot.heard()
    expect(asked()).toBe(1)
    await all.bot.pass(61 * SECOND)
    await all.bot.heard()
    expect(asked()).toBe(2)
  })
})

test('whoever the network will not vouch for is told to try again, and can', async () => {
  const all = await served()
  const { api, ana } = all.bot
  await all.bot.pass(61 * SECOND)
  const away = { method: 'getChatMember', status: 400, body: refused(400, 'Bad Request: CHAT_ADMIN_REQUIRED') }
  api.failNext(away)
  ana.presses('Tomar', all.card.id)
  await all.bot.heard()
  await all.bot.world().settled()
  expect(toasts(all)).toEqual([expect.stringMatching(/No pude comprobar/)])
  expect((await cases(all))[all.code]?.life.holder).toBeNull()
  ana.presses('Tomar', all.card.id)
  await all.bot.heard()
  expect((await cases(all))[all.code]?.life.holder).toBe('7')
})

describe('whoever does not show who they are', () => {
  const admin = { from: { id: 1087968824, is_bot: true, first_name: 'Group' }, sender_chat: chat }
  const channel = {
    from: { id: 136817688, is_bot: true, first_name: 'Channel' },
    sender_chat: { id: -555, type: 'channel' },
  }
  const hidden = { sender_chat: { id: -555, type: 'channel' } }

  test.each<[string, Json]>([
    ['an anonymous admin', admin],
    ['a channel', channel],
    ['nobody at all', hidden],
  ])('%s answers nothing and commands nothing', async (_, who) => {
    const all = await served()
    const { api } = all.bot
    const quoted = { reply_to_message: { message_id: all.card.id, text: all.card.text } }
    const message = (text: string, more: Json = {}) => ({
      message: { message_id: 9000 + text.length, date: DATE, chat, text, ...who, ...more },
    })
    await nothingComesOf(all, () => {
      api.push(message('Te contesto', quoted))
      api.push(message('/aviso cia No abre'))
    })
    expect(said(all).filter((text) => /modo anónimo/.test(text))).toHaveLength(2)
  })

  test('an anonymous admin presses nothing', async () => {
    const all = await served()
    const data = all.card.buttons.find(({ text }) => text === 'Tomar')?.callback_data
    const message = { message_id: all.card.id, date: DATE, chat }
    await nothingComesOf(all, () =>
      all.bot.api.push({ callback_query: { id: 'anonymous', from: admin.from, data, message } }),
    )
    expect(toasts(all)).toEqual([expect.stringMatching(/modo anónimo/)])
  })
})

describe('words that are not somebody’s own, or not new', () => {
  test('what is forwarded, or comes through another bot, goes to no student', async () => {
    const all = await served()
    const quoted = { reply_to_message: { message_id: all.card.id, text: all.card.text } }
    const from = { id: 7, is_bot: false, first_name: 'Ana' }
    await nothingComesOf(all, () => {
      all.bot.ana.forwards('Ya quedó', { quotes: all.card.id })
      const via_bot = { id: 3, is_bot: true, first_name: 'Bot' }
      all.bot.api.push({ message: { message_id: 9001, date: DATE, chat, from, via_bot, text: 'Ya quedó', ...quoted } })
    })
    expect(said(all).filter((text) => /lo reenviado no lo paso/.test(text))).toHaveLength(2)
  })

  test('an edit is no command and no answer, whatever it says now and whatever it quotes', async () => {
    const all = await served()
    const { api, ana } = all.bot
    const from = { id: 7, is_bot: false, first_name: 'Ana' }
    const before = said(all).length
    await nothingComesOf(all, () => {
      const message_id = ana.says('buenos días')
      ana.edits(message_id, '/aviso cia No abre')
      const quoted = { reply_to_message: { message_id: all.card.id, text: all.card.text } }
      const edited = { message_id, date: DATE, edit_date: DATE, chat, from, text: 'Ya quedó', ...quoted }
      api.push({ edited_message: edited })
    })
    // Only what was asked to know that all had been heard.
    expect(said(all)).toHaveLength(before + 1)
    expect((await keptDesk(all.bot)).incidents).toEqual({})
  })

  test('a list of cases that is quoted is nobody’s card', async () => {
    const all = await served()
    all.bot.ana.says('/casos')
    const list = await all.bot.group(/1 caso pendiente/)
    expect(list.text).toContain(all.code)
    await nothingComesOf(all, () => all.bot.ana.says('¿quién lo toma?', { quotes: list.id }))
    expect(said(all)).toContainEqual(expect.stringMatching(/no sé de qué caso es/))
  })
})

describe('a student in private', () => {
  test.each(['/casos', '/aviso cia No abre', '/resolver', '/caso AB3D-EF4G', '/estadisticas', '/exportar'])(
    '%s is any other word',
    async (text) => {
      const bot = await startOnTelegram()
      const answers: string[] = []
      for (const [id, words] of [text, '/zzz qqq'].entries()) {
        const phone = bot.api.student(50 + id)
        phone.says('hola')
        await phone.hears(/¿En qué vas\?/)
        const before = phone.screen().length
        phone.says(words)
        await bot.api.sees(() => phone.screen().length > before)
        answers.push(phone.screen().at(-1)?.text ?? '')
      }
      expect(answers[0]).toBe(answers[1])
      await bot.world().settled()
      expect(bot.api.shown(GROUP)).toEqual([])
    },
  )
})
