import { maskIdentifiers } from '../../flows/identifiers/mask.ts'
import { channelOf, DESK } from '../ids.ts'
import { valuesOf } from '../values.ts'
import { activeFlow, type Draft, savedOf, say, sayOwn, setDetour, waitOf } from './draft.ts'
import { stepParams } from './place.ts'

const LONGEST_DETAIL = 300

/** Opens a case at the desk, asking the campus first if it is not known. */
export function openCase(draft: Draft, reason: string, detail: string): void {
  const words = maskIdentifiers(detail.slice(0, LONGEST_DETAIL))
  if (draft.session.campus === null) setDetour(draft, { kind: 'case-campus', reason, detail: words })
  else fileCase(draft, reason, words)
}

/** Files the card and tells the student its code and how else to reach a person. */
export function fileCase(draft: Draft, reason: string, detail: string): void {
  const { session, env, at } = draft
  const isUpdate = session.ticket !== null
  const ticket = session.ticket ?? { code: env.code(), openedAt: at }
  session.ticket = ticket
  const flow = activeFlow(draft)
  draft.effects.push({
    type: 'post',
    to: DESK,
    mail: {
      kind: 'case',
      chat: DESK,
      code: ticket.code,
      student: session.chat,
      channel: channelOf(session.chat),
      language: session.language,
      deadline: null,
      stepSince: 0,
      lines: [],
      flow: flow.id,
      reason,
      detail,
      campus: session.campus ?? 'unknown',
      step: waitOf(draft).step,
      stepNumber: Number(stepParams(draft).number),
      openedAt: ticket.openedAt,
      facts: valuesOf(flow.cardFacts(savedOf(draft)), env.calendar(flow.id), session.language, at),
    },
  })
  sayOwn(draft, isUpdate ? 'case-updated' : env.hasDesk ? 'case-opened' : 'case-waiting', { code: ticket.code })
  if (isUpdate) return
  const campus = session.campus ?? 'unknown'
  say(draft, [{ scope: flow.id, key: `contacts-${campus}`, params: flow.facts(savedOf(draft)) }])
}
