import { z } from 'zod'
import { migrateSession } from '../envelope.ts'
import { NewerSessionError } from '../session.ts'
import { caseSchema, DESK_SCHEMA, type DeskSession, deskMigrations, deskSchema, newDesk } from './session.ts'

/** Short enough to be read and written again with every turn (characters). */
const LONGEST_ASIDE = 262_144

/**
 * What was stored about the desk by any release up to this one. Damaged: `error` says how, what was stored is set aside in a new
 * session for whoever mends it, and cases that can still be read go on. Throws NewerSessionError if a later release wrote it.
 */
export function restoreDesk(kept: string | null, at: number): { session: DeskSession | null; error: unknown } {
  if (kept === null) return { session: null, error: null }
  try {
    return { session: deskSchema.parse(migrateSession(JSON.parse(kept), DESK_SCHEMA, deskMigrations)), error: null }
  } catch (error) {
    if (error instanceof NewerSessionError) throw error
    return { session: salvaged(kept, at), error }
  }
}

const remains = z.object({
  cases: z.record(z.string(), z.unknown()).catch({}),
  agents: deskSchema.shape.agents.catch({}),
  group: deskSchema.shape.group.catch(null),
  incidents: deskSchema.shape.incidents.catch({}),
  setAside: deskSchema.shape.setAside.catch(null),
})

/** What had been set aside before matters more than what came after it. */
function salvaged(kept: string, at: number): DeskSession {
  const { cases, setAside, ...others } = remains.safeParse(parsed(kept)).data ?? remains.parse({})
  const readable = Object.entries(cases).flatMap(([code, one]) => {
    const { data } = caseSchema.safeParse(one)
    return data ? [[code, data] as const] : []
  })
  return {
    ...newDesk,
    ...others,
    cases: Object.fromEntries(readable),
    setAside: setAside ?? { at, text: kept.slice(0, LONGEST_ASIDE) },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
