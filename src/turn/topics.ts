import { type Draft, sayFlow } from './draft.ts'
import { hearFlow } from './steps.ts'

/** A question about something else: the procedure hears it if it concerns it, else it is answered and the student is back where they were. */
export function answerTopic(draft: Draft, id: string): void {
  if (hearFlow(draft, { type: `topic.${id}`, at: draft.at })) return
  sayFlow(draft, `topic-${id}`)
  draft.ask = draft.isNew ? 'full' : 'short'
}
