/** Several messages in one turn: whatever they are, they are answered once, and nothing that was stated is lost. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seguroFacultativo as flow } from '../flows/seguro-facultativo/seguro-facultativo.ts'
import { outgoing } from '../src/commit.ts'
import type { Say } from '../src/effect.ts'
import { chatId } from '../src/ids.ts'
import type { Mail } from '../src/mail.ts'
import { newSession, type Session } from '../src/session.ts'
import { type Outcome, runTurn } from '../src/turn/turn.ts'
import type { Content } from '../src/update.ts'
import { nodes } from './flows/situations.ts'
import { calendar, env, NOON } from './turn-env.ts'
import { loadWords } from './words.ts'

const words = loadWords()
const STUDENT = chatId('test', '1')
const NSS = '92919084431'

const COURTESIES = ['hola', 'buenas tardes', 'gracias', 'muchas gracias', 'jaja', 'ok luego te digo', '🔥', '']
const NOT_UNDERSTOOD = ['xkcd qwzx', 'este', 'pues nada', 'o sea', 'asdf']
const QUESTIONS = ['¿cuánto cuesta?', '¿cuánto tarda?', '¿para qué la ocupas?', '¿dónde queda la cia?']
const ANSWERS = [
  '1',
  '2',
  'sí',
  'no',
  'ya',
  'hoy',
  'ya la guardé',
  'no sé',
  'menú',
  'persona',
  'borrar todo',
  NSS,
  '929190',
]
const CURP = 'GOXA040229MSRMXNA6'
const ALARMS = ['no puedo respirar', 'me quiero morir', 'mi papá se desmayó y no responde']
const anything = fc.constantFrom(...COURTESIES, ...NOT_UNDERSTOOD, ...QUESTIONS, ...ANSWERS, CURP)
const batch = fc.array(anything, { minLength: 2, maxLength: 6 })
/** Where a student may be, the question asked. */
const sessions = nodes.map(({ state }) => {
  const saved = { version: flow.version, value: state.value, context: state.context }
  const { key, step } = flow.wait(saved)
  const fresh = newSession(STUDENT, 'es', flow.id, saved, NOON - 1000)
  return { ...fresh, asked: 1, question: { number: 1, key, step }, trail: ['arrival.ask'] }
})
const anywhere = fc.constantFrom(...sessions)

describe('whatever is written at once, wherever they are', () => {
  it('a cry for help is answered, alone and first', () => {
    fc.assert(
      fc.property(anywhere, batch, fc.constantFrom(...ALARMS), fc.nat(6), (session, texts, alarm, at) => {
        const said = saysOf(heard(session, texts.toSpliced(at, 0, alarm)))
        expect(said).toHaveLength(1)
        expect(said[0]?.parts[0]?.key).toMatch(/^emergency/)
        expect(said[0]).toMatchObject({ ask: null, occasion: 'emergency' })
      }),
    )
  })

  it('no bubble is said twice, one question is asked, and it is one failure at most', () => {
    fc.assert(
      fc.property(anywhere, batch, (session, texts) => {
        const outcome = heard(session, texts)
        const shown = bubbles(outcome)
        expect(shown.length).toBeGreaterThan(0)
        expect(new Set(shown).size).toBe(shown.length)
        expect(saysOf(outcome).filter(({ ask }) => ask !== null).length).toBeLessThanOrEqual(1)
        expect(outcome.session?.misses ?? 0).toBeLessThanOrEqual(1)
        expect(outcome.handled).toBe(texts.length)
      }),
      { numRuns: 300 },
    )
  })

  it('nobody erases everything or begins anew in words that came before they were asked whether they mean it', () => {
    fc.assert(
      fc.property(anywhere, fc.constantFrom('/erase', '/restart'), batch, (session, command, texts) => {
        const replies = texts.filter((text) => ['1', '2', 'sí', 'no', 'ya'].includes(text))
        const outcome = heard(session, [command, ...replies, 'sí', '1'])
        expect(outcome.session?.detour?.now.kind).toBe(command === '/erase' ? 'erase' : 'restart')
      }),
    )
  })
})

describe('a number that was asked for', () => {
  const asked = reached(['no he empezado', '1', 'ninguno', 'acepto', CURP, 'sí', 'sí'])
  const beside = fc.array(fc.constantFrom(...COURTESIES, ...NOT_UNDERSTOOD, ...QUESTIONS), { maxLength: 4 })
  const pieces = fc.constantFrom(
    [NSS],
    ['929190', '84431'],
    ['9291', '9084', '431'],
    ['mi nss', 'es', '929190 84431'],
    ['mi nss es', NSS],
  )

  it('is taken down wherever it stands, whole or in pieces', () => {
    expect(flow.wait(flow.check(asked.flows[flow.id])).place).toBe('nss.capture')
    fc.assert(
      fc.property(beside, pieces, beside, (before, number, after) => {
        const { session } = heard(asked, [...before, ...number, ...after])
        const facts = flow.facts(flow.check(session?.flows[flow.id]))
        expect([facts.nss, facts.nssCandidate]).toContain(NSS)
      }),
      { numRuns: 300 },
    )
  })

  it('is kept once when it is written twice', () => {
    const twice = heard(asked, [NSS, NSS])
    expect(keysOf(twice)).toEqual(keysOf(heard(asked, [NSS])))
    expect(twice.effects.filter(({ type }) => type === 'delete')).toHaveLength(2)
  })

  it('is deleted in all its pieces, and said to be once', () => {
    const outcome = heard(asked, ['mi nss', 'es', '929190', '84431'])
    expect(outcome.effects.filter(({ type }) => type === 'delete')).toHaveLength(2)
    expect(keysOf(outcome).filter((key) => key === 'bot-deleted')).toHaveLength(1)
  })
})

describe('of several messages', () => {
  const beginning = sessionAt('arrival.ask')

  it.each([
    [
      ['hola', 'no he empezado', 'gracias'],
      ['welcome-what', 'welcome-intro'],
    ],
    [['muchas', 'gracias'], ['bot-thanks']],
    [
      ['no he', 'empezado'],
      ['welcome-what', 'welcome-intro'],
    ],
    [
      ['qwe rty', 'asd fgh', 'zxc vbn'],
      ['bot-repair-first', 'arrival-ask.short'],
    ],
    [
      ['gracias', '¿cuánto cuesta?'],
      ['topic-cost', 'arrival-ask.short'],
    ],
    [['menú', 'menú'], ['detour-menu']],
    [['persona', 'persona'], ['detour-campus']],
    [
      ['no he empezado', 'sí', '1'],
      ['welcome-what', 'welcome-intro'],
    ],
  ])('%j are answered with %j', (texts, keys) => {
    expect(keysOf(heard(beginning, texts))).toEqual(keys)
  })

  it('a cry for help in pieces is one', () => {
    expect(keysOf(heard(beginning, ['oye', 'no puedo', 'respirar']))).toEqual(['emergency'])
  })

  it('an answer named is meant though its question comes only now: the day, and the campus', () => {
    const waiting = reached(['ya la guardé', 'acepto'])
    expect(keysOf(heard(waiting, ['hoy', 'hoy']))[0]).toBe('waiting-window')
    const { session } = heard(waiting, ['quiero hablar con una persona', 'Navojoa'])
    expect(session?.campus).toBe('navojoa')
    expect(heard(waiting, ['quiero hablar con una persona', '2']).session?.campus).toBeNull()
  })

  it('words kept for the card of a case are there, answered or not', () => {
    const { session } = heard(beginning, ['me sale algo raro', '¿cuánto cuesta?'])
    expect(session?.recent).toEqual(expect.arrayContaining(['me sale algo raro', '¿cuánto cuesta?']))
  })
})

function sessionAt(place: string): Session {
  return sessions.find((session) => flow.wait(flow.check(session.flows[flow.id])).place === place) ?? fail()
}

/** One message after the other, each answered. */
function reached(texts: readonly string[]): Session {
  return texts.reduce<Session>((session, text) => heard(session, [text]).session ?? fail(), sessionAt('arrival.ask'))
}

function heard(session: Session, texts: readonly string[]): Outcome {
  return runTurn(
    env,
    STUDENT,
    session,
    texts.map((text, index) => mailOf({ kind: 'text', text }, index)),
    NOON,
  )
}

function mailOf(content: Content, index: number): Mail {
  const update = { id: `u${index}`, chat: STUDENT, audience: 'student' as const, at: NOON, ref: `r${index}`, content }
  return { kind: 'update', chat: STUDENT, update }
}

function saysOf({ effects }: Outcome): Say[] {
  return effects.flatMap((effect) => (effect.type === 'say' ? [effect] : []))
}

function keysOf(outcome: Outcome): string[] {
  return saysOf(outcome).flatMap(({ parts }) => parts.flatMap(({ key, quiet }) => (quiet ? [] : [key])))
}

/** What is read, without what is asked under it. */
function bubbles({ effects }: Outcome): string[] {
  const speaker = { chat: STUDENT, to: STUDENT, language: 'es', flow: flow.id }
  return outgoing({ texts: words.texts, calendar: () => calendar }, effects, speaker, NOON).flatMap((going) =>
    going.kind === 'message' && going.message.type === 'say' ? [going.message.body.text] : [],
  )
}

function fail(): never {
  throw new Error('not there')
}
