import { downloadMediaMessage, proto } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { onFake } from './fake-bot.ts'

const on = onFake()

test('a student writes by lid, and sees the answer', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(1)
  const id = await phone.says('Hola')
  const { type, message } = await bot.hears('Hola')
  expect(type).toBe('notify')
  expect(message.key).toMatchObject({ id, remoteJid: phone.lid, remoteJidAlt: phone.pn, fromMe: false })
  await bot.socket.sendMessage(phone.lid, { text: 'Buenas' })
  expect(await phone.hears(/Buenas/)).toMatchObject({ by: 'bot', kind: 'text', text: 'Buenas', quotes: null })
  await phone.says('¿Y luego?')
  await bot.hears('¿Y luego?')
  expect(on.server.sent).toHaveLength(1)
})

test('a student writes by number, and sees the answer', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(2)
  await phone.says('Hola', { as: 'pn' })
  const { message } = await bot.hears('Hola')
  expect(message.key).toMatchObject({ remoteJid: phone.pn, remoteJidAlt: phone.lid })
  await bot.socket.sendMessage(phone.pn, { text: 'Buenas' })
  await phone.hears(/Buenas/)
  await phone.says('¿Y luego?', { as: 'pn' })
  await bot.hears('¿Y luego?')
})

test('pictures and documents, both ways', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(1)
  await phone.sends('image', Buffer.from('credencial'), { caption: 'mi credencial' })
  const { message } = await bot.until(() => bot.upserts.find((one) => one.message.message?.imageMessage))
  expect(message.message?.imageMessage?.caption).toBe('mi credencial')
  const { options } = on.server.socketOptions
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
  on.server.media.refuse(410)
  await expect(downloadMediaMessage(message, 'buffer', { options })).rejects.toThrow()
  expect(on.server.media.counts()).toEqual({ uploads: 2, downloads: 3 })
})

test('edits, revokes and reactions, both ways', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(1)
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
  await on.server.until(() => phone.screen()[0]?.revoked)
  expect(phone.screen()).toHaveLength(1)
  const key = { remoteJid: phone.lid, id }
  await bot.socket.sendMessage(phone.lid, { react: { text: '✅', key } })
  await on.server.until(() => phone.reactions().length > 0)
  expect(phone.reactions()).toEqual([{ id, emoji: '✅' }])
})

test('what staff writes from the phone of the number itself', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(1)
  await phone.says('Hola')
  const id = await on.server.ownPhone.says(phone, 'Soy una persona')
  const { message } = await bot.hears('Soy una persona')
  expect(message.key).toMatchObject({ id, fromMe: true, remoteJid: phone.lid })
  await bot.socket.sendMessage(phone.lid, { text: 'Soy el bot' })
  await phone.hears(/el bot/)
  expect(phone.screen().map(({ by }) => by)).toEqual(['staff', 'bot'])
  await on.server.until(() => on.server.ownPhone.screen().some(({ text }) => text === 'Soy el bot'))
})

test('marks of reading and "is writing", both ways', async () => {
  const bot = await on.opened()
  const phone = on.server.phone(1)
  const id = await phone.says('Hola')
  const { message } = await bot.hears('Hola')
  await bot.socket.sendPresenceUpdate('composing', phone.lid)
  await bot.socket.readMessages([message.key])
  await on.server.until(() => phone.notices().length === 2)
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
  await on.server.until(() => on.server.waiting().length === 0)
})

test('a group: sender keys both ways, a quote of what the bot said', async () => {
  const bot = await on.opened()
  const [ana, leo] = [on.server.phone(1), on.server.phone(2)]
  const group = on.server.group([ana, leo])
  await group.says(ana, 'Buen día')
  const { message } = await bot.hears('Buen día')
  expect(message.key).toMatchObject({ remoteJid: group.id, participant: ana.lid, participantAlt: ana.pn })
  await bot.socket.sendMessage(group.id, { text: 'Caso A1' })
  const card = await group.hears(/Caso A1/)
  await group.says(leo, 'lo tomo', { quotes: card.id })
  const answer = await bot.hears('lo tomo')
  expect(answer.message.message?.extendedTextMessage?.contextInfo).toMatchObject({
    stanzaId: card.id,
    participant: on.server.account.lid,
  })
  await bot.socket.sendMessage(group.id, { text: 'Tomado' }, { quoted: answer.message })
  expect(await group.hears(/Tomado/)).toMatchObject({ quotes: answer.message.key.id })
  await on.server.until(() => group.screen(leo).length === 4)
  expect(group.screen(leo).map(({ by }) => by)).toEqual([ana.pn, 'bot', leo.pn, 'bot'])
})

test('who comes and goes in a group', async () => {
  const bot = await on.opened()
  const [ana, leo] = [on.server.phone(1), on.server.phone(2)]
  const group = on.server.group([ana])
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

test('in a group: a picture, someone called by name, and the phone of the number itself', async () => {
  const bot = await on.opened()
  const [ana, leo] = [on.server.phone(1), on.server.phone(2)]
  const group = on.server.group([ana, leo])
  await group.says(on.server.ownPhone, 'desde el teléfono')
  expect((await bot.hears('desde el teléfono')).message.key).toMatchObject({ fromMe: true, remoteJid: group.id })
  await group.sends(leo, 'image', Buffer.from('foto'), { caption: 'mira', as: 'pn' })
  const { message } = await bot.until(() => bot.upserts.find((one) => one.message.message?.imageMessage))
  expect(message.key).toMatchObject({ participant: leo.pn, participantAlt: leo.lid })
  await bot.socket.sendMessage(group.id, { text: '@1 te toca', mentions: [ana.lid] })
  expect(await group.hears(/te toca/)).toMatchObject({ mentions: [ana.lid] })
})
