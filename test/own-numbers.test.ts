/** Whoever asks for a person is never sent back to the bot: its own number is not offered as the desk's. */
import { describe, expect, test } from 'vitest'
import { contacts } from '../flows/seguro-facultativo/institution.ts'
import { seguroFacultativo as flow } from '../flows/seguro-facultativo/seguro-facultativo.ts'
import { createCalendar } from '../src/calendar.ts'
import { outgoing } from '../src/commit.ts'
import { chatId } from '../src/ids.ts'
import { newSession } from '../src/session.ts'
import { runTurn, type TurnEnv } from '../src/turn/turn.ts'
import { loadWords } from './words.ts'

const words = loadWords()
const calendar = createCalendar(flow.calendar)
const NOON = calendar.instant('2026-11-23', '12:00')
const STUDENT = chatId('test', '1')
const [first, second] = [contacts.whatsappNainari1, contacts.whatsappNainari2]
const digits = (number: string): string => number.replaceAll(/\D/g, '')

/** What a student of Náinari reads who asks. */
function told(text: string, own: readonly string[]): string {
  const env: TurnEnv = {
    flows: words.flows,
    texts: words.texts,
    language: () => words.languages.get('es') ?? fail(),
    calendar: () => calendar,
    hasDesk: () => true,
    notices: () => [],
    deletes: () => true,
    ownNumbers: () => own,
    code: () => 'TEST-CODE',
  }
  const fresh = newSession(STUDENT, 'es', flow.id, flow.start(NOON).saved, NOON)
  const session = { ...fresh, asked: 1, question: { number: 1, key: 'arrival-ask', step: '' }, campus: 'nainari' }
  const update = { id: 'u', chat: STUDENT, audience: 'student' as const, at: NOON }
  const mail = {
    kind: 'update' as const,
    chat: STUDENT,
    update: { ...update, content: { kind: 'text' as const, text } },
  }
  const { effects } = runTurn(env, STUDENT, session, [mail], NOON)
  const speaker = { chat: STUDENT, to: STUDENT, language: 'es', flow: flow.id }
  return outgoing({ texts: words.texts, calendar: () => calendar }, effects, speaker, NOON)
    .flatMap((going) => (going.kind === 'message' && going.message.type === 'say' ? [going.message.body.text] : []))
    .join('\n')
}

function fail(): never {
  throw new Error('no language')
}

describe.each(['contactos', 'teléfonos'])('"%s"', (asked) => {
  const usual = told(asked, [])

  test('names a WhatsApp number while the bot speaks from another one', () => {
    expect(usual).toContain(first)
    expect(told(asked, ['5215550001111'])).toBe(usual)
  })

  test.each([`52${digits(first)}`, `521${digits(first)}`, digits(first)])('never names our own, as %s', (own) => {
    const text = told(asked, [own])
    expect(text).not.toContain(first)
    expect(text).toContain(second)
    expect(text).not.toMatch(/ o\s*$/m)
    expect(text).toContain(contacts.mailNainari)
  })

  test('names none when both are ours, and leaves no hole where they stood', () => {
    const text = told(asked, [`52${digits(first)}`, `521${digits(second)}`])
    expect(text).not.toContain(first)
    expect(text).not.toContain(second)
    expect(text).not.toContain('WhatsApp')
    expect(text).not.toMatch(/\n\n\n|[ \t]+$|‹|\{/m)
    expect(text).toContain(contacts.mailNainari)
  })
})

test('the second is not offered either when it is ours', () => {
  const text = told('contactos', [`521${digits(second)}`])
  expect(text).toContain(`WhatsApp ${first}\n`)
  expect(text).not.toContain(second)
})
