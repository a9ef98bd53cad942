/**
 * The contract between a procedure and Afilia. A procedure is an XState machine and a few facts beside it; it is pure:
 * it hears events and asks for effects, both plain data. Words, dates, networks and storage are none of its business.
 *
 * A state in which the machine waits for the student is a *place* ("nss.capture"). Its text is the locale message of the same
 * name with a hyphen ("nss-capture"); the choices it offers are the `choice.*` events it hears, in the order written, and what it
 * can read from free text is the `answer.*` event it hears. Nothing needs declaring twice.
 */
import type { AnyStateMachine, StateNode, StateValue } from 'xstate'
import { z } from 'zod'
import type { DeskData } from './desk-data.ts'
import { type Day, type FlowEffect, type Params, readEffect } from './effect.ts'
import { emptiesIn, withoutEmpties } from './empties.ts'
import type { CurpReading } from './identifiers/curp.ts'
import type { NssReading } from './identifiers/nss.ts'
import { inertly, type Step } from './inert.ts'
import type { DateReading, DeadlineReading, StudentIdReading } from './readings.ts'
import { type History, keyOf, keyToday, nameToday, placeOf, readSaved, type Saved, valueAt } from './saved.ts'

export type { DeskData, OpenHours } from './desk-data.ts'
export { type Day, type Due, effects, type FlowEffect, type Param, type Params } from './effect.ts'
export { emptiesIn, withoutEmpties } from './empties.ts'
export type { DateReading, DeadlineReading, StudentIdReading, WaitPhase } from './readings.ts'
export { NewerVersionError, type Saved } from './saved.ts'

/** What a procedure hears. `at` is the instant it happened, in milliseconds. `calm`: a portal is known to be down, so failures are not counted. */
export type FlowEvent = { at: number } & (
  | { type: `choice.${string}` }
  | { type: `topic.${string}` }
  | { type: `timer.${string}` }
  | { type: 'answer.nss'; reading: NssReading; calm?: boolean }
  | { type: 'answer.curp'; reading: CurpReading }
  | { type: 'answer.date'; reading: DateReading }
  | { type: 'answer.text'; text: string }
  /** These two answer side questions of the bot's own; no procedure asks them. */
  | { type: 'answer.deadline'; reading: DeadlineReading }
  | { type: 'answer.student-id'; reading: StudentIdReading }
  | { type: 'goto'; place: string }
  | { type: 'ticket.closed'; outcome: string }
)

export type Expectation = 'nss' | 'curp' | 'date' | 'text' | 'deadline' | 'student-id'

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
  /** It asks about something just typed and not kept yet; this place asks for it anew. */
  anew: string | null
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
  desk: DeskData
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
  /** A snapshot as it is written: what is empty in it, and was from the beginning, goes without saying. */
  pack(saved: Saved): unknown
  /** Throws what is wrong with it if this is not one of our snapshots, a NewerVersionError if it will be one. */
  check(saved: unknown): Saved
  /** What a place of that version is called today; null if it is no more. */
  placeToday(place: string, version: number): string | null
  /** What the key of a place of that version is today. */
  keyToday(key: string, version: number): string
  /** The same without what tells who the student is, at a place that makes sense without it; null if there is nothing of the kind. */
  withoutIdentifiers(saved: Saved): Saved | null
}

export interface CalendarData {
  zone: string
  /** Days nobody works besides art. 74 LFT. `certain: false`: only counted on the extended calendar. */
  closures: readonly { from: Day; to: Day; name: string; certain: boolean }[]
}

export interface Definition<Context> extends History {
  id: string
  steps: readonly string[]
  campuses: readonly string[]
  calendar: CalendarData
  /** Left out: nobody in particular answers, at no hours, and cases end as `other`. */
  desk?: DeskData
  machine: AnyStateMachine
  context: z.ZodType<Context>
  facts(context: Context): Params
  cardFacts(context: Context): Params
  /** Left out: nothing of what it keeps identifies. */
  withoutIdentifiers?(context: Context): Context
}

export function defineFlow<Context>(definition: Definition<Context>): Flow {
  const { machine } = definition
  const names = new Set(leaves(machine.root).map(({ path }) => path.join('.')))
  const step = inertly(machine)
  // A turn asks a snapshot many things: it is restored and checked once, and nobody changes one.
  const restore = once((saved: Saved) => machine.resolveState({ value: saved.value, context: saved.context }))
  const parse = once((saved: Saved): Context => definition.context.parse(saved.context))

  function move([snapshot, actions]: Step): Move {
    const saved = { version: definition.version, value: snapshot.value, context: snapshot.context }
    restore.know(saved, snapshot)
    return { saved, effects: actions.map(readEffect), heard: true }
  }

  const empties = emptiesIn(step((scope) => machine.getInitialSnapshot(scope))[0].context)

  function wait(saved: Saved): Wait {
    const snapshot = restore.of(saved)
    const node = deepest(machine.root, saved.value)
    return waitAt(node, definition.steps, (type) => snapshot.can({ type, at: 0 }))
  }

  return {
    id: definition.id,
    version: definition.version,
    steps: definition.steps,
    campuses: definition.campuses,
    calendar: definition.calendar,
    desk: definition.desk ?? NO_DESK,
    machine,
    start: () => move(step((scope) => machine.getInitialSnapshot(scope))),
    hear(saved, event) {
      const snapshot = restore.of(saved)
      if (!snapshot.can(event)) return { saved, effects: [], heard: false }
      return move(step((scope) => machine.transition(snapshot, event, scope)))
    },
    wait,
    facts: (saved) => definition.facts(parse.of(saved)),
    cardFacts: (saved) => definition.cardFacts(parse.of(saved)),
    places: () => leaves(machine.root).map((node) => waitAt(node, definition.steps, () => true)),
    check(value) {
      const own = parse.own(value)
      if (own) return own
      const { value: written, context } = readSaved(value, definition)
      // resolveState quietly completes or replaces what it does not know (xstate 5.33), so it is not asked.
      const place = placeOf(written)
      if (!names.has(place) || JSON.stringify(written) !== JSON.stringify(valueAt(place))) {
        throw new Error('not a state of this flow')
      }
      const whole = context instanceof Object ? { ...empties, ...context } : context
      const saved = { version: definition.version, value: written, context: definition.context.parse(whole) }
      parse.know(saved, saved.context)
      return saved
    },
    pack: ({ version, value, context }) => ({
      version,
      value,
      context: context instanceof Object ? withoutEmpties(context, empties) : context,
    }),
    placeToday(place, version) {
      const name = nameToday(place, version, definition)
      return names.has(name) ? name : null
    },
    keyToday: (key, version) => keyToday(key, version, definition),
    withoutIdentifiers(saved) {
      const before = parse.of(saved)
      const context = definition.withoutIdentifiers?.(before) ?? before
      if (JSON.stringify(context) === JSON.stringify(before)) return null
      const { anew } = wait(saved)
      return { version: definition.version, value: anew === null ? saved.value : valueAt(anew), context }
    },
  }
}

const NO_DESK: DeskData = {
  hours: { weekly: [], daysCertain: false, exceptions: [] },
  targets: { firstAnswer: 120, resolution: 960 },
  silence: 240,
  patience: 5,
  referrals: [],
  outcomes: ['other'],
  landings: {},
  portals: {},
}

/** Remembers what was found out about a snapshot for as long as the snapshot itself is kept. */
function once<Found>(find: (saved: Saved) => Found) {
  const known = new WeakMap<object, { saved: Saved; found: Found }>()
  const know = (saved: Saved, found: Found): Found => {
    known.set(saved, { saved, found })
    return found
  }
  return {
    know,
    of: (saved: Saved): Found => known.get(saved)?.found ?? know(saved, find(saved)),
    /** The value itself, if it is a snapshot already known. */
    own: (value: unknown): Saved | undefined => (value instanceof Object ? known.get(value)?.saved : undefined),
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

const metaSchema = z.object({
  copy: z.array(z.string()).default([]),
  spoken: z.array(z.string()).default([]),
  noReturn: z.boolean().default(false),
  anew: z.string().nullable().default(null),
})

const placesKnown = new WeakMap<StateNode, Wait>()

function waitAt(node: StateNode, steps: readonly string[], can: (type: FlowEvent['type']) => boolean): Wait {
  const wait = placesKnown.get(node) ?? placeAt(node, steps)
  placesKnown.set(node, wait)
  return { ...wait, choices: wait.choices.filter((id) => wait.spoken.includes(id) || can(`choice.${id}`)) }
}

/** What a place is whatever its context, with all its choices: read off the machine once. */
function placeAt(node: StateNode, steps: readonly string[]): Wait {
  const meta = metaSchema.parse(node.meta ?? {})
  const place = node.path.join('.')
  const heard = Object.keys(node.config.on ?? {})
  const answer = heard.find((type) => type.startsWith('answer.'))
  const step = node.path[0] ?? ''
  return {
    place,
    step: steps.includes(step) ? step : '',
    key: keyOf(place),
    expects: answer ? expectation.parse(answer.slice('answer.'.length)) : null,
    choices: [
      ...meta.spoken,
      ...heard.flatMap((type) => (type.startsWith('choice.') ? [type.slice('choice.'.length)] : [])),
    ],
    spoken: meta.spoken,
    copy: meta.copy,
    noReturn: meta.noReturn,
    anew: meta.anew,
  }
}

const expectation = z.enum(['nss', 'curp', 'date', 'text', 'deadline', 'student-id'])

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
