import { downloadMediaMessage, proto } from '@whiskeysockets/baileys'
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

test('pictures and documents, both ways', async () => {
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
  const fileName = 'guia.pdf'
  await bot.socket.sendMessage(phone.lid, { document: Buffer.from('guía'), mimetype, fileName, caption: 'Toma' })
  const shown = await phone.hears(/Toma/)
  expect(shown).toMatchObject({ kind: 'document', media: { bytes: Buffer.from('guía'), name: 'guia.pdf' } })
  await bot.socket.sendMessage(phone.lid, { image: Buffer.from('croquis'), caption: 'Aquí' })
  expect(await phone.hears(/Aquí/)).toMatchObject({ kind: 'image', media: { bytes: Buffer.from('croquis') } })
  server.media.refuse(410)
  await expect(downloadMediaMessage(message, 'buffer', { options })).rejects.toThrow()
  expect(server.media.counts()).toEqual({ uploads: 2, downloads: 3 })
})

test('edits, revokes and reactions, both ways', async () => {
  const bot = await opened()
  const phone = server.phone(1)
  const id = await phone.says('mi número es 1')
  await phone.edits(id, 'mi número es 2')
  const edited = await bot.until(() => bot.updates.find(({ update }) => update.message?.editedMessage))
  expect(edited.key.id).toBe(id)
  expect(edited.update.message?.editedMessage?.message?.conversation).toBe('mi número es 2')
  await phone.revokes(id)
  expect((await bot.until(() => bot.updates.find(({ update }) => update.message === null))).key.id).toBe(id)
  const sent = await bot.socket.sendMessage(phone.lid, { text: 'Hola' })
  if (!sent) throw new Error('nothing was sent')
  await phone.hears(/Hola/)
  await phone.reacts(sent.key.id ?? '', '👍')
  await bot.until(() => bot.upserts.find(({ message }) => message.message?.reactionMessage?.text === '👍'))
  await bot.socket.sendMessage(phone.lid, { text: 'Adiós', edit: sent.key })
  expect(await phone.hears(/Adiós/)).toMatchObject({ id: sent.key.id, edited: true })
  await bot.socket.sendMessage(phone.lid, { delete: sent.key })
  await server.until(() => phone.screen()[0]?.revoked)
  expect(phone.screen()).toHaveLength(1)
  const key = { remoteJid: phone.lid, id }
  await bot.socket.sendMessage(phone.lid, { react: { text: '✅', key } })
  await server.until(() => phone.reactions().length > 0)
  expect(phone.reactions()).toEqual([{ id, emoji: '✅' }])
})

test('what staff writes from the phone of the number itself', async () => {
  const bot = await opened()
  const phone = server.phone(1)
  await phone.says('Hola')
  const id = await server.ownPhone.says(phone, 'Soy una persona')
  const { message } = await bot.hears('Soy una persona')
  expect(message.key).toMatchObject({ id, fromMe: true, remoteJid: phone.lid })
  await bot.socket.sendMessage(phone.lid, { text: 'Soy el bot' })
  await phone.hears(/el bot/)
  expect(phone.screen().map(({ by }) => by)).toEqual(['staff', 'bot'])
  await server.until(() => server.ownPhone.screen().some(({ text }) => text === 'Soy el bot'))
})

test('the same stanza twice comes up once; the same message anew comes up twice', async () => {
  const bot = await opened()
  const phone = server.phone(1)
  server.duplicates(true)
  const id = await phone.says('Hola')
  await server.until(() => server.acks.find((ack) => ack.id === id && ack.error === '487'))
  server.duplicates(false)
  server.sendAgain(id)
  await server.until(() => server.acks.filter((ack) => ack.id === id).length === 2)
  expect(bot.upserts.filter(({ message }) => message.key.id === id)).toHaveLength(1)
  await phone.says('Hola', { id })
  await bot.until(() => bot.upserts.filter(({ message }) => message.key.id === id).length === 2)
})

test('what was never acknowledged comes again, on the next connection', async () => {
  const bot = await opened()
  const phone = server.phone(1)
  await phone.says('uno')
  server.stall(true)
  await phone.says('dos', { wait: false })
  server.drop()
  server.stall(false)
  await bot.closed()
  const again = await opened(bot.auth)
  await again.hears('dos')
  await server.until(() => server.waiting().length === 0)
  await again.socket.end(undefined)
  const third = await opened(bot.auth)
  await phone.says('tres')
  await third.hears('tres')
  expect(third.upserts.map(({ message }) => textOf(message))).toEqual(['tres'])
})

test('what the bot cannot read it asks for again, and so does a phone', async () => {
  const bot = await opened()
  const phone = server.phone(1)
  await phone.says('Hola')
  await phone.says('¿me lees?', { garbled: true })
  await bot.hears('¿me lees?')
  await bot.socket.sendMessage(phone.lid, { text: 'uno' })
  await phone.hears(/uno/)
  await phone.losesKeys()
  await bot.socket.sendMessage(phone.lid, { text: 'dos' })
  await phone.hears(/dos/)
  expect(server.sent.length).toBeGreaterThan(2)
  expect(phone.screen()).toHaveLength(2)
})

test('marks of reading and "is writing", both ways', async () => {
  const bot = await opened()
  const phone = server.phone(1)
  const id = await phone.says('Hola')
  const { message } = await bot.hears('Hola')
  await bot.socket.sendPresenceUpdate('composing', phone.lid)
  await bot.socket.readMessages([message.key])
  await server.until(() => phone.notices().length === 2)
  expect(phone.notices()).toEqual([
    { kind: 'presence', state: 'composing' },
    { kind: 'read', id },
  ])
  const sent = await bot.socket.sendMessage(phone.lid, { text: 'Buenas' })
  await phone.hears(/Buenas/)
  const { Status } = proto.WebMessageInfo
  const becomes = (status: number) =>
    bot.until(() => bot.updates.find(({ key, update }) => key.id === sent?.key.id && update.status === status))
  await becomes(Status.DELIVERY_ACK)
  phone.opens(sent?.key.id ?? '')
  await becomes(Status.READ)
  await server.until(() => server.waiting().length === 0)
})

test.each([463, 479] as const)('a message turned away with %i', async (code) => {
  const bot = await opened()
  const [phone, other] = [server.phone(1), server.phone(2)]
  server.refuseSends(code, phone)
  const sent = await bot.socket.sendMessage(phone.lid, { text: 'Hola' })
  const refused = await bot.until(() => bot.updates.find(({ key }) => key.id === sent?.key.id))
  expect(refused.update).toMatchObject({ status: proto.WebMessageInfo.Status.ERROR })
  expect(refused.update.messageStubParameters?.[0]).toBe(String(code))
  await bot.socket.sendMessage(other.lid, { text: 'Buenas' })
  await other.hears(/Buenas/)
  expect(phone.screen()).toEqual([])
  expect(server.sent.map(({ refused }) => refused)).toEqual([String(code), undefined])
})

test('the number may not write to strangers for a while', async () => {
  const bot = await opened()
  await server.reachoutLock(2_000_000_000_000)
  const { reachoutTimeLock } = await bot.until(() => bot.connection.find((update) => update.reachoutTimeLock))
  expect(reachoutTimeLock).toMatchObject({ isActive: true, timeEnforcementEnds: new Date(2_000_000_000_000) })
  expect((await bot.socket.fetchAccountReachoutTimelock()).isActive).toBe(true)
  await server.reachoutLock(null)
  expect((await bot.socket.fetchAccountReachoutTimelock()).isActive).toBe(false)
})

test.each([401, 403, 408, 411, 428, 440, 500, 503, 515] as const)('the connection ends with %i', async (code) => {
  const bot = await opened()
  server.close(code)
  expect(await bot.closed()).toBe(code)
  const again = start(bot.auth)
  if (code === 401 || code === 403) expect(await again.closed()).toBe(code)
  else await again.opened()
})

test('of two sockets of one device the older is put out', async () => {
  const older = await opened()
  const newer = await opened(older.auth)
  expect(await older.closed()).toBe(440)
  await server.phone(1).says('Hola')
  await newer.hears('Hola')
  expect(server.logins()).toBe(2)
})

test('whatever a hostile client may send', async () => {
  const bot = await opened()
  const phone = server.phone(1)
  const plain = Buffer.from(proto.Message.encode({ conversation: 'sin sello' }).finish())
  const t = String(Math.floor(Date.now() / 1000))
  server.raw({
    tag: 'message',
    attrs: { from: phone.lid, id: 'H1', t, type: 'text' },
    content: [{ tag: 'plaintext', attrs: {}, content: plain }],
  })
  await bot.hears('sin sello')
  await phone.crafts(Buffer.from([0xff, 0xff, 1]), {}, { id: 'H2', wait: false })
  await server.until(() => server.acks.find(({ id }) => id === 'H2'))
  await phone.crafts({ protocolMessage: { type: 0, key: { id: 'H1', remoteJid: phone.lid, fromMe: true } } })
  await bot.until(() => bot.updates.find(({ update }) => update.message === null))
})
