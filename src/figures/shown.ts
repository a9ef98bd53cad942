/**
 * What may be seen of a number of people. Fewer than five are `few`, never a number; everything else is rounded to a multiple of
 * five. So no shown number is 1 to 4, and neither is the difference of any two: not of two steps, not of a total and its parts,
 * not of today's picture and yesterday's. Nothing but this file and figures.ts ever holds an exact count.
 */
export type Shown = number | 'few'

/** Groups smaller than this are nobody's business. */
export const SMALLEST = 5

export function shown(count: number): Shown {
  if (count <= 0) return 0
  return count < SMALLEST ? 'few' : SMALLEST * Math.round(count / SMALLEST)
}

/** Several that were shown, together. */
export function together(all: readonly Shown[]): Shown {
  const known = all.reduce<number>((total, each) => total + (each === 'few' ? 0 : each), 0)
  return known === 0 && all.includes('few') ? 'few' : known
}

/** How many more the first is; null when that says nothing. */
export function beyond(more: Shown, less: Shown): Shown | null {
  if (more === 'few') return null
  const difference = more - (less === 'few' ? SMALLEST : less)
  return difference > 0 ? difference : null
}

export interface Group {
  id: string
  count: Shown
}

/** Groups by size, the small ones as one. */
export interface Groups {
  large: Group[]
  /** All that are under five each, together. */
  others: Shown
}

export function grouped(counts: readonly (readonly [id: string, count: number])[]): Groups {
  const large = counts.filter(([, count]) => count >= SMALLEST).map(([id, count]) => ({ id, count: shown(count) }))
  const small = counts.filter(([, count]) => count < SMALLEST)
  return {
    // By what is shown, then by name: the order of equal ones would tell which is larger.
    large: large.sort((a, b) => order(b.count) - order(a.count) || (a.id < b.id ? -1 : 1)),
    others: shown(small.reduce((total, [, count]) => total + count, 0)),
  }
}

function order(count: Shown): number {
  return count === 'few' ? 0 : count
}

/** How values are spread over a group that is large enough; of fewer than ten the 90th percentile would be one person's. */
export interface Spread {
  median: number
  p90: number | null
  of: Shown
}

/** `values` are a value and how often it was met. Null: too few to say. */
export function spread(values: readonly (readonly [value: number, count: number])[]): Spread | null {
  const sorted = values.filter(([value]) => Number.isFinite(value)).sort(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, count]) => sum + count, 0)
  if (total < SMALLEST) return null
  return {
    median: quantile(sorted, 0.5 * total),
    p90: total < 10 ? null : quantile(sorted, 0.9 * total),
    of: shown(total),
  }
}

/** The smallest value that so many reach or stay below: always one that was really met. */
function quantile(sorted: readonly (readonly [number, number])[], wanted: number): number {
  let reached = 0
  for (const [value, count] of sorted) {
    reached += count
    if (reached >= wanted) return value
  }
  return sorted.at(-1)?.[0] ?? 0
}
