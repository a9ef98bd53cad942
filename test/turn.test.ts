import { describe, expect, it } from 'vitest'
import type { Saved } from '../flows/flow.ts'
import { seguroFacultativo as flow } from '../flows/seguro-facultativo/seguro-facultativo.ts'
import { createCalendar } from '../src/calendar.ts'
import { outgoing } from '../src/commit.ts'
import { chatId } from '../src/ids.ts'
import type { Mail } from '../src/mail.ts'
import type { Message } from '../src/message.ts'
import { newSession, newTicket, type Session } from '../src/session.ts'
import { runTurn, type TurnEnv } from '../src/turn/turn.ts'
import type { Content } from '../src/update.ts'
import { nodes, placeOf } from './flows/situations.ts'
import { loadWords } from './words.ts'

const words = loadWords()
const calendar = createCalendar(flow.calendar)
const NOON = calendar.instant('2026-11-23', '12:00')
const STUDENT = chatId('test', '1')

const env: TurnEnv = {
  flows: words.flows,
  texts: words.texts,
  language: (name) => words.languages.get(name) ?? fail(name),
  calendar: () => calendar,
  hasDesk: () => true,
  notices: () => [],
  deletes: () => true,
  ownNumbers: () => [],
  code: () => 'TEST-CODE',
}

/** One situation per place and per what the texts depend on. */
const situations = [...new Map(nodes.map(({ state }) => [kindOf(state), state])).values()]

const TELEGRAM_LIMIT = 4096
const MOST_CHOICES = 10

describe.each([...words.texts.languages])('in every place, in %s', (language) => {
  const commands = [
    '/menu',
    '/back',
    '/restart',
    '/where',
    '/help',
    '/human',
    '/my-data',
    '/erase',
    '/stop-reminders',
    '/privacy',
    '/contacts',
    '/phones',
    '/language',
    '/start',
  ]
  const inputs: Content[] = [
    ...commands.map((text): Content => ({ kind: 'text', text })),
    { kind: 'text', text: '¿cuánto cuesta?' },
    { kind: 'text', text: 'hola' },
    { kind: 'text', text: 'gracias' },
    { kind: 'text', text: 'xkcd qwzx' },
    { kind: 'text', text: '' },
    { kind: 'text', text: '👍🏽🔥' },
    { kind: 'text', text: 'a'.repeat(65_000) },
    { kind: 'text', text: '92919084431' },
    { kind: 'text', text: 'GOXA040229MSRMXNA6' },
    { kind: 'text', text: 'hoy' },
    { kind: 'text', text: 'me equivoqué en mi nss' },
    { kind: 'press', question: 0, choice: 'nothing-like-it' },
    { kind: 'edit', text: 'hola' },
    { kind: 'voice' },
    { kind: 'picture' },
    { kind: 'document' },
    { kind: 'sticker' },
    { kind: 'other' },
  ]

  it('no input is left unanswered, every text exists and fits', () => {
    const wrong: string[] = []
    for (const state of situations) {
      const saved: Saved = { version: flow.version, value: state.value, context: state.context }
      for (const content of inputs) {
        const messages = turn(sessionAt(saved, language), content)
        const label = `${placeOf(state.value)} ← ${content.kind === 'text' ? content.text.slice(0, 20) : content.kind}`
        if (messages.length === 0) wrong.push(`${label}: no answer`)
        for (const message of messages) wrong.push(...flaws(message).map((flaw) => `${label}: ${flaw}`))
      }
    }
    expect([...new Set(wrong)]).toEqual([])
  })

  it('every choice of every place is answered', () => {
    const wrong: string[] = []
    for (const state of situations) {
      const saved: Saved = { version: flow.version, value: state.value, context: state.context }
      for (const choice of flow.wait(saved).choices) {
        const messages = turn(sessionAt(saved, language), { kind: 'press', question: 1, choice })
        if (messages.length === 0) wrong.push(`${placeOf(state.value)} [${choice}]: no answer`)
        for (const message of messages)
          wrong.push(...flaws(message).map((flaw) => `${placeOf(state.value)} [${choice}]: ${flaw}`))
      }
    }
    expect([...new Set(wrong)]).toEqual([])
  })

  it('an emergency is one bubble that asks nothing, everywhere', () => {
    for (const state of situations) {
      const saved: Saved = { version: flow.version, value: state.value, context: state.context }
      const messages = turn(sessionAt(saved, language), { kind: 'text', text: 'no puedo respirar' })
      expect(messages).toHaveLength(1)
      expect(messages[0]).toMatchObject({ key: 'emergency', choices: [] })
    }
  })
})

it('never says "no entendí" a third time in the same words: it changes, then offers a person', () => {
  const saved = flow.start(NOON).saved
  let session: Session | null = sessionAt(saved, 'es')
  const keys: string[] = []
  for (const text of ['qwe rty', 'asd fgh', 'zxc vbn']) {
    const outcome = runTurn(env, STUDENT, session, [mailOf({ kind: 'text', text })], NOON)
    session = outcome.session
    keys.push(
      outcome.effects.flatMap((effect) => (effect.type === 'say' ? effect.parts.map(({ key }) => key) : [])).join(' '),
    )
  }
  expect(keys).toEqual(['bot-repair-first arrival-ask.short', 'bot-repair-second arrival-ask', 'detour-person'])
})

it('does not put the same offer under every line of who types on and on', () => {
  let session: Session | null = sessionAt(flow.start(NOON).saved, 'es')
  const said: string[] = []
  const types = (seconds: number): void => {
    const at = NOON + seconds * 1000
    const outcome = runTurn(env, STUDENT, session, [mailOf({ kind: 'text', text: `qwe ${seconds}rty` })], at)
    session = outcome.session
    said.push(...outcome.effects.flatMap((effect) => (effect.type === 'say' ? (effect.parts[0]?.key ?? '') : [])))
  }
  for (let second = 0; second < 30; second += 1) types(second)
  expect(said).toEqual(['bot-repair-first', 'bot-repair-second', 'arrival-ask', 'detour-person'])
  types(40)
  expect(said.at(-1)).toBe('detour-person')
  expect(said).toHaveLength(5)
})

it('says the same thing once to several messages that waited together', () => {
  const session = sessionAt(flow.start(NOON).saved, 'es')
  const mail = ['¿cuánto cuesta?', 'gracias', '¿cuánto cuesta?', 'muchas gracias'].map((text) =>
    mailOf({ kind: 'text', text }),
  )
  const outcome = runTurn(env, STUDENT, session, mail, NOON)
  const keys = outcome.effects.flatMap((effect) => (effect.type === 'say' ? (effect.parts[0]?.key ?? '') : []))
  expect(outcome.handled).toBe(4)
  expect(keys).toEqual(['topic-cost'])
})

function turn(session: Session, content: Content): Message[] {
  const outcome = runTurn(env, STUDENT, session, [mailOf(content)], NOON)
  const speaker = { chat: STUDENT, to: STUDENT, language: session.language, flow: flow.id }
  return outgoing({ texts: words.texts, calendar: () => calendar }, outcome.effects, speaker, NOON).flatMap((going) =>
    going.kind === 'message' && going.message.type === 'say' ? [going.message] : [],
  )
}

/** A session whose question was asked already and which has somewhere to go back to. */
function sessionAt(saved: Saved, language: string): Session {
  const fresh = newSession(STUDENT, language, flow.id, saved, NOON - 1000)
  const { key, step } = flow.wait(saved)
  return { ...fresh, asked: 1, question: { number: 1, key, step }, trail: ['arrival.ask'], campus: 'nainari' }
}

function mailOf(content: Content): Mail {
  return {
    kind: 'update',
    chat: STUDENT,
    update: { id: 'u', chat: STUDENT, audience: 'student', at: NOON, ref: 'r', content },
  }
}

function flaws(message: Message): string[] {
  if (message.type !== 'say') return []
  const { text } = message.body
  const numbered = [text, ...message.choices.map(({ label }, index) => `${index + 1}. ${label}`)].join('\n')
  return [
    ...(/[‹›]|\{ ?\$/.test(numbered) ? [`${message.key} has a hole: ${numbered.match(/[‹{][^›}]*/)?.[0]}`] : []),
    ...(text.trim() === '' ? [`${message.key} is empty`] : []),
    ...(numbered.length > TELEGRAM_LIMIT ? [`${message.key} is too long (${numbered.length})`] : []),
    ...(message.choices.length > MOST_CHOICES ? [`${message.key} has ${message.choices.length} choices`] : []),
    ...(new Set(message.choices.map(({ label }) => label)).size < message.choices.length
      ? [`${message.key} repeats a label`]
      : []),
  ]
}

function kindOf(state: (typeof nodes)[number]['state']): string {
  const { consent, nss, curp, saved, savedOn } = state.context
  return JSON.stringify([state.value, consent?.given, nss !== null, curp !== null, saved, savedOn !== null])
}

function fail(what: string): never {
  throw new Error(what)
}

it("an agent's answer in flight does not bring back a student who erased everything", () => {
  const reply: Mail = { kind: 'reply', id: 'r', chat: STUDENT, code: 'TEST-CODE', text: 'hola' }
  const outcome = runTurn(env, STUDENT, null, [reply, { kind: 'gone', chat: STUDENT }], NOON)
  expect(outcome).toMatchObject({ session: null, effects: [], handled: 2 })
})

it("an agent's answer reaches the student whatever they are doing, and says where theirs will go", () => {
  const session = { ...sessionAt(flow.start(NOON).saved, 'es'), ticket: newTicket('OLDR-CODE', NOON) }
  const reply: Mail = { kind: 'reply', id: 'r', chat: STUDENT, code: 'OLDR-CODE', text: 'ya quedó *listo*' }
  const outcome = runTurn(env, STUDENT, session, [reply], NOON)
  const keys = outcome.effects.flatMap((effect) => (effect.type === 'say' ? effect.parts.map(({ key }) => key) : []))
  expect(keys).toEqual(['desk-reply', 'detour-talk.short'])
  expect(outcome.session?.detour?.now).toEqual({ kind: 'talk', code: 'OLDR-CODE' })
})

it("an agent's answer to a case the student has no more is said not to have arrived, and silences nobody", () => {
  const session = sessionAt(flow.start(NOON).saved, 'es')
  const reply: Mail = { kind: 'reply', id: 'r', chat: STUDENT, code: 'OLDR-CODE', text: 'hola' }
  const outcome = runTurn(env, STUDENT, session, [reply], NOON)
  expect(outcome.effects.filter(({ type }) => type === 'say')).toEqual([])
  expect(outcome.effects).toContainEqual(
    expect.objectContaining({
      mail: expect.objectContaining({ kind: 'relayed', code: 'OLDR-CODE', outcome: 'closed' }),
    }),
  )
  expect(outcome.session?.ticket).toBeNull()
})
