import { GrammyError, HttpError } from 'grammy'
import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'

/** Runs an attempt again and again until it succeeds or we stop; never rejects. */
export type Persist = (attempt: () => Promise<void>) => Promise<void>

/** What is said about the nth failure in a row. */
export type Report = (error: unknown, failures: number) => void

/** Waits longer after every failure, a minute at most, or as long as Telegram asks. */
export function persistence(parts: { clock: Clock; stopping: AbortSignal; report: Report }): Persist {
  const { clock, stopping, report } = parts
  return async (attempt) => {
    for (let failures = 1; !stopping.aborted; failures += 1) {
      try {
        return await attempt()
      } catch (error) {
        if (stopping.aborted) return
        report(error, failures)
        await pause(clock, waitAfter(error, failures), stopping)
      }
    }
  }
}

/** Telegram answers 401 to a token it never gave, 404 to one that has not even the form. */
export function isWrongToken(error: unknown): boolean {
  return error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404)
}

export function reportTo(log: Log): Report {
  return (error, failures) => {
    if (isOtherPoller(error)) {
      if (failures > 1) return
      log.error({ status: 409 }, 'another process serves this bot; stop one of them, nothing is lost meanwhile')
    } else if (isWrongToken(error))
      log.error({}, 'Telegram does not know our token any more; set a new one and restart')
    else if (error instanceof GrammyError) log.warn({ status: error.error_code }, 'Telegram refused, trying again')
    else if (error instanceof HttpError) log.warn({ count: failures }, 'Telegram cannot be reached, trying again')
    else log.error({ error }, 'an update could not be kept, asking for it again')
  }
}

const SECOND = 1000
const FIRST_WAIT = SECOND / 4
const LONGEST_WAIT = 60 * SECOND

function waitAfter(error: unknown, failures: number): number {
  if (error instanceof GrammyError && error.parameters.retry_after !== undefined) {
    return error.parameters.retry_after * SECOND
  }
  // Polling throws the other process out in its turn: too eager, and neither gets anything done.
  const first = isOtherPoller(error) ? 5 * SECOND : FIRST_WAIT
  return Math.min(LONGEST_WAIT, first * 2 ** Math.min(failures - 1, 10))
}

function isOtherPoller(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 409
}

function pause(clock: Clock, ms: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      callOff()
      stopping.removeEventListener('abort', end)
      resolve()
    }
    const callOff = clock.wake(clock.now() + ms, end)
    stopping.addEventListener('abort', end)
  })
}
