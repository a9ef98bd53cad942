import { expect, test } from 'vitest'
import type { ChatId } from '../../../src/ids.ts'
import { inbox } from '../telegram/on-fake.ts'
import { node } from './fake-node.ts'
import type { How } from './fake-phone.ts'
import { insistently, openChannel, openFake, say } from './on-fake.ts'

const WAYS: readonly How[] = [
  { as: 'lid', alias: true },
  { as: 'pn', alias: true },
  { as: 'lid', alias: false },
  { as: 'pn', alias: false },
]

test('one message by the LID and one by the number, in every order, with the other name and without: one chat', async () => {
  const server = await openFake()
  const heard = inbox()
  await openChannel(server, heard.receive)
  const orders = WAYS.flatMap((first) => WAYS.map((second) => [first, second] as const))
  for (const [at, order] of orders.entries()) {
    for (const how of order) await server.phone(at + 1).says('hola', how)
    const chats = (await heard.reaches(2 * (at + 1))).slice(-2).map(({ chat }) => chat)
    expect(chats[0], JSON.stringify(order)).toBe(chats[1])
  }
  expect(new Set(heard.seen.map(({ chat }) => chat)).size).toBe(orders.length)
})

test('the same id from two people is two messages; the same message anew is the same', async () => {
  const server = await openFake()
  const heard = inbox()
  await openChannel(server, heard.receive)
  const [one, other] = [server.phone(1), server.phone(2)]
  const id = await one.says('hola')
  await other.says('hola', { id })
  // Sealed anew, by the other name: only the id says that it was heard.
  await one.says('hola', { id, as: 'pn' })
  const [first, second, again] = await heard.reaches(3)
  expect(second?.id).not.toBe(first?.id)
  expect(second?.chat).not.toBe(first?.chat)
  expect(again).toMatchObject({ id: first?.id, chat: first?.chat })
  server.sendAgain(id)
  server.sendAgain(id, true)
  await one.says('adiós')
  expect((await heard.reaches(4)).map(({ content }) => content)[3]).toEqual({ kind: 'text', text: 'adiós' })
})

test.each([true, false])(
  'whoever names somebody else beside their own name gets a chat of their own (victim first: %s)',
  async (isFirst) => {
    const server = await openFake()
    const heard = inbox()
    const channel = await openChannel(server, heard.receive)
    const [victim, thief] = [server.phone(1), server.phone(2)]
    const writes = {
      victim: () => victim.says('mis datos', { as: 'pn' }),
      thief: () => thief.crafts({ conversation: 'mis datos' }, { sender_pn: victim.pn }),
    }
    for (const who of isFirst ? (['victim', 'thief'] as const) : (['thief', 'victim'] as const)) await writes[who]()
    const both = (await heard.reaches(2)).map(({ chat }) => chat)
    expect(new Set(both).size).toBe(2)
    // Nor does it help to come back without saying so: Baileys keeps what it was told.
    await thief.says('mis datos', { alias: false })
    await victim.says('hola')
    const [again, own] = (await heard.reaches(4)).slice(2).map(({ chat }) => chat)
    const [of, stolen] = isFirst ? both : both.toReversed()
    expect([own, again]).toEqual([of, stolen])
    await insistently(channel, of ?? 'whatsapp:nobody', say('solo para ti'), 'row')
    await victim.hears(/solo para ti/)
    expect(thief.screen()).toEqual([])
  },
)

test('nobody becomes staff by naming one of them, and nobody who left still is one', async () => {
  const server = await openFake()
  const [ana, luz, thief] = [server.phone(1), server.phone(2), server.phone(3)]
  const group = server.group([ana, luz])
  const desk: ChatId = `whatsapp:${group.id}`
  const heard = inbox()
  await openChannel(server, heard.receive, { desk: () => desk })
  await group.says(ana, 'hola')
  await group.says(luz, 'hola')
  await thief.crafts({ conversation: 'hola' }, { sender_pn: ana.pn })
  const [a, l] = await heard.reaches(3)
  await group.removes(luz)
  await heard.reaches(4)
  const attrs = {
    from: group.id,
    notify: 'Ana',
    participant: thief.lid,
    participant_pn: ana.pn,
    addressing_mode: 'lid',
  }
  const composed = { type: 'text' as const, message: { conversation: 'tomar' } }
  const pretending = [attrs, { ...attrs, participant_lid: ana.lid, sender_lid: ana.lid, sender_pn: ana.pn }]
  for (const [at, each] of pretending.entries())
    await (await thief.handset.send(composed, { id: `3A0${at}`, attrs: each, group: group.id })).heard
  const late = { ...attrs, participant: luz.lid, participant_pn: luz.pn }
  await (await luz.handset.send(composed, { id: '3A09', attrs: late, group: group.id })).heard
  const strangers = (await heard.reaches(7)).slice(4)
  const senders = strangers.map(({ sender }) => sender?.id ?? '')
  expect(senders).not.toContain(a?.sender?.id)
  expect(senders[2]).toBe(l?.sender?.id)
  expect([a, ...strangers].map((each) => each?.sender?.member)).toEqual([true, false, false, false])
  // What came into the group does not let them into a chat either.
  await thief.says('hola', { alias: false })
  expect((await heard.reaches(8))[7]?.chat).not.toBe(a?.sender?.chat)
})

test('who was taken for us by the digits alone is not', async () => {
  const server = await openFake()
  const heard = inbox()
  await openChannel(server, heard.receive)
  const phone = server.phone(1)
  const digits = server.account.number
  await phone.crafts({ conversation: 'soy el bot' }, { from: `${digits}@lid`, recipient: phone.lid }, { wait: false })
  server.raw(node('message', { from: `${digits}@lid`, id: 'RAW', t: '1', type: 'text' }, []))
  await phone.says('hola')
  expect((await heard.reaches(1)).map(({ content }) => content)).toEqual([{ kind: 'text', text: 'hola' }])
})
