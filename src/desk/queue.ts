import type { Draft } from './draft.ts'
import type { Case } from './session.ts'

export type Coded = [code: string, entry: Case]

/** Cases somebody has to do something about, in the order they should be: raised ones, then by deadline, then by age. */
export function queue(draft: Draft): Coded[] {
  return Object.entries(draft.session.cases)
    .filter(([, { life }]) => ['open', 'taken'].includes(life.status))
    .sort(([, a], [, b]) => rank(a).localeCompare(rank(b)) || a.openedAt - b.openedAt)
}

/** Those nobody has. */
export function free(draft: Draft): Coded[] {
  return queue(draft).filter(([, { life }]) => life.holder === null)
}

/** Which place in the line of those nobody has, from 1; 0 when somebody has it. */
export function placeInLine(draft: Draft, code: string): number {
  return free(draft).findIndex(([other]) => other === code) + 1
}

/** Free cases of one cause, where there are several: one answer may do for all. */
export function alike(draft: Draft): Coded[][] {
  const groups = new Map<string, Coded[]>()
  for (const coded of free(draft)) {
    const cause = `${coded[1].flow} ${coded[1].reason} ${coded[1].step}`
    groups.set(cause, [...(groups.get(cause) ?? []), coded])
  }
  return [...groups.values()]
}

function rank({ raised, deadline }: Case): string {
  return `${raised ? 0 : 1} ${deadline ?? '9999'}`
}
