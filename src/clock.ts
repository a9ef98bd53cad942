/** The only file that reads the time or sets a timer. Instants are milliseconds since 1970 (UTC). */
export interface Clock {
  now(): number
  /** Milliseconds that only grow and never jump: for leases and backoff, in every world. */
  monotonic(): number
  /** Calls back once `now()` has reached `at`; returns how to call it off. */
  wake(at: number, call: () => void): () => void
}

/** A clock that can be moved forward by hand, for the simulator and the tests. */
export interface SimulatedClock extends Clock {
  /** Moves to `at`; does nothing if that lies in the past. */
  moveTo(at: number): void
}

export function systemClock(): Clock {
  const clock: Clock = {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    wake: (at, call) => wakeIn(() => at - clock.now(), call),
  }
  return clock
}

/** Runs `ahead` milliseconds in front of `base`. */
export function simulatedClock(base: Clock, ahead = 0): SimulatedClock {
  let offset = ahead
  const alarms = new Set<() => void>()
  const clock: SimulatedClock = {
    now: () => base.now() + offset,
    monotonic: () => base.monotonic(),
    wake(at, call) {
      let callOff = (): void => {}
      const arm = (): void => {
        callOff()
        callOff = base.wake(at - offset, () => {
          alarms.delete(arm)
          call()
        })
      }
      alarms.add(arm)
      arm()
      return () => {
        alarms.delete(arm)
        callOff()
      }
    },
    moveTo(at) {
      if (at <= clock.now()) return
      offset += at - clock.now()
      for (const arm of [...alarms]) arm()
    },
  }
  return clock
}

/** A clock that stands still until it is moved: for tests and for replaying a conversation. */
export function stoppedClock(start: number): SimulatedClock {
  let now = start
  const alarms = new Set<{ at: number; call: () => void }>()
  const ring = (): void => {
    for (const alarm of [...alarms].sort((a, b) => a.at - b.at)) {
      if (alarm.at > now || !alarms.delete(alarm)) continue
      setImmediate(alarm.call)
    }
  }
  return {
    now: () => now,
    monotonic: () => performance.now(),
    wake(at, call) {
      const alarm = { at, call }
      alarms.add(alarm)
      ring()
      return () => alarms.delete(alarm)
    },
    moveTo(at) {
      now = Math.max(now, at)
      ring()
    },
  }
}

/** setTimeout fires at once beyond 2^31 ms (24.8 days), so long waits are cut into days. */
const LONGEST = 24 * 60 * 60 * 1000

function wakeIn(left: () => number, call: () => void): () => void {
  let timer: NodeJS.Timeout
  const arm = (): void => {
    const wait = Math.max(0, left())
    timer = setTimeout(wait > LONGEST ? arm : call, Math.min(wait, LONGEST))
  }
  arm()
  return () => clearTimeout(timer)
}
