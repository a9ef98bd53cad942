import type { Due, Params } from '../flows/flow.ts'
import type { ChatId } from './ids.ts'
import type { Mail } from './mail.ts'

/** One text of a bubble. `quiet` parts (a step's heading) are not part of the bubble's key. */
export interface Part {
  scope: string | null
  key: string
  params: Params
  quiet?: boolean
}

/** A bubble to say: texts by key, words not yet chosen. */
export interface Say {
  type: 'say'
  parts: Part[]
  /** Choices and where their labels are found. */
  ask: { question: number; choices: { id: string; scope: string | null; key: string; params: Params }[] } | null
  /** Names of values to offer for copying. */
  copy: string[]
  /** Asks to hear when the network took it, under this name. */
  tag?: string
}

/** What a turn asks for, as data. The commit step turns it into rows. */
export type Effect =
  | Say
  | { type: 'delete'; ref: string }
  | { type: 'post'; to: ChatId; mail: Mail }
  | { type: 'schedule'; flow: string; timer: string; due: Due; reminder: boolean }
  | { type: 'cancel'; timers: string[] }
  | { type: 'forget' }
