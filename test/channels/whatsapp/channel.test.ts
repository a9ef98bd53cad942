import { expect, test } from 'vitest'
import { z } from 'zod'
import { inbox } from '../telegram/on-fake.ts'
import { insistently, openChannel, openFake, say } from './on-fake.ts'

const HOUR = 60 * 60 * 1000
const NOBODY = 'whatsapp:nobody'

test('a student writes and is answered, as a person would: read, typed, said', async () => {
  const server = await openFake()
  const heard = inbox()
  const channel = await openChannel(server, heard.receive)
  const phone = server.phone(1)
  const id = await phone.says('Hola')
  const [update] = await heard.reaches(1)
  expect(update).toMatchObject({ audience: 'student', ref: id, content: { kind: 'text', text: 'Hola' } })
  expect(await insistently(channel, update?.chat ?? NOBODY, say('Buenas'), 'row-1')).toMatchObject({ status: 'sent' })
  await phone.hears(/Buenas/)
  expect(phone.notices()).toEqual([
    { kind: 'read', id },
    { kind: 'presence', state: 'composing' },
    { kind: 'presence', state: 'paused' },
  ])
})

test('an answer that quotes a menu is a press of it, old or new', async () => {
  const server = await openFake()
  const heard = inbox()
  const channel = await openChannel(server, heard.receive)
  const phone = server.phone(1)
  await phone.says('Hola')
  const chat = (await heard.reaches(1))[0]?.chat ?? NOBODY
  const choices = [
    { id: 'yes', label: 'Sí, ya' },
    { id: 'no', label: 'Todavía no' },
  ]
  await insistently(channel, chat, say('¿Ya?', { choices, question: 3 }), 'row-1')
  await insistently(channel, chat, say('¿Y ahora?', { choices, question: 4 }), 'row-2')
  const { id } = await phone.hears(/^¿Ya\?/)
  await phone.says('2', { quotes: id })
  await phone.says('todavia no', { quotes: id })
  await phone.says('¿por qué?', { quotes: id })
  const said = (await heard.reaches(4)).slice(1).map(({ content }) => content)
  const old = { kind: 'press', question: 3, choice: 'no' }
  expect(said).toEqual([old, old, { kind: 'text', text: '¿por qué?' }])
})

test('a number under a menu as it was means that menu, however often its change was tried', async () => {
  const server = await openFake()
  const heard = inbox()
  const channel = await openChannel(server, heard.receive)
  const phone = server.phone(1)
  await phone.says('Hola')
  const chat = (await heard.reaches(1))[0]?.chat ?? NOBODY
  const first = say('¿Ya?', { choices: [{ id: 'yes', label: 'Sí, ya' }], question: 3 })
  const receipt = await insistently(channel, chat, first, 'row-1')
  const ref = receipt.status === 'sent' ? receipt.ref : ''
  const { text: conversation } = await phone.hears(/^¿Ya\?/)
  const later = {
    ...first,
    body: { text: '¿Cuál?', spans: [] },
    choices: [{ id: 'other', label: 'Otra' }],
    question: 4,
  }
  const change = { ...later, type: 'edit' as const, ref }
  for (let tries = 0; tries < 5; tries += 1) await insistently(channel, chat, change, 'row-2')
  const contextInfo = { stanzaId: ref, participant: server.account.lid, quotedMessage: { conversation } }
  await phone.crafts({ extendedTextMessage: { text: '1', contextInfo } })
  expect((await heard.reaches(2))[1]?.content).toEqual({ kind: 'press', question: 3, choice: 'yes' })
})

test('the same row twice is shown once', async () => {
  const server = await openFake()
  const heard = inbox()
  const channel = await openChannel(server, heard.receive)
  const phone = server.phone(1)
  await phone.says('Hola')
  const chat = (await heard.reaches(1))[0]?.chat ?? NOBODY
  const first = await insistently(channel, chat, say('Buenas'), 'row-1')
  const second = await insistently(channel, chat, say('Buenas'), 'row-1')
  expect(second).toEqual(first)
  await insistently(channel, chat, say('Y más'), 'row-2')
  await phone.hears(/Y más/)
  expect(phone.screen().map(({ text }) => text)).toEqual(['Buenas', 'Y más'])
})

test('a phone that cannot read an answer asks again and gets it, also after a restart', async () => {
  const server = await openFake()
  const heard = inbox()
  const channel = await openChannel(server, heard.receive)
  const phone = server.phone(1)
  await phone.says('Hola')
  const chat = (await heard.reaches(1))[0]?.chat ?? NOBODY
  await phone.losesKeys()
  await insistently(channel, chat, say('Buenas'), 'row-1')
  expect(await phone.hears(/Buenas/)).toMatchObject({ text: 'Buenas' })
})

test('staff writing by hand silence the bot in that chat, until their word; its own echo does not', async () => {
  const server = await openFake()
  const heard = inbox()
  const channel = await openChannel(server, heard.receive)
  const phone = server.phone(1)
  await phone.says('Hola')
  const chat = (await heard.reaches(1))[0]?.chat ?? NOBODY
  await insistently(channel, chat, say('Buenas'), 'row-1')
  const { id } = await phone.hears(/Buenas/)
  await server.ownPhone.says(phone, 'Buenas', { id })
  await server.ownPhone.says(phone, 'Te atiendo yo')
  await server.ownPhone.says(phone, 'Bot')
  const [, first, second] = await heard.reaches(3)
  expect(first).toMatchObject({ chat, content: { kind: 'by-hand', until: expect.any(Number) } })
  expect(first?.content.kind === 'by-hand' && first.content.until > Date.now()).toBe(true)
  expect(second).toMatchObject({ chat, content: { kind: 'by-hand', until: 0 } })
})

test('silence is counted from when staff wrote, however late that is heard: not from a clock ahead, nor once it is over', async () => {
  let ahead = 0
  const server = await openFake(() => Date.now() + ahead)
  const heard = inbox()
  await openChannel(server, heard.receive, { quietFor: 12 * HOUR })
  const phone = server.phone(1)
  for (const hours of [-13, -5, 1]) {
    ahead = hours * HOUR
    await server.ownPhone.says(phone, 'Te atiendo yo')
  }
  ahead = -20 * HOUR
  await server.ownPhone.says(phone, 'Bot')
  const [late, early, resumed] = await heard.reaches(3)
  expect(late?.content).toEqual({ kind: 'by-hand', until: (late?.at ?? 0) + 12 * HOUR })
  expect(late?.at).toBeLessThan(Date.now() - 4 * HOUR)
  const { until } = z.object({ until: z.number() }).parse(early?.content)
  expect(until).toBeGreaterThan(Date.now() + 11 * HOUR)
  expect(until).toBeLessThanOrEqual(Date.now() + 12 * HOUR)
  expect(resumed?.content).toEqual({ kind: 'by-hand', until: 0 })
})

test('staff may write first: whoever answers them does not talk to the bot', async () => {
  const server = await openFake()
  const heard = inbox()
  const channel = await openChannel(server, heard.receive)
  const phone = server.phone(1)
  await server.ownPhone.says(phone, 'Hola, te escribo de la escuela')
  await phone.says('¿Quién eres?')
  const [byHand, answer] = await heard.reaches(2)
  expect(byHand).toMatchObject({ chat: answer?.chat, content: { kind: 'by-hand' } })
  // The number's own phone, with itself.
  const self = server.account
  await server.ownPhone.handset.send(
    { type: 'text', message: { deviceSentMessage: { destinationJid: self.lid, message: { conversation: 'nota' } } } },
    { id: '3A01', attrs: { from: self.lid, recipient: self.lid } },
  )
  await phone.says('Hola')
  expect((await heard.reaches(3))[2]?.content).toEqual({ kind: 'text', text: 'Hola' })
  expect(channel.health?.().cold).toBe(0)
})

test('what they change or take back of their own is heard of; nothing else is', async () => {
  const server = await openFake()
  const heard = inbox()
  const channel = await openChannel(server, heard.receive)
  const phone = server.phone(1)
  const id = await phone.says('mi nss es uno')
  const chat = (await heard.reaches(1))[0]?.chat ?? NOBODY
  await insistently(channel, chat, say('Buenas'), 'row-1')
  const ours = await phone.hears(/Buenas/)
  await phone.edits(ours.id, 'otra cosa')
  await phone.revokes('3A00000000000000AAAA')
  await phone.edits(id, 'mi nss es dos')
  await phone.revokes(id)
  const [, edited, deleted] = await heard.reaches(3)
  expect(edited).toMatchObject({ ref: id, content: { kind: 'edit', text: 'mi nss es dos' } })
  expect(deleted).toMatchObject({ ref: id, content: { kind: 'deleted' } })
  expect(heard.seen).toHaveLength(3)
})

test('one person by two names is one chat', async () => {
  const server = await openFake()
  const heard = inbox()
  await openChannel(server, heard.receive)
  const phone = server.phone(1)
  await phone.says('uno', { as: 'pn' })
  await phone.says('dos', { as: 'lid' })
  await phone.says('tres', { as: 'lid', alias: false })
  const chats = (await heard.reaches(3)).map(({ chat }) => chat)
  expect(new Set(chats).size).toBe(1)
})

test('who never wrote is never written to', async () => {
  const server = await openFake()
  const channel = await openChannel(server, inbox().receive)
  expect(await channel.deliver(NOBODY, say('Hola'))).toMatchObject({ status: 'gone' })
  expect(server.sent).toEqual([])
})
