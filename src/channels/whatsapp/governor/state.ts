import { z } from 'zod'
import { restrictionSchema } from './restriction.ts'
import { type Hour, hourSchema } from './tally.ts'

/** What a restart must not forget; it names nobody. */
export const governorStateSchema = z.object({
  version: z.literal(1),
  /** When this number was linked for the first time (ms). */
  linkedAt: z.number().nullable(),
  hours: z.array(hourSchema).max(100),
  restriction: restrictionSchema.nullable(),
})
export type GovernorState = z.infer<typeof governorStateSchema>

/** Counts so many more of what is being sent this hour than there were: that many may follow before it is written again. */
export function withMargin(state: GovernorState, hour: number, margin: number): GovernorState {
  const more = (count: number): number => (count === 0 ? 0 : count + margin)
  const raised = (entry: Hour): Hour =>
    entry.hour === hour ? { hour, reminders: more(entry.reminders), others: more(entry.others) } : entry
  return { ...state, hours: state.hours.map(raised) }
}

/** Whether all that happened is in what was written, counts perhaps higher. */
export function covers(written: GovernorState | null, state: GovernorState): boolean {
  if (written === null) return false
  const one = written.restriction
  const other = state.restriction
  const isSame = one?.until === other?.until && one?.tries === other?.tries && one?.liftedAt === other?.liftedAt
  const byHour = new Map(written.hours.map((entry) => [entry.hour, entry]))
  return (
    isSame &&
    written.linkedAt === state.linkedAt &&
    state.hours.every(({ hour, reminders, others }) => {
      const promised = byHour.get(hour) ?? { reminders: 0, others: 0 }
      return promised.reminders >= reminders && promised.others >= others
    })
  )
}
