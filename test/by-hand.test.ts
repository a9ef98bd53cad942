/** Staff write from the bot's own phone: what a transcript cannot show of it. */
import { expect, it } from 'vitest'
import { chatId } from '../src/ids.ts'
import type { Mail } from '../src/mail.ts'
import { IDENTIFIERS } from '../src/retention.ts'
import { quietUntil, type Session } from '../src/session.ts'
import { type Outcome, runTurn } from '../src/turn/turn.ts'
import type { Content } from '../src/update.ts'
import { env, NOON } from './turn-env.ts'

const HOUR = 60 * 60 * 1000
const STUDENT = chatId('test', '1')
const hello: Content = { kind: 'text', text: 'hola' }
const byHand = (until: number): Content => ({ kind: 'by-hand', until })

it('what the student wrote just before is not answered either: staff have read it', () => {
  const known = kept(turn(null, NOON, hello))
  const outcome = turn(known, NOON + 1, { kind: 'text', text: '¿cuánto tarda?' }, byHand(NOON + HOUR))
  expect(saidIn(outcome)).toEqual([])
  expect(outcome.handled).toBe(2)
})

it('an NSS is neither kept nor deleted, and nothing of it goes anywhere', () => {
  const session = kept(turn(kept(turn(null, NOON, hello)), NOON, byHand(NOON + HOUR)))
  const outcome = turn(session, NOON + 1, { kind: 'text', text: '92919084431' })
  expect(outcome.effects.filter(({ type }) => type !== 'post')).toEqual([])
  expect(JSON.stringify(outcome)).not.toContain('92919084431')
})

it('is not cut short by what was written before, and heard later', () => {
  const session = kept(turn(kept(turn(null, NOON, hello)), NOON, byHand(NOON + 2 * HOUR)))
  expect(kept(turn(session, NOON, byHand(NOON + HOUR))).handUntil).toBe(NOON + 2 * HOUR)
  expect(kept(turn(session, NOON, byHand(0))).handUntil).toBe(NOON)
})

it('lasts no longer than what identifies is kept, however far it is put off', () => {
  const session = kept(turn(kept(turn(null, NOON, hello)), NOON, byHand(Number.MAX_SAFE_INTEGER)))
  expect(session.handUntil).toBe(NOON + IDENTIFIERS)
  expect(quietUntil(session)).toBe(NOON + IDENTIFIERS)
})

it.each([NOON + HOUR, NOON - HOUR, 0])(
  'whom the bot has never heard of is new when they first write to it (until %i)',
  (until) => {
    const first = turn(null, NOON, byHand(until))
    expect(saidIn(first)).toEqual([])
    expect(counted(first)).toEqual([])
    const second = turn(kept(first), NOON + 2 * HOUR, hello)
    expect(saidIn(second)).toEqual(['arrival-ask'])
    expect(counted(second)).toContain('started:seguro-facultativo')
    expect(kept(second).handUntil).toBe(0)
  },
)

function turn(session: Session | null, at: number, ...contents: Content[]): Outcome {
  const mail = contents.map((content, index): Mail => {
    const update = { id: `u${index}`, chat: STUDENT, audience: 'student' as const, at, ref: `r${index}`, content }
    return { kind: 'update', chat: STUDENT, update }
  })
  return runTurn(env, STUDENT, session, mail, at)
}

function kept({ session }: Outcome): Session {
  return session ?? fail()
}

function saidIn({ effects }: Outcome): string[] {
  return effects.flatMap((effect) => (effect.type === 'say' ? [effect.parts.at(-1)?.key ?? ''] : []))
}

function counted({ effects }: Outcome): string[] {
  return effects.flatMap((effect) => (effect.type === 'post' && effect.mail.kind === 'count' ? [effect.mail.name] : []))
}

function fail(): never {
  throw new Error('not there')
}
