/** The other thread of watchdog.ts. */
import { workerData } from 'node:worker_threads'

/** Longer than any turn or garbage collection (ms). */
const PATIENCE = 5000
/** More than one, since a process that was suspended wakes with both threads at once. */
const MISSES = 2

if (!(workerData instanceof Int32Array)) throw new Error('nothing to watch')
const never = new Int32Array(new SharedArrayBuffer(4))
let last = -1
for (let missed = 0; missed < MISSES; ) {
  Atomics.wait(never, 0, 0, PATIENCE)
  const beats = Atomics.load(workerData, 0)
  missed = beats === last ? missed + 1 : 0
  last = beats
}
process.kill(process.pid, 'SIGKILL')
