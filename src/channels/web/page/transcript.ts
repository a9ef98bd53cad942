import { nameOf } from './agents.ts'
import { caseOf } from './case.ts'
import { agentIds, type BotLine, type Logs, type PersonLine, type Shown } from './wire.ts'

interface Told {
  log: keyof Logs
  entry: Shown
}

/**
 * The conversation as a file for test/transcripts/: keys and choices, not words. Of the desk only the cases of this student; `isOnly` means
 * that every case is theirs. What cannot be played again stays as a remark.
 */
export function transcript(logs: Logs, isOnly: boolean): string {
  const first = logs.student[0]
  if (!first) return `${HEAD}\n`
  const belongs = isOnly ? () => true : caseOf(logs)
  const told = [
    ...logs.student.map((entry): Told => ({ log: 'student', entry })),
    ...logs.clock.map((entry): Told => ({ log: 'clock', entry })),
    ...(['desk', ...agentIds] as const).flatMap((log) =>
      logs[log].filter(belongs).map((entry): Told => ({ log, entry })),
    ),
  ]
  const lost = new Set(told.flatMap(({ entry }) => (entry.type === 'lost' ? [entry.of] : [])))
  const lines = told
    .filter(({ entry }) => entry.id >= first.id && !lost.has(entry.id))
    .sort((a, b) => a.entry.id - b.entry.id)
    .flatMap(({ log, entry }) => lineOf(log, entry, logs))
  return [HEAD, `@ ${first.stamp}`, ...lines, ''].join('\n')
}

const HEAD = '# conversation copied from the simulator'

function lineOf(log: keyof Logs, entry: Shown, logs: Logs): string[] {
  const heard = log === 'student' ? '<' : log === 'agente-1' || log === 'agente-2' ? `${nameOf(log)}<` : `${log}<`
  switch (entry.type) {
    case 'jump':
      return [`@ ${entry.stamp}`]
    case 'bot':
      return [`${heard} ${shownAs(entry)}`]
    case 'revised':
      return [`${heard} ~${withChoices(entry)}`]
    case 'toast':
      return [`${heard} toast ${entry.key}`]
    case 'delete':
      return entry.by === 'person' ? [`# ${sideOf(entry.of, logs)}> (taken back)`] : [`${heard} delete`]
    case 'edit': {
      const side = sideOf(entry.of, logs)
      return [spoken(side === '' ? '>' : `# ${side}>`, entry.text === null ? null : `{edit ${entry.text}}`)]
    }
    case 'person':
      return [saidAs(log, entry, logs)]
    case 'member':
      return [`# ${nameOf(entry.who)} ${entry.is ? 'comes back to' : 'leaves'} the group`]
    case 'lost':
      return []
  }
}

function shownAs(line: BotLine): string {
  const { holds } = line
  if (!holds) return withChoices(line)
  return `${holds.kind === 'thing' ? 'copy' : holds.kind} ${line.key}`
}

function withChoices({ key, choices }: Pick<BotLine, 'key' | 'choices'>): string {
  return `${key}${choices.length === 0 ? '' : ` [${choices.map(({ id }) => id).join(' ')}]`}`
}

/** An agent answers a case by quoting what the bot said of it; anything else is said to the group. */
function saidAs(log: keyof Logs, { said, who }: PersonLine, logs: Logs): string {
  const name = log === 'student' || !who ? '' : nameOf(who)
  if (said.kind === 'press')
    return log === 'student' || log === 'desk' ? `${name}> [${said.choice}]` : `# ${log}> [${said.choice}]`
  const quoted = said.quotes?.ref
  const isAnswer = log === 'student' || logs.desk.some(({ id, type }) => type === 'bot' && String(id) === quoted)
  if (said.kind !== 'text') return `${name === '' ? '' : '# '}${name}> {${said.kind}}`
  return spoken(isAnswer ? `${name}>` : `${name}#`, said.text)
}

/** Who said a line: the name of an agent, or nothing for the student. */
function sideOf(id: number, logs: Logs): string {
  const line = logs.desk.find((entry) => entry.id === id)
  return line?.type === 'person' && line.who ? nameOf(line.who) : ''
}

/** One line each. */
function spoken(side: string, text: string | null): string {
  if (text === null) return `# ${side} (deleted from the chat: write it in again)`
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line === '' ? `# ${side} (an empty message)` : `${side} ${line}`
}
