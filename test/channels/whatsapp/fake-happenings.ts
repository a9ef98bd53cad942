/** Lets a test wait for what it wants to see: whoever changes something says so, and everybody looks again. */
export interface Happenings {
  changed(): void
  /** What `look` finds, as soon as it finds something. */
  until<T>(look: () => T | null | undefined | false): Promise<T>
}

export function makeHappenings(): Happenings {
  const waiting = new Set<() => void>()
  return {
    changed() {
      for (const look of [...waiting]) look()
    },
    until(look) {
      return new Promise((resolve, reject) => {
        const again = () => {
          try {
            const found = look()
            if (found === null || found === undefined || found === false) return
            resolve(found)
          } catch (error) {
            reject(error)
          }
          waiting.delete(again)
        }
        waiting.add(again)
        again()
      })
    },
  }
}

/** One thing after the other, in the order they were asked for. */
export function makeLane(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }
}
