/** RELIABILITY F27, F28: the group gets another address, puts the bot out, or loses a topic; nothing for it is lost. */
import { describe, expect, test } from 'vitest'
import type { Shown } from '../channels/telegram/fake-chats.ts'
import { keptDesk } from './at-the-desk.ts'
import { GROUP, opensCaseBy, startOnTelegram, type Telegram } from './on-telegram.ts'

const NEW_GROUP = -1009
const OTHER_GROUP = -555
const MINUTE = 60_000

const textsIn = (bot: Telegram, chat: number): string[] => bot.api.shown(chat).map(({ text }) => text)
const cardOf = (bot: Telegram, code: string): Promise<Shown> => bot.group(new RegExp(`^#${code} · Pidió`))

describe('a group that becomes a supergroup', () => {
  test.each([
    ['by its own notice', true],
    ['by a refusal', false],
  ])('known %s: what comes later goes there, what was there before still leads to the student', async (_, isTold) => {
    const bot = await startOnTelegram()
    const { api } = bot
    const phone = api.student(5)
    const code = await opensCaseBy(phone)
    const card = await cardOf(bot, code)
    bot.ana.says('Hola', { quotes: card.id })
    await phone.hears(/Hola/)
    await bot.group(/Enviado/)

    api.migrate(GROUP, NEW_GROUP, isTold)
    const old = api.shown(GROUP).length
    for (const text of ['uno', 'dos', 'tres']) phone.says(text)
    await api.sees(({ chat, text }) => chat === NEW_GROUP && /Estudiante: tres/.test(text))
    expect(textsIn(bot, NEW_GROUP).filter((text) => text.includes('Estudiante'))).toEqual(
      ['uno', 'dos', 'tres'].map((text) => `#${code} · Estudiante: ${text}`),
    )
    expect(api.shown(GROUP)).toHaveLength(old)

    api.groupSays(NEW_GROUP, 'Ya te vi', { from: 7, quotes: newest(bot, NEW_GROUP).id })
    await phone.hears(/Ya te vi/)
    await api.sees(({ chat, text }) => chat === NEW_GROUP && /Enviado/.test(text))

    // And by whoever comes up later on the same store, with the old address in its settings.
    await bot.down()
    await bot.up()
    phone.says('cuatro')
    await api.sees(({ chat, text }) => chat === NEW_GROUP && /Estudiante: cuatro/.test(text))
    api.groupSays(NEW_GROUP, 'Y otra vez', { from: 7, quotes: newest(bot, NEW_GROUP).id })
    await phone.hears(/Y otra vez/)
    const other = await opensCaseBy(api.student(6))
    await api.sees(({ chat, text }) => chat === NEW_GROUP && text.startsWith(`#${other}`))
    expect(api.shown(GROUP)).toHaveLength(old)
  })
})

test('another group in the settings: its messages are nobody’s, whatever their ids; the cards are posted there', async () => {
  const bot = await startOnTelegram()
  const { api } = bot
  const phone = api.student(5)
  const code = await opensCaseBy(phone)
  const card = await cardOf(bot, code)
  await bot.world().settled()
  await bot.down()
  api.agent(OTHER_GROUP, 7, 'Ana')
  await bot.up(OTHER_GROUP)
  const again = await bot.group(new RegExp(`^#${code}`), card.id)
  expect(again.chat).toBe(OTHER_GROUP)

  const screen = phone.screen().length
  const chat = { id: OTHER_GROUP, type: 'supergroup' }
  const quoted = { message_id: card.id, text: 'algo nuestro', from: { id: 1, is_bot: true, first_name: 'Afilia' } }
  const from = { id: 7, is_bot: false, first_name: 'Ana' }
  const message = { message_id: 9001, date: 1_790_000_000, chat, from, text: 'no es para ella' }
  api.push({ message: { ...message, reply_to_message: quoted } })
  await bot.group(/no sé de qué caso es/)
  expect(phone.screen()).toHaveLength(screen)
  api.groupSays(OTHER_GROUP, 'Para ti sí', { from: 7, quotes: again.id })
  await phone.hears(/Para ti sí/)
})

describe('a group that puts the bot out', () => {
  test('cases wait, students are told the truth, and everything arrives in order once it is back', async () => {
    const bot = await startOnTelegram()
    const { api } = bot
    const phone = api.student(5)
    const code = await opensCaseBy(phone)
    const card = await cardOf(bot, code)
    bot.ana.says('Hola', { quotes: card.id })
    await phone.hears(/Hola/)
    await bot.heard()

    api.expel(GROUP)
    const before = api.shown(GROUP).length
    for (const text of ['uno', 'dos', 'tres']) phone.says(text)
    const late = await opensCaseBy(api.student(6))
    await api.student(6).hears(/Todavía no tengo conectada a la mesa/)
    await bot.world().settled()
    expect(api.shown(GROUP)).toHaveLength(before)

    // Also a process that comes up meanwhile waits.
    await bot.down()
    await bot.up()
    await bot.pass(2 * MINUTE)
    expect(api.shown(GROUP)).toHaveLength(before)

    api.readmit(GROUP)
    await bot.pass(2 * MINUTE)
    await cardOf(bot, late)
    const said = textsIn(bot, GROUP).filter((text) => /Estudiante:/.test(text))
    expect(said).toEqual(['uno', 'dos', 'tres'].map((text) => `#${code} · Estudiante: ${text}`))
    const later = await opensCaseBy(api.student(8))
    await cardOf(bot, later)
    await api.student(8).hears(/Te abrí el caso/)
  })
})

describe('a topic', () => {
  test('deleted by hand is made anew with its card, and the message that strayed stands in the group', async () => {
    const bot = await startOnTelegram()
    const { api } = bot
    api.forum(GROUP)
    const phone = api.student(5)
    const code = await opensCaseBy(phone)
    const card = await cardOf(bot, code)
    const [topic] = api.topics(GROUP)
    if (!topic) throw new Error('no topic')
    expect(card.thread).toBe(topic.id)
    bot.ana.says('Hola', { thread: topic.id })
    await phone.hears(/Hola/)
    await bot.group(/Enviado/)

    api.deleteTopic(GROUP, topic.id)
    phone.says('¿sigues ahí?')
    const strayed = await bot.group(/¿sigues ahí\?/)
    expect(strayed.thread).toBeNull()
    const again = await bot.group(new RegExp(`^#${code} · Pidió`), card.id)
    const made = api.topics(GROUP).at(-1)
    expect(again.thread).toBe(made?.id)
    expect(made?.id).not.toBe(topic.id)
    await bot.world().settled()
    expect((await keptDesk(bot)).cases[code]).toMatchObject({
      thread: String(made?.id),
      card: { ref: String(again.id) },
    })

    // What strayed still leads to the student, and what they write next stands in the new topic.
    bot.ana.says('Sí, aquí', { quotes: strayed.id })
    await phone.hears(/Sí, aquí/)
    phone.says('gracias')
    const next = await bot.group(/gracias/)
    expect(next.thread).toBe(made?.id)
  })

  test('deleted while nobody writes is made anew by the next change of its card', async () => {
    const bot = await startOnTelegram()
    const { api } = bot
    api.forum(GROUP)
    const phone = api.student(5)
    const code = await opensCaseBy(phone)
    const card = await cardOf(bot, code)
    await bot.world().settled()
    const [topic] = api.topics(GROUP)
    if (!topic) throw new Error('no topic')
    bot.ana.presses('Tomar', card.id)
    api.deleteTopic(GROUP, topic.id)
    await api.sees(({ chat, thread, text }) => chat === GROUP && thread !== null && /Lo tiene Ana/.test(text))
    await bot.world().settled()
    const [made] = api.topics(GROUP).filter(({ deleted }) => !deleted)
    // One card, where it belongs: what strayed on the way there is gone.
    const cards = api.shown(GROUP).filter(({ text }) => text.startsWith(`#${code} · Pidió`))
    expect(cards.map(({ thread }) => thread)).toEqual([made?.id])
  })
})

function newest(bot: Telegram, chat: number): Shown {
  const last = bot.api.shown(chat).at(-1)
  if (!last) throw new Error('nothing stands there')
  return last
}
