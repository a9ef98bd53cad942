import type { Clock } from './clock.ts'

/** Waits so many milliseconds, or until it is called off. */
export function pause(clock: Clock, ms: number, stopping?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stopping?.aborted) return resolve()
    const end = (): void => {
      callOff()
      stopping?.removeEventListener('abort', end)
      resolve()
    }
    const callOff = clock.wake(clock.now() + ms, end)
    stopping?.addEventListener('abort', end)
  })
}
