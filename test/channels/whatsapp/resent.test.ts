import { proto } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import type { FencedVault } from '../../../src/channels/vault.ts'
import { inbox } from '../telegram/on-fake.ts'
import { node } from './fake-node.ts'
import { memoryVault } from './memory-vault.ts'
import { first, linked, openChannel, openFake } from './on-fake.ts'

const { Type } = proto.Message.ProtocolMessage

test('what WhatsApp left to the own phone is heard as if it had come itself, once, also when it comes after all', async () => {
  const server = await openFake()
  const heard = inbox()
  await openChannel(server, heard.receive)
  const phone = server.phone(1)
  await phone.says('uno')
  const id = await phone.says('dos', { absent: true })
  expect(server.acks).toContainEqual({ kind: 'message', id, error: undefined })
  const [first, second] = await heard.reaches(2)
  expect(second).toMatchObject({
    chat: first?.chat,
    audience: 'student',
    ref: id,
    content: { kind: 'text', text: 'dos' },
  })
  await phone.says('dos', { id })
  const again = (await heard.reaches(3))[2]
  expect(again).toEqual({ ...second, at: again?.at })
})

test('a phone that answers to another line, by another name, and a stranger of whom there was nothing before', async () => {
  const server = await openFake()
  const heard = inbox()
  const { vault, facts } = memoryVault(linked(server))
  const dead = await openChannel(server, heard.receive, { vault })
  await server.ownPhone.sleeps(true)
  const phone = server.phone(1)
  const id = await phone.says('uno', { absent: true })
  await server.until(() => server.ownPhone.asked().includes(id))
  // What a kill leaves: the facts as they are now.
  const left = memoryVault(new Map(facts))
  await dead.stop()
  await openChannel(server, heard.receive, { vault: left.vault })
  await server.ownPhone.sleeps(false)
  const key = { remoteJid: phone.pn, id, fromMe: false }
  await server.ownPhone.handsOn({ key, messageTimestamp: 1_790_000_000, message: { conversation: 'uno' } })
  const [first, second] = await heard.reaches(2)
  expect(first).toMatchObject({ audience: 'student', content: { kind: 'text', text: 'uno' } })
  expect(second).toMatchObject({ id: first?.id, chat: first?.chat, at: 1_790_000_000_000 })
})

test('a process that dies before the own phone was asked loses nothing: the next one asks, and then no more', async () => {
  const server = await openFake()
  const { vault, facts } = memoryVault(linked(server))
  const dead = await openChannel(server, async () => {}, { vault })
  await server.phone(1).says('uno', { absent: true })
  const left = memoryVault(new Map(facts))
  await dead.stop()
  expect(server.sent).toEqual([])
  const heard = inbox()
  await openChannel(server, heard.receive, { vault: left.vault })
  await heard.reaches(1)
  expect(heard.texts()).toEqual(['uno'])
  await first(() => ![...left.facts.keys()].some((name) => /^(?:absent|journal)\//.test(name)))
})

test('what cannot be kept is not acknowledged; what is too old, or nobody has, is not kept', async () => {
  const server = await openFake()
  const heard = inbox()
  const old = { at: 1_790_000_000_000, key: { id: '3A04', remoteJid: server.phone(1).lid, fromMe: false } }
  const facts = linked(server).set('absent/3A00', '{}').set('absent/3A04', JSON.stringify(old))
  const { vault } = memoryVault(facts)
  let isFull = false
  const flaky: FencedVault = {
    ...vault,
    set: (changes) =>
      isFull && [...changes.keys()].some((name) => name.startsWith('absent/'))
        ? Promise.reject(new Error('the store is full'))
        : vault.set(changes),
  }
  const channel = await openChannel(server, heard.receive, { vault: flaky })
  const phone = server.phone(1)
  const attrs = { from: phone.lid, t: '1790000000', type: 'text' }
  for (const [id, type] of [
    ['3A01', 'view_once'],
    ['3A02', 'bot_unavailable_fanout'],
  ] as const)
    server.raw(node('message', { ...attrs, id }, [node('unavailable', { type })]))
  await phone.says('uno')
  await heard.reaches(1)
  await first(() => ![...facts.keys()].some((name) => name.startsWith('journal/')))
  expect([...facts.keys()].filter((name) => name.startsWith('absent/'))).toEqual([])
  isFull = true
  await phone.says('dos', { absent: true, wait: false })
  await first(() => channel.health?.().link !== 'linked')
  expect(server.waiting()).toHaveLength(1)
  isFull = false
  await heard.reaches(2)
  expect(heard.texts()).toEqual(['uno', 'dos'])
})

test('in the group of the desk it is the same, by whichever name its author goes', async () => {
  const server = await openFake()
  const ana = server.phone(1)
  const group = server.group([ana])
  const heard = inbox()
  await openChannel(server, heard.receive, { desk: () => `whatsapp:${group.id}` })
  const id = await group.says(ana, 'uno')
  const key = { remoteJid: group.id, id, fromMe: false }
  const message = { conversation: 'uno' }
  await server.ownPhone.handsOn(
    { key: { ...key, participant: ana.pn }, message },
    { key, participant: ana.lid, message },
  )
  const [first, second, third] = await heard.reaches(3)
  expect(first).toMatchObject({ audience: 'group', content: { kind: 'text', text: 'uno' } })
  expect([second?.id, third?.id]).toEqual([first?.id, first?.id])
  expect(second?.sender?.id).toBe(first?.sender?.id)
})

test("what staff wrote by hand may be handed on, too; what cannot be read, or is nobody's, keeps nothing back", async () => {
  const server = await openFake()
  const heard = inbox()
  await openChannel(server, heard.receive)
  const { ownPhone, account } = server
  const phone = server.phone(1)
  const message = { conversation: 'x' }
  const to = (remoteJid: string, fromMe: boolean, participant?: string) => ({
    key: { remoteJid, fromMe, id: '3A01', ...(participant && { participant }) },
    message,
  })
  await ownPhone.handsOn(
    to(account.lid, false),
    to('status@broadcast', false, phone.lid),
    to('120363000000000001@g.us', true, phone.lid),
    { key: { remoteJid: phone.lid, id: '3A02' } },
    { key: {}, message },
  )
  const placeholderMessageResendResponse = { webMessageInfoBytes: Buffer.from([0xff, 0xff, 1]) }
  const answer = { peerDataOperationResult: [{ placeholderMessageResendResponse }, {}] }
  const type = Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE
  const broken = { protocolMessage: { type, peerDataOperationRequestResponseMessage: answer } }
  await ownPhone.handset.send(
    { type: 'text', message: broken },
    { id: '3A03', attrs: { from: account.pn, category: 'peer' } },
  )
  await ownPhone.handsOn(to(phone.lid, true))
  await phone.says('Hola')
  const [byHand, hello] = await heard.reaches(2)
  expect(byHand).toMatchObject({ chat: hello?.chat, content: { kind: 'by-hand' } })
  expect(hello).toMatchObject({ content: { kind: 'text', text: 'Hola' } })
})

test('no student hands anything on, however they dress it up, nor does the own phone outside of its own chat', async () => {
  const server = await openFake()
  const heard = inbox()
  await openChannel(server, heard.receive)
  const { account, ownPhone } = server
  const [thief, victim] = [server.phone(1), server.phone(2)]
  const copy = { key: { remoteJid: victim.lid, fromMe: false, id: '3A01' }, message: { conversation: 'soy otra' } }
  const webMessageInfoBytes = proto.WebMessageInfo.encode(copy).finish()
  const answer = { peerDataOperationResult: [{ placeholderMessageResendResponse: { webMessageInfoBytes } }] }
  const type = Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE
  const what = { protocolMessage: { type, peerDataOperationRequestResponseMessage: answer } }
  await thief.says('Hola')
  for (const message of [what, { deviceSentMessage: { destinationJid: account.lid, message: what } }])
    for (const attrs of [{}, { category: 'peer' }, { category: 'peer', participant: account.lid }])
      await thief.crafts(message, attrs, { wait: false })
  const attrs = { from: account.lid, recipient: victim.lid, peer_recipient_pn: victim.pn, category: 'peer' }
  await ownPhone.handset.send({ type: 'text', message: what }, { id: '3A02', attrs })
  await thief.says('sigo aquí')
  await heard.reaches(2)
  expect(heard.texts()).toEqual(['Hola', 'sigo aquí'])
})
