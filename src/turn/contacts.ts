import { activeFlow, type Draft, factsOf, say } from './draft.ts'

/** Contacts of the student's campus; the question comes back in one line. */
export function sayContacts(draft: Draft, what: 'contacts' | 'phones'): void {
  const campus = draft.session.campus ?? 'other'
  say(draft, [{ scope: activeFlow(draft).id, key: `${what}-${campus}`, params: factsOf(draft) }])
  draft.ask = 'short'
}
