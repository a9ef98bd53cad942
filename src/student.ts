import { randomInt } from 'node:crypto'
import { z } from 'zod'
import type { Flow } from '../flows/flow.ts'
import { type CommitEnv, outgoing, withTimers } from './commit.ts'
import { readSession, writeSession } from './envelope.ts'
import type { ChatId } from './ids.ts'
import type { Log } from './log.ts'
import type { Answer, Job } from './mailbox.ts'
import type { Recent } from './recent.ts'
import { nextAttention } from './retention.ts'
import { NewerSessionError, type Session } from './session.ts'
import { runTurn, type TurnEnv } from './turn/turn.ts'

type Env = CommitEnv &
  Omit<TurnEnv, 'code'> & {
    log: Log
    /** Sessions as last written. A turn changes none of them: what it makes is new. */
    recent?: Recent<Session>
  }

/** What was kept and cannot be read is kept for whoever mends it, up to so many characters. */
const LONGEST_ASIDE = 65_536

/**
 * One turn of a student's chat, from what was stored to what is stored and sent. Throws NewerSessionError, and touches nothing,
 * if a later release wrote it.
 */
export function answerStudent(env: Env, job: Job): Answer {
  const { chat, mail, at } = job
  const restored = restore(env, job)
  const turnEnv = { ...env, code: newCode }
  const outcome = runTurn(turnEnv, chat, restored.session, mail, at, restored.lost !== null)
  const flow = outcome.session?.active ?? env.flows[0]?.id ?? ''
  const speaker = { chat, to: chat, language: outcome.language, flow }
  const kept = outcome.session && withTimers(env, outcome.session, outcome.effects, at)
  const session = kept && restored.lost !== null ? { ...kept, setAside: asideOf(restored.lost) } : kept
  return {
    session: session && written(env, chat, session),
    outgoing: outgoing(env, outcome.effects, speaker, at),
    next: session && nextAttention(session, at),
    forget: outcome.effects.some(({ type }) => type === 'forget'),
    handled: outcome.handled,
  }
}

function written(env: Env, chat: ChatId, session: Session): string {
  const text = writeSession(session, env.flows)
  env.recent?.keep(chat, text, session)
  return text
}

/** Damaged: the student is told and a case opens; never a silent restart, never a crash. */
function restore(env: Env, job: Job): { session: Session | null; lost: string | null } {
  if (job.session === null) return { session: null, lost: null }
  try {
    const recent = env.recent?.get(job.chat, job.session)
    if (recent) return { session: recent, lost: null }
    const session = readSession(job.session, job.chat, env.flows)
    // A language may be gone since.
    return { session: { ...session, language: env.texts.match(session.language) }, lost: null }
  } catch (error) {
    if (error instanceof NewerSessionError) throw error
    env.log.error({ turn: job.turn, error }, 'session could not be read')
    return { session: null, lost: job.session }
  }
}

/** What had been set aside before matters more than the session that came after it, and is never nested in it. */
function asideOf(lost: string): string {
  return (earlierIn(lost) ?? lost).slice(0, LONGEST_ASIDE)
}

function earlierIn(lost: string): string | null {
  try {
    return z.object({ setAside: z.string() }).safeParse(JSON.parse(lost)).data?.setAside ?? null
  } catch {
    return null
  }
}

/** Letters and digits nobody confuses aloud: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V. */
const ALPHABET = '34679ACDEFGHJKMNPQRTWXY'

/** Eight of 23 signs: 36 bits, short enough to say over the counter. */
function newCode(): string {
  const signs = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)])
  return `${signs.slice(0, 4).join('')}-${signs.slice(4).join('')}`
}

/** What a student hears whose message failed three times. */
export function apology(env: CommitEnv, flows: readonly Flow[], chat: ChatId, language: string, at: number) {
  const flow = flows[0]?.id ?? ''
  const bubble = { type: 'say' as const, parts: [{ scope: null, key: 'bot-failed', params: {} }], ask: null, copy: [] }
  return outgoing(env, [bubble], { chat, to: chat, language, flow }, at)
}
