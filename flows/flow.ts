/**
 * The contract between a procedure and Afilia. A procedure is an XState machine and a few facts beside it; it is pure:
 * it hears events and asks for effects, both plain data. Words, dates, networks and storage are none of its business.
 *
 * A state in which the machine waits for the student is a *place* ("nss.capture"). Its text is the locale message of the same
 * name with a hyphen ("nss-capture"); the choices it offers are the `choice.*` events it hears, in the order written, and what it
 * can read from free text is the `answer.*` event it hears. Nothing needs declaring twice.
 */
import { type AnyStateMachine, initialTransition, type StateNode, type StateValue, transition } from 'xstate'
import { z } from 'zod'
import type { CurpReading } from './identifiers/curp.ts'
import type { NssReading } from './identifiers/nss.ts'

/** A calendar day in the procedure's own time zone, "2026-12-04". */
export type Day = string

/** How far a saved request is: before business day 2, from day 2 to 5, or after day 5 (extended calendar). */
export type WaitPhase = 'early' | 'window' | 'late'

/** What was read as a day. `late-night`: said between midnight and 5:00, so "hoy" may mean either day. */
export type DateReading =
  | { ok: true; day: Day; phase: WaitPhase }
  | { ok: false; reason: 'future' | 'unclear' | 'too-old' }
  | { ok: false; reason: 'late-night'; earlier: Day; later: Day }

/** What a procedure hears. `at` is the instant it happened, in milliseconds. */
export type FlowEvent = { at: number } & (
  | { type: `choice.${string}` }
  | { type: `topic.${string}` }
  | { type: `timer.${string}` }
  | { type: 'answer.nss'; reading: NssReading }
  | { type: 'answer.curp'; reading: CurpReading }
  | { type: 'answer.date'; reading: DateReading }
  | { type: 'answer.text'; text: string }
  | { type: 'goto'; place: string }
  | { type: 'ticket.closed'; outcome: string }
)

export type Expectation = 'nss' | 'curp' | 'date' | 'text'

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
  /** The procedure is over. */
  | { type: 'finish' }

/** The machine's actions, by name, for `setup({ actions })`: declared, never run; their params are the effects. */
export const effects = {
  say: (_: unknown, _params: { key: string; copy?: string[] }): void => {},
  schedule: (_: unknown, _params: { timer: string; due: Due; reminder: boolean }): void => {},
  cancel: (_: unknown, _params: { timers: string[] }): void => {},
  escalate: (_: unknown, _params: { reason: string; detail?: string }): void => {},
  finish: (): void => {},
}

/** A place where the student is asked something. */
export interface Wait {
  /** "nss.capture" */
  place: string
  /** "nss": the numbered step it belongs to, if it is one. */
  step: string
  /** Locale key: "nss-capture". */
  key: string
  expects: Expectation | null
  choices: string[]
  /** Choices that stand for typing their own label ("hoy"): read as free text. */
  spoken: string[]
  /** Facts offered for copying with the question. */
  copy: string[]
  /** There is no way back from here to what was before. */
  noReturn: boolean
}

/** What is kept of a procedure under way; plain JSON. */
export interface Saved {
  version: number
  value: StateValue
  context: unknown
}

export interface Move {
  saved: Saved
  effects: FlowEffect[]
  /** False when nothing in the procedure answers this event where it stands. */
  heard: boolean
}

export interface Flow {
  id: string
  version: number
  /** The numbered steps, in the order a student lives them. */
  steps: readonly string[]
  /** Campuses a case or the contacts may belong to; texts "campus-<id>" and "contacts-<id>". */
  campuses: readonly string[]
  /** Time zone and closures by which its days are counted. */
  calendar: CalendarData
  machine: AnyStateMachine
  start(at: number): Move
  hear(saved: Saved, event: FlowEvent): Move
  wait(saved: Saved): Wait
  /** Everything its texts may mention; identifiers included, for this student's eyes only. */
  facts(saved: Saved): Params
  /** What the desk's card may show: nothing that identifies. */
  cardFacts(saved: Saved): Params
  /** Every place, for tests and for the map. */
  places(): Wait[]
  /** Throws what is wrong with it if this is not one of our snapshots. */
  check(saved: unknown): Saved
}

export interface CalendarData {
  zone: string
  /** Days nobody works besides art. 74 LFT. `certain: false`: only counted on the extended calendar. */
  closures: readonly { from: Day; to: Day; name: string; certain: boolean }[]
}

export interface Definition<Context> {
  id: string
  version: number
  steps: readonly string[]
  campuses: readonly string[]
  calendar: CalendarData
  machine: AnyStateMachine
  context: z.ZodType<Context>
  facts(context: Context): Params
  cardFacts(context: Context): Params
  /** Takes a snapshot of version n to n + 1; the key is n. A renamed state keeps the student's place here. */
  migrations?: Record<number, (saved: Saved) => Saved>
}

const savedSchema = z.object({
  version: z.number().int().positive(),
  value: z.union([z.string().min(1), z.record(z.string(), z.unknown()).refine((v) => Object.keys(v).length > 0)]),
  context: z.unknown(),
})

export function defineFlow<Context>(definition: Definition<Context>): Flow {
  const { machine } = definition
  const restore = (saved: Saved) => machine.resolveState({ value: saved.value, context: saved.context })
  const parse = (saved: Saved): Context => definition.context.parse(saved.context)

  function move(outcome: [unknown, readonly { type: string; params?: unknown }[]], heard: boolean): Move {
    const snapshot = outcome[0] as { value: StateValue; context: unknown }
    return {
      saved: { version: definition.version, value: snapshot.value, context: snapshot.context },
      effects: outcome[1].map(effect),
      heard,
    }
  }

  function wait(saved: Saved): Wait {
    const snapshot = restore(saved)
    const node = deepest(machine.root, saved.value)
    return waitAt(node, definition.steps, (type) => snapshot.can({ type, at: 0 }))
  }

  return {
    id: definition.id,
    version: definition.version,
    steps: definition.steps,
    campuses: definition.campuses,
    calendar: definition.calendar,
    machine,
    start: () => move(initialTransition(machine), true),
    hear(saved, event) {
      const snapshot = restore(saved)
      if (!snapshot.can(event)) return { saved, effects: [], heard: false }
      return move(transition(machine, snapshot, event), true)
    },
    wait,
    facts: (saved) => definition.facts(parse(saved)),
    cardFacts: (saved) => definition.cardFacts(parse(saved)),
    places: () => leaves(machine.root).map((node) => waitAt(node, definition.steps, () => true)),
    check(value) {
      const migrated = migrate(savedSchema.parse(value) as Saved, definition)
      const context = parse(migrated)
      const restored = machine.resolveState({ value: migrated.value, context })
      // resolveState quietly completes or replaces what it does not know (xstate 5.33), so compare.
      if (JSON.stringify(restored.value) !== JSON.stringify(migrated.value)) throw new Error('not a state of this flow')
      return { version: definition.version, value: restored.value, context }
    },
  }
}

/** Root transitions that take a student to any place: back, a desk outcome and a migration all use them. */
export function gotoPlaces(states: object) {
  return placesOf(states).map((place) => ({
    guard: ({ event }: { event: FlowEvent }) => event.type === 'goto' && event.place === place,
    target: `.${place}`,
    reenter: true,
  }))
}

/** Paths of all states in which the machine can come to rest. */
function placesOf(states: object): string[] {
  return Object.entries(states).flatMap(([name, state]: [string, object]) => {
    if ('states' in state && state.states instanceof Object) {
      return placesOf(state.states).map((below) => `${name}.${below}`)
    }
    return 'always' in state ? [] : [name]
  })
}

function migrate<Context>(saved: Saved, definition: Definition<Context>): Saved {
  if (saved.version > definition.version) throw new Error(`written by a newer version (${saved.version})`)
  let current = saved
  while (current.version < definition.version) {
    const step = definition.migrations?.[current.version]
    current = { ...(step ? step(current) : current), version: current.version + 1 }
  }
  return current
}

function effect(action: { type: string; params?: unknown }): FlowEffect {
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
  z.object({ type: z.literal('finish') }),
])

const metaSchema = z.object({
  copy: z.array(z.string()).default([]),
  spoken: z.array(z.string()).default([]),
  noReturn: z.boolean().default(false),
})

function waitAt(node: StateNode, steps: readonly string[], can: (type: FlowEvent['type']) => boolean): Wait {
  const meta = metaSchema.parse(node.meta ?? {})
  const path = node.path
  const heard = Object.keys(node.config.on ?? {})
  const answer = heard.find((type) => type.startsWith('answer.'))
  const step = path[0] ?? ''
  return {
    place: path.join('.'),
    step: steps.includes(step) ? step : '',
    key: path.join('-'),
    expects: answer ? expectation.parse(answer.slice('answer.'.length)) : null,
    choices: [
      ...meta.spoken,
      ...heard
        .filter((type): type is `choice.${string}` => type.startsWith('choice.') && can(type as `choice.${string}`))
        .map((type) => type.slice('choice.'.length)),
    ],
    spoken: meta.spoken,
    copy: meta.copy,
    noReturn: meta.noReturn,
  }
}

const expectation = z.enum(['nss', 'curp', 'date', 'text'])

function deepest(node: StateNode, value: StateValue): StateNode {
  const [name, below] = typeof value === 'string' ? [value, undefined] : (Object.entries(value)[0] ?? ['', undefined])
  const child = node.states[name]
  if (!child) throw new Error(`no state ${name} in ${node.id}`)
  return below === undefined ? child : deepest(child, below)
}

function leaves(node: StateNode): StateNode[] {
  const children = Object.values(node.states)
  if (children.length > 0) return children.flatMap(leaves)
  return node.always?.length ? [] : [node]
}
