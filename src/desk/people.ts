import { maskIdentifiers } from '../../flows/identifiers/mask.ts'
import type { Update } from '../update.ts'
import type { Draft } from './draft.ts'
import { asWritten } from './student-words.ts'

export interface Agent {
  id: string
  name: string
}

type Sender = NonNullable<Update['sender']>

/** Why somebody may not act; null if they may: a member of the group at this moment, who shows who they are (RELIABILITY A17, A18, A19). */
export function refusal({ sender, carried }: Update): 'anonymous' | 'stranger' | 'unverified' | 'carried' | null {
  if (!sender || sender.anonymous) return 'anonymous'
  if (carried) return 'carried'
  if (sender.member === undefined) return 'unverified'
  return sender.member ? null : 'stranger'
}

/** Remembers who acts, by the name to call them by. */
export function meet(draft: Draft, { id, name, chat }: Sender): Agent {
  const known = asWritten(maskIdentifiers(name)) || '?'
  const toldAt = draft.session.agents[id]?.toldAt ?? 0
  draft.session.agents[id] = { name: known, chat: chat ?? null, at: draft.at, toldAt }
  const all = Object.entries(draft.session.agents).sort(([, a], [, b]) => b.at - a.at)
  if (all.length > MOST_AGENTS) draft.session.agents = Object.fromEntries(all.slice(0, MOST_AGENTS))
  return { id, name: known }
}

/** Whom to call when nobody has the case: those who acted last. */
export function callable(draft: Draft, holder: string | null): Agent[] {
  const all = Object.entries(draft.session.agents).map(([id, { name, at }]) => ({ id, name, at }))
  if (holder !== null) return all.filter(({ id }) => id === holder)
  return all.sort((a, b) => b.at - a.at).slice(0, MOST_CALLED)
}

const MOST_AGENTS = 60
const MOST_CALLED = 3
