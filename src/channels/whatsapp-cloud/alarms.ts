import type { Log } from '../../log.ts'
import type { Report, Trouble } from '../channel.ts'

/** Tells the desk of what befell the whole channel: once, and once more when it is over. */
export interface Alarms {
  raise(trouble: Trouble): void
  /** Meta took something: whatever kept it from that is over. */
  well(): void
}

/** What the desk hears when a trouble is over. */
const OVER: readonly [Trouble, Trouble][] = [
  ['logged-out', 'linked'],
  ['forbidden', 'resumed'],
]

export function createAlarms(log: Log, report: (report: Report) => Promise<void>): Alarms {
  const raised = new Set<Trouble>()

  /** One that nobody could keep is told again when it happens again. */
  function tell(trouble: Trouble, onFailure: () => void): void {
    report({ kind: 'trouble', trouble }).catch((error: unknown) => {
      onFailure()
      log.error({ channel: 'whatsapp-cloud', error }, 'the desk could not be told of a trouble')
    })
  }

  return {
    raise(trouble) {
      if (raised.has(trouble)) return
      raised.add(trouble)
      log.error({ channel: 'whatsapp-cloud', reason: trouble }, 'the Cloud API does not serve this number')
      tell(trouble, () => raised.delete(trouble))
    },
    well() {
      for (const [trouble, over] of OVER) {
        if (!raised.delete(trouble)) continue
        log.info({ channel: 'whatsapp-cloud', reason: over }, 'the Cloud API serves this number again')
        tell(over, () => {})
      }
    },
  }
}
