import type { StateValue } from 'xstate'
import { z } from 'zod'

/** What is kept of a procedure under way; plain JSON. */
export interface Saved {
  version: number
  value: StateValue
  context: unknown
}

/** How what older versions of a procedure kept becomes today's. */
export interface History {
  version: number
  /** Places that got another name when version n became n + 1 (the key is n), old to new: students keep their place and their way back. */
  renamed?: Record<number, Record<string, string>>
  /** Takes a snapshot of version n to n + 1 (the key is n), its place already renamed. For whatever else changed. */
  migrations?: Record<number, (saved: Saved) => Saved>
}

/** Kept by a release that is ahead of ours: it is not broken, only not ours to read. */
export class NewerVersionError extends Error {
  override readonly name = 'NewerVersionError'
}

const savedSchema = z.object({
  version: z.number().int().positive(),
  value: z.union([z.string().min(1), z.record(z.string(), z.unknown()).refine((v) => Object.keys(v).length > 0)]),
  context: z.unknown(),
})
const anyVersion = z.object({ version: z.number().int() })

/** Reads a snapshot of any version up to ours as one of ours; throws if it is none. Its context is still to be checked. */
export function readSaved(value: unknown, history: History): Saved {
  const dated = anyVersion.safeParse(value)
  if (dated.success && dated.data.version > history.version) throw new NewerVersionError('written by a newer version')
  let current = savedSchema.parse(value) as Saved
  while (current.version < history.version) {
    const { version } = current
    const renamed = history.renamed?.[version]
    const here = renamed ? { ...current, value: valueAt(rename(placeOf(current.value), renamed)) } : current
    current = { ...(history.migrations?.[version]?.(here) ?? here), version: version + 1 }
  }
  return current
}

/** What a place of that version is called today. */
export function nameToday(place: string, version: number, history: History): string {
  let name = place
  for (let past = version; past < history.version; past += 1) name = rename(name, history.renamed?.[past])
  return name
}

/** The same for the locale key of a place. */
export function keyToday(key: string, version: number, history: History): string {
  let name = key
  for (let past = version; past < history.version; past += 1) {
    const pairs = Object.entries(history.renamed?.[past] ?? {}).map((pair) => pair.map(keyOf))
    name = rename(name, Object.fromEntries(pairs))
  }
  return name
}

/** The locale key of a place: "nss-capture" for "nss.capture". */
export function keyOf(place: string): string {
  return place.replaceAll('.', '-')
}

/** The name of the place that a state value stands for; nothing here runs in parallel. */
export function placeOf(value: StateValue): string {
  if (typeof value === 'string') return value
  const [name = '', below] = Object.entries(value)[0] ?? []
  return below === undefined ? name : `${name}.${placeOf(below)}`
}

/** The state value of a place. */
export function valueAt(place: string): StateValue {
  const [name = '', ...below] = place.split('.')
  return below.length === 0 ? name : { [name]: valueAt(below.join('.')) }
}

function rename(name: string, renamed: Record<string, string> | undefined): string {
  return renamed && Object.hasOwn(renamed, name) ? (renamed[name] ?? name) : name
}
