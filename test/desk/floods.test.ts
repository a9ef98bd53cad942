/** RELIABILITY A30, F22, F30 at the desk: a group takes twenty messages a minute, whoever has how much to say. */
import { expect, test } from 'vitest'
import type { Shown } from '../channels/telegram/fake-chats.ts'
import { GROUP, opensCaseBy, startOnTelegram, type Telegram } from './on-telegram.ts'

const PACE = 20
const MINUTE = 60_000
const STEP = 5000

/** Lets the time go on until it is so; in no minute of it the group got more than it takes. */
async function until(bot: Telegram, holds: () => boolean, most: number): Promise<void> {
  const counts: number[] = []
  for (let waited = 0; waited === 0 || (!holds() && waited < most); waited += STEP) {
    const before = callsToGroup(bot)
    await bot.pass(waited === 0 ? 0 : STEP)
    counts.push(callsToGroup(bot) - before)
  }
  expect(holds()).toBe(true)
  const steps = MINUTE / STEP
  const minutes = counts.map((_, from) => counts.slice(from, from + steps).reduce((sum, count) => sum + count, 0))
  expect(Math.max(...minutes)).toBeLessThanOrEqual(PACE)
}

/** What fills the group: deletions and words over the chat do not. */
function callsToGroup({ api }: Telegram): number {
  return api.calls.filter(
    ({ method, payload }) => Number(payload.chat_id) === GROUP && /^(?:send|copy|edit|createForum)/.test(method),
  ).length
}

const inGroup = ({ api }: Telegram): Shown[] => api.shown(GROUP)
const linesOf = (bot: Telegram): string[] =>
  inGroup(bot).flatMap(({ text }) =>
    text.includes('Estudiante: ') ? text.replace(/^.*?Estudiante: /, '').split('\n') : [],
  )

test('three hundred messages of one student all arrive, in their order, and keep nobody else waiting', async () => {
  const bot = await startOnTelegram({ pace: PACE })
  const { api } = bot
  const phone = api.student(5)
  const code = await opensCaseBy(phone)
  const card = await bot.group(new RegExp(`^#${code}`))
  bot.ana.says('Hola', { quotes: card.id })
  await phone.hears(/Hola/)
  await bot.pass(MINUTE)

  const texts = Array.from({ length: 300 }, (_, n) => `mensaje ${n + 1}`)
  const before = callsToGroup(bot)
  for (const text of texts) phone.says(text)
  // Heard by the bot once the last one was: it is asked for at the network's end.
  const others = await Promise.all([6, 7, 8].map((id) => opensCaseBy(api.student(id))))
  const isShown = (other: string): boolean => inGroup(bot).some(({ text }) => text.startsWith(`#${other} · Pidió`))
  await until(bot, () => others.every(isShown), 2 * MINUTE)
  await until(bot, () => linesOf(bot).length >= texts.length, 20 * MINUTE)
  expect(linesOf(bot)).toEqual(texts)
  expect(callsToGroup(bot) - before).toBeLessThan(texts.length / 3)
}, 120_000)

test('forty cases in a minute: every card comes, none twice, as fast as the group takes them', async () => {
  const bot = await startOnTelegram({ pace: PACE })
  const codes = await Promise.all(Array.from({ length: 40 }, (_, n) => opensCaseBy(bot.api.student(100 + n))))
  const cardsOf = (code: string) => inGroup(bot).filter(({ text }) => text.startsWith(`#${code} · Pidió`))
  await until(bot, () => codes.every((code) => cardsOf(code).length > 0), 10 * MINUTE)
  await bot.pass(MINUTE)
  expect(new Set(codes).size).toBe(40)
  for (const code of codes) expect(cardsOf(code)).toHaveLength(1)
  // And whoever works there is heard meanwhile.
  bot.ana.presses('Tomar', cardsOf(codes[39] ?? '')[0]?.id ?? 0)
  await bot.api.student(139).hears(/Ana|atiende|persona|tiene/)
}, 120_000)
