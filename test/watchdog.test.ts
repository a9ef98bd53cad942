import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'

const DIST = new URL('../dist/src/', import.meta.url).href

/** A process with a watchdog, and what its main thread does after that. */
async function ends(then: string): Promise<unknown> {
  const program = `
    import { systemClock } from '${DIST}clock.js'
    import { startWatchdog } from '${DIST}watchdog.js'
    const stop = startWatchdog(systemClock())
    ${then}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [code, signal] = await once(child, 'exit')
  return signal ?? code
}

test('a process that is stuck is killed, so that another can go on', async () => {
  expect(await ends('setTimeout(() => { for (;;) {} }, 1000)')).toBe('SIGKILL')
}, 60_000)

test('a process that works is left alone, and does not live on for its watchdog', async () => {
  expect(await ends('setTimeout(stop, 7000)')).toBe(0)
}, 60_000)
