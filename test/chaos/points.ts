/** Where a turn can be cut short (RELIABILITY §2), and whether something may be sent twice when it is. */
export const points = {
  T0: 'handed over by the network, not read',
  T1: 'read, before the mailbox',
  T2: 'in the mailbox, not acknowledged',
  T3: 'acknowledged',
  T4: 'chat leased',
  T5: 'session opened',
  T6: 'turn computed',
  T7: 'before the commit',
  T8: 'committed, answer not seen',
  T9: 'outbox row leased',
  T10: 'sent, answer not read',
  T11: 'answer read, row still there',
  T12: 'row removed, lane still leased',
  T13: 'timer due, not claimed',
  T14: 'timer claimed, not committed',
  T15: 'card posted, its id not kept',
} as const

export type Point = keyof typeof points

export const allPoints = Object.keys(points) as Point[]

export function isPoint(name: string): name is Point {
  return Object.hasOwn(points, name)
}

/** Reached inside the process, where it ends itself; the others are seen by the network, which ends it. */
export const atNetwork: readonly Point[] = ['T0', 'T3', 'T10']

export interface Failure {
  point: Point
  /** The how manieth time it is reached. */
  hit: number
  /** Cards that stand in the group already: to post one of them again is not what T15 is about. */
  posted: readonly string[]
}

/** Where the kill always falls between a message's sending and its being off the outbox. */
export const sendWindow: readonly Point[] = ['T10', 'T11', 'T15']
