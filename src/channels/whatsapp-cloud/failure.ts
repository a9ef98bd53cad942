import type { Receipt } from '../../message.ts'
import type { Trouble } from '../channel.ts'
import { GraphError, UnreachableError } from './graph.ts'

/** What Meta's no means for one message; `trouble` for the channel. */
export type Failure =
  | { kind: 'retry'; after: number; scope: 'chat' | 'channel'; reason: string; trouble?: Trouble }
  | { kind: 'gone'; reason: string }
  /** Too long since they wrote. */
  | { kind: 'window' }
  /** The template is missing, paused or not as it should be. */
  | { kind: 'template' }
  | { kind: 'refused'; reason: string; trouble?: Trouble }

const SECOND = 1000
const MINUTE = 60 * SECOND

const busy = (after: number): Failure => ({ kind: 'retry', after, scope: 'channel', reason: 'rate limit' })
const broken = (after: number): Failure => ({ kind: 'retry', after, scope: 'channel', reason: 'Meta is away' })
const locked: Failure = {
  kind: 'retry',
  after: 10 * MINUTE,
  scope: 'channel',
  reason: 'account locked',
  trouble: 'forbidden',
}
const signedOut: Failure = {
  kind: 'retry',
  after: MINUTE,
  scope: 'channel',
  reason: 'token refused',
  trouble: 'logged-out',
}
const template: Failure = { kind: 'template' }

/** By Meta's own codes, since it says of its words that they change. */
const BY_CODE: ReadonlyMap<number, Failure> = new Map([
  // The token: missing, over, or taken back; or the number is not registered (any more).
  ...[190, 133010].map((code) => [code, signedOut] as const),
  // It may not do this; the account is locked for what was done with it.
  ...[10, 200, 368, 131005, 131031].map((code) => [code, locked] as const),
  // As much as may be sent at once, or within an hour, was sent.
  ...[4, 80007].map((code) => [code, busy(MINUTE)] as const),
  [130429, busy(2 * SECOND)],
  // Too many have blocked or reported the number.
  [131048, busy(15 * MINUTE)],
  // To this one person, too fast: one in six seconds.
  [131056, { kind: 'retry', after: 6 * SECOND, scope: 'chat', reason: 'pair rate' }],
  ...[1, 2, 131000, 131016, 133004].map((code) => [code, broken(5 * SECOND)] as const),
  [131057, broken(MINUTE)],
  [131026, { kind: 'gone', reason: 'undeliverable' }],
  [131047, { kind: 'window' }],
  ...[132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018].map((code) => [code, template] as const),
])

/** "No such object, or you may not see it": the number itself, when it is said of a call to it. */
const NO_OBJECT = 33

export function failureOf(error: GraphError | UnreachableError): Failure {
  if (error instanceof UnreachableError) return broken(5 * SECOND)
  const { code, subcode, status, wait } = error
  const meant = BY_CODE.get(code) ?? (code === 100 && subcode === NO_OBJECT ? signedOut : byStatus(status))
  return wait !== null && meant.kind === 'retry' ? { ...meant, after: wait } : meant
}

/** What a code means that came later, by webhook. */
export function failureOfCode(code: number): Failure {
  return BY_CODE.get(code) ?? { kind: 'refused', reason: 'refused' }
}

export function isOfGraph(error: unknown): error is GraphError | UnreachableError {
  return error instanceof GraphError || error instanceof UnreachableError
}

/** A refusal as a receipt; of a window or a template, that nothing free was taken. */
export function receiptOf(failure: Failure): Receipt {
  switch (failure.kind) {
    case 'retry': {
      const { after, scope, reason } = failure
      return { status: 'retry', after, scope, reason }
    }
    case 'gone':
      return { status: 'gone', reason: failure.reason }
    case 'window':
    case 'template':
      return { status: 'refused', reason: 'window closed', why: 'window' }
    case 'refused':
      return { status: 'refused', reason: failure.reason }
  }
}

function byStatus(status: number): Failure {
  if (status === 401) return signedOut
  if (status === 429) return busy(5 * SECOND)
  // Not found, in words that are not Meta's: something between us and it answers in its place.
  return status >= 500 || status === 404 ? broken(5 * SECOND) : { kind: 'refused', reason: 'refused' }
}
