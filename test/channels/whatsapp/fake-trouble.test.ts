import { proto } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { onFake } from './fake-bot.ts'
import { textOf } from './plain-bot.ts'

const on = onFake()

test('what comes while the bot is away comes later, as append, and once', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(1)
  await phone.says('uno')
  on.server.offline(true)
  expect(await bot.closed()).toBe(428)
  await phone.says('dos', { wait: false })
  await phone.says('tres', { wait: false })
  on.server.offline(false)
  const again = await on.opened(bot.auth)
  expect((await again.hears('tres')).type).toBe('append')
  expect(again.upserts.map(({ message }) => textOf(message))).toEqual(['dos', 'tres'])
  await on.server.until(() => on.server.waiting().length === 0)
})

test('a receipt is heard of before it counts', async () => {
  await on.opened()
  const heard: string[] = []
  on.server.onReceipt(({ ids }) => heard.push(...ids))
  const id = await on.server.phone(1).says('Hola')
  expect(heard).toEqual([id])
})

test('at first contact the same stanza twice comes up once; the same message anew comes up twice', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(1)
  on.server.duplicates(true)
  const id = await phone.says('Hola')
  await on.server.until(() => on.server.acks.find((ack) => ack.id === id && ack.error === '487'))
  on.server.duplicates(false)
  on.server.sendAgain(id)
  await on.server.until(() => on.server.acks.filter((ack) => ack.id === id).length === 2)
  expect(bot.upserts.filter(({ message }) => message.key.id === id)).toHaveLength(1)
  await phone.says('Hola', { id })
  await bot.until(() => bot.upserts.filter(({ message }) => message.key.id === id).length === 2)
})

test('once both have spoken, a stanza that comes twice is asked for again, and comes up twice', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(1)
  await phone.says('Hola')
  await bot.socket.sendMessage(phone.lid, { text: 'Buenas' })
  await phone.hears(/Buenas/)
  on.server.duplicates(true)
  const id = await phone.says('¿Y luego?')
  await bot.until(() => bot.upserts.filter(({ message }) => message.key.id === id && message.message).length === 2)
  await on.server.until(() => on.server.waiting().length === 0)
})

test('what was never acknowledged comes again, on the next connection', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(1)
  await phone.says('uno')
  on.server.stall(true)
  await phone.says('dos', { wait: false })
  on.server.drop()
  on.server.stall(false)
  await bot.closed()
  const again = await on.opened(bot.auth)
  await again.hears('dos')
  await on.server.until(() => on.server.waiting().length === 0)
  await again.socket.end(undefined)
  const third = await on.opened(bot.auth)
  await phone.says('tres')
  await third.hears('tres')
  expect(third.upserts.map(({ message }) => textOf(message))).toEqual(['tres'])
})

test('what the bot cannot read it asks for again, and so does a phone', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(1)
  await phone.says('Hola')
  await phone.says('¿me lees?', { garbled: true })
  await bot.hears('¿me lees?')
  await bot.socket.sendMessage(phone.lid, { text: 'uno' })
  await phone.hears(/uno/)
  await phone.losesKeys()
  await bot.socket.sendMessage(phone.lid, { text: 'dos' })
  await phone.hears(/dos/)
  expect(on.server.sent.length).toBeGreaterThan(2)
  expect(phone.screen()).toHaveLength(2)
})

test.each([463, 479] as const)('a message turned away with %i', async (code) => {
  const bot = await on.opened()
  const [phone, other] = [on.server.phone(1), on.server.phone(2)]
  on.server.refuseSends(code, phone)
  const sent = await bot.socket.sendMessage(phone.lid, { text: 'Hola' })
  const refused = await bot.until(() => bot.updates.find(({ key }) => key.id === sent?.key.id))
  expect(refused.update).toMatchObject({ status: proto.WebMessageInfo.Status.ERROR })
  expect(refused.update.messageStubParameters?.[0]).toBe(String(code))
  await bot.socket.sendMessage(other.lid, { text: 'Buenas' })
  await other.hears(/Buenas/)
  expect(phone.screen()).toEqual([])
  expect(on.server.sent.map(({ refused }) => refused)).toEqual([String(code), undefined])
})

test('the number may not write to strangers for a while', async () => {
  const bot = await on.opened()
  await on.server.reachoutLock(2_000_000_000_000)
  const { reachoutTimeLock } = await bot.until(() => bot.connection.find((update) => update.reachoutTimeLock))
  expect(reachoutTimeLock).toMatchObject({ isActive: true, timeEnforcementEnds: new Date(2_000_000_000_000) })
  expect((await bot.socket.fetchAccountReachoutTimelock()).isActive).toBe(true)
  await on.server.reachoutLock(null)
  expect((await bot.socket.fetchAccountReachoutTimelock()).isActive).toBe(false)
})

test.each([401, 403, 408, 411, 428, 440, 500, 503, 515] as const)('the connection ends with %i', async (code) => {
  const bot = await on.opened()
  on.server.close(code)
  expect(await bot.closed()).toBe(code)
  const again = on.start(bot.auth)
  if (code === 401 || code === 403) expect(await again.closed()).toBe(code)
  else await again.opened()
})

test('of two sockets of one device the older is put out', async () => {
  const older = await on.opened()
  const newer = await on.opened(older.auth)
  expect(await older.closed()).toBe(440)
  await on.server.phone(1).says('Hola')
  await newer.hears('Hola')
  expect(on.server.logins()).toBe(2)
})

test('whatever a hostile client may send', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(1)
  const plain = Buffer.from(proto.Message.encode({ conversation: 'sin sello' }).finish())
  const t = String(Math.floor(Date.now() / 1000))
  on.server.raw({
    tag: 'message',
    attrs: { from: phone.lid, id: 'H1', t, type: 'text' },
    content: [{ tag: 'plaintext', attrs: {}, content: plain }],
  })
  await bot.hears('sin sello')
  await phone.crafts(Buffer.from([0xff, 0xff, 1]), {}, { id: 'H2', wait: false })
  await on.server.until(() => on.server.acks.find(({ id }) => id === 'H2'))
  await phone.crafts({ protocolMessage: { type: 0, key: { id: 'H1', remoteJid: phone.lid, fromMe: true } } })
  await bot.until(() => bot.updates.find(({ update }) => update.message === null))
})

test('a message it is asked for again the bot takes from where it was kept, even by another socket', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(1)
  await phone.says('Hola')
  const sent = await bot.socket.sendMessage(phone.lid, { text: 'Buenas' })
  await phone.hears(/Buenas/)
  await bot.socket.end(undefined)
  const asked: unknown[] = []
  const getMessage = async (key: { id?: string | null }) => {
    asked.push(key.id)
    return { conversation: 'Buenas' }
  }
  await on.opened(bot.auth, { getMessage })
  phone.asksAgain(sent?.key.id ?? '')
  await on.server.until(() => on.server.sent.length === 2)
  expect(asked).toEqual([sent?.key.id])
  expect(phone.screen()).toHaveLength(1)
})

test('the other name of who writes may be missing; it can be asked for', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(7)
  await phone.says('Hola', { alias: false })
  const { message } = await bot.hears('Hola')
  expect(message.key.remoteJidAlt).toBeUndefined()
  expect(await bot.socket.signalRepository.lidMapping.getLIDForPN(phone.pn)).toBe(phone.lid)
  expect(await bot.socket.onWhatsApp('526440000007')).toEqual([{ jid: phone.pn, exists: true }])
})
