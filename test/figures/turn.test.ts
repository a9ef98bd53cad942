import { describe, expect, it } from 'vitest'
import { answerFigures } from '../../src/figures/answer.ts'
import { type FiguresSession, newFigures } from '../../src/figures/counts.ts'
import { runFiguresTurn } from '../../src/figures/turn.ts'
import { chatId, FIGURES } from '../../src/ids.ts'
import type { Mail, MailOf } from '../../src/mail.ts'
import { createRecent } from '../../src/recent.ts'
import { NewerSessionError } from '../../src/session.ts'
import { quietLog } from '../words.ts'
import { AT, env, TODAY } from './given.ts'

const count = (name: string, day = TODAY): Mail => ({ kind: 'count', chat: FIGURES, day, name })
const ask = (more: Partial<MailOf<'figures'>> = {}): Mail => ({
  kind: 'figures',
  chat: FIGURES,
  period: 'term',
  form: 'csv',
  ...more,
})
const group = chatId('telegram', -100)
const answer = (mail: Mail[], session: string | null = null, helpdesk: typeof group | null = group) =>
  answerFigures({ ...env, helpdesk, log: quietLog }, { chat: FIGURES, turn: 1, session, mail, at: AT })

describe('a turn of the figures', () => {
  it('counts, and answers with what was counted before it was asked', () => {
    const five = Array.from({ length: 5 }, () => count('solved:yes'))
    const { session, asked } = runFiguresTurn(env, null, [...five, ask(), ...five, ask()], AT)
    expect(session.days).toEqual({ [TODAY]: { 'solved:yes': 10 } })
    const texts = asked.map((one) => (one.form === 'csv' ? one.text : ''))
    expect(texts.map((text) => text.split('\r\n')[1])).toEqual([
      '2026-2,¿Se resolvió?,Sí,5,casos',
      '2026-2,¿Se resolvió?,Sí,10,casos',
    ])
  })

  it('hears nothing else', () => {
    const other: Mail[] = [
      { kind: 'gone', chat: FIGURES },
      { kind: 'flood', chat: FIGURES },
    ]
    expect(runFiguresTurn(env, null, other, AT)).toEqual({ session: newFigures(), asked: [] })
  })
})

describe('an answer', () => {
  it('is a picture or a file for the group, in the topic where it was asked for', () => {
    const { outgoing, session, next, forget } = answer([ask({ form: 'picture', period: 'week', thread: '7' }), ask()])
    expect(outgoing).toMatchObject([
      {
        kind: 'message',
        chat: FIGURES,
        to: group,
        message: {
          type: 'picture',
          key: 'figures-picture-caption',
          thread: '7',
          caption: { text: 'Cifras · del miércoles 18 de noviembre al martes 24 de noviembre de 2026' },
        },
      },
      { to: group, message: { type: 'file', name: 'afilia-2026-2.csv', key: 'figures-csv-caption' } },
    ])
    expect(outgoing[1]).not.toHaveProperty('message.thread')
    expect([session, next, forget]).toEqual([JSON.stringify(newFigures()), null, false])
  })

  it('goes nowhere while there is no group; what was counted stays', () => {
    const { outgoing, session } = answer([count('solved:yes'), ask()], null, null)
    expect(outgoing).toEqual([])
    expect(session).toContain('solved:yes')
  })
})

describe('what was kept', () => {
  it('and cannot be read is left as it lies, and whoever asks is told', () => {
    const kept = JSON.stringify({ ...newFigures(), days: { [TODAY]: { 'solved:yes': 'many' } } })
    const { session, outgoing, handled } = answer([count('solved:yes'), ask({ thread: '7' })], kept)
    expect([session, handled]).toEqual([kept, 2])
    expect(outgoing).toMatchObject([{ to: group, message: { type: 'say', key: 'figures-unreadable', thread: '7' } }])
  })

  it('is read once, as long as nobody else writes it', () => {
    const recent = createRecent<FiguresSession>(1)
    const turn = (session: string | null) =>
      answerFigures(
        { ...env, helpdesk: group, log: quietLog, recent },
        { chat: FIGURES, turn: 1, session, mail: [count('solved:yes')], at: AT },
      ).session
    const second = turn(turn(null))
    expect(second).toBe(answer([count('solved:yes'), count('solved:yes')]).session)
    expect(turn(answer([count('solved:no')]).session)).toBe(answer([count('solved:no'), count('solved:yes')]).session)
    expect(turn(second)).toContain('"solved:yes":3')
  })

  it('and is no data at all is begun anew', () => {
    expect(answer([count('solved:yes')], 'k1.damaged').session).toContain('"solved:yes":1')
  })

  it('by a later release waits for it', () => {
    const kept = JSON.stringify({ ...newFigures(), schema: 2 })
    expect(() => answer([count('solved:yes')], kept)).toThrow(NewerSessionError)
  })
})
