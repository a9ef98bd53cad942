import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Alarms } from './alarms.ts'
import { digits } from './decode.ts'
import { failureOf, isOfGraph } from './failure.ts'
import type { Graph } from './graph.ts'

const shown = z.object({ display_phone_number: z.string() })

const FIRST_WAIT = 2000
const LONGEST_WAIT = 300_000

interface Asking {
  graph: Graph
  numberId: string
  clock: Clock
  log: Log
  alarms: Alarms
  stopping: AbortSignal
}

/** Asks Meta which number we speak from, until it says; null when we stop before. A wrong token is found out here first. */
export async function learnOwnNumber({
  graph,
  numberId,
  clock,
  log,
  alarms,
  stopping,
}: Asking): Promise<string | null> {
  let wait = FIRST_WAIT
  while (!stopping.aborted) {
    try {
      const said = shown.safeParse(await graph.get(`${numberId}?fields=display_phone_number`))
      if (said.success) return digits(said.data.display_phone_number)
    } catch (error) {
      if (!isOfGraph(error)) throw error
      const failure = failureOf(error)
      if ('trouble' in failure && failure.trouble) alarms.raise(failure.trouble)
    }
    log.warn({ channel: 'whatsapp-cloud', ms: wait }, 'the Cloud API does not tell our number yet')
    await pause(clock, wait, stopping)
    wait = Math.min(2 * wait, LONGEST_WAIT)
  }
  return null
}

function pause(clock: Clock, ms: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const callOff = clock.wake(clock.now() + ms, resolve)
    const end = (): void => {
      callOff()
      resolve()
    }
    if (stopping.aborted) end()
    else stopping.addEventListener('abort', end, { once: true })
  })
}
