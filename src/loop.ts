import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

/** Work that is taken piece by piece until none is left. */
export interface Loop {
  /** Something may be due: look now. */
  nudge(): void
  /** Resolves once a look found nothing due. */
  settled(): Promise<void>
  stop(): Promise<void>
}

/** The guarantee behind every hint: it looks at least this often (ms). */
const POLL = 1000

/** Runs `takeOne` until it says false, `width` at a time, and again when nudged, when `nextDue` comes or a second has passed. */
export function startLoop(options: {
  clock: Clock
  log: Log
  width: number
  takeOne(): Promise<boolean>
  nextDue(): Promise<number | null>
}): Loop {
  const { clock, log, width, takeOne, nextDue } = options
  let stopped = false
  let again = false
  let sleeping: (() => void) | null = null
  let listeners: (() => void)[] = []

  async function drain(): Promise<void> {
    while (!stopped && (await takeOne())) again = true
  }

  async function run(): Promise<void> {
    while (!stopped) {
      again = false
      const lanes = await Promise.allSettled(Array.from({ length: width }, drain))
      const failure = lanes.find((lane) => lane.status === 'rejected')
      if (failure) log.error({ error: failure.reason }, 'loop failed, trying again')
      if (again && !failure) continue
      const heard = listeners
      listeners = []
      for (const call of heard) call()
      if (!stopped && !again) await sleep(failure !== undefined)
    }
  }

  async function sleep(failed: boolean): Promise<void> {
    const due = failed ? null : await nextDue().catch(() => null)
    if (again || stopped) return
    const soonest = Math.max(due ?? Number.POSITIVE_INFINITY, clock.now() + 1)
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        callOff()
        sleeping = null
        resolve()
      }
      const callOff = clock.wake(Math.min(soonest, clock.now() + POLL), wake)
      sleeping = wake
    })
  }

  function nudge(): void {
    again = true
    sleeping?.()
  }

  const running = run()
  return {
    nudge,
    settled: () =>
      new Promise((resolve) => {
        listeners.push(resolve)
        nudge()
      }),
    async stop() {
      stopped = true
      sleeping?.()
      await running
    },
  }
}
