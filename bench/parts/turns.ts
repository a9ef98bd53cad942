import { type Cast, type Contender, withCrew } from '../contender.ts'
import type { Measured } from '../load.ts'
import { startNetwork } from '../network.ts'
import { median } from '../quantiles.ts'
import { interleaved } from '../slices.ts'
import { figure, ratio, table } from '../table.ts'
import type { Stage } from './part.ts'

/** Chats in flight where one number must do. */
const USUAL = 64
/** Turns a second at which latency is looked at. */
const RATE = 500
/** Chats that take part in it. */
const CALLERS = 500

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0)
const perSecond = ({ turns, ms }: Measured): number => (turns / ms) * 1000

/** Whole turns per second and their latency, replies going to a stub in place of fetch. */
export async function inProcess(stage: Stage): Promise<void> {
  const cast: Cast = { transport: { kind: 'in-process' }, dialogue: 'everyday', replies: stage.replies.everyday }
  await withCrew(cast, stage.plan, async (crew) => {
    await throughput(stage, 'in process (goal at 64 and 256: Redis >= 1.0, SQLite >= 1.2)', crew, stage.plan.widths)
    await latency(stage, 'in process', crew)
  })
}

/** The same with replies going over loopback HTTP to a fake Bot API in another process. */
export async function overHttp(stage: Stage): Promise<void> {
  const network = await startNetwork()
  const transport = { kind: 'http', root: network.root } as const
  try {
    const cast: Cast = { transport, dialogue: 'everyday', replies: stage.replies.everyday }
    await withCrew(cast, stage.plan, async (crew) => {
      await throughput(stage, 'over HTTP (goal: >= 1.5)', crew, stage.plan.widths)
      await latency(stage, 'over HTTP', crew)
    })
  } finally {
    await network.stop()
  }
}

/** The dialogue that nothing was tuned on. */
export async function heldOut(stage: Stage): Promise<void> {
  const cast: Cast = { transport: { kind: 'in-process' }, dialogue: 'held-out', replies: stage.replies['held-out'] }
  await withCrew(cast, stage.plan, (crew) => throughput(stage, 'in process, held-out dialogue', crew, [USUAL]))
}

async function throughput(stage: Stage, title: string, crew: Contender[], widths: readonly number[]): Promise<void> {
  const { rounds, slice } = stage.plan
  const rows: string[][] = []
  for (const inFlight of widths) {
    const runs = crew.map(
      ({ child }) =>
        () =>
          child.run({ first: 0, count: inFlight, inFlight, ms: slice }),
    )
    const compared = await interleaved(runs, rounds, perSecond)
    for (const [index, { ratio: spread, rounds: seen }] of compared.entries()) {
      const [tps, cpu] = [median(seen.map(perSecond)), median(seen.map((each) => each.cpu))]
      rows.push([crew[index]?.name ?? '', `${inFlight}`, ratio(spread), figure(tps), figure(cpu)])
    }
  }
  stage.print(`Turns, ${title}\n${table(['', 'in flight', 'x floor (quartiles)', 'turns/s', 'CPU us/turn'], rows)}`)
}

async function latency(stage: Stage, title: string, crew: Contender[]): Promise<void> {
  const stretch = { first: 0, count: CALLERS, inFlight: CALLERS, perSecond: RATE, ms: 3 * stage.plan.slice }
  for (const { child } of crew) await child.run({ ...stretch, ms: stage.plan.slice })
  const runs = crew.map(
    ({ child }) =>
      () =>
        child.run(stretch),
  )
  const compared = await interleaved(runs, Math.ceil(stage.plan.rounds / 2), ({ p50 }) => p50)
  const rows = compared.map(({ ratio: spread, rounds }, index) => {
    const [p50, p99] = [median(rounds.map((each) => each.p50)), median(rounds.map((each) => each.p99))]
    const [skipped, turns] = [sum(rounds.map((each) => each.skipped)), sum(rounds.map((each) => each.turns))]
    return [crew[index]?.name ?? '', ratio(spread), figure(p50), figure(p99), `${skipped} of ${skipped + turns}`]
  })
  stage.print(
    `Latency at ${RATE} turns/s, ${title} (goal: p50 <= 1.2)\n${table(['', 'p50 x floor (quartiles)', 'p50 ms', 'p99 ms', 'skipped'], rows)}`,
  )
}
