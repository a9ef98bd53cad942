import { getAdjacencyMap } from 'xstate/graph'
import type { FlowEvent, WaitPhase } from '../../flows/flow.ts'
import { readCurp } from '../../flows/identifiers/curp.ts'
import { readNss } from '../../flows/identifiers/nss.ts'
import type { Context } from '../../flows/seguro-facultativo/context.ts'
import { seguroFacultativo as flow } from '../../flows/seguro-facultativo/seguro-facultativo.ts'

/** Every situation the machine of the Seguro Facultativo can be in, walked from its start with `xstate/graph`. */
const at = 0

/** Everything a student may answer anywhere: one of each kind the parsers can tell apart. */
const answers: FlowEvent[] = [
  ...[
    '92919084431',
    '24220500011',
    '00001234566',
    '2210400046',
    '92919084432',
    '92919084433',
    '9291908443',
    '9291908443I',
    'GOXA040229MSRMXNA6',
  ].map((text): FlowEvent => ({ type: 'answer.nss', reading: readNss(`nss ${text}`), at })),
  ...[
    'GOXA040229MSRMXNA6',
    'GOXA040229MSRMXNA7',
    'G0XA040229MSRMXNA6',
    'GOXA060229MSRMXNA0',
    '92919084431',
    'GOXA04',
  ].map((text): FlowEvent => ({ type: 'answer.curp', reading: readCurp(`curp ${text}`, '2026-11-23'), at })),
  ...(['early', 'window', 'late'] as WaitPhase[]).map(
    (phase): FlowEvent => ({ type: 'answer.date', reading: { ok: true, day: '2026-11-23', phase }, at }),
  ),
  ...(['future', 'unclear', 'too-old'] as const).map(
    (reason): FlowEvent => ({ type: 'answer.date', reading: { ok: false, reason }, at }),
  ),
  {
    type: 'answer.date',
    reading: { ok: false, reason: 'late-night', earlier: '2026-11-22', later: '2026-11-23' },
    at,
  },
  { type: 'answer.text', text: 'error 500', at },
]

export const places = flow.places()
const timers = ['opens', 'closes', 'day2', 'day5', 'nss', 'clinic'].map(
  (name): FlowEvent => ({ type: `timer.${name}`, at }),
)
const topics = ['correct-nss', 'correct-curp', 'skip-number'].map((id): FlowEvent => ({ type: `topic.${id}`, at }))

/** What may happen at a place: its own choices, what it can read, and what can happen anywhere. */
function eventsAt(name: string): FlowEvent[] {
  const place = places.find((candidate) => candidate.place === name)
  const choices = (place?.choices ?? []).map((id): FlowEvent => ({ type: `choice.${id}`, at }))
  return [...choices, ...answers.filter(({ type }) => type === `answer.${place?.expects}`), ...timers, ...topics]
}

/** What distinguishes one situation from another: not the numbers, and nothing the place no longer looks at. */
export function situation(name: string, context: Context): string {
  const { consent, purpose, curp, nss, curpCandidate, nssCandidate, tries, saved, savedOn, phase, right } = context
  const isCapturing = name.startsWith('curp.') || name.startsWith('nss.')
  return JSON.stringify([
    name,
    consent?.given,
    curp !== null,
    nss !== null,
    saved,
    savedOn !== null,
    phase,
    name.startsWith('consent.') && purpose,
    isCapturing && [curpCandidate !== null, nssCandidate !== null, Math.min(tries.length, 3)],
    name.startsWith('vigencia.') && right,
  ])
}

export const map = getAdjacencyMap(flow.machine, {
  events: (snapshot) => eventsAt(placeOf(snapshot.value)).filter((event) => snapshot.can(event)),
  serializeState: (snapshot) => situation(placeOf(snapshot.value), snapshot.context),
  limit: 1_000_000,
})
type Node = (typeof map)[keyof typeof map]

/** Each situation with what can happen in it, by its key. */
export const entries: [string, Node][] = []
for (const key in map) {
  const node = map[key as keyof typeof map]
  if (node) entries.push([key, node])
}
export const nodes = entries.map(([, node]) => node)

export function placeOf(value: unknown): string {
  if (typeof value === 'string') return value
  const [name, below] = Object.entries(value as Record<string, unknown>)[0] ?? ['', undefined]
  return below === undefined ? name : `${name}.${placeOf(below)}`
}
