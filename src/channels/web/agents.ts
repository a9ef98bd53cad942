import { z } from 'zod'
import type { Vault } from '../vault.ts'
import { type AgentId, type AgentState, agentIds } from './page/wire.ts'

export type AgentStates = Record<AgentId, AgentState>

/** Whether the agents who can be played are in the group, and whether they ever opened their own chat. Both at first. */
export interface Agents {
  all(): AgentStates
  /** Resolves once it is durable. */
  change(who: AgentId, change: Partial<AgentState>): Promise<void>
}

const stateSchema = z.object({ open: z.boolean(), member: z.boolean() })
const there: AgentState = { open: true, member: true }

export async function openAgents(vault: Vault): Promise<Agents> {
  const kept = z.record(z.string(), stateSchema).parse(JSON.parse((await vault.get('agents')) ?? '{}'))
  const [one, other] = agentIds
  let states: AgentStates = { [one]: kept[one] ?? there, [other]: kept[other] ?? there }

  return {
    all: () => states,
    async change(who, change) {
      const next = { ...states, [who]: { ...states[who], ...change } }
      await vault.set('agents', JSON.stringify(next))
      states = next
    },
  }
}
