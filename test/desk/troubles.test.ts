import { expect, it } from 'vitest'
import { troubles } from '../../src/channels/channel.ts'
import { createLog } from '../../src/log.ts'
import { DESK_GROUP, STUDENT, startConversation } from '../conversation.ts'
import { inGroup, OPEN, opensCase, presses, pressOf, wordsOf } from './at-the-desk.ts'

it('every trouble is one sentence, with the network by its name', async () => {
  const talk = await startConversation({ start: OPEN })
  for (const trouble of troubles) await talk.reports('whatsapp', { kind: 'trouble', trouble })
  const said = talk.delivered.map(({ message }) => wordsOf(message))
  expect(said).toHaveLength(troubles.length)
  for (const words of said) expect(words).toMatch(/^WhatsApp: [^.]*\.$/)
  expect(said[troubles.indexOf('logged-out')]).toContain('/whatsapp/link')
  expect(new Set(said).size).toBe(troubles.length)
  await talk.close()
})

it('a network without a name for people is called what it is', async () => {
  const talk = await startConversation({ start: OPEN })
  await talk.reports('pigeon', { kind: 'trouble', trouble: 'replaced' })
  expect(talk.delivered.map(({ message }) => wordsOf(message)).join()).toMatch(/^pigeon: /)
  await talk.close()
})

it('where nobody can say so in the group, the log does: which network, what, and nobody’s name', async () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line) => void lines.push(line) })
  const talk = await startConversation({ start: OPEN, hasDesk: false, log })
  await talk.reports('whatsapp', { kind: 'trouble', trouble: 'logged-out' })
  await talk.reports('whatsapp', { kind: 'trouble', trouble: 'linked' })
  await talk.reports('whatsapp', { kind: 'undelivered', chat: 'whatsapp:5216441234567', ref: 'ABC', why: 'gone' })
  const told = lines.map((line) => JSON.parse(line)).filter(({ channel }) => channel === 'whatsapp')
  expect(told).toMatchObject([
    { level: 'error', reason: 'logged-out' },
    { level: 'info', reason: 'linked' },
    { level: 'warn', reason: 'gone' },
  ])
  expect(lines.join()).not.toMatch(/52164|ABC/)
  await talk.close()
})

it('what stands is forgotten by /estado when a day has passed without being told of again', async () => {
  const talk = await startConversation({ start: OPEN })
  const state = async () => {
    await talk.agentDoes('Ana', { kind: 'text', text: 'estado' })
    return wordsOf(inGroup(talk, 'desk-state').at(-1)?.message ?? never())
  }
  await talk.reports('whatsapp', { kind: 'trouble', trouble: 'capped' })
  await talk.reports('whatsapp', { kind: 'trouble', trouble: 'forbidden' })
  expect(await state()).toMatch(/ya no deja entrar[\s\S]*caben en un día/)
  await talk.moveTo(OPEN + 25 * 60 * 60_000)
  const later = await state()
  expect(later).toMatch(/ya no deja entrar[^\n]*\(desde el lunes 23 de noviembre, 10:00\)/)
  expect(later).not.toMatch(/caben en un día/)
  await talk.close()
})

it('how many found the window closed: a line that grows, another day another; one that cannot be changed is left', async () => {
  const talk = await startConversation({ start: OPEN })
  await opensCase(talk, STUDENT)
  const turns = async () => {
    for (const choice of ['take', 'release'])
      await talk.agentDoes('Ana', pressOf(talk, DESK_GROUP, choice), { press: 'p' })
  }
  const lines = () => inGroup(talk, 'desk-window').map(({ message }) => [message.type, wordsOf(message)] as const)
  talk.network.window = 'template'
  await turns()
  talk.network.window = 'shut'
  await turns()
  expect(lines()[0]?.[0]).toBe('say')
  expect(
    lines()
      .slice(1)
      .every(([type]) => type === 'edit'),
  ).toBe(true)
  expect(lines().at(-1)?.[1]).toMatch(
    /^Prueba, ventana cerrada hoy.*: \d mensajes salieron como plantilla y \d no salieron\.$/,
  )
  talk.network.isRigid = true
  const before = lines().length
  await turns()
  expect(lines()).toHaveLength(before)
  await talk.moveTo(OPEN + 24 * 60 * 60_000)
  await turns()
  expect(lines()).toHaveLength(before + 1)
  expect(lines().at(-1)?.[0]).toBe('say')
  await talk.close()
})

it('a student’s own answer in time is nobody’s business', async () => {
  const talk = await startConversation({ start: OPEN })
  await opensCase(talk, STUDENT)
  await presses(talk, STUDENT, 'not-started')
  expect(inGroup(talk, 'desk-window')).toEqual([])
  await talk.close()
})

function never(): never {
  throw new Error('it was never said')
}
