import type { Due, Params } from '../flows/flow.ts'
import type { Notice } from './board.ts'
import type { ChatId } from './ids.ts'
import type { Mail } from './mail.ts'
import type { Mention, Occasion } from './message.ts'
import type { Thing } from './update.ts'

/** One text of a bubble. `quiet` parts (a step's heading) are not part of the bubble's key. */
export interface Part {
  scope: string | null
  key: string
  params: Params
  quiet?: boolean
}

/** Where something goes. Left out: to the chat whose turn it is, by itself. */
interface Addressed {
  /** Another address than the chat's own (an agent's private chat). */
  to?: ChatId
  thread?: string
  quotes?: string
  /** Asks to hear what became of it, under this name. */
  tag?: string
}

/** A bubble to say: texts by key, words not yet chosen. */
export interface Say extends Addressed {
  type: 'say'
  parts: Part[]
  /** Choices and where their labels are found. */
  ask: { question: number; choices: { id: string; scope: string | null; key: string; params: Params }[] } | null
  /** Names of values to offer for copying. */
  copy: string[]
  /** In place of what it said before, by its ref. */
  edits?: string
  mentions?: Mention[]
  pin?: boolean
  prompt?: boolean
  /** Left out: it answers whoever wrote. */
  occasion?: Occasion
}

/** What a turn asks for, as data. The commit step turns it into rows. */
export type Effect =
  | Say
  | { type: 'delete'; ref: string; to?: ChatId }
  | ({ type: 'copy'; from: ChatId; ref: string; thing: Thing; part: Part } & Addressed)
  | { type: 'topic'; thread: string | null; title: string; state: 'open' | 'closed' | 'deleted'; tag?: string }
  | { type: 'toast'; press: string; part: Part }
  | { type: 'post'; to: ChatId; mail: Mail }
  /** What every chat is to know from now on. */
  | { type: 'board'; notices: Notice[] }
  | { type: 'schedule'; flow: string; timer: string; due: Due; reminder: boolean }
  | { type: 'cancel'; timers: string[] }
  | { type: 'forget' }
