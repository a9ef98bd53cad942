import type { FlowEvent, Wait } from '../../flows/flow.ts'
import { LONGEST_TRAIL } from '../session.ts'
import { openCase } from './cases.ts'
import { count, measure, tellStall } from './counts.ts'
import { activeFlow, type Draft, flowOf, savedOf, sayFlow, sayOwn, setSaved, waitOf } from './draft.ts'

/** Lets the procedure hear an event; false when it does not concern it where it stands. */
export function hearFlow(draft: Draft, event: FlowEvent): boolean {
  const flow = activeFlow(draft)
  const before = waitOf(draft)
  const move = flow.hear(savedOf(draft), event)
  if (!move.heard) return false
  setSaved(draft, flow, move.saved)
  const after = waitOf(draft)
  if (event.type !== 'goto') remember(draft, before, after)
  if (!after.noReturn) delete draft.session.endedAt[flow.id]
  if (after.place !== before.place) tellStall(draft, after.place)
  draft.ask = 'attach'
  for (const effect of move.effects) {
    if (effect.type === 'say') sayFlow(draft, effect.key, effect.copy)
    else if (effect.type === 'escalate') openCase(draft, effect.reason, effect.detail ?? '')
    else if (effect.type === 'measure') measure(draft, effect.name, effect.since)
    else if (effect.type === 'finish') finish(draft)
    else if (effect.type === 'schedule') draft.effects.push({ ...effect, flow: flow.id })
    else draft.effects.push(effect)
  }
  return true
}

/** A timer, or the end of a case, speaks for its own procedure, even while another one is under way. */
export function takeUp(draft: Draft, id: string): void {
  const kept = draft.session.flows[id]
  if (draft.session.active === id || kept === undefined) return
  const flow = flowOf(draft.env, id)
  setSaved(draft, flow, flow.check(kept))
  draft.session.trail = []
}

/** One place back; the trail ends where there is no way back. */
export function goBack(draft: Draft): void {
  const place = draft.session.trail.pop()
  if (place === undefined) {
    sayOwn(draft, 'bot-no-way-back')
    draft.ask = 'short'
    return
  }
  hearFlow(draft, { type: 'goto', place, at: draft.at })
  draft.ask = 'full'
}

/** The procedure from its beginning; consent is asked anew, timers are gone. */
export function restartFlow(draft: Draft): void {
  const { session, at } = draft
  const flow = activeFlow(draft)
  draft.effects.push({ type: 'cancel', timers: Object.keys(session.timers) })
  setSaved(draft, flow, flow.start(at).saved)
  delete session.endedAt[flow.id]
  session.trail = []
  session.campus = null
  session.misses = 0
  session.question = { number: session.question.number, key: '', step: '' }
  draft.ask = 'full'
}

/** Over: the ticket is not part of the procedure and stays. */
function finish(draft: Draft): void {
  draft.session.trail = []
  const { id, steps } = activeFlow(draft)
  if (draft.session.reached.includes(`${id}:${steps.at(-1)}`)) count(draft, `finished:${id}`)
  draft.session.endedAt[draft.session.active] = draft.at
}

/** Nobody goes back to a question about something that is kept or dropped by now. */
function remember(draft: Draft, before: Wait, after: Wait): void {
  const { session } = draft
  if (after.noReturn) session.trail = []
  else if (before.place !== after.place && before.anew === null)
    session.trail = [...session.trail, before.place].slice(-LONGEST_TRAIL)
}
