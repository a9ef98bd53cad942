import { expect, it } from 'vitest'
import { type Conversation, DESK_GROUP, STUDENT, startConversation } from '../conversation.ts'
import { answers, inGroup, keptDesk, OPEN, opensCase, pressOf, wordsOf } from './at-the-desk.ts'

/** A network that changes nothing that stands, as WhatsApp after fifteen minutes, or that gives up what it had taken. */

const HOUR = 60 * 60_000
const cards = (talk: Conversation) => inGroup(talk, 'card').filter(({ message }) => message.type === 'say')
const seen = ({ delivered }: Conversation, words: RegExp) =>
  delivered.filter(({ to, message }) => to === DESK_GROUP && words.test(wordsOf(message)))
const newest = (talk: Conversation) => cards(talk).at(-1) ?? never()

async function rigid(): Promise<{ talk: Conversation; code: string }> {
  const talk = await startConversation({ start: OPEN })
  const code = await opensCase(talk, STUDENT)
  talk.network.isRigid = true
  return { talk, code }
}

it('a card that cannot be changed is posted anew, one for each change, and the old ones still lead to the student', async () => {
  const { talk, code } = await rigid()
  const old = newest(talk)
  await talk.agentDoes('Ana', pressOf(talk, DESK_GROUP, 'take'), { press: 'p' })
  expect(cards(talk)).toHaveLength(2)
  expect(wordsOf(newest(talk).message)).toMatch(/Lo tiene Ana/)
  await answers(talk, 'ya quedó', { ref: old.ref, text: '' })
  expect(seen(talk, /Enviado al estudiante/)).toHaveLength(1)
  expect(talk.delivered.some(({ to, message }) => to === STUDENT && wordsOf(message).includes('ya quedó'))).toBe(true)
  for (let round = 0; round < 10; round += 1) {
    await talk.agentDoes('Ana', pressOf(talk, DESK_GROUP, 'resolve'), { press: 'p' })
    await talk.agentDoes('Ana', pressOf(talk, DESK_GROUP, 'back'), { press: 'p' })
  }
  expect(cards(talk)).toHaveLength(22)
  await answers(talk, 'otra vez', { ref: old.ref, text: '' })
  expect(seen(talk, /Enviado al estudiante/)).toHaveLength(2)
  const kept = (await keptDesk(talk)).cases[code]
  expect(kept?.card).toEqual({ ref: newest(talk).ref, sentAt: 0, stale: false })
  await talk.close()
})

it('while nothing happens nothing is posted, however long', async () => {
  const { talk } = await rigid()
  await talk.agentDoes('Ana', pressOf(talk, DESK_GROUP, 'take'), { press: 'p' })
  const before = cards(talk).length
  for (let passed = 0; passed < 5; passed += 1) await talk.moveTo(talk.clock.now() + 10 * 60_000)
  expect(cards(talk)).toHaveLength(before)
  await talk.close()
})

it('a student’s late correction is said anew, and what they took back is taken away', async () => {
  const talk = await startConversation({ start: OPEN })
  await opensCase(talk, STUDENT)
  await talk.agentDoes('Ana', pressOf(talk, DESK_GROUP, 'take'), { press: 'p' })
  await talk.says({ kind: 'text', text: 'me llamo Lus' }, { ref: 'w1' })
  const [said] = seen(talk, /me llamo Lus/)
  await talk.says({ kind: 'edit', text: 'me llamo Luz' }, { ref: 'w1' })
  expect(seen(talk, /me llamo Luz/)[0]?.message).toMatchObject({ type: 'edit', ref: said?.ref })
  talk.network.isRigid = true
  await talk.moveTo(talk.clock.now() + 20 * 60_000)
  await talk.says({ kind: 'edit', text: 'me llamo Luisa' }, { ref: 'w1' })
  const late = seen(talk, /me llamo Luisa/)[0]
  expect(late?.message).toMatchObject({ type: 'say', quotes: said?.ref })
  await talk.moveTo(talk.clock.now() + 20 * 60_000)
  await talk.says({ kind: 'deleted' }, { ref: 'w1' })
  const deleted = talk.delivered.flatMap(({ message }) => (message.type === 'delete' ? [message.ref] : []))
  expect(deleted).toEqual([said?.ref, late?.ref])
  expect(seen(talk, /borró este mensaje/)).toHaveLength(1)
  await talk.close()
})

const lost = (talk: Conversation, ref: string) =>
  talk.reports('test', { kind: 'undelivered', chat: DESK_GROUP, ref, why: 'refused' })

it('a card that got lost is posted once more; lost again at once, it waits for the next change and the group is told', async () => {
  const talk = await startConversation({ start: OPEN })
  await opensCase(talk, STUDENT)
  await lost(talk, newest(talk).ref)
  expect(cards(talk)).toHaveLength(2)
  await lost(talk, newest(talk).ref)
  expect(cards(talk)).toHaveLength(2)
  const [told] = seen(talk, /La red no aceptó la tarjeta/)
  await lost(talk, told?.ref ?? never())
  expect(seen(talk, /La red/)).toHaveLength(1)
  await answers(talk, 'ya lo vi', { ref: told?.ref ?? '', text: wordsOf(told?.message ?? never()) })
  expect(cards(talk)).toHaveLength(3)
  await talk.moveTo(talk.clock.now() + 2 * HOUR)
  await lost(talk, newest(talk).ref)
  expect(cards(talk)).toHaveLength(4)
  await talk.close()
})

it('of anything else about a case that got lost the group is told once', async () => {
  const talk = await startConversation({ start: OPEN })
  const code = await opensCase(talk, STUDENT)
  await talk.agentDoes('Ana', pressOf(talk, DESK_GROUP, 'take'), { press: 'p' })
  await talk.says({ kind: 'text', text: 'sigo igual' })
  const [said] = seen(talk, /sigo igual/)
  await lost(talk, said?.ref ?? never())
  await lost(talk, said?.ref ?? never())
  const told = seen(talk, /no lo entregó aquí/)
  expect(told.map(({ message }) => wordsOf(message))).toEqual([
    `#${code} · La red tomó un mensaje de este caso y no lo entregó aquí. Con caso ${code} ven lo que ha pasado.`,
  ])
  await lost(talk, told[0]?.ref ?? never())
  await lost(talk, 'm999')
  expect(seen(talk, /no lo entregó aquí/)).toHaveLength(1)
  await talk.close()
})

function never(): never {
  throw new Error('it was never delivered')
}
