import { agentIds, type Logs, type Shown } from './wire.ts'

const CODE = /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/g

/** Which lines of the desk are about a student: those that name a code which both sides name, and whatever speaks of such a line. */
export function caseOf(logs: Logs): (entry: Shown) => boolean {
  const codes = new Set(logs.student.flatMap((entry) => codesIn(entry)))
  const all = [...logs.desk, ...agentIds.flatMap((id) => logs[id])].sort((a, b) => a.id - b.id)
  const about = new Set<number>()
  // Of an edited line only the newest words are kept, so codes are looked for before what refers to it.
  for (const entry of all) if (codesIn(entry).some((code) => codes.has(code))) about.add(lineOf(entry))
  for (const entry of all) if (named(entry).some((id) => about.has(id))) about.add(entry.id)
  return (entry) => about.has(entry.id) || named(entry).some((id) => about.has(id))
}

function codesIn(entry: Shown): string[] {
  if (entry.type === 'bot') return [entry.text, entry.quotes?.text ?? ''].join('\n').match(CODE) ?? []
  if (entry.type === 'revised') return entry.text.match(CODE) ?? []
  return []
}

function lineOf(entry: Shown): number {
  return entry.type === 'revised' ? entry.of : entry.id
}

/** The lines an entry speaks of. */
function named(entry: Shown): number[] {
  if (entry.type === 'bot') return numbers(entry.quotes?.ref)
  if (entry.type === 'person')
    return entry.said.kind === 'press' ? numbers(entry.said.of) : numbers(entry.said.quotes?.ref)
  return 'of' in entry ? [entry.of] : []
}

function numbers(ref: string | number | undefined): number[] {
  return ref === undefined ? [] : [Number(ref)]
}
