import { DESK } from '../ids.ts'
import type { Mail } from '../mail.ts'
import { retention } from '../retention.ts'
import { type Draft, flowOf, sayOwn, waitOf } from './draft.ts'

/** Nothing is kept of this chat, and the desk's case has no way to it any more. */
export function forget(draft: Draft): void {
  const { ticket } = draft.session
  for (const { to, ref } of draft.session.reveals) draft.effects.push({ type: 'delete', ref, to })
  draft.effects.push({ type: 'forget' })
  // Without a case too: the desk knows who met an error.
  const student = draft.session.chat
  draft.effects.push({
    type: 'post',
    to: DESK,
    mail: { kind: 'erased', chat: DESK, code: ticket?.code ?? '', student },
  })
  draft.forgotten = true
  draft.ask = 'none'
}

/**
 * Lets go of what may be kept no longer, before anything is heard and without a word: nobody is woken to be told. Whoever writes
 * just then is back and keeps their place; what an agent wrote is delivered first.
 */
export function letGo(draft: Draft, mail: readonly Mail[]): void {
  const { session, at } = draft
  const due = retention(session, at)
  const isSilent = !mail.some(isForOrFromStudent)
  if (at >= due.forgotten && isSilent) return forget(draft)
  if (at >= due.setAside) session.setAside = null
  if (at < due.identifiers) return
  dropIdentifiers(draft)
  if (isSilent) draft.ask = 'none'
}

/** The student wrote or pressed something: they are there, and so is what they give us now. */
export function see(draft: Draft): void {
  draft.session.seenAt = draft.at
  draft.session.stripped = false
}

/** Said once to whoever is back, and only where the numbers would have been of use; whether it was. */
export function tellNumbersGone(draft: Draft): boolean {
  const { session } = draft
  const { copy, expects } = waitOf(draft)
  const isMissed = session.numbersGone && (copy.length > 0 || expects === 'nss' || expects === 'curp')
  session.numbersGone = false
  if (isMissed) sayOwn(draft, 'bot-numbers-gone')
  return isMissed
}

function dropIdentifiers(draft: Draft): void {
  const { session, env } = draft
  const before = waitOf(draft)
  for (const [id, kept] of Object.entries(session.flows)) {
    const flow = flowOf(env, id)
    const stripped = flow.withoutIdentifiers(flow.check(kept))
    if (stripped === null) continue
    session.flows[id] = stripped
    session.numbersGone = true
  }
  session.stripped = true
  session.studentId = null
  session.recent = []
  draft.view = null
  // The buttons of a question that can no longer be asked are old ones.
  if (waitOf(draft).place !== before.place) session.question = { number: 0, key: '', step: before.step }
}

function isForOrFromStudent(item: Mail): boolean {
  if (item.kind === 'reply' || item.kind === 'ticket') return true
  if (item.kind !== 'update') return false
  const { content } = item.update
  return content.kind !== 'by-hand' && !(content.kind === 'reachable' && !content.reachable)
}
