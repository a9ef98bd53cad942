import { type Trouble, troubles } from '../channels/channel.ts'
import type { MailOf } from '../mail.ts'
import { channelName, type Draft, firstFlow, say, word } from './draft.ts'
import type { Standing } from './session.ts'

const HOUR = 60 * 60_000
/** What its channel tells of again every day for as long as it lasts. */
const DAILY: readonly Trouble[] = ['capped', 'template']
const DAY = 24 * HOUR
/** What is over with each good word. */
const ENDS: Partial<Record<Trouble, readonly Trouble[]>> = {
  linked: ['logged-out', 'forbidden', 'replaced', 'damaged', 'key-missing'],
  resumed: ['restricted', 'capped'],
}

/** Something befell a whole channel: said once within an hour, and if it comes back meanwhile, when the hour is over. */
export function hearTrouble(draft: Draft, { channel, trouble }: MailOf<'trouble'>): void {
  const known = draft.session.troubles[channel] ?? {}
  draft.session.troubles[channel] = known
  for (const other of contraries(trouble)) if (known[other]) Object.assign(known[other], { since: null, owed: false })
  const own = known[trouble]
  const isStanding = own !== undefined && own.since !== null
  const isRecent = own !== undefined && draft.at - own.saidAt < HOUR
  known[trouble] = {
    since: isStanding ? own.since : draft.at,
    saidAt: isRecent ? own.saidAt : draft.at,
    owed: isRecent && (own.owed || !isStanding),
  }
  if (!isRecent) tellTrouble(draft, channel, trouble)
}

/** Says what came back within its hour and still stands. */
export function passTroubles(draft: Draft): void {
  for (const { channel, trouble, standing } of all(draft)) {
    if (!standing.owed || standing.saidAt + HOUR > draft.at) continue
    Object.assign(standing, { saidAt: draft.at, owed: false })
    tellTrouble(draft, channel, trouble)
  }
}

/** When the next of them is due. */
export function troublesDue(draft: Draft): number[] {
  return all(draft).flatMap(({ standing }) => (standing.owed ? [standing.saidAt + HOUR] : []))
}

/** What stands, for /estado: a line each, with since when. */
export function troubleLines(draft: Draft): string[] {
  const calendar = draft.env.calendar(firstFlow(draft).id)
  return all(draft).flatMap(({ channel, trouble, standing: { since, saidAt } }) => {
    const isOld = DAILY.includes(trouble) && draft.at - Math.max(since ?? 0, saidAt) > DAY
    if (since === null || trouble in ENDS || isOld) return []
    const text = word(draft, '', `desk-trouble-${trouble}`, { channel: channelName(draft, channel) })
    return [word(draft, '', 'desk-trouble-since', { text, day: { at: since }, time: calendar.time(since) })]
  })
}

function tellTrouble(draft: Draft, channel: string, trouble: Trouble): void {
  say(draft, `desk-trouble-${trouble}`, { channel: channelName(draft, channel) })
}

/** What is not true any more once this is: what it ends, or the good word that it belies. */
function contraries(trouble: Trouble): Trouble[] {
  return troubles.filter((other) => ENDS[trouble]?.includes(other) || ENDS[other]?.includes(trouble))
}

function all({ session }: Draft): { channel: string; trouble: Trouble; standing: Standing }[] {
  return Object.entries(session.troubles).flatMap(([channel, known]) =>
    troubles.flatMap((trouble) => {
      const standing = known[trouble]
      return standing ? [{ channel, trouble, standing }] : []
    }),
  )
}
