/** One bot in a process of its own, with its students: does what the parent asks, one thing after the other. */
import { type Calls, counting, perTurn } from './calls.ts'
import { type Dialogue, dialogues } from './dialogue.ts'
import { startFloor } from './floor.ts'
import { createLoad, type Load, type Measured, type Stretch } from './load.ts'
import { startNaive } from './naive.ts'
import { startOurs } from './ours.ts'
import { profiled, type Stages } from './profiler.ts'
import type { Sent, Side, SideSpec } from './side.ts'

export type Order = { spec: SideSpec } | { run: Stretch } | { profile: Stretch } | { calls: Stretch } | { stop: true }

export interface Report {
  measured?: Measured
  stages?: Stages
  calls?: Calls
  error?: string
}

interface Started {
  side: Side
  load: Load
}

const calls: Calls = {}
let started: Started | null = null

process.on('message', (order: Order) => {
  obey(order).then(report, (error: unknown) => report({ error: String(error instanceof Error ? error.stack : error) }))
})
process.once('disconnect', () => process.exit(0))

async function obey(order: Order): Promise<Report> {
  if ('spec' in order) {
    started = await start(order.spec)
    return {}
  }
  if (!started) throw new Error('nothing was started')
  const { load, side } = started
  if ('run' in order) return { measured: await load.run(order.run) }
  if ('profile' in order) return { stages: await profiled(() => load.run(order.profile)) }
  if ('calls' in order) {
    const before = { ...calls }
    const { turns } = await load.run(order.calls)
    return { calls: perTurn(before, calls, turns) }
  }
  await side.stop()
  return {}
}

async function start(spec: SideSpec): Promise<Started> {
  const dialogue = dialogues[spec.dialogue]
  let load: Load | null = null
  const side = await startSide(spec, (chat, asked) => load?.sent(chat, asked))
  load = createLoad({ dialogue, replies: expected(spec, dialogue), take: side.take })
  return { side, load }
}

function startSide(spec: SideSpec, sent: Sent): Promise<Side> {
  switch (spec.side) {
    case 'floor':
      return startFloor(spec, sent)
    case 'naive':
      return startNaive(spec, sent)
    case 'ours':
      return startOurs({ ...spec, watch: spec.counts && counting(calls, spec.counts) }, sent)
  }
}

/** The others tell once, when a turn is over. */
function expected({ side, replies }: SideSpec, { lines }: Dialogue): readonly number[] {
  return side === 'ours' ? replies : lines.map(() => 1)
}

function report(report: Report): void {
  process.send?.(report)
}
