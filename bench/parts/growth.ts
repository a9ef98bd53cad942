import { type Contender, startContender } from '../contender.ts'
import type { Measured } from '../load.ts'
import { median } from '../quantiles.ts'
import type { StoreName } from '../side.ts'
import { type Compared, interleaved } from '../slices.ts'
import { figure, ratio, table } from '../table.ts'
import type { Stage } from './part.ts'

const STORES: readonly StoreName[] = ['sqlite', 'redis']
/** Chats in flight. */
const WIDTH = 64
const ROUND = 15

const perTurn = ({ turns, ms }: Measured): number => (1000 * ms) / turns

/** What a turn costs among many stored sessions, and late in a long conversation. */
export async function growth(stage: Stage): Promise<void> {
  for (const store of STORES) {
    await overSessions(stage, store)
    await overTurns(stage, store)
  }
}

/** As many processes as sizes; who talks is taken from all who are stored, one after the other. */
async function overSessions(stage: Stage, store: StoreName): Promise<void> {
  const { rounds, slice, stored } = stage.plan
  const crew = await Promise.all(stored.map(() => start(stage, store)))
  try {
    for (const [index, { child }] of crew.entries()) {
      const chats = { first: 0, count: stored[index] ?? 0 }
      await child.run({ ...chats, inFlight: 256, until: 1 })
      await child.run({ ...chats, inFlight: WIDTH, ...stage.plan.warmUp })
    }
    const runs = crew.map(
      ({ child }, index) =>
        () =>
          child.run({ first: 0, count: stored[index] ?? 0, inFlight: WIDTH, ms: slice }),
    )
    const compared = await interleaved(runs, rounds, perTurn)
    print(stage, `${store}, by sessions stored`, stored, compared)
  } finally {
    await Promise.all(crew.map(({ stop }) => stop()))
  }
}

/** One process; in each round new chats, brought to their fifth, fiftieth and two hundredth turn beforehand. */
async function overTurns(stage: Stage, store: StoreName): Promise<void> {
  const { talkers, warmUp, rounds } = stage.plan
  const ages = [5, 50, 200]
  const contender = await start(stage, store)
  let fresh = talkers
  const talk = async (age: number): Promise<Measured> => {
    const chats = { first: fresh, count: talkers, inFlight: talkers }
    fresh += talkers
    await contender.child.run({ ...chats, until: age })
    return contender.child.run({ ...chats, until: age + ROUND })
  }
  try {
    await contender.child.run({ first: 0, count: talkers, inFlight: talkers, ...warmUp })
    const runs = ages.map((age) => () => talk(age))
    print(stage, `${store}, by turns of the chat`, ages, await interleaved(runs, Math.ceil(rounds / 3), perTurn))
  } finally {
    await contender.stop()
  }
}

function start({ replies }: Stage, store: StoreName): Promise<Contender> {
  return startContender('ours', store, {
    transport: { kind: 'in-process' },
    dialogue: 'everyday',
    replies: replies.everyday,
  })
}

function print(stage: Stage, title: string, sizes: readonly number[], compared: Compared<Measured>[]): void {
  const rows = compared.map(({ ratio: spread, rounds }, index) => [
    (sizes[index] ?? 0).toLocaleString('en-US'),
    ratio(spread),
    figure(median(rounds.map(perTurn))),
  ])
  stage.print(`Cost of a turn, ${title} (goal: flat)\n${table(['', 'x first (quartiles)', 'us/turn'], rows)}`)
}
