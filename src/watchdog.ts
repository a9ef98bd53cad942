import { Worker } from 'node:worker_threads'
import type { Clock } from './clock.ts'

/** How often the main thread shows that it lives (ms). */
const BEAT = 500

/**
 * Kills the process when its main thread is stuck, from a thread of its own: whoever restarts it goes on, and a message that
 * does this to every process is set aside in the end (see mailbox.ts). Nothing is lost by a kill. Returns how to call it off.
 */
export function startWatchdog(clock: Clock): () => void {
  const beats = new Int32Array(new SharedArrayBuffer(4))
  const thread = new Worker(new URL('watchdog-thread.js', import.meta.url), { workerData: beats, execArgv: [] })
  thread.unref()
  let callOff = (): void => {}
  const beat = (): void => {
    Atomics.add(beats, 0, 1)
    callOff = clock.wake(clock.now() + BEAT, beat)
  }
  beat()
  return () => {
    callOff()
    void thread.terminate()
  }
}
