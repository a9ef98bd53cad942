import { expect, test } from 'vitest'
import type { ChatId } from '../../../src/ids.ts'
import { inbox } from '../telegram/on-fake.ts'
import { insistently, openChannel, openFake, say } from './on-fake.ts'

async function desk(people = [1, 2]) {
  const server = await openFake()
  const members = people.map((n) => server.phone(n))
  const group = server.group(members)
  const chat: ChatId = `whatsapp:${group.id}`
  const heard = inbox()
  const channel = await openChannel(server, heard.receive, { desk: () => chat })
  return { server, members, group, chat, heard, channel }
}

test('what a member writes in the desk is heard, and who they are is what the group says', async () => {
  const { members, group, chat, heard } = await desk()
  const [ana, luz] = members
  if (!ana || !luz) throw new Error('nobody there')
  await group.says(ana, 'buenas')
  await group.says(luz, 'hola', { as: 'pn' })
  await group.says(ana, 'otra vez', { as: 'pn' })
  const [first, second, third] = await heard.reaches(3)
  expect(first).toMatchObject({ chat, audience: 'group', sender: { anonymous: false }, content: { text: 'buenas' } })
  expect(third?.sender?.id).toBe(first?.sender?.id)
  expect(second?.sender?.id).not.toBe(first?.sender?.id)
  expect([first, second, third].map((each) => each?.sender?.member)).toEqual([true, true, true])
})

test('while the network does not say who is in the desk, nobody there is taken for a stranger, nor waited for', async () => {
  const { server, members, group, heard } = await desk()
  const [ana] = members
  if (!ana) throw new Error('nobody there')
  group.limits(true)
  await group.says(ana, 'buenas')
  await server.phone(3).says('uno')
  const [first] = await heard.reaches(2)
  expect(heard.texts()).toEqual(['buenas', 'uno'])
  expect(first?.sender?.member).toBeUndefined()
  group.limits(false)
  await group.says(ana, 'otra vez')
  const again = (await heard.reaches(3))[2]
  expect(again?.sender).toMatchObject({ id: first?.sender?.id, member: true })
})

test('a card is posted and answered by quoting: number, word, or words to the student', async () => {
  const { members, group, chat, heard, channel } = await desk()
  const [ana, luz] = members
  if (!ana || !luz) throw new Error('nobody there')
  const choices = [
    { id: 'take', label: 'Tomar' },
    { id: 'refer', label: 'Canalizar' },
  ]
  const receipt = await insistently(channel, chat, say('#ABCD', { choices, question: 77 }), 'card')
  const ref = receipt.status === 'sent' ? receipt.ref : ''
  const card = await group.hears(/#ABCD/)
  expect(card.id).toBe(ref)
  await group.says(ana, '1', { quotes: ref })
  await group.says(ana, 'canalizar', { quotes: ref })
  await group.says(ana, 'Hola, soy Ana', { quotes: ref })
  const [press, word, words] = await heard.reaches(3)
  expect(press).toMatchObject({ content: { kind: 'press', question: 77, choice: 'take' }, quotes: { ref, own: true } })
  expect(word?.content).toEqual({ kind: 'press', question: 77, choice: 'refer' })
  expect(words).toMatchObject({ content: { kind: 'text', text: 'Hola, soy Ana' }, quotes: { ref, own: true } })
  const edited = {
    type: 'edit' as const,
    ref,
    key: 'k',
    body: { text: '#ABCD tomado', spans: [] },
    choices: [{ id: 'answer', label: 'Responder' }],
    question: 78,
  }
  expect(await insistently(channel, chat, edited, 'edit')).toEqual({ status: 'sent', ref })
  expect((await group.hears(/tomado/)).id).toBe(ref)
  await group.says(luz, '1', { quotes: ref })
  expect((await heard.reaches(4))[3]?.content).toEqual({ kind: 'press', question: 78, choice: 'answer' })
  const toast = { type: 'toast' as const, press: press?.press ?? '', key: 'k', text: 'Ya es tuyo' }
  expect(await insistently(channel, chat, toast, 'toast')).toMatchObject({ status: 'sent' })
  expect(await group.hears(/Ya es tuyo/)).toMatchObject({ quotes: press?.ref })
})

test('whoever is put out of the group is no member from then on, and the bot knows when it is put out itself', async () => {
  const { members, group, heard } = await desk()
  const [, luz] = members
  if (!luz) throw new Error('nobody there')
  await group.says(luz, 'hola')
  const { id = '', member } = (await heard.reaches(1))[0]?.sender ?? {}
  expect(member).toBe(true)
  await group.removes(luz)
  expect((await heard.reaches(2))[1]?.content).toEqual({ kind: 'left', who: id })
  await group.expelsBot()
  expect((await heard.reaches(3))[2]?.content).toEqual({ kind: 'reachable', reachable: false })
  await group.readmitsBot()
  expect((await heard.reaches(4))[3]?.content).toEqual({ kind: 'reachable', reachable: true })
})

test('a group that is no desk is told its address when asked, and nothing else of it is heard', async () => {
  const { server, heard } = await desk()
  const other = server.group([server.phone(3)])
  await other.says(server.phone(3), 'hola a todos')
  await other.says(server.phone(3), '/id')
  expect((await other.hears(/HELPDESK_CHAT/)).text).toBe(`HELPDESK_CHAT=whatsapp:${other.id}`)
  expect(heard.seen).toEqual([])
})

test('many messages to the group ask but once who is in it', async () => {
  const { server, chat, channel } = await desk()
  for (const n of [1, 2, 3]) await insistently(channel, chat, say(`número ${n}`), `row-${n}`)
  expect(server.metadataAsked()).toBeLessThanOrEqual(1)
})

test('a picture of a student is shown to the desk with our words under it', async () => {
  const { server, group, chat, heard, channel } = await desk()
  const phone = server.phone(5)
  const bytes = Buffer.from('89504e470d0a1a0a', 'hex')
  await phone.sends('image', bytes, { caption: 'mi nss 12345678903' })
  const [update] = await heard.reaches(1)
  expect(update?.content).toMatchObject({ kind: 'picture', caption: 'mi nss 12345678903' })
  const from = update?.chat ?? chat
  const caption = { text: 'De #ABCD', spans: [] }
  const copy = { type: 'copy' as const, from, ref: update?.ref ?? '', kind: 'picture' as const, key: 'k', caption }
  expect(await insistently(channel, chat, copy, 'copy')).toMatchObject({ status: 'sent' })
  const shown = await group.hears(/De #ABCD/)
  expect(shown.caption).toBe('De #ABCD')
  expect(Buffer.from(shown.media?.bytes ?? [])).toEqual(bytes)
  const media = await channel.open?.(from, update?.ref ?? '')
  expect(Buffer.from(media?.bytes ?? [])).toEqual(bytes)
})
