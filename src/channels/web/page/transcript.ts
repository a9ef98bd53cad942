import type { Shown } from './wire.ts'

interface Told {
  log: 'student' | 'desk' | 'clock'
  entry: Shown
}

/**
 * The conversation as a file for test/transcripts/: keys and choices, not words. Of the desk only the cases of this student, told apart
 * by the code that both sides name; `isOnly` means that every case is theirs.
 */
export function transcript(logs: { student: Shown[]; desk: Shown[]; clock: Shown[] }, isOnly: boolean): string {
  const first = logs.student[0]
  if (!first) return `${HEAD}\n`
  const told: Told[] = [
    ...logs.student.map((entry): Told => ({ log: 'student', entry })),
    ...logs.desk.filter(caseOf(logs.student, isOnly)).map((entry): Told => ({ log: 'desk', entry })),
    ...logs.clock.map((entry): Told => ({ log: 'clock', entry })),
  ]
  const lost = new Set(told.flatMap(({ entry }) => (entry.type === 'lost' ? [entry.of] : [])))
  const lines = told
    .filter(({ entry }) => entry.id >= first.id && !lost.has(entry.id))
    .sort((a, b) => a.entry.id - b.entry.id)
    .flatMap(lineOf)
  return [HEAD, `@ ${first.stamp}`, ...lines, ''].join('\n')
}

const HEAD = '# conversation copied from the simulator'
const CODE = /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/g

function caseOf(student: readonly Shown[], isOnly: boolean): (entry: Shown) => boolean {
  const codes = new Set(student.flatMap((entry) => (entry.type === 'bot' ? (entry.text.match(CODE) ?? []) : [])))
  return (entry) => isOnly || (wordsOf(entry).match(CODE) ?? []).some((code) => codes.has(code))
}

function wordsOf(entry: Shown): string {
  if (entry.type === 'bot') return entry.text
  return entry.type === 'person' && entry.said.kind === 'text' ? (entry.said.quotes?.text ?? '') : ''
}

function lineOf({ log, entry }: Told): string[] {
  const side = log === 'desk' ? 'desk' : ''
  switch (entry.type) {
    case 'jump':
      return [`@ ${entry.stamp}`]
    case 'bot': {
      const choices = entry.choices.map(({ id }) => id).join(' ')
      return [`${side}< ${entry.key}${choices === '' ? '' : ` [${choices}]`}`]
    }
    case 'delete':
      return [`${side}< delete`]
    case 'edit':
      return log === 'desk' ? [] : [spoken('', entry.text === null ? null : `{edit ${entry.text}}`)]
    case 'person': {
      const { said } = entry
      if (said.kind === 'press') return [`> [${said.choice}]`]
      if (said.kind !== 'text') return [`${log === 'desk' ? '# desk' : ''}> {${said.kind}}`]
      return [spoken(log === 'desk' && !said.quotes ? '# desk' : side, said.text)]
    }
    case 'lost':
      return []
  }
}

/** One line each; what cannot be played again stays as a remark. */
function spoken(side: string, text: string | null): string {
  if (text === null) return `# ${side}> (deleted from the chat: write it in again)`
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line === '' ? `# ${side}> (an empty message)` : `${side}> ${line}`
}
