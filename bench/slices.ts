import { type Spread, spread } from './quantiles.ts'

/** What one contender showed, beside the first one, round by round. */
export interface Compared<T> {
  /** To the first contender in the same round; the first one's own is always 1. */
  ratio: Spread
  rounds: T[]
}

/**
 * Lets contenders run in turns, in short slices, so that whatever the machine does meanwhile meets all of them. Each round
 * begins with another one. Ratios are taken round by round: `figure` is the number to compare.
 */
export async function interleaved<T>(
  contenders: readonly (() => Promise<T>)[],
  rounds: number,
  figure: (measured: T) => number,
): Promise<Compared<T>[]> {
  const seen: T[][] = contenders.map(() => [])
  for (let round = 0; round < rounds; round += 1) {
    for (let step = 0; step < contenders.length; step += 1) {
      const index = (round + step) % contenders.length
      const measured = await contenders[index]?.()
      if (measured !== undefined) seen[index]?.push(measured)
    }
  }
  const [first = []] = seen
  return seen.map((own) => ({
    rounds: own,
    ratio: spread(own.map((measured, round) => ratio(figure(measured), first[round], figure))),
  }))
}

function ratio<T>(own: number, base: T | undefined, figure: (measured: T) => number): number {
  return base === undefined ? Number.NaN : own / figure(base)
}
