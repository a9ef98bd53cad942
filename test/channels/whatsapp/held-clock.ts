import type { Clock } from '../../../src/clock.ts'
import { briskClock } from './on-fake.ts'

/** What an answer of six letters is typed for (ms). */
const TYPED = [1010, 1025] as const

/** A brisk clock on which whoever types such an answer, once `hold` was said, goes on typing until `release`. */
export function heldClock(): { clock: Clock; hold(): void; isTyping(): boolean; release(): void } {
  const brisk = briskClock()
  const typing: (() => void)[] = []
  let isHeld = false
  return {
    clock: {
      ...brisk,
      wake(at, call) {
        const ms = at - brisk.now()
        if (!isHeld || ms < TYPED[0] || ms > TYPED[1]) return brisk.wake(at, call)
        typing.push(call)
        return () => {}
      },
    },
    hold() {
      isHeld = true
    },
    isTyping: () => typing.length > 0,
    release() {
      isHeld = false
      for (const end of typing.splice(0)) end()
    },
  }
}
