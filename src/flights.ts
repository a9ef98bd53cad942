/** Work under way, at most so much at once. */
export interface Flights {
  /** How many more may begin. */
  room(): number
  /** Begins; whoever begins it looks after its failures. */
  launch<T>(work: () => Promise<T>): Promise<T>
  /** Resolves once there is room. */
  cleared(): Promise<void>
  /** Resolves once none is under way. */
  idle(): Promise<void>
}

export function createFlights(most: number): Flights {
  let under = 0
  let watching: (() => void)[] = []

  function land(): void {
    under -= 1
    if (watching.length === 0) return
    const watched = watching
    watching = []
    for (const look of watched) look()
  }

  async function fewerThan(count: number): Promise<void> {
    while (under >= count) await new Promise<void>((look) => watching.push(look))
  }

  return {
    room: () => Math.max(0, most - under),
    async launch(work) {
      under += 1
      try {
        return await work()
      } finally {
        land()
      }
    },
    cleared: () => fewerThan(most),
    idle: () => fewerThan(1),
  }
}
