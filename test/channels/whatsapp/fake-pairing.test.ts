import { expect, test } from 'vitest'
import { onFake } from './fake-bot.ts'
import { newAuth } from './plain-bot.ts'

const on = onFake()

test('a QR code links the bot, which starts anew and is in at once', async () => {
  const first = on.start(newAuth())
  const { qr } = await first.until(() => first.connection.find((update) => update.qr))
  await on.server.pairing.link(qr ?? '')
  expect(await first.closed()).toBe(515)
  const bot = await on.opened(first.auth)
  expect(bot.auth.creds.me?.lid).toContain('@lid')
  await on.server.phone(1).says('Hola')
  expect((await bot.hears('Hola')).type).toBe('notify')
  await bot.until(() => bot.auth.creds.accountSyncCounter === 1)
  await bot.socket.sendMessage(on.server.phone(1).lid, { text: 'Buenas' })
  await on.server.phone(1).hears(/Buenas/)
})

test('a code typed on the phone links the bot, too', async () => {
  const first = on.start(newAuth())
  await first.until(() => first.connection.find((update) => update.qr))
  const code = await first.socket.requestPairingCode(on.server.account.number)
  await on.server.pairing.enter(code)
  expect(on.server.pairing.askedFor()).toBe(on.server.account.number)
  expect(await first.closed()).toBe(515)
  const bot = await on.opened(first.auth)
  await on.server.phone(1).says('Hola')
  await bot.hears('Hola')
})

test('a wrong code links nothing', async () => {
  const bot = on.start(newAuth())
  await bot.until(() => bot.connection.find((update) => update.qr))
  await bot.socket.requestPairingCode(on.server.account.number, 'AAAABBBB')
  await expect(on.server.pairing.enter('AAAACCCC')).rejects.toThrow()
  expect(bot.auth.creds.account).toBeUndefined()
})
