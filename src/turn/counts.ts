import { DESK, FIGURES } from '../ids.ts'
import { activeFlow, type Draft, waitOf } from './draft.ts'

/** One more of something, for the figures: a day and a name, nothing of whom. */
export function count(draft: Draft, name: string): void {
  const day = draft.env.calendar(draft.session.active).day(draft.at)
  draft.effects.push({ type: 'post', to: FIGURES, mail: { kind: 'count', chat: FIGURES, day, name } })
}

/** Counted once for each student: that they began, and each step they come to. */
export function countSteps(draft: Draft): void {
  const { session } = draft
  const flow = activeFlow(draft)
  if (draft.isNew) count(draft, `started:${flow.id}`)
  const { step } = waitOf(draft)
  if (step === '') return
  const name = `${flow.id}:${step}`
  if (session.reached.includes(name)) return
  session.reached = [...session.reached, name]
  count(draft, `reached:${name}`)
}

/** Something the procedure measures, counted once for each student; business days since a day, if that is known. */
export function measure(draft: Draft, name: string, since: string | null): void {
  const { session, env, at } = draft
  const flow = activeFlow(draft)
  const known = `${flow.id}:${name}`
  if (session.reached.includes(known)) return
  session.reached = [...session.reached, known]
  count(draft, `${name}:${flow.id}`)
  if (since === null) return
  const calendar = env.calendar(flow.id)
  count(draft, `${name}-days:${flow.id}:${calendar.businessDaysBetween(since, calendar.day(at), 'base')}`)
}

/** The student came to a place that is about a portal's error: the desk is told, without a word of theirs. */
export function tellStall(draft: Draft, place: string): void {
  const portal = activeFlow(draft).desk.portals[place]
  if (portal === undefined) return
  draft.effects.push({
    type: 'post',
    to: DESK,
    mail: { kind: 'stall', chat: DESK, student: draft.session.chat, portal },
  })
}
