import type { Meaning } from '../understanding/understanding.ts'
import type { Content } from '../update.ts'

/** Something of the student's, read: what it means where they stand. */
export interface Reading {
  content: Content
  meaning: Meaning
  /** It answers a side question, not the procedure's. */
  toDetour: boolean
  /** The messages it stands in: one, or those it was put together from. */
  refs: string[]
}

/** What waits in a turn that hears several messages: people write one thing in several. */
export interface Pieces {
  /** Read, and not answered by themselves, in order. */
  parts: Reading[]
  /** Another one was understood, which answers for all. */
  isUnderstood: boolean
  /** The very words of those that were: written twice, they are meant once. */
  understood: string[]
  /** The question that stood when the first was read; null before. */
  stood: string | null
}
