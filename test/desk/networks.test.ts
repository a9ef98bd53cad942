import { describe, expect, it } from 'vitest'
import type { ChatId } from '../../src/ids.ts'
import type { Media } from '../../src/message.ts'
import { type Conversation, type ConversationOptions, startConversation } from '../conversation.ts'
import { codeOf, OPEN, opensCase, pressOf, wordsOf } from './at-the-desk.ts'

const NETWORKS = ['telegram', 'whatsapp'] as const
type Name = (typeof NETWORKS)[number]
const PDF: Media = { thing: 'document', bytes: Buffer.from('%PDF'), mime: 'application/pdf', name: 'vigencia.pdf' }
const VOICE: Media = { thing: 'voice', bytes: Buffer.from('Ogg'), mime: 'audio/ogg; codecs=opus' }

interface Side {
  talk: Conversation
  student: ChatId
  desk: ChatId
  code: string
}

/** A case that Ana has taken by pressing its button. */
async function served(of: Name, at: Name, more: Partial<ConversationOptions> = {}): Promise<Side> {
  const [student, desk]: [ChatId, ChatId] = [`${of}:student`, `${at}:desk`]
  const talk = await startConversation({ start: OPEN, networks: NETWORKS, helpdesk: desk, ...more })
  const code = await opensCase(talk, student)
  await talk.agentDoes('Ana', pressOf(talk, desk, 'take'), { press: 'p1' })
  return { talk, student, desk, code }
}

const lastTo = ({ delivered }: Conversation, chat: ChatId) => delivered.findLast(({ to }) => to === chat)
const cardOf = ({ talk, desk, code }: Side) => {
  const card = talk.delivered.find(({ to, message }) => to === desk && wordsOf(message).startsWith(`#${code}`))
  return { ref: card?.ref ?? '?', text: `#${code}`, own: true }
}
const combinations = NETWORKS.flatMap((of) => NETWORKS.map((at) => [of, at] as const))

describe.each(combinations)('a student on %s and the desk on %s', (of, at) => {
  it('write to each other', async () => {
    const side = await served(of, at)
    const { talk, student, desk } = side
    await talk.says({ kind: 'text', text: 'sigo igual' }, { chat: student })
    expect(wordsOf(lastTo(talk, desk)?.message ?? never())).toMatch(/Estudiante: sigo igual$/)
    await talk.agentDoes('Ana', { kind: 'text', text: 'ya quedó' }, { quotes: cardOf(side) })
    expect(wordsOf(lastTo(talk, student)?.message ?? never())).toContain('ya quedó')
    expect(wordsOf(lastTo(talk, desk)?.message ?? never())).toMatch(/Enviado al estudiante/)
    await talk.close()
  })

  it('send each other things, under our words', async () => {
    const side = await served(of, at)
    const { talk, student, desk, code } = side
    talk.network.held.set(`${student} v1`, VOICE).set(`${desk} d1`, PDF)
    await talk.says({ kind: 'voice', caption: 'lo suyo' }, { chat: student, ref: 'v1' })
    const shown = talk.delivered.findLast(({ to, message }) => to === desk && 'caption' in message)?.message
    await talk.agentDoes('Ana', { kind: 'document' }, { ref: 'd1', quotes: cardOf(side) })
    const read = talk.delivered.findLast(({ to, message }) => to === student && 'caption' in message)?.message
    if (of === at) {
      expect([shown?.type, read?.type, talk.network.asked]).toEqual(['copy', 'copy', []])
    } else {
      expect(shown).toMatchObject({ type: 'media', key: 'desk-thing', media: { ...VOICE, name: 'voice.ogg' } })
      expect(read).toMatchObject({ type: 'media', key: 'desk-reply-thing', media: PDF })
    }
    expect(wordsOf(shown ?? never())).toMatch(new RegExp(`^#${code} · Estudiante mandó una nota de voz`))
    expect(wordsOf(lastTo(talk, desk)?.message ?? never())).toMatch(/Enviado al estudiante/)
    await talk.close()
  })
})

describe('a thing that cannot cross', () => {
  const elsewhere = /desde otra red y no puedo pasarlo/

  it('because it is no more, is said in the group', async () => {
    const { talk, student, desk } = await served('whatsapp', 'telegram')
    await talk.says({ kind: 'voice' }, { chat: student, ref: 'v1' })
    expect(wordsOf(lastTo(talk, desk)?.message ?? never())).toMatch(elsewhere)
    await talk.close()
  })

  it('because its network gives nothing away, is said in the group, and nobody is asked', async () => {
    const { talk, student, desk } = await served('whatsapp', 'telegram', { givers: ['telegram'] })
    talk.network.held.set(`${student} v1`, VOICE)
    await talk.says({ kind: 'voice' }, { chat: student, ref: 'v1' })
    expect(wordsOf(lastTo(talk, desk)?.message ?? never())).toMatch(elsewhere)
    expect(talk.network.asked).toEqual([])
    await talk.close()
  })

  it('because it is too large, is said in the group', async () => {
    const { talk, student, desk } = await served('whatsapp', 'telegram')
    talk.network.held.set(`${student} v1`, { ...VOICE, bytes: Buffer.alloc(10 * 1024 * 1024 + 1) })
    await talk.says({ kind: 'voice' }, { chat: student, ref: 'v1' })
    expect(wordsOf(lastTo(talk, desk)?.message ?? never())).toMatch(elsewhere)
    await talk.close()
  })

  it('at first, crosses when its network is back; what comes after it waits', async () => {
    const { talk, student, desk } = await served('whatsapp', 'telegram')
    talk.network.held.set(`${student} v1`, VOICE)
    talk.network.failures = 2
    await talk.says({ kind: 'voice' }, { chat: student, ref: 'v1' })
    await talk.says({ kind: 'text', text: 'ahí va' }, { chat: student })
    expect(talk.delivered.filter(({ to, message }) => to === desk && message.type === 'media')).toEqual([])
    for (let passed = 0; passed < 3; passed += 1) await talk.moveTo(talk.clock.now() + 10_000)
    const [thing, text] = talk.delivered.filter(({ to }) => to === desk).slice(-2)
    expect(thing?.message).toMatchObject({ type: 'media', media: VOICE })
    expect(wordsOf(text?.message ?? never())).toMatch(/ahí va/)
    await talk.close()
  })

  it('however often it is asked for, is given up', async () => {
    const { talk, student, desk } = await served('whatsapp', 'telegram')
    talk.network.failures = 1000
    await talk.says({ kind: 'voice' }, { chat: student, ref: 'v1' })
    for (let passed = 0; passed < 10; passed += 1) await talk.moveTo(talk.clock.now() + 60_000)
    expect(talk.network.asked).toHaveLength(4)
    expect(wordsOf(lastTo(talk, desk)?.message ?? never())).toMatch(elsewhere)
    await talk.close()
  })

  it('of an agent’s: they are told that it did not arrive', async () => {
    const side = await served('whatsapp', 'telegram')
    const { talk, desk } = side
    await talk.agentDoes('Ana', { kind: 'document' }, { ref: 'd1', quotes: cardOf(side) })
    expect(wordsOf(lastTo(talk, desk)?.message ?? never())).toMatch(/No se entregó/)
    await talk.close()
  })
})

it('every delivery says from which row it is, and no two from the same', async () => {
  const { talk } = await served('whatsapp', 'telegram')
  const rows = talk.delivered.map(({ row }) => row)
  expect(rows.every((row) => row.length > 0)).toBe(true)
  expect(new Set(rows).size).toBe(rows.length)
  await talk.close()
})

it('the code a student is told is the one the group reads', async () => {
  const { talk, student, code } = await served('whatsapp', 'telegram')
  expect(codeOf(talk, student)).toBe(code)
  await talk.close()
})

function never(): never {
  throw new Error('nothing was delivered')
}
