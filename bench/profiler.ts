import { type Profiler, Session } from 'node:inspector/promises'
import type { Measured } from './load.ts'

/** Microseconds a turn. */
type Times = Record<string, number>

export interface Stages {
  measured: Measured
  /** By source file: ours by their path, packages that nobody of ours called by name, the rest in brackets. */
  files: Times
  /** By function, wherever it is: its own time only. */
  functions: Times
}

/** How often the profiler looks (µs). */
const INTERVAL = 100
/** Where all that is compiled lies. */
const COMPILED = new URL('..', import.meta.url).href
const OURSELVES = 'bench/profiler.ts'

/** Where the time of a run goes: what packages and Node do is counted with the nearest file of ours that asked for it. */
export async function profiled(run: () => Promise<Measured>): Promise<Stages> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL })
  await session.post('Profiler.start')
  const measured = await run()
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  const owners = ownersOf(profile.nodes)
  // What starting and stopping the profiler took is nobody's, and no more is waiting.
  for (const [id, owner] of owners) if (owner === '(idle)' || owner === OURSELVES) owners.delete(id)
  const names = new Map(
    profile.nodes.filter(({ id }) => owners.has(id)).map(({ id, callFrame }) => [id, nameOf(callFrame)]),
  )
  return { measured, files: perTurn(profile, owners, measured), functions: perTurn(profile, names, measured) }
}

/** The shares are of the processor time the turns took. */
function perTurn(
  { samples = [], timeDeltas = [] }: Profiler.Profile,
  names: Map<number, string>,
  { cpu }: Measured,
): Times {
  const times: Times = {}
  let busy = 0
  for (const [index, id] of samples.entries()) {
    const name = names.get(id)
    if (name === undefined) continue
    times[name] = (times[name] ?? 0) + (timeDeltas[index] ?? 0)
    busy += timeDeltas[index] ?? 0
  }
  return Object.fromEntries(Object.entries(times).map(([name, time]) => [name, (time / busy) * cpu]))
}

/** For each node of the call tree, whose time it is. Parents come before their children. */
function ownersOf(nodes: Profiler.ProfileNode[]): Map<number, string> {
  const owners = new Map<number, string>()
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)))
  for (const { id, callFrame } of nodes) {
    const above = owners.get(parents.get(id) ?? -1) ?? '(node)'
    owners.set(id, ownerOf(callFrame, above))
  }
  return owners
}

function nameOf({ url, functionName, lineNumber }: Profiler.ProfileNode['callFrame']): string {
  const place = url.replace(COMPILED, '').replace(/^.*\/node_modules\//, '')
  return place === '' ? functionName : `${functionName || '(anonymous)'} ${place}:${lineNumber + 1}`
}

function ownerOf({ url, functionName }: Profiler.ProfileNode['callFrame'], above: string): string {
  if (url.startsWith(COMPILED)) return url.slice(COMPILED.length).replace(/\.js$/, '.ts')
  if (functionName === '(garbage collector)' || functionName === '(idle)') return functionName
  if (above !== '(node)' && !above.startsWith('package ')) return above
  const name = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]
  return name === undefined ? above : `package ${name}`
}
