import { quietUntil } from '../session.ts'
import type { Draft } from './draft.ts'
import { hearFlow, takeUp } from './steps.ts'

/**
 * Lets the procedure hear the timers that are due. Silent ones all count, in order; of several reminders only the newest speaks,
 * so that downtime never ends in a burst. Reminders wait while they rest or a person serves the student, and are dropped while nobody can be reached.
 */
export function fireTimers(draft: Draft): void {
  const { session, at } = draft
  const due = Object.entries(session.timers)
    .filter(([, timer]) => timer.due <= at && !(timer.reminder && at < quietUntil(session)))
    .sort(([, a], [, b]) => a.due - b.due)
  if (due.length === 0) return
  session.firedAt = at
  for (const [name] of due) delete session.timers[name]
  const newest = due.findLast(([, { reminder }]) => reminder)
  const speaking = due.filter((entry) => !entry[1].reminder || entry === newest)
  for (const [name, { flow, reminder }] of speaking) {
    if (reminder && !session.reachable) continue
    takeUp(draft, flow)
    const before = draft.ask
    const heard = hearFlow(draft, { type: `timer.${name}`, at })
    if (heard && reminder) quitDetour(draft)
    else draft.ask = before
  }
}

/** A reminder asks its own question; only a case that waits for an answer keeps its place. */
function quitDetour(draft: Draft): void {
  if (!draft.session.detour?.now.kind.startsWith('case-')) draft.session.detour = null
  draft.ask = 'full'
}
