import type { Expectation } from '../../flows/flow.ts'
import type { Detour } from '../session.ts'
import { fileCase } from './cases.ts'
import { activeFlow, type Draft } from './draft.ts'

/** What the menu leads to, each a command a student could as well type. */
export const MENU = ['where', 'contacts', 'human', 'my-data', 'restart', 'erase'] as const

export function detourKey(detour: Detour): string {
  if (detour.kind === 'case-campus') return 'detour-campus'
  return `detour-${detour.kind}`
}

export function detourExpects(detour: Detour): Expectation | null {
  if (detour.kind === 'case-id') return 'student-id'
  return detour.kind === 'case-deadline' ? 'deadline' : null
}

/** The choices under a side question, with the key of each label. */
export function detourChoices(draft: Draft, detour: Detour): { id: string; scope: string | null; key: string }[] {
  const own = (ids: readonly string[]) =>
    ids.map((id) => ({ id, scope: null, key: `${detourKey(detour)}.choice-${id}` }))
  const flow = activeFlow(draft)
  switch (detour.kind) {
    case 'menu':
      return own(['go-on', ...(draft.env.flows.length > 1 ? ['procedures'] : []), ...MENU])
    case 'campus':
    case 'case-campus':
      return flow.campuses.map((id) => ({ id, scope: flow.id, key: `campus-${id}` }))
    case 'language':
      return draft.env.texts.languages.map((id) => ({ id, scope: null, key: `language-${id}` }))
    case 'procedures':
      return draft.env.flows.map(({ id }) => ({ id, scope: id, key: 'title' }))
    case 'talk':
      return own(['go-on'])
    case 'case-id':
      return own(['skip'])
    case 'case-deadline':
      return own(['none'])
    case 'picture':
    case 'solved':
      return own(['yes', 'no'])
    case 'erase':
    case 'restart':
    case 'person':
      return own(['yes', 'no'])
  }
}

/** What is asked before a case is opened. */
export function isBeforeCase(detour: Detour | undefined): boolean {
  return detour?.kind === 'case-campus' || detour?.kind === 'case-id' || detour?.kind === 'case-deadline'
}

/** What "no" or "luego" comes to where only an answer is missing for a case to be opened. */
export function decliningChoice(detour: Detour | undefined): string | null {
  if (detour?.kind === 'case-id') return 'skip'
  return detour?.kind === 'case-deadline' ? 'none' : null
}

/** Leaves a side question unanswered. A case that waited for an answer is opened without it, never dropped. */
export function leaveDetour(draft: Draft): void {
  const detour = draft.session.detour?.now
  draft.session.detour = null
  if (detour?.kind === 'case-campus' || detour?.kind === 'case-id' || detour?.kind === 'case-deadline')
    fileCase(draft, detour.reason, detour.detail)
}
