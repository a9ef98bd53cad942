import type { AgentId, BotLine, Shown } from './wire.ts'

/** Whether a message asks this agent for an answer: by name, or whoever is there if it names nobody. */
export function addressed({ prompt, mentions = [] }: BotLine, who: AgentId): boolean {
  return prompt === true && (mentions.length === 0 || mentions.some(({ id }) => id === who))
}

/** The newest message that asks this agent for an answer, if they have said nothing since and it still stands. */
export function awaited(log: readonly Shown[], who: AgentId): { id: number; text: string } | null {
  const asked = log.findLast((entry) => entry.type === 'bot' && addressed(entry, who))
  if (asked?.type !== 'bot') return null
  const isOver = log.some(
    (entry) =>
      entry.id > asked.id &&
      ((entry.type === 'delete' && entry.of === asked.id) || (entry.type === 'person' && entry.who === who)),
  )
  return isOver ? null : asked
}
