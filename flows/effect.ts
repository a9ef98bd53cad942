import { z } from 'zod'

/** A calendar day in the procedure's own time zone, "2026-12-04". */
export type Day = string

/** When a timer falls due: so many business days after a day, at a local time. `calendar` says which holidays count. */
export interface Due {
  businessDays: number
  from: Day | 'today'
  calendar: 'base' | 'extended'
  time: string
}

/** Values for a text: as they are, or a day (given, counted, or of an instant in ms) the commit step turns into words. */
export type Param =
  | string
  | number
  | { day: Day; weekday?: false }
  | { at: number }
  | { businessDays: number; from: Day; calendar: 'base' | 'extended' }
export type Params = Readonly<Record<string, Param>>

/** What a procedure asks for. */
export type FlowEffect =
  /** Says a text; `copy` names facts offered for copying. */
  | { type: 'say'; key: string; copy: string[] }
  /** Sets a timer; one that is a `reminder` speaks, so the student can stop it. A second one of the same name replaces the first. */
  | { type: 'schedule'; timer: string; due: Due; reminder: boolean }
  | { type: 'cancel'; timers: string[] }
  /** Opens a case at the help desk. `detail` is the student's own words, if any. */
  | { type: 'escalate'; reason: string; detail?: string }
  /** Something to be counted, in business days since a day; names nobody. */
  | { type: 'measure'; name: string; since: Day | null }
  /** The procedure is over. */
  | { type: 'finish' }

/** The machine's actions, by name, for `setup({ actions })`: declared, never run; their params are the effects. */
export const effects = {
  say: (_: unknown, _params: { key: string; copy?: string[] }): void => {},
  schedule: (_: unknown, _params: { timer: string; due: Due; reminder: boolean }): void => {},
  cancel: (_: unknown, _params: { timers: string[] }): void => {},
  escalate: (_: unknown, _params: { reason: string; detail?: string }): void => {},
  measure: (_: unknown, _params: { name: string; since: Day | null }): void => {},
  finish: (): void => {},
}

/** What the machine asked for, checked. */
export function readEffect(action: { type: string; params?: unknown }): FlowEffect {
  const parsed = effectSchema.safeParse({ ...(action.params as object | undefined), type: action.type })
  if (!parsed.success) throw new Error(`the flow asked for an unknown effect: ${action.type}`)
  return parsed.data
}

const due = z.object({
  businessDays: z.number().int(),
  from: z.string(),
  calendar: z.enum(['base', 'extended']),
  time: z.string(),
})

const effectSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('say'), key: z.string(), copy: z.array(z.string()).default([]) }),
  z.object({ type: z.literal('schedule'), timer: z.string(), due, reminder: z.boolean() }),
  z.object({ type: z.literal('cancel'), timers: z.array(z.string()) }),
  z.object({ type: z.literal('escalate'), reason: z.string(), detail: z.string().exactOptional() }),
  z.object({ type: z.literal('measure'), name: z.string(), since: z.string().nullable() }),
  z.object({ type: z.literal('finish') }),
])
