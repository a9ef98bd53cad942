/** Why something is said, for networks that hold back; and what becomes of what they gave up, or forget. */
import { describe, expect, it } from 'vitest'
import { seguroFacultativo as flow } from '../flows/seguro-facultativo/seguro-facultativo.ts'
import { type Outgoing, outgoing } from '../src/commit.ts'
import { DESK } from '../src/ids.ts'
import type { Mail } from '../src/mail.ts'
import { newSession, newTicket, type Session } from '../src/session.ts'
import { runTurn } from '../src/turn/turn.ts'
import type { Content } from '../src/update.ts'
import { type Conversation, STUDENT, startConversation } from './conversation.ts'
import { contentOf } from './play.ts'
import { calendar, env, NOON } from './turn-env.ts'
import { loadWords } from './words.ts'

const words = loadWords()

/** Each message to the student with why it was said. */
function said(talk: Conversation): { key: string; why: string | undefined }[] {
  return talk.delivered.flatMap(({ to, message }) =>
    to === STUDENT && message.type === 'say' ? [{ key: message.key, why: message.occasion }] : [],
  )
}

async function waiting(): Promise<Conversation> {
  const talk = await startConversation({ start: NOON })
  for (const text of ['ya la guardé', '[accept]', 'hoy', '[yes]']) await talk.says(contentOf(talk, text))
  talk.delivered.length = 0
  return talk
}

describe('the occasion', () => {
  it('of an answer is none, of an emergency is one, and what came by itself says so, with its question', async () => {
    const talk = await waiting()
    await talk.says({ kind: 'text', text: '¿cuánto tarda?' })
    await talk.moveTo(calendar.instant('2026-11-25', '12:00'))
    await talk.says({ kind: 'text', text: 'no puedo respirar' })
    await talk.close()
    expect(said(talk)).toEqual([
      { key: 'topic-how-long+waiting-wait.short', why: undefined },
      { key: 'waiting-check', why: 'reminder' },
      { key: 'emergency', why: 'emergency' },
    ])
  })

  it('is none for a reminder that goes out beside an answer, nor for what an agent wrote', async () => {
    const talk = await waiting()
    talk.clock.moveTo(calendar.instant('2026-11-25', '12:00'))
    await talk.says({ kind: 'text', text: '¿cuánto tarda?' })
    expect(said(talk).map(({ why }) => why)).not.toContain('reminder')
    await talk.close()
    const reply: Mail = { kind: 'reply', id: 'r', chat: STUDENT, code: 'CODE', text: 'hola' }
    const messages = messagesOf(turn({ ...session(), ticket: newTicket('CODE', NOON) }, [reply]))
    expect(messages.map(({ message }) => 'occasion' in message)).toEqual([false])
  })

  it("is a reminder where the desk's clock put a case back in line", () => {
    const ticket = { ...newTicket('CODE', NOON), talkingSince: NOON }
    const mail: Mail = { kind: 'ticket', chat: STUDENT, code: 'CODE', change: 'silent', params: {} }
    const messages = messagesOf(turn({ ...session(), ticket }, [mail]))
    expect(messages.length).toBeGreaterThan(0)
    for (const { message } of messages) expect(message).toMatchObject({ type: 'say', occasion: 'reminder' })
  })
})

describe('what the network gave up later', () => {
  const ticket = { ...newTicket('CODE', NOON), replies: [{ id: 'a1', ref: 'm1', isThing: false }] }
  const given = (ref: string, reason: string) =>
    turn({ ...session(), ticket }, [{ kind: 'undelivered', chat: STUDENT, ref, reason }])
  const toDesk = (out: Outgoing[]) => out.flatMap((going) => (going.kind === 'post' ? [going.mail] : []))

  it.each(['refused', 'window'])("an agent's answer, %s: the desk hears that it was not read", (reason) => {
    expect(toDesk(given('m1', reason))).toEqual([
      { kind: 'relayed', chat: DESK, code: 'CODE', id: 'a1', outcome: reason },
    ])
  })

  it('gone: the desk hears it of the answer and of the student, and nobody is reminded of anything', () => {
    const mail = toDesk(given('m1', 'gone'))
    expect(mail).toContainEqual({ kind: 'relayed', chat: DESK, code: 'CODE', id: 'a1', outcome: 'gone' })
    expect(mail).toContainEqual({ kind: 'presence', chat: DESK, code: 'CODE', reachable: false })
  })

  it('a message of the bot: nothing is said, to anybody', () => {
    expect(given('m7', 'refused')).toEqual([])
  })
})

it('whoever erases everything is forgotten by the network, too, after the last words to them', () => {
  const asked = { ...session(), asked: 2, detour: { number: 2, now: { kind: 'erase' as const } } }
  const out = turn(asked, [mailOf({ kind: 'press', question: 2, choice: 'yes' })])
  expect(out.at(-1)).toEqual({ kind: 'forget', chat: STUDENT })
  expect(messagesOf(out).map(({ message }) => message.type === 'say' && message.key)).toEqual(['bot-erased'])
})

it('a network that cannot forget just now is asked until it has, and what is said anew comes after that', async () => {
  const talk = await waiting()
  talk.network.canForget = false
  await talk.says({ kind: 'text', text: 'borrar todo' })
  await talk.says(contentOf(talk, '[yes]'))
  await talk.says({ kind: 'text', text: 'hola' })
  expect(said(talk).map(({ key }) => key)).toEqual(['detour-erase', 'bot-erased'])
  expect(talk.network.forgotten).toEqual([])
  talk.network.canForget = true
  await talk.moveTo(talk.clock.now() + 60_000)
  expect(talk.network.forgotten).toEqual([STUDENT])
  expect(said(talk).map(({ key }) => key)).toEqual(['detour-erase', 'bot-erased', 'arrival-ask'])
  await talk.close()
})

function session(): Session {
  const saved = flow.start(NOON).saved
  const { key, step } = flow.wait(saved)
  return { ...newSession(STUDENT, 'es', flow.id, saved, NOON - 1000), asked: 1, question: { number: 1, key, step } }
}

function turn(before: Session, mail: Mail[]): Outgoing[] {
  const { effects } = runTurn(env, STUDENT, before, mail, NOON)
  const speaker = { chat: STUDENT, to: STUDENT, language: 'es', flow: flow.id }
  return outgoing({ texts: words.texts, calendar: () => calendar }, effects, speaker, NOON).filter(
    (going) => going.kind !== 'post' || going.mail.kind !== 'count',
  )
}

function mailOf(content: Content): Mail {
  return { kind: 'update', chat: STUDENT, update: { id: 'u', chat: STUDENT, audience: 'student', at: NOON, content } }
}

function messagesOf(out: Outgoing[]) {
  return out.flatMap((going) => (going.kind === 'message' ? [going] : []))
}
