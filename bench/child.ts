import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Calls } from './calls.ts'
import type { Measured, Stretch } from './load.ts'
import type { Stages } from './profiler.ts'
import type { SideSpec } from './side.ts'
import type { Order, Report } from './worker.ts'

/** A bot in a process of its own, as the parent sees it. Rejects with what went wrong over there. */
export interface Child {
  run(stretch: Stretch): Promise<Measured>
  profile(stretch: Stretch): Promise<Stages>
  calls(stretch: Stretch): Promise<Calls>
  /** Ended in good order: what it kept is on disk. */
  stop(): Promise<void>
}

export async function startChild(spec: SideSpec): Promise<Child> {
  const process = fork(new URL('./worker.js', import.meta.url), { serialization: 'advanced' })
  const order = (given: Order): Promise<Report> => ask(process, given)
  await order({ spec })
  return {
    run: async (run) => take(await order({ run }), 'measured'),
    profile: async (profile) => take(await order({ profile }), 'stages'),
    calls: async (calls) => take(await order({ calls }), 'calls'),
    async stop() {
      await order({ stop: true })
      process.disconnect()
      await once(process, 'exit')
    },
  }
}

async function ask(process: ChildProcess, order: Order): Promise<Report> {
  const heard = new AbortController()
  const answer = once(process, 'message', { signal: heard.signal })
  const gone = once(process, 'exit', { signal: heard.signal })
  process.send(order)
  try {
    const [report]: Report[] = await Promise.race([answer, gone.then(() => [{ error: 'the process ended' }])])
    if (!report || report.error !== undefined) throw new Error(report?.error ?? 'no answer')
    return report
  } finally {
    heard.abort()
    await Promise.allSettled([answer, gone])
  }
}

function take<K extends keyof Report>(report: Report, key: K): NonNullable<Report[K]> {
  const value = report[key]
  if (value === undefined) throw new Error(`no ${key} in the answer`)
  return value
}
