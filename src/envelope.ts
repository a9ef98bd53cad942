import { z } from 'zod'
import { emptiesIn, type Flow, NewerVersionError, withoutEmpties } from '../flows/flow.ts'
import type { ChatId } from './ids.ts'
import { LONGEST_TRAIL, NewerSessionError, newSession, SCHEMA, type Session, sessionSchema } from './session.ts'

type Migrations = Readonly<Record<number, (session: unknown) => unknown>>

/** Takes a session of schema n to n + 1; the key is n. */
const migrations: Migrations = {}

const EMPTIES = emptiesIn(newSession('a:b', 'es', 'a', null, 0))

const dated = z.looseObject({ schema: z.number().int() })
const versioned = z.object({ version: z.number() })

/**
 * Reads what was stored about a chat by any release up to this one, as this one's: migrated, checked, its places under today's
 * names. Throws NewerSessionError if a later release wrote it, and whatever is wrong with it otherwise.
 */
export function readSession(text: string, chat: ChatId, flows: readonly Flow[]): Session {
  try {
    const session = sessionSchema.parse(migrateSession(JSON.parse(text)))
    if (session.chat !== chat) throw new Error('the session of another chat')
    if (session.flows[session.active] === undefined) throw new Error('nothing is under way')
    return checked(session, flows)
  } catch (error) {
    if (error instanceof NewerVersionError) throw new NewerSessionError({ cause: error })
    throw error
  }
}

/** As it is stored: what is empty goes without saying, which is a third of it. */
export function writeSession(session: Session, flows: readonly Flow[]): string {
  const packed = Object.entries(session.flows).map(([id, kept]) => {
    const flow = flowOf(flows, id)
    return [id, flow.pack(flow.check(kept))]
  })
  return JSON.stringify({ ...withoutEmpties(session, EMPTIES), flows: Object.fromEntries(packed) })
}

/** One step after the other up to the schema that is wanted. */
export function migrateSession(value: unknown, schema: number = SCHEMA, steps: Migrations = migrations): unknown {
  let current = dated.parse(value)
  if (current.schema > schema) throw new NewerSessionError()
  while (current.schema < schema) {
    const step = steps[current.schema]
    if (!step) throw new Error('a schema that never was')
    current = dated.parse({ ...dated.parse(step(current)), schema: current.schema + 1 })
  }
  return current
}

function checked(session: Session, flows: readonly Flow[]): Session {
  const saved = Object.entries(session.flows).map(([id, kept]) => [id, flowOf(flows, id).check(kept)])
  const active = flowOf(flows, session.active)
  // A campus may be gone since: it is asked for again.
  const campus = flows.some(({ campuses }) => campuses.some((id) => id === session.campus)) ? session.campus : null
  return renamed({ ...session, campus, flows: Object.fromEntries(saved) }, active, session.flows[active.id])
}

/** The way back and the question that stands, under the names their places have now; a place that is no more leaves the way back. */
function renamed(session: Session, flow: Flow, kept: unknown): Session {
  const { version } = versioned.parse(kept)
  const trail = session.trail.flatMap((place) => flow.placeToday(place, version) ?? []).slice(-LONGEST_TRAIL)
  if (version === flow.version) return { ...session, trail }
  const wait = flow.wait(flow.check(session.flows[flow.id]))
  const isAsked = flow.keyToday(session.question.key, version) === wait.key
  const step = isAsked && wait.step !== '' ? wait.step : session.question.step
  return {
    ...session,
    trail,
    question: {
      // Of a question that no longer stands the buttons are old ones, even those that look like today's.
      ...(isAsked ? { number: session.question.number, key: wait.key } : { number: 0, key: '' }),
      step: flow.steps.includes(step) ? step : '',
    },
  }
}

function flowOf(flows: readonly Flow[], id: string): Flow {
  const flow = flows.find((candidate) => candidate.id === id)
  if (!flow) throw new Error('a procedure that is no longer configured')
  return flow
}
