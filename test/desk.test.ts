import { describe, expect, it } from 'vitest'
import { seguroFacultativo as flow } from '../flows/seguro-facultativo/seguro-facultativo.ts'
import { type DeskSession, runDeskTurn } from '../src/desk.ts'
import type { Effect } from '../src/effect.ts'
import { chatId, DESK } from '../src/ids.ts'
import type { Mail } from '../src/mail.ts'
import { route } from '../src/router.ts'
import type { Content, Update } from '../src/update.ts'
import { nodes } from './flows/situations.ts'
import { loadWords } from './words.ts'

const { texts } = loadWords()
const GROUP = chatId('telegram', -100)
const ANA = chatId('whatsapp', 'ana')
const CODE = 'AB3D-EF4G'
const env = { texts, language: 'es', hasDesk: true }

const newCase: Mail = {
  kind: 'case',
  chat: DESK,
  code: CODE,
  student: ANA,
  channel: 'whatsapp',
  language: 'es',
  deadline: null,
  stepSince: 0,
  lines: [],
  flow: 'seguro-facultativo',
  reason: 'nss-failed',
  detail: 'no me sale',
  campus: 'navojoa',
  step: 'nss',
  stepNumber: 4,
  openedAt: 0,
  facts: { tries: 3, lastReason: 'nss-ten', hasNss: 'no', hasCurp: 'no', hasDate: 'no' },
}

function group(content: Content, more: Partial<Update> = {}): Mail {
  const sender = { id: '7', name: 'Luz', anonymous: false }
  return {
    kind: 'update',
    chat: DESK,
    update: { id: 'g', chat: GROUP, audience: 'group', at: 0, sender, content, ...more },
  }
}

const withCase = (): DeskSession =>
  runDeskTurn(env, runDeskTurn(env, null, [newCase]).session, [{ kind: 'delivered', chat: DESK, tag: CODE, ref: '55' }])
    .session

const keys = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'say' ? effect.parts.map(({ key }) => key) : []))
const replies = (effects: readonly Effect[]) =>
  effects.flatMap((effect) =>
    effect.type === 'post' && effect.mail.kind === 'reply' ? [[effect.to, effect.mail.text]] : [],
  )

describe('a card', () => {
  it('says case, campus, step, reason and failed attempts, and asks to hear where it stands', () => {
    const { effects } = runDeskTurn(env, null, [newCase])
    expect(effects).toHaveLength(1)
    expect(effects[0]).toMatchObject({
      type: 'say',
      tag: CODE,
      parts: [
        {
          key: 'card',
          params: { code: CODE, reason: 'NSS rechazado 3 veces', campus: 'Navojoa', stepNumber: 4, tries: 3 },
        },
      ],
    })
  })

  it('waits while there is no group, and goes out once, when there is one', () => {
    const alone = runDeskTurn({ ...env, hasDesk: false }, null, [newCase])
    expect(alone.effects).toEqual([])
    const opened = runDeskTurn(env, alone.session, [{ kind: 'desk-open', chat: DESK }])
    expect(keys(opened.effects)).toEqual(['card'])
    expect(runDeskTurn(env, opened.session, [{ kind: 'desk-open', chat: DESK }]).effects).toEqual([])
  })

  it('every reason the procedure can give has words', () => {
    const given = nodes.flatMap(({ state, transitions }) =>
      Object.values(transitions).flatMap(({ event }) => {
        const saved = { version: flow.version, value: state.value, context: state.context }
        return flow.hear(saved, event).effects.flatMap((effect) => (effect.type === 'escalate' ? [effect.reason] : []))
      }),
    )
    const reasons = [...new Set([...given, 'asked-for-person', 'lost-place'])]
    expect(reasons.length).toBeGreaterThan(20)
    expect(reasons.filter((reason) => !texts.has('es', flow.id, `reason-${reason}`))).toEqual([])
  })
})

describe("an agent's answer", () => {
  const answer: Content = { kind: 'text', text: 'ya quedó' }

  it('goes to the student of the quoted card, whatever network they are on', () => {
    const { effects } = runDeskTurn(env, withCase(), [group(answer, { quotes: { ref: '55', text: '' } })])
    expect(replies(effects)).toEqual([[ANA, 'ya quedó']])
    expect(keys(effects)).toEqual(['desk-sent'])
  })

  it('finds the student by the code on the card, if we were killed before its id was saved', () => {
    const unsaved = runDeskTurn(env, null, [newCase]).session
    const quotes = { ref: '999', text: `#${CODE} · NSS rechazado` }
    expect(replies(runDeskTurn(env, unsaved, [group(answer, { quotes })]).effects)).toEqual([[ANA, 'ya quedó']])
  })

  it.each([
    ['quotes nothing', answer, {}, []],
    ['quotes something else', answer, { quotes: { ref: '1', text: 'hola #no' } }, []],
    ['quotes a case that is no more', answer, { quotes: { ref: '1', text: '#ZZZZ-ZZZZ' } }, ['desk-no-case']],
    [
      'comes from nobody to be named',
      answer,
      { quotes: { ref: '55', text: '' }, sender: { id: '1', name: '', anonymous: true } },
      ['desk-anonymous'],
    ],
    ['is an edit', { kind: 'edit', text: 'x' } as const, { quotes: { ref: '55', text: '' } }, ['desk-edit']],
    ['is a picture', { kind: 'picture' } as const, { quotes: { ref: '55', text: '' } }, ['desk-only-text']],
  ])('goes nowhere if it %s', (_, content, more, said) => {
    const { effects } = runDeskTurn(env, withCase(), [group(content, more)])
    expect(replies(effects)).toEqual([])
    expect(keys(effects)).toEqual(said)
  })

  it('goes nowhere once the student erased everything, and the group was told', () => {
    const erased = runDeskTurn(env, withCase(), [{ kind: 'erased', chat: DESK, code: CODE }])
    expect(keys(erased.effects)).toEqual(['card-erased'])
    expect(JSON.stringify(erased.session)).not.toContain(ANA)
    const late = runDeskTurn(env, erased.session, [group(answer, { quotes: { ref: '55', text: `#${CODE}` } })])
    expect(replies(late.effects)).toEqual([])
  })
})

describe('whose an update is', () => {
  const from = (chat: Update['chat'], audience: Update['audience']): Update => ({
    id: 'u',
    chat,
    audience,
    at: 0,
    content: { kind: 'text', text: 'hola' },
  })
  it("a student's, the desk's, or nobody's", () => {
    expect(route(from(ANA, 'student'), GROUP)).toBe(ANA)
    expect(route(from(GROUP, 'group'), GROUP)).toBe(DESK)
    expect(route(from(chatId('telegram', -7), 'group'), GROUP)).toBeNull()
    expect(route(from(GROUP, 'group'), null)).toBeNull()
  })
})
