import type { Notice } from '../board.ts'
import type { ChatId } from '../ids.ts'
import type { MailOf } from '../mail.ts'
import type { Update } from '../update.ts'
import { count, type Draft, firstFlow, say, toast, word } from './draft.ts'
import { meet, refusal } from './people.ts'

const MINUTE = 60_000
/** So many different students within so long, and the group is asked (RELIABILITY: nobody can know from here whether a portal is down). */
const ENOUGH = 3
const WITHIN = 15 * MINUTE
/** An answer "no" holds that long; a question nobody answers is put again. */
const DENIED = 120 * MINUTE
/** Longer than a question to the group may wait for its answer. */
const KEPT = 60 * MINUTE
const LONGEST_NOTICE = 300
const MOST_CONCERNED = 5000

/** A student met an error. Known already: they are to be told when it is over. Else it may be one too many. */
export function hearStall(draft: Draft, { student, portal }: MailOf<'stall'>): void {
  const { session, at } = draft
  const incident = session.incidents[portal]
  if (incident?.state === 'on') {
    incident.concerned = unique([...incident.concerned, student])
    return
  }
  const others = (session.stalls[portal] ?? []).filter((stall) => stall.student !== student)
  const recent = others.filter((stall) => at - stall.at <= WITHIN)
  session.stalls[portal] = [...recent, { student, at }]
  const isQuiet = incident !== undefined && at - incident.at < (incident.state === 'denied' ? DENIED : WITHIN)
  if (recent.length + 1 < ENOUGH || isQuiet) return
  const question = draft.env.token()
  const concerned = unique([...recent.map((stall) => stall.student), student])
  session.incidents[portal] = { state: 'asked', at, text: '', question, concerned }
  say(
    draft,
    'desk-incident',
    { count: recent.length + 1, portal: nameOf(draft, portal) },
    { choices: ['yes', 'no'], question },
  )
}

/** Pressed *Sí, avisar*, *No* or *Ya funciona*; true if that was the button. */
export function pressIncident(draft: Draft, update: Update, choice: string, question: number): boolean {
  const found = Object.entries(draft.session.incidents).find(([, incident]) => incident.question === question)
  if (!found) return false
  const [portal, incident] = found
  const no = refusal(update)
  if (no !== null || !update.sender) {
    toast(draft, update, `toast-${no ?? 'anonymous'}`)
    return true
  }
  const agent = meet(draft, update.sender)
  if (incident.state === 'asked' && choice === 'yes') publish(draft, portal, '')
  else if (incident.state === 'asked' && choice === 'no')
    draft.session.incidents[portal] = { ...incident, state: 'denied', at: draft.at, question: 0 }
  else if (incident.state === 'on' && choice === 'over') end(draft, portal)
  else {
    toast(draft, update, 'toast-stale')
    return true
  }
  toast(draft, update, `toast-incident-${choice}`, { name: agent.name })
  return true
}

/** From now on every student who comes to that step reads it, and those who have just met the error are told. */
export function publish(draft: Draft, portal: string, words: string): void {
  const { session, at } = draft
  const text = (
    words === '' ? word(draft, firstFlow(draft).id, 'notice-default', { portal: nameOf(draft, portal) }) : words
  ).slice(0, LONGEST_NOTICE)
  const question = draft.env.token()
  // Whoever waits for it to be over keeps waiting when the words change.
  const waiting = session.incidents[portal]?.concerned ?? []
  const concerned = unique([...waiting, ...(session.stalls[portal] ?? []).map(({ student }) => student)])
  session.incidents[portal] = { state: 'on', at, text, question, concerned }
  delete session.stalls[portal]
  tellBoard(draft)
  for (const student of concerned) tellStudent(draft, student, portal, 'begun', text)
  count(draft, firstFlow(draft).id, `incident:${portal}`)
  say(
    draft,
    'desk-notice',
    { portal: nameOf(draft, portal), text, count: concerned.length },
    { choices: ['over'], question },
  )
}

export function end(draft: Draft, portal: string): void {
  const incident = draft.session.incidents[portal]
  if (incident?.state !== 'on') return
  delete draft.session.incidents[portal]
  tellBoard(draft)
  for (const student of incident.concerned) tellStudent(draft, student, portal, 'over', '')
  say(draft, 'desk-notice-over', { portal: nameOf(draft, portal), count: incident.concerned.length })
}

/** What happened too long ago to matter is not kept. */
export function pruneStalls({ session, at }: Draft): void {
  for (const [portal, stalls] of Object.entries(session.stalls)) {
    const recent = stalls.filter((stall) => at - stall.at <= KEPT)
    if (recent.length > 0) session.stalls[portal] = recent
    else delete session.stalls[portal]
  }
  for (const [portal, { state, at: since }] of Object.entries(session.incidents))
    if (state !== 'on' && at - since > DENIED) delete session.incidents[portal]
}

/** Notices that stand, for /aviso and /estado. */
export function standing(draft: Draft): [portal: string, text: string][] {
  return Object.entries(draft.session.incidents).flatMap(([portal, { state, text }]): [string, string][] =>
    state === 'on' ? [[portal, text]] : [],
  )
}

/** Every portal the procedures know. */
export function portalsOf(draft: Draft): string[] {
  return [...new Set(draft.env.flows.flatMap(({ desk }) => Object.values(desk.portals)))]
}

export function nameOf(draft: Draft, portal: string): string {
  return word(draft, firstFlow(draft).id, `portal-${portal}`)
}

/** Nobody who erased everything is told anything more. */
export function leaveIncidents(draft: Draft, student: ChatId): void {
  for (const incident of Object.values(draft.session.incidents))
    incident.concerned = incident.concerned.filter((one) => one !== student)
  for (const [portal, stalls] of Object.entries(draft.session.stalls))
    draft.session.stalls[portal] = stalls.filter((stall) => stall.student !== student)
}

export function tellBoard(draft: Draft): void {
  const notices: Notice[] = Object.entries(draft.session.incidents).flatMap(([portal, { state, text, at }]) =>
    state === 'on' ? [{ portal, text, since: at }] : [],
  )
  draft.effects.push({ type: 'board', notices })
}

function tellStudent(draft: Draft, student: ChatId, portal: string, is: 'begun' | 'over', text: string): void {
  draft.effects.push({ type: 'post', to: student, mail: { kind: 'notice', chat: student, portal, is, text } })
}

function unique(chats: readonly ChatId[]): ChatId[] {
  return [...new Set(chats)].slice(-MOST_CONCERNED)
}
