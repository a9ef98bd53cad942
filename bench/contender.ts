import { type Child, startChild } from './child.ts'
import type { Plan } from './plan.ts'
import type { SideName, SideSpec, StoreName } from './side.ts'
import { openVenue, type Venue } from './venue.ts'

/** A bot with a store of its own, ready to be put under load. */
export interface Contender {
  name: string
  child: Child
  venue: Venue
  stop(): Promise<void>
}

/** What all contenders of a run have in common. */
export type Cast = Omit<SideSpec, 'side' | 'store'>

export async function startContender(side: SideName, store: StoreName, cast: Cast): Promise<Contender> {
  const venue = await openVenue(store)
  const child = await startChild({ ...cast, side, store: venue.store })
  return {
    name: side === 'ours' ? `ours, ${store}` : side,
    child,
    venue,
    async stop() {
      await child.stop()
      await venue.stop()
    },
  }
}

/** The floor first: the others are compared with it. */
const CREW: readonly (readonly [SideName, StoreName])[] = [
  ['floor', 'redis'],
  ['naive', 'redis'],
  ['ours', 'sqlite'],
  ['ours', 'redis'],
]

/** Starts all contenders, with their code compiled and their students spread over the dialogue; stops them at the end. */
export async function withCrew(cast: Cast, plan: Plan, use: (crew: Contender[]) => Promise<void>): Promise<void> {
  const count = Math.max(...plan.widths)
  const crew = await Promise.all(CREW.map(([side, store]) => startContender(side, store, cast)))
  try {
    for (const { child } of crew) {
      await child.run({ first: 0, count, inFlight: count, until: 'spread' })
      await child.run({ first: 0, count, inFlight: count, ...plan.warmUp })
    }
    await use(crew)
  } finally {
    await Promise.all(crew.map(({ stop }) => stop()))
  }
}
