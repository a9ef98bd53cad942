import type { Calls } from '../calls.ts'
import { startContender } from '../contender.ts'
import { figure, table } from '../table.ts'
import type { Stage } from './part.ts'

/** What is called less often is no part of a turn. */
const SELDOM = 0.005

/** What one turn asks of the store: hot, when the post hands the chat over; cold, when it has to be claimed. */
export async function calls(stage: Stage): Promise<void> {
  const [hot, cold] = [await callsOf(stage, 'hot'), await callsOf(stage, 'cold')]
  const methods = [...new Set([...Object.keys(hot), ...Object.keys(cold)])]
  const rows = methods
    .filter((method) => Math.max(hot[method] ?? 0, cold[method] ?? 0) >= SELDOM)
    .map((method) => [method, figure(hot[method] ?? 0), figure(cold[method] ?? 0)])
  stage.print(
    `Calls of the store a turn, one chat in flight (awaited before the reply: answer, or post, claim and commit)\n${table(['', 'hot', 'cold'], rows)}`,
  )
}

async function callsOf({ plan, replies }: Stage, counts: 'hot' | 'cold'): Promise<Calls> {
  const cast = { transport: { kind: 'in-process' }, dialogue: 'everyday', replies: replies.everyday, counts } as const
  const { child, stop } = await startContender('ours', 'sqlite', cast)
  // The first turns find the desk being opened.
  await child.run({ first: 0, count: 1, inFlight: 1, ms: plan.slice })
  const counted = await child.calls({ first: 0, count: 1, inFlight: 1, ms: plan.slice })
  await stop()
  return counted
}
