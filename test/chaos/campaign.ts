/** All points on both stores, two at a time. */
import { type Directed, killAt, type Outcome } from './directed.ts'
import { type Point, sendWindow } from './points.ts'
import { randomNumbers } from './random.ts'
import type { StormOutcome } from './storm.ts'

export interface Campaign {
  program: string
  seed: number
  /** Points that are met over the same data: one by one in the long run, all of them where time is short. */
  groups: readonly (readonly Point[])[]
  killsEach: number
  onKill(): void
}

export interface Report {
  outcomes: Outcome[]
  /** One sentence for everything that must not be. */
  faults: string[]
}

const AT_ONCE = 2
const STORES = ['sqlite', 'redis'] as const

export async function runCampaign({ program, seed, groups, killsEach, onKill }: Campaign): Promise<Report> {
  const jobs = groups.flatMap((points, at) =>
    STORES.map((store, which): Directed => {
      const random = randomNumbers(seed + 2 * at + which)
      return { program, points, store, kills: killsEach * points.length, random, onKill }
    }),
  )
  const report: Report = { outcomes: [], faults: [] }
  const work = async (): Promise<void> => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const name = `${job.points.join(' ')} ${job.store}`
      try {
        const outcome = await killAt(job)
        report.outcomes.push(outcome)
        report.faults.push(...faultsOf(name, outcome), ...directedFaults(name, outcome))
      } catch (error) {
        report.faults.push(`${name}: ${error instanceof Error ? error.message : error}`)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const rank = ({ points, store }: Outcome): number => 2 * groups.indexOf(points) + STORES.indexOf(store)
  report.outcomes.sort((a, b) => rank(a) - rank(b))
  return report
}

/** What must be zero whatever was done, and that something was done at all. */
export function faultsOf(name: string, outcome: Outcome | StormOutcome): string[] {
  const { lost, doubled, disordered, unexplained } = outcome
  const found = Object.entries({ lost, doubled, 'out of order': disordered, 'repeated out of turn': unexplained })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${name}: ${count} ${what}`)
  if (outcome.messages === 0 || outcome.kills === 0) found.push(`${name}: nothing happened`)
  return [...found, ...outcome.details.slice(0, 5).map((detail) => `${name}:   ${detail}`)]
}

/** One message at most is on its way, so one at most may come twice. */
function directedFaults(name: string, { kills, repeats, misrouted, orphans, points }: Outcome): string[] {
  const cardKills = points.map((point, at) => (point === 'T15' ? killsOf(kills, points.length, at) : 0))
  const cards = cardKills.reduce((sum, count) => sum + count, 0)
  return [
    ...(repeats > kills ? [`${name}: ${repeats} repeated in ${kills} kills`] : []),
    ...(misrouted > 0 ? [`${name}: ${misrouted} answers of the desk lost or misrouted`] : []),
    // Each of those kills leaves a card of which nobody kept the id.
    ...(orphans < cards ? [`${name}: ${orphans} cards without an id after ${cards} kills`] : []),
    // Here every kill finds a message on its way: were none repeated, the kills did not come where they should.
    ...(points.every((point) => sendWindow.includes(point)) && repeats === 0
      ? [`${name}: no message was on its way at any kill`]
      : []),
  ]
}

/** How many of the kills fell to the point that stands at `at`: they are met one after the other, and again from the first. */
function killsOf(kills: number, points: number, at: number): number {
  return Math.ceil((kills - at) / points)
}
