import { startContender } from '../contender.ts'
import type { StoreName } from '../side.ts'
import { figure, table } from '../table.ts'
import type { Stage } from './part.ts'

const STORES: readonly StoreName[] = ['sqlite', 'redis']
/** Turns 5, 50 and 200 stand at the same place of the dialogue; at the thirteenth a session is at its largest. */
const TURNS = [5, 13, 50, 200]

/** What a chat takes in the store once it has had so many turns. */
export async function bytes(stage: Stage): Promise<void> {
  const rows: string[][] = []
  for (const store of STORES) {
    const figures = await Promise.all(TURNS.map((turn) => bytesAt(stage, store, turn)))
    for (const [index, turn] of TURNS.entries()) rows.push([`ours, ${store}`, `${turn}`, ...(figures[index] ?? [])])
  }
  stage.print(
    `Bytes in the store (goal: a session the same at turn 5 and 200, under 1,000)\n${table(['', 'turn', 'a session', 'ids, a turn'], rows)}`,
  )
}

async function bytesAt({ plan, replies }: Stage, store: StoreName, turn: number): Promise<string[]> {
  const contender = await startContender('ours', store, {
    transport: { kind: 'in-process' },
    dialogue: 'everyday',
    replies: replies.everyday,
  })
  await contender.child.run({ first: 0, count: plan.talkers, inFlight: plan.talkers, until: turn })
  await contender.child.stop()
  const { sessions, dedupe } = await contender.venue.sizes()
  await contender.venue.stop()
  return [figure(sessions / plan.talkers), figure(dedupe / plan.talkers / turn)]
}
