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

/** Runs `takeSome` until it says false, and again when nudged, when `nextDue` comes or a second has passed. */
export function startLoop(options: {
  clock: Clock
  log: Log
  takeSome(): Promise<boolean>
  nextDue(): Promise<number | null>
}): Loop {
  const { clock, log, takeSome, nextDue } = options
  let stopped = false
  let again = false
  let sleeping: (() => void) | null = null
  let listeners: (() => void)[] = []

  async function run(): Promise<void> {
    while (!stopped) {
      again = false
      const failed = await takeSome().then(
        (taken) => {
          again ||= taken
          return false
        },
        (error: unknown) => {
          log.error({ error }, 'loop failed, trying again')
          return true
        },
      )
      if (again && !failed) continue
      const heard = listeners
      listeners = []
      for (const call of heard) call()
      if (!stopped && (failed || !again)) await sleep(failed)
    }
  }

  async function sleep(failed: boolean): Promise<void> {
    const due = failed ? null : await nextDue().catch(() => null)
    if (stopped || (again && !failed)) return
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
