import type { Flow } from '../../flows/flow.ts'
import type { Counts } from './counts.ts'
import { beyond, type Groups, grouped, type Shown, type Spread, shown, spread } from './shown.ts'

/** What is shown of a stretch of time. */
export interface Figures {
  flows: FlowFigures[]
  desk: DeskFigures
  /** Nothing was counted. */
  isEmpty: boolean
}

export interface FlowFigures {
  flow: string
  /** From the beginning through the numbered steps to the end. */
  funnel: Stage[]
  /** Students who said that they appear as insured; we cannot know whether they do. */
  active: Shown
  /** Business days from the saved request to that. */
  activeDays: Spread | null
  /** Why cases were opened. */
  reasons: Groups
}

export interface Stage {
  /** A step's id, or where it has none. */
  at: 'started' | 'finished' | { step: string; number: number }
  count: Shown
  /** How many came here and, so far, not to the next; null when nothing can be said. */
  stayed: Shown | null
}

export interface DeskFigures {
  /** Open minutes. */
  firstAnswer: Spread | null
  /** Open hours. */
  resolution: Spread | null
  outcomes: Groups
  solved: { yes: Shown; no: Shown }
  /** Faults of portals. */
  incidents: Groups
}

/** Reads the counts of a stretch of time; no exact count leaves here. */
export function figuresOf(counts: Counts, flows: readonly Pick<Flow, 'id' | 'steps'>[]): Figures {
  const [first] = flows
  const met = flows.filter(({ id }) => FLOW_KINDS.some((kind) => isMet(counts, kind, id)))
  return {
    flows: (met.length === 0 && first ? [first] : met).map((flow) => flowFigures(counts, flow)),
    desk: deskFigures(counts),
    isEmpty: Object.keys(counts).length === 0,
  }
}

const FLOW_KINDS = ['started', 'reached', 'finished', 'active', 'case']

function isMet(counts: Counts, kind: string, flow: string): boolean {
  return of(counts, `${kind}:${flow}`) > 0 || under(counts, `${kind}:${flow}`).length > 0
}

function flowFigures(counts: Counts, { id, steps }: Pick<Flow, 'id' | 'steps'>): FlowFigures {
  const stages: Omit<Stage, 'stayed'>[] = [
    { at: 'started', count: shown(of(counts, `started:${id}`)) },
    ...steps.map((step, index) => ({
      at: { step, number: index + 1 },
      count: shown(of(counts, `reached:${id}:${step}`)),
    })),
    { at: 'finished', count: shown(of(counts, `finished:${id}`)) },
  ]
  return {
    flow: id,
    funnel: stages.map((stage, index) => {
      const next = stages[index + 1]
      return { ...stage, stayed: next ? beyond(stage.count, next.count) : null }
    }),
    active: shown(of(counts, `active:${id}`)),
    activeDays: spread(numbers(under(counts, `active-days:${id}`))),
    reasons: grouped(under(counts, `case:${id}`)),
  }
}

function deskFigures(counts: Counts): DeskFigures {
  return {
    firstAnswer: spread(numbers(under(counts, 'first-answer'))),
    resolution: spread(numbers(under(counts, 'resolution'))),
    outcomes: grouped(under(counts, 'outcome')),
    solved: { yes: shown(of(counts, 'solved:yes')), no: shown(of(counts, 'solved:no')) },
    incidents: grouped(under(counts, 'incident')),
  }
}

function of(counts: Counts, name: string): number {
  return counts[name] ?? 0
}

/** What was counted under a name, by the rest of it. */
function under(counts: Counts, name: string): [rest: string, count: number][] {
  return Object.entries(counts).flatMap(([each, count]): [string, number][] =>
    each.startsWith(`${name}:`) ? [[each.slice(name.length + 1), count]] : [],
  )
}

function numbers(counts: readonly [string, number][]): [value: number, count: number][] {
  return counts.map(([rest, count]) => [Number(rest), count])
}
