import { randomInt } from 'node:crypto'
import type { Flow } from '../flows/flow.ts'
import { type CommitEnv, outgoing, withTimers } from './commit.ts'
import type { ChatId } from './ids.ts'
import type { Log } from './log.ts'
import type { Answer, Job } from './mailbox.ts'
import { nextTimer, type Session, sessionSchema } from './session.ts'
import { runTurn, type TurnEnv } from './turn/turn.ts'

type Env = CommitEnv & Omit<TurnEnv, 'code'> & { log: Log }

/** One turn of a student's chat, from what was stored to what is stored and sent. */
export function answerStudent(env: Env, job: Job): Answer {
  const { chat, mail, at } = job
  const restored = restore(env, job)
  const turnEnv = { ...env, code: newCode() }
  const outcome = runTurn(turnEnv, chat, restored.session, mail, at, restored.lost)
  const flow = outcome.session?.active ?? env.flows[0]?.id ?? ''
  const speaker = { chat, to: chat, language: outcome.language, flow }
  const kept = outcome.session && withTimers(env, outcome.session, outcome.effects, at)
  const session = kept && restored.lost ? { ...kept, setAside: job.session } : kept
  return {
    session: session && JSON.stringify(session),
    outgoing: outgoing(env, outcome.effects, speaker, at),
    next: session && nextTimer(session),
    forget: outcome.effects.some(({ type }) => type === 'forget'),
    handled: outcome.handled,
  }
}

/** Unknown or damaged: the student is told and a case opens; never a silent restart, never a crash. */
function restore(env: Env, job: Job): { session: Session | null; lost: boolean } {
  if (job.session === null) return { session: null, lost: false }
  try {
    const session = sessionSchema.parse(JSON.parse(job.session))
    for (const [id, saved] of Object.entries(session.flows)) flowOf(env.flows, id).check(saved)
    return { session, lost: false }
  } catch (error) {
    env.log.error({ turn: job.turn, error }, 'session could not be read')
    return { session: null, lost: true }
  }
}

function flowOf(flows: readonly Flow[], id: string): Flow {
  const flow = flows.find((candidate) => candidate.id === id)
  if (!flow) throw new Error('a procedure that is no longer configured')
  return flow
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
