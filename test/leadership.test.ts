import { once } from 'node:events'
import { expect, test } from 'vitest'
import { systemClock } from '../src/clock.ts'
import { leadership } from '../src/leadership.ts'
import type { Store } from '../src/stores/store.ts'
import { quietLog } from './words.ts'

/** As much of a store as a role needs; `holder` may be set by hand, as if another process had taken it. */
function roles() {
  const held: { holder: string | null } = { holder: null }
  const store: Pick<Store, 'hold' | 'drop'> = {
    async hold(_, holder) {
      held.holder ??= holder
      return held.holder === holder
    },
    async drop(_, holder) {
      if (held.holder === holder) held.holder = null
    },
  }
  return { held, store }
}

test('one works at a time, and the next begins when the role is given back', async () => {
  const { store } = roles()
  const clock = systemClock()
  const log: string[] = []
  const run = (holder: string) => {
    const stopping = new AbortController()
    const lead = leadership({ store, clock, log: quietLog, role: 'r', holder })
    let begin = (): void => {}
    const begun = new Promise<void>((resolve) => (begin = resolve))
    const done = lead(stopping.signal, async (signal) => {
      log.push(`${holder} begins`)
      begin()
      if (!signal.aborted) await once(signal, 'abort')
      log.push(`${holder} ends`)
    })
    return { stopping, done, begun }
  }
  const first = run('one')
  await first.begun
  const second = run('two')
  first.stopping.abort()
  await first.done
  await second.begun
  second.stopping.abort()
  await second.done
  expect(log).toEqual(['one begins', 'one ends', 'two begins', 'two ends'])
})

test('who has lost the role stops working', async () => {
  const { held, store } = roles()
  const stopping = new AbortController()
  const lead = leadership({ store, clock: systemClock(), log: quietLog, role: 'r', holder: 'one' })
  let lose = (): void => {}
  const lost = new Promise<void>((resolve) => (lose = resolve))
  const done = lead(stopping.signal, async (signal) => {
    held.holder = 'another'
    await once(signal, 'abort')
    lose()
  })
  await lost
  expect(stopping.signal.aborted).toBe(false)
  stopping.abort()
  await done
  expect(held.holder).toBe('another')
})
