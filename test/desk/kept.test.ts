/** What the store holds of the desk: as an earlier release wrote it, and damaged. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { restoreDesk } from '../../src/desk/restore.ts'
import { deskSchema, newDesk } from '../../src/desk/session.ts'
import { type ChatId, DESK } from '../../src/ids.ts'
import { NewerSessionError } from '../../src/session.ts'
import { type Conversation, STUDENT, startConversation } from '../conversation.ts'
import { answers, inGroup, keptDesk, leave, OPEN, opensCase, studentNo, wordsOf } from './at-the-desk.ts'

const SECOND = 1000
const DAY = 24 * 60 * 60_000
const golden = z
  .object({ [DESK]: z.unknown(), [STUDENT]: z.unknown() })
  .parse(JSON.parse(readFileSync(new URL('../envelopes/desk/schema1.json', import.meta.url), 'utf8')))
const CODE = 'QRAP-9YRT'

async function desk(): Promise<Conversation> {
  const talk = await startConversation({ start: OPEN })
  onTestFinished(talk.close)
  return talk
}

/** The same store with other words in it, found by a world that comes up. */
async function found(...kept: [chat: ChatId, session: string][]): Promise<Conversation> {
  const talk = await desk()
  await talk.down()
  for (const [chat, session] of kept) await leave(talk, chat, session)
  talk.clock.moveTo(OPEN + SECOND)
  await talk.up()
  return talk
}

const screen = (talk: Conversation) =>
  talk.delivered.filter(({ to }) => to === STUDENT).map(({ message }) => wordsOf(message))

describe('a desk of the first schema', () => {
  test('is read: each case keeps its student, its messages and what its card said', () => {
    const { session, error } = restoreDesk(JSON.stringify(golden[DESK]), OPEN)
    expect(error).toBeNull()
    expect(session?.cases[CODE]).toMatchObject({
      student: STUDENT,
      reason: 'from-before',
      detail: 'Pidió una persona · Náinari (Obregón) · Antes de empezar',
      life: { status: 'open', holder: null },
      refs: [
        { ref: 'm6', as: 'card' },
        { ref: 'm11', as: 'card' },
      ],
    })
  })

  test.each([
    ['quoted by its id', { ref: 'm6', text: '' }],
    ['quoted by the code written on it', { ref: 'gone', text: `#${CODE} · Pidió una persona` }],
  ])('its card, %s, still leads to the student', async (_, quotes) => {
    const talk = await found([DESK, JSON.stringify(golden[DESK])], [STUDENT, JSON.stringify(golden[STUDENT])])
    expect(inGroup(talk, 'card')).toHaveLength(1)
    await answers(talk, '¿Sigues con eso?', quotes)
    expect(screen(talk)).toContainEqual(expect.stringContaining('¿Sigues con eso?'))
    await talk.says({ kind: 'text', text: 'sí, ya vi' })
    expect(inGroup(talk, 'desk-said').map(({ message }) => wordsOf(message))).toContainEqual(
      expect.stringContaining('sí, ya vi'),
    )
    expect((await keptDesk(talk)).cases[CODE]?.life.holder).toBe('ana')
  })
})

describe('a desk that cannot be read', () => {
  const BROKEN: [string, string][] = [
    ['no JSON', '{"schema":2,"chat":"desk:main","cases":{"AB3D'],
    ['nothing', 'null'],
    ['another chat', JSON.stringify({ ...newDesk, chat: 'desk:other' })],
    ['cases of no kind', JSON.stringify({ ...newDesk, cases: { [CODE]: { student: 5 } } })],
    ['a schema that never was', '{"schema":-3}'],
    ['a seal that does not open', 'v1.k9.AAAA.BBBB'],
  ]

  test.each(BROKEN)('%s: is set aside and said once, and the desk works on', async (_, text) => {
    const talk = await found([DESK, text])
    expect(inGroup(talk, 'desk-lost')).toHaveLength(1)
    const code = await opensCase(talk, STUDENT)
    await answers(talk, 'Hola', { ref: '', text: `#${code}` })
    expect(screen(talk).at(-1)).toContain('Hola')
    expect(inGroup(talk, 'desk-lost')).toHaveLength(1)
    expect((await keptDesk(talk)).setAside).toEqual({ at: OPEN + SECOND, text })
    expect(await talk.store.deadLetters(9)).toEqual([])
  })

  test('one bad case takes no other with it; its student is told as soon as they write', async () => {
    const talk = await desk()
    const codes = [await opensCase(talk, STUDENT), await opensCase(talk, studentNo(2))]
    for (const code of codes) await answers(talk, 'Hola', { ref: '', text: `#${code}` })
    const kept = await keptDesk(talk)
    await talk.down()
    const broken = { ...kept, cases: { ...kept.cases, [codes[0] ?? '']: { student: STUDENT } } }
    await leave(talk, DESK, JSON.stringify(broken))
    await talk.up()
    await talk.says({ kind: 'text', text: '¿sigue ahí?' })
    await talk.says({ kind: 'text', text: '¿y yo?' }, { chat: studentNo(2) })
    expect(screen(talk).some((text) => text.includes(codes[0] ?? '?') && /ya no/.test(text))).toBe(true)
    expect(inGroup(talk, 'desk-said').map(({ message }) => wordsOf(message))).toEqual([
      `#${codes[1]} · Estudiante: ¿y yo?`,
    ])
  })

  test('what stood on the board and nobody can end any more is taken down', async () => {
    const talk = await desk()
    await talk.agentDoes('Ana', { kind: 'text', text: '/aviso cia Hoy no abre' })
    await talk.down()
    await leave(talk, DESK, 'nothing')
    await talk.up()
    await talk.agentDoes('Ana', { kind: 'text', text: '/estado' })
    expect(inGroup(talk, 'desk-state').map(({ message }) => wordsOf(message))).toEqual([
      expect.not.stringContaining('Hoy no abre'),
    ])
  })

  test('is kept for thirty days, and goes with whoever erases themselves', async () => {
    const asides = async (talk: Conversation) => (await keptDesk(talk)).setAside
    const kept = JSON.stringify({ ...newDesk, cases: 'gone', was: STUDENT })
    const talk = await found([DESK, kept])
    await talk.moveTo(OPEN + 29 * DAY)
    expect(await asides(talk)).not.toBeNull()
    await talk.moveTo(OPEN + 30 * DAY + SECOND)
    expect(await asides(talk)).toBeNull()

    const other = await found([DESK, kept])
    await other.says({ kind: 'text', text: 'borrar mis datos' })
    await other.says({ kind: 'text', text: 'sí' })
    expect(await asides(other)).toBeNull()
  })

  test('the first that was set aside stays, also when what came after it breaks too', () => {
    const first = restoreDesk('broken', OPEN).session
    const second = restoreDesk(JSON.stringify({ ...first, topics: 5 }), OPEN + DAY)
    expect(second.session?.setAside).toEqual({ at: OPEN, text: 'broken' })
    expect(second.error).not.toBeNull()
  })

  test('what a later release wrote is left to it', () => {
    expect(() => restoreDesk(JSON.stringify({ ...newDesk, schema: 99 }), OPEN)).toThrow(NewerSessionError)
  })

  test('whatever lies there, what comes of it is a desk', () => {
    const text = fc.oneof(
      fc.json(),
      fc.string(),
      fc.json().map((value) => `{"schema":2,"chat":"desk:main","cases":${value}}`),
    )
    fc.assert(
      fc.property(text, (kept) => {
        const { session } = restoreDesk(kept, OPEN)
        expect(deskSchema.parse(session)).toEqual(session)
      }),
      { numRuns: 1000 },
    )
  })
})
