/** Work under way, at most so much at once. */
export interface Flights {
  /** How many more may begin. */
  room(): number
  /** Begins; whoever begins it looks after its failures. */
  launch(work: () => Promise<void>): void
  /** Resolves once there is room. */
  cleared(): Promise<void>
  /** Resolves once none is under way. */
  idle(): Promise<void>
}

export function createFlights(most: number): Flights {
  const under = new Set<Promise<void>>()
  return {
    room: () => Math.max(0, most - under.size),
    launch(work) {
      const flight = work().finally(() => under.delete(flight))
      under.add(flight)
    },
    async cleared() {
      while (under.size >= most) await Promise.race(under)
    },
    async idle() {
      while (under.size > 0) await Promise.all(under)
    },
  }
}
