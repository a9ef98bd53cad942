import { parseArgs } from 'node:util'

export const parts = ['in-process', 'http', 'held-out', 'start', 'bytes', 'calls', 'growth', 'profile'] as const
export type Part = (typeof parts)[number]

/** How long everything takes. */
export interface Plan {
  parts: readonly Part[]
  /** Chats in flight. */
  widths: readonly number[]
  /** Rounds of slices, each contender having one a round. */
  rounds: number
  /** Milliseconds of one slice. */
  slice: number
  /** Turns before anything counts, so that the code is compiled, but no longer than so many milliseconds. */
  warmUp: { turns: number; ms: number }
  /** Stored sessions among which the growth is measured. */
  stored: readonly [number, number, number]
  /** Chats that talk for up to 200 turns. */
  talkers: number
}

const WHOLE: Omit<Plan, 'parts'> = {
  widths: [1, 64, 256],
  rounds: 5,
  slice: 500,
  warmUp: { turns: 6000, ms: 5000 },
  stored: [1000, 10_000, 100_000],
  talkers: 32,
}

const QUICK: Omit<Plan, 'parts'> = {
  widths: [1, 16],
  rounds: 2,
  slice: 100,
  warmUp: { turns: 100, ms: 1000 },
  stored: [16, 32, 64],
  talkers: 4,
}

/** The plan the command line asks for; throws a sentence for what it does not know. */
export function readPlan(args: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      rounds: { type: 'string', default: '' },
    },
  })
  const asked = values.profile ? ['profile'] : values.only.split(',').filter((name) => name !== '')
  const unknown = asked.filter((name) => !parts.some((part) => part === name))
  if (unknown.length > 0) throw new Error(`--only knows ${parts.join(', ')}; not ${unknown.join(', ')}`)
  const plan = values.quick ? QUICK : WHOLE
  return {
    ...plan,
    parts: parts.filter((part) => asked.length === 0 || asked.includes(part)),
    rounds: Number(values.rounds) || plan.rounds,
  }
}
