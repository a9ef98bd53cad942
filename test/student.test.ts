import { describe, expect, it } from 'vitest'
import { fresh } from '../flows/seguro-facultativo/context.ts'
import { seguroFacultativo as flow } from '../flows/seguro-facultativo/seguro-facultativo.ts'
import { createCalendar } from '../src/calendar.ts'
import { chatId } from '../src/ids.ts'
import type { Mail } from '../src/mail.ts'
import { NewerSessionError, newSession, sessionSchema } from '../src/session.ts'
import { answerStudent } from '../src/student.ts'
import { loadWords, quietLog } from './words.ts'

const words = loadWords()
const calendar = createCalendar(flow.calendar)
const NOON = calendar.instant('2026-11-23', '12:00')
const STUDENT = chatId('test', '1')
const env = {
  flows: words.flows,
  texts: words.texts,
  language: () => words.languages.get('es') ?? fail(),
  calendar: () => calendar,
  hasDesk: () => true,
  notices: () => [],
  deletes: () => true,
  ownNumbers: () => [],
  log: quietLog,
}
const hello = {
  kind: 'update',
  chat: STUDENT,
  update: { id: 'u', chat: STUDENT, audience: 'student', at: NOON, content: { kind: 'text', text: 'hola' } },
} satisfies Mail
const good = newSession(STUDENT, 'es', flow.id, flow.start(NOON).saved, NOON)
const withSaved = (saved: unknown) => JSON.stringify({ ...good, flows: { [flow.id]: saved } })

describe('a session that cannot be read: told honestly, a case opened, nothing thrown away', () => {
  it.each([
    ['cut short', JSON.stringify(good).slice(0, 90)],
    ['sealed with a key that is gone', 'v1.k9.AAAA'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['of a schema that never was', JSON.stringify({ ...good, schema: 0 })],
    ["with another student's address", JSON.stringify({ ...good, chat: 'test:2' })],
    ['with nothing under way', JSON.stringify({ ...good, flows: {} })],
    ['with an instant no date can be made of', JSON.stringify({ ...good, seenAt: 1e300 })],
    ['with a day that is none', withSaved({ ...flow.start(0).saved, context: { ...fresh, savedOn: '2026-13-45' } })],
    [
      'in a state that is no more',
      withSaved({ version: 1, value: { curp: 'gone' }, context: flow.start(0).saved.context }),
    ],
    ['with a value that is none', withSaved({ version: 1, value: 5, context: flow.start(0).saved.context })],
    ['with no value', withSaved({ version: 1, value: {}, context: flow.start(0).saved.context })],
    ['with a context of another shape', withSaved({ version: 1, value: { curp: 'capture' }, context: { nss: 7 } })],
    ['of a procedure that is no more', JSON.stringify({ ...good, flows: { gone: {} } })],
    ['with a poisoned prototype', '{"__proto__":{"schema":1}}'],
  ])('%s', (_, session) => {
    const answer = answerStudent(env, { chat: STUDENT, turn: 3, session, mail: [hello], at: NOON })
    const said = answer.outgoing.flatMap((going) =>
      going.kind === 'message' && going.message.type === 'say' ? [going.message.key] : [],
    )
    expect(said[0]).toBe('bot-lost-place')
    expect(said.at(-1)).toBe('arrival-ask')
    expect(answer.outgoing).toContainEqual(
      expect.objectContaining({ kind: 'post', mail: expect.objectContaining({ kind: 'case', reason: 'lost-place' }) }),
    )
    expect(sessionSchema.parse(JSON.parse(answer.session ?? '')).setAside).toBe(session)
  })

  it.each([
    ['schema', JSON.stringify({ ...good, schema: 2, flows: 'elsewhere' })],
    ['procedure', withSaved({ ...flow.start(0).saved, version: 99 })],
    ['procedure, of another shape', withSaved({ version: 99, states: ['curp'] })],
  ])('one of a newer %s is left for it, not lost', (_, session) => {
    const answer = () => answerStudent(env, { chat: STUDENT, turn: 3, session, mail: [hello], at: NOON })
    expect(answer).toThrow(NewerSessionError)
    expect(answer).toThrow('written by a newer version, left for it')
  })

  it('what was set aside first stays so, and is never nested', () => {
    const first = 'x'.repeat(5_000_000)
    let session = first
    for (let turn = 0; turn < 5; turn += 1) {
      const answer = answerStudent(env, { chat: STUDENT, turn, session, mail: [hello], at: NOON })
      expect(sessionSchema.parse(JSON.parse(answer.session ?? '')).setAside).toBe(first.slice(0, 65_536))
      session = (answer.session ?? '').replace('"schema":1', '"schema":"one"')
    }
    expect(session.length).toBeLessThan(70_000)
  })

  it('a good one goes on, with nothing set aside', () => {
    const answer = answerStudent(env, {
      chat: STUDENT,
      turn: 3,
      session: JSON.stringify(good),
      mail: [hello],
      at: NOON,
    })
    expect(sessionSchema.parse(JSON.parse(answer.session ?? ''))).toMatchObject({ setAside: null, active: flow.id })
  })
})

function fail(): never {
  throw new Error('no language')
}

it('back asks anew what a yes would have dropped', () => {
  const said = (session: string | null, text: string) => {
    const mail: Mail = { ...hello, update: { ...hello.update, content: { kind: 'text', text } } }
    return answerStudent(env, { chat: STUDENT, turn: 3, session, mail: [mail], at: NOON })
  }
  let session: string | null = JSON.stringify(good)
  for (const text of ['hola', '1', '1', '1', '1', 'GOXA040229MSRMXNA6', '1', '/back'])
    session = said(session, text).session
  const { flows } = sessionSchema.parse(JSON.parse(session ?? 'null'))
  const saved = flow.check(flows[flow.id])
  expect(flow.wait(saved).place).toBe('curp.capture')
  expect(saved.context).toMatchObject({ curp: { curp: 'GOXA040229MSRMXNA6' } })
})
