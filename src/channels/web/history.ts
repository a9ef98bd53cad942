import { z } from 'zod'
import type { Vault } from '../vault.ts'
import { withLine } from './keep.ts'
import { agentIds, type Entry, type Line, type LogName } from './page/wire.ts'
import { readEntries } from './records.ts'

/** What was said in the simulator, so that a reload or a restart shows the conversation. */
export interface History {
  /** Students are numbered 1 to this. */
  students(): number
  addStudent(): Promise<number>
  has(log: LogName): boolean
  read(log: LogName): readonly Entry[]
  /** Resolves once the entry is durable, and what it takes back forgotten; nothing has changed if that fails. */
  append(log: LogName, line: Line, at: number): Promise<Entry>
}

export async function openHistory(vault: Vault): Promise<History> {
  let students = z.coerce.number().parse((await vault.get('students')) ?? 1)
  const logs = new Map<LogName, Entry[]>()
  for (const log of names(students)) logs.set(log, read(log, await vault.get(`log.${log}`)))
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
        const next = withLine(logs.get(log) ?? [], added)
        await vault.set(`log.${log}`, JSON.stringify(next))
        logs.set(log, next)
        return added
      }),
  }
}

function names(students: number): LogName[] {
  return ['clock', 'desk', ...agentIds, ...Array.from({ length: students }, (_, index): LogName => `${index + 1}`)]
}

/** The desk's lines of a time when only one agent could be played are the first one's. */
function read(log: LogName, kept: string | null): Entry[] {
  const entries = readEntries(kept)
  if (log !== 'desk') return entries
  return entries.map((entry) => (entry.type === 'person' ? { ...entry, who: entry.who ?? agentIds[0] } : entry))
}
