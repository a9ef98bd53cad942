import { startContender } from '../contender.ts'
import type { StoreName } from '../side.ts'
import { figure, table } from '../table.ts'
import type { Stage } from './part.ts'

const STORES: readonly StoreName[] = ['sqlite', 'redis']
const WIDTH = 64
/** What takes less than this share of a turn is told together. */
const SMALLEST = 0.01

/** Where the microseconds of a turn go, by source file: what a package does counts with the file that asked for it. */
export async function profile(stage: Stage): Promise<void> {
  for (const store of STORES) {
    const cast = { transport: { kind: 'in-process' }, dialogue: 'everyday', replies: stage.replies.everyday } as const
    const { child, stop } = await startContender('ours', store, cast)
    const load = { first: 0, count: WIDTH, inFlight: WIDTH }
    await child.run({ ...load, ...stage.plan.warmUp })
    const { measured, files, functions } = await child.profile({ ...load, ms: 4 * stage.plan.slice })
    await stop()
    const { cpu } = measured
    const total = ['a whole turn', figure(cpu), '100 %']
    const title = `in process, ${store}, ${WIDTH} in flight`
    stage.print(`Profile, ${title}\n${table(['', 'CPU us/turn', ''], [...rowsOf(files, cpu), total])}`)
    stage.print(`Dearest functions, ${title}\n${table(['', 'CPU us/turn', ''], rowsOf(functions, cpu))}`)
  }
}

function rowsOf(files: Record<string, number>, whole: number): string[][] {
  const told = Object.entries(files).sort(([, a], [, b]) => b - a)
  const large = told.filter(([, time]) => time >= SMALLEST * whole)
  const small = told.slice(large.length).reduce((sum, [, time]) => sum + time, 0)
  return [...large, ['the rest', small] as const].map(([file, time]) => [
    file,
    figure(time),
    `${((100 * time) / whole).toFixed(0)} %`,
  ])
}
