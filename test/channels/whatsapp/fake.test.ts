import { downloadMediaMessage } from '@whiskeysockets/baileys'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { muteLibsignal } from './fake-quiet.ts'
import { type FakeWhatsApp, startFakeWhatsApp } from './fake-whatsapp.ts'
import { newAuth, type PlainBot, plainBot, textOf } from './plain-bot.ts'

let server: FakeWhatsApp
let bots: PlainBot[]
let speakAgain: () => void

beforeAll(() => {
  speakAgain = muteLibsignal()
})
afterAll(() => speakAgain())

beforeEach(async () => {
  server = await startFakeWhatsApp()
  bots = []
})
afterEach(async () => {
  for (const bot of bots) await bot.socket.end(undefined)
  await server.stop()
})

function start(auth = newAuth(server.register())): PlainBot {
  const bot = plainBot(server.socketOptions, auth)
  bots.push(bot)
  return bot
}

async function opened(auth?: PlainBot['auth']): Promise<PlainBot> {
  const bot = start(auth)
  await bot.opened()
  return bot
}

test('a QR code links the bot, which starts anew and is in at once', async () => {
  const first = start(newAuth())
  const { qr } = await first.until(() => first.connection.find((update) => update.qr))
  await server.pairing.link(qr ?? '')
  expect(await first.closed()).toBe(515)
  const bot = await opened(first.auth)
  expect(bot.auth.creds.me?.lid).toContain('@lid')
  await server.phone(1).says('Hola')
  expect((await bot.hears('Hola')).type).toBe('notify')
  await bot.until(() => bot.auth.creds.accountSyncCounter === 1)
  await bot.socket.sendMessage(server.phone(1).lid, { text: 'Buenas' })
  await server.phone(1).hears(/Buenas/)
})

test('a code typed on the phone links the bot, too', async () => {
  const first = start(newAuth())
  await first.until(() => first.connection.find((update) => update.qr))
  const code = await first.socket.requestPairingCode(server.account.number)
  await server.pairing.enter(code)
  expect(server.pairing.askedFor()).toBe(server.account.number)
  expect(await first.closed()).toBe(515)
  const bot = await opened(first.auth)
  await server.phone(1).says('Hola')
  await bot.hears('Hola')
})

test('a wrong code links nothing', async () => {
  const bot = start(newAuth())
  await bot.until(() => bot.connection.find((update) => update.qr))
  await bot.socket.requestPairingCode(server.account.number, 'AAAABBBB')
  await expect(server.pairing.enter('AAAACCCC')).rejects.toThrow()
  expect(bot.auth.creds.account).toBeUndefined()
})

test('a student writes by lid, and sees the answer', async () => {
  const bot = await opened()
  const phone = server.phone(1)
  const id = await phone.says('Hola')
  const { type, message } = await bot.hears('Hola')
  expect(type).toBe('notify')
  expect(message.key).toMatchObject({ id, remoteJid: phone.lid, remoteJidAlt: phone.pn, fromMe: false })
  await bot.socket.sendMessage(phone.lid, { text: 'Buenas' })
  expect(await phone.hears(/Buenas/)).toMatchObject({ by: 'bot', kind: 'text', text: 'Buenas', quotes: null })
  await phone.says('¿Y luego?')
  await bot.hears('¿Y luego?')
  expect(server.sent).toHaveLength(1)
})

test('a student writes by number, and sees the answer', async () => {
  const bot = await opened()
  const phone = server.phone(2)
  await phone.says('Hola', { as: 'pn' })
  const { message } = await bot.hears('Hola')
  expect(message.key).toMatchObject({ remoteJid: phone.pn, remoteJidAlt: phone.lid })
  await bot.socket.sendMessage(phone.pn, { text: 'Buenas' })
  await phone.hears(/Buenas/)
  await phone.says('¿Y luego?', { as: 'pn' })
  await bot.hears('¿Y luego?')
})

test('what comes while the bot is away comes later, as append, and once', async () => {
  const bot = await opened()
  const phone = server.phone(1)
  await phone.says('uno')
  server.offline(true)
  expect(await bot.closed()).toBe(428)
  await phone.says('dos', { wait: false })
  await phone.says('tres', { wait: false })
  server.offline(false)
  const again = await opened(bot.auth)
  expect((await again.hears('tres')).type).toBe('append')
  expect(again.upserts.map(({ message }) => textOf(message))).toEqual(['dos', 'tres'])
  await server.until(() => server.waiting().length === 0)
})

test('a receipt is heard of before it counts', async () => {
  await opened()
  const heard: string[] = []
  server.onReceipt(({ ids }) => heard.push(...ids))
  const id = await server.phone(1).says('Hola')
  expect(heard).toEqual([id])
})

test('a group: sender keys both ways, a quote of what the bot said', async () => {
  const bot = await opened()
  const [ana, leo] = [server.phone(1), server.phone(2)]
  const group = server.group([ana, leo])
  await group.says(ana, 'Buen día')
  const { message } = await bot.hears('Buen día')
  expect(message.key).toMatchObject({ remoteJid: group.id, participant: ana.lid, participantAlt: ana.pn })
  await bot.socket.sendMessage(group.id, { text: 'Caso A1' })
  const card = await group.hears(/Caso A1/)
  await group.says(leo, 'lo tomo', { quotes: card.id })
  const answer = await bot.hears('lo tomo')
  expect(answer.message.message?.extendedTextMessage?.contextInfo).toMatchObject({
    stanzaId: card.id,
    participant: server.account.lid,
  })
  await bot.socket.sendMessage(group.id, { text: 'Tomado' }, { quoted: answer.message })
  expect(await group.hears(/Tomado/)).toMatchObject({ quotes: answer.message.key.id })
  await server.until(() => group.screen(leo).length === 4)
  expect(group.screen(leo).map(({ by }) => by)).toEqual([ana.pn, 'bot', leo.pn, 'bot'])
})

test('who comes and goes in a group', async () => {
  const bot = await opened()
  const [ana, leo] = [server.phone(1), server.phone(2)]
  const group = server.group([ana])
  const heard: string[] = []
  bot.socket.ev.on('group-participants.update', ({ action, participants }) => {
    heard.push(`${action} ${participants.map(({ id }) => id).join()}`)
  })
  await group.joins(leo)
  await group.promotes(leo)
  const { participants } = await bot.socket.groupMetadata(group.id)
  expect(participants).toContainEqual(expect.objectContaining({ id: leo.lid, phoneNumber: leo.pn, admin: 'admin' }))
  await group.leaves(leo)
  expect(heard).toEqual([`add ${leo.lid}`, `promote ${leo.lid}`, `remove ${leo.lid}`])
  await group.expelsBot()
  await expect(bot.socket.groupMetadata(group.id)).rejects.toThrow('forbidden')
})

test('a picture of the bot, a document and a voice note of a student', async () => {
  const bot = await opened()
  const phone = server.phone(1)
  await phone.sends('image', Buffer.from('credencial'), { caption: 'mi credencial' })
  const { message } = await bot.until(() => bot.upserts.find((one) => one.message.message?.imageMessage))
  expect(message.message?.imageMessage?.caption).toBe('mi credencial')
  const { options } = server.socketOptions
  expect(await downloadMediaMessage(message, 'buffer', { options })).toEqual(Buffer.from('credencial'))
  await phone.sends('document', Buffer.from('%PDF'), { caption: 'acta', name: 'acta.pdf' })
  const document = await bot.until(() => bot.upserts.find((one) => one.message.message?.documentWithCaptionMessage))
  expect(await downloadMediaMessage(document.message, 'buffer', { options })).toEqual(Buffer.from('%PDF'))
  const mimetype = 'application/pdf'
  await bot.socket.sendMessage(phone.lid, {
    document: Buffer.from('guía'),
    mimetype,
    fileName: 'guia.pdf',
    caption: 'Toma',
  })
  const shown = await phone.hears(/Toma/)
  expect(shown).toMatchObject({ kind: 'document', media: { bytes: Buffer.from('guía'), name: 'guia.pdf' } })
  server.media.refuse(410)
  await expect(downloadMediaMessage(message, 'buffer', { options })).rejects.toThrow()
  expect(server.media.counts()).toEqual({ uploads: 1, downloads: 3 })
})
