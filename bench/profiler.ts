import { type Profiler, Session } from 'node:inspector/promises'
import type { Measured } from './load.ts'

/** Microseconds of a turn by source file: ours by their path, packages by name, the rest in brackets. */
export interface Stages {
  measured: Measured
  files: Record<string, number>
}

/** How often the profiler looks (µs). */
const INTERVAL = 100
/** Where all that is compiled lies. */
const COMPILED = new URL('..', import.meta.url).href

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
  return { measured, files: perTurn(timeByFile(profile), measured) }
}

/** Idle time left out, the shares are of the processor time the turns took. */
function perTurn(times: Map<string, number>, { cpu }: Measured): Record<string, number> {
  const busy = [...times.values()].reduce((sum, time) => sum + time, 0)
  return Object.fromEntries([...times].map(([file, time]) => [file, (time / busy) * cpu]))
}

function timeByFile({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Map<string, number> {
  const owners = ownersOf(nodes)
  const times = new Map<string, number>()
  for (const [index, id] of samples.entries()) {
    const owner = owners.get(id) ?? '(unknown)'
    if (owner !== '(idle)') times.set(owner, (times.get(owner) ?? 0) + (timeDeltas[index] ?? 0))
  }
  return times
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

function ownerOf({ url, functionName }: Profiler.ProfileNode['callFrame'], above: string): string {
  if (url.startsWith(COMPILED)) return url.slice(COMPILED.length).replace(/\.js$/, '.ts')
  if (functionName === '(garbage collector)' || functionName === '(idle)') return functionName
  if (above !== '(node)' && !above.startsWith('package ')) return above
  const name = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]
  return name === undefined ? above : `package ${name}`
}
