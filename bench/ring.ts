/** A line of fixed capacity: first in, first out. */
export interface Ring<T> {
  readonly length: number
  push(item: T): void
  shift(): T | undefined
}

export function createRing<T>(items: readonly T[]): Ring<T> {
  const slots: (T | undefined)[] = [...items]
  let first = 0
  let length = items.length
  return {
    get length() {
      return length
    },
    push(item) {
      if (length === slots.length) throw new Error('the ring is full')
      slots[(first + length) % slots.length] = item
      length += 1
    },
    shift() {
      if (length === 0) return undefined
      const item = slots[first]
      first = (first + 1) % slots.length
      length -= 1
      return item
    },
  }
}
