import type { Notice } from '../board.ts'
import type { MailOf } from '../mail.ts'
import { activeFlow, type Draft, sayOwn, waitOf } from './draft.ts'

/** A portal is known not to work, or works again; said where it is of use, and never into a conversation with a person. */
export function hearNotice(draft: Draft, { portal, is, text }: MailOf<'notice'>): void {
  sayOwn(draft, `notice-${is}`, { text, portal: portalName(draft, portal) })
  draft.ask = is === 'over' && portalsHere(draft).includes(portal) ? 'full' : 'none'
}

/** Notices about a portal of the step the student is at. */
export function noticesHere(draft: Draft): readonly Notice[] {
  const notices = draft.env.notices()
  if (notices.length === 0) return notices
  const here = portalsHere(draft)
  return notices.filter(({ portal }) => here.includes(portal))
}

function portalsHere(draft: Draft): string[] {
  const { step } = waitOf(draft)
  const { portals } = activeFlow(draft).desk
  return Object.entries(portals).flatMap(([place, portal]) => (place.startsWith(`${step}.`) ? [portal] : []))
}

export function portalName({ env, session }: Draft, portal: string): string {
  return env.texts.say(session.language, session.active, `portal-${portal}`)
}
