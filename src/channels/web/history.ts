import { z } from 'zod'
import type { Vault } from '../vault.ts'
import { type Entry, type Line, type LogName, things } from './page/wire.ts'

/** What was said in the simulator, so that a reload or a restart shows the conversation. */
export interface History {
  /** Students are numbered 1 to this. */
  students(): number
  addStudent(): Promise<number>
  has(log: LogName): boolean
  read(log: LogName): readonly Entry[]
  /** Resolves once the entry is durable; nothing is added if that fails. */
  append(log: LogName, line: Line, at: number): Promise<Entry>
  /** Forgets the words of a person's line: it was deleted from the chat. */
  blank(log: LogName, id: number): Promise<void>
}

/** Entries kept of one log. */
export const LONGEST_LOG = 300

export async function openHistory(vault: Vault): Promise<History> {
  let students = z.coerce.number().parse((await vault.get('students')) ?? 1)
  const logs = new Map<LogName, Entry[]>()
  for (const log of names(students)) logs.set(log, entries.parse(JSON.parse((await vault.get(`log.${log}`)) ?? '[]')))
  let newest = Math.max(0, ...[...logs.values()].flat().map(({ id }) => id))
  let writing = Promise.resolve()

  /** One change at a time, and only what is durable is shown: a write that fails leaves everything as it was. */
  function inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const done = writing.then(change)
    writing = done.then(
      () => {},
      () => {},
    )
    return done
  }

  async function replace(log: LogName, change: (entries: Entry[]) => Entry[]): Promise<void> {
    const next = change(logs.get(log) ?? []).slice(-LONGEST_LOG)
    await vault.set(`log.${log}`, JSON.stringify(next))
    logs.set(log, next)
  }

  return {
    students: () => students,
    addStudent: () =>
      inTurn(async () => {
        await vault.set('students', String(students + 1))
        students += 1
        logs.set(`${students}`, [])
        return students
      }),
    has: (log) => logs.has(log),
    read: (log) => logs.get(log) ?? [],
    append: (log, line, at) =>
      inTurn(async () => {
        newest += 1
        const added = { ...line, id: newest, at }
        await replace(log, (all) => [...all, added])
        return added
      }),
    blank: (log, id) =>
      inTurn(() => replace(log, (all) => all.map((entry) => (speaksOf(entry, id) ? blanked(entry) : entry)))),
  }
}

function names(students: number): LogName[] {
  return ['clock', 'desk', ...Array.from({ length: students }, (_, index): LogName => `${index + 1}`)]
}

function speaksOf(entry: Entry, id: number): boolean {
  return entry.id === id || (entry.type === 'edit' && entry.of === id)
}

function blanked(entry: Entry): Entry {
  if (entry.type === 'edit') return { ...entry, text: null }
  if (entry.type !== 'person' || entry.said.kind !== 'text') return entry
  return { ...entry, said: { kind: 'text', text: null } }
}

const stamped = { id: z.number(), at: z.number() }
const saidSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().nullable(),
    quotes: z.object({ ref: z.string(), text: z.string() }).optional(),
  }),
  z.object({ kind: z.literal('press'), choice: z.string(), label: z.string() }),
  z.object({ kind: z.enum(things) }),
])
const spanSchema = z.object({ at: z.number(), length: z.number(), style: z.enum(['bold', 'code']) })
const botLine = {
  type: z.literal('bot'),
  key: z.string(),
  text: z.string(),
  spans: z.array(spanSchema),
  choices: z.array(z.object({ id: z.string(), label: z.string() })),
  question: z.number(),
  copies: z.array(z.object({ label: z.string(), text: z.string() })),
}
const entrySchema: z.ZodType<Entry> = z.discriminatedUnion('type', [
  z.object({ ...stamped, ...botLine }),
  z.object({ ...stamped, type: z.literal('person'), said: saidSchema }),
  z.object({ ...stamped, type: z.literal('edit'), of: z.number(), text: z.string().nullable() }),
  z.object({ ...stamped, type: z.literal('delete'), of: z.number() }),
  z.object({ ...stamped, type: z.literal('lost'), of: z.number() }),
  z.object({ ...stamped, type: z.literal('jump') }),
])
const entries = z.array(entrySchema)
