import type { Dialogue } from '../dialogue.ts'
import type { Plan } from '../plan.ts'

/** What every part of the bench works with. */
export interface Stage {
  plan: Plan
  replies: Readonly<Record<Dialogue['name'], readonly number[]>>
  print(text: string): void
}
