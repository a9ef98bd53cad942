/** RELIABILITY F37: WhatsApp puts the bot out, for good or not, and keys that are lost or spoilt. */
import { expect, test } from 'vitest'
import { openFake as openBotApi, channelOn as telegramOn } from '../channels/telegram/on-fake.ts'
import { first, openFake } from '../channels/whatsapp/on-fake.ts'
import { echoes, factsOf, link, openMemory, startBot } from './on-whatsapp.ts'

test.each([
  [401, 'logged-out'],
  [403, 'forbidden'],
  [411, 'logged-out'],
] as const)('put out with %i it stops, keeps its keys and says so once; Telegram goes on', async (code, why) => {
  const server = await openFake()
  const api = await openBotApi()
  const store = openMemory()
  await link(server, store)
  const bot = await startBot(server, store, { others: [telegramOn(api, { desk: () => null })] })
  await server.phone(1).says('numero 1')
  await server.phone(1).hears(/^echo 1 1$/)
  server.close(code)
  await first(() => bot.troubles.length > 0)
  // Nobody can write to a number that has no device any more.
  if (code !== 401) await server.phone(1).says('numero 2', { wait: false })
  const elsewhere = api.student(5)
  elsewhere.says('numero 1')
  await elsewhere.hears(/^echo 1 1$/)
  expect(bot.channel.health?.()).toMatchObject({ link: 'stopped', connects: 1 })
  expect(bot.troubles).toEqual([why])
  expect(server.logins()).toBe(1)
  expect(server.waiting().filter(({ tag }) => tag === 'message')).toHaveLength(code === 401 ? 0 : 1)
  expect((await factsOf(store).get(['account/creds'])).size).toBe(1)
  expect((await factsOf(store).list('key-session')).size).toBeGreaterThan(0)
})

test.each([408, 428, 500, 503, 515] as const)('put out with %i it comes back, and hears what came', async (code) => {
  const server = await openFake()
  const store = openMemory()
  await link(server, store)
  const bot = await startBot(server, store)
  const phone = server.phone(1)
  await phone.says('numero 1')
  await phone.hears(/^echo 1 1$/)
  server.close(code)
  await phone.says('numero 2', { wait: false })
  await phone.hears(/^echo 2 2$/)
  expect(echoes(phone)).toEqual(['echo 1 1', 'echo 2 2'])
  expect(bot.troubles).toEqual([])
  expect(server.logins()).toBe(2)
})

const SPOILT: [how: string, value: (kept: string) => string | null][] = [
  ['is gone', () => null],
  ['is no session', () => '{}'],
  ['is no text of ours', () => '{"_sess'],
  ['has other keys', (kept) => kept.replaceAll(/"(?:[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{44})"/g, `"${'A'.repeat(43)}="`)],
]

test.each(SPOILT)('a student whose session %s is heard and answered', async (_, spoil) => {
  const server = await openFake()
  const store = openMemory()
  await link(server, store)
  const bot = await startBot(server, store)
  const [phone, other] = [server.phone(1), server.phone(2)]
  for (const one of [phone, other]) {
    await one.says('numero 1')
    await one.hears(/^echo 1 1$/)
  }
  const facts = factsOf(store)
  const sessions = await facts.list('key-session')
  const [user = ''] = phone.lid.split('@')
  const theirs = [...sessions].filter(([name]) => name.includes(user))
  expect(theirs).not.toEqual([])
  expect(theirs.every(([, kept]) => spoil(kept) !== kept)).toBe(true)
  await facts.set(new Map(theirs.map(([name, kept]) => [name, spoil(kept)])))
  server.close(428)
  await phone.says('numero 2', { wait: false })
  await other.says('numero 2', { wait: false })
  await other.hears(/^echo 2 2$/)
  await phone.hears(/^echo 2 2$/)
  await server.until(() => server.waiting().length === 0)
  expect(echoes(phone)).toEqual(['echo 1 1', 'echo 2 2'])
  expect(bot.troubles).toEqual([])
})

test('an account whose own row is lost asks to be linked anew, and serves then', async () => {
  const server = await openFake()
  const store = openMemory()
  await link(server, store)
  const codes: string[] = []
  const announce = (text: string) => void codes.push(...(/phone \(.*\): (\w{8})$/.exec(text)?.slice(1) ?? []))
  const bot = await startBot(server, store, { options: { number: server.account.number, announce } })
  const phone = server.phone(1)
  await phone.says('numero 1')
  await phone.hears(/^echo 1 1$/)
  await factsOf(store).set(new Map([['account/creds', null]]))
  server.close(428)
  await first(() => codes.length > 0)
  expect(server.logins()).toBe(1)
  await server.pairing.enter(codes.at(-1) ?? '')
  await first(() => bot.troubles.length > 0)
  await phone.says('numero 2', { wait: false })
  await phone.hears(/^echo 2 2$/)
  expect(echoes(phone)).toEqual(['echo 1 1', 'echo 2 2'])
  expect(bot.troubles).toEqual(['linked'])
})
