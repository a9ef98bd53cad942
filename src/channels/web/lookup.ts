import { type AgentId, agentIds, type BotLine, type Entry, type LogName, type Quote } from './page/wire.ts'

/** How much of a quoted text is kept with whoever quotes it. */
const LONGEST_QUOTE = 200

export function isAgent(log: string): log is AgentId {
  return agentIds.some((id) => id === log)
}

/** What an address of ours names; null for none. */
export function logOf(address: string): Exclude<LogName, 'clock'> | null {
  if (address === 'desk' || isAgent(address)) return address
  return /^[1-9]\d{0,3}$/.test(address) ? `${Number(address)}` : null
}

/** A line that somebody said and that still stands. */
export function standing(log: readonly Entry[], ref: string | number): Entry | null {
  const found = log.find(({ id }) => String(id) === String(ref))
  if (found?.type !== 'bot' && found?.type !== 'person') return null
  return log.some((entry) => entry.type === 'delete' && entry.of === found.id) ? null : found
}

/** Its words as they read now; null for what has none or is no more. */
export function wordsOf(log: readonly Entry[], ref: string | number): string | null {
  const line = standing(log, ref)
  if (line === null) return null
  const changed = log.findLast((entry) => (entry.type === 'edit' || entry.type === 'revised') && entry.of === line.id)
  if (changed?.type === 'edit' || changed?.type === 'revised') return changed.text
  if (line.type === 'bot') return line.text
  return line.type === 'person' && line.said.kind === 'text' ? line.said.text : null
}

/** All choices a log has offered, older ones of edited lines included. `of`: those of one line. */
export function offered(log: readonly Entry[], question: number, of?: number): BotLine['choices'] {
  return log.flatMap((entry) => {
    if (entry.type !== 'bot' && entry.type !== 'revised') return []
    const line = entry.type === 'bot' ? entry.id : entry.of
    return entry.question === question && (of === undefined || of === line) ? entry.choices : []
  })
}

export function quoteOf(ref: string | number, text: string): Quote {
  return { ref: String(ref), text: (text.split('\n')[0] ?? '').slice(0, LONGEST_QUOTE) }
}
