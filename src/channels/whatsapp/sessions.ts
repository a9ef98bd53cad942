import { z } from 'zod'

/** What libsignal keeps of one person: every session there was with them, lately. */
const recordSchema = z.looseObject({
  _sessions: z.record(z.string(), z.looseObject({ indexInfo: z.looseObject({ used: z.number() }) })),
})

/** Whether a record, as text, holds more than one. */
export function hasSeveral(record: string): boolean {
  return Object.keys(read(record)?._sessions ?? {}).length > 1
}

/**
 * libsignal tries a message with one session after the other, changes even those that cannot read it (6.0.0, session_cipher.js,
 * `maybeStepRatchet` before `verifyMAC`), and keeps them all once one could. So a message that comes late, in an older session, ruined the
 * newer one: neither side could read the other any more until it was asked again. The one that could is stamped with the time: it alone
 * is kept as it has become, the others as they were.
 */
export function onlyTheUsed(before: string, after: string): string {
  const [old, fresh] = [read(before)?._sessions, read(after)]
  if (old === undefined || fresh === null) return after
  const sessions = Object.entries(fresh._sessions)
  const isUsed = (name: string, used: number): boolean => old[name] !== undefined && old[name].indexInfo.used !== used
  // Sealing stamps nothing and changes but one; beginning anew closes what was open, rightly.
  if (!sessions.some(([name, { indexInfo }]) => isUsed(name, indexInfo.used))) return after
  const mended = sessions.map(([name, session]) => [
    name,
    isUsed(name, session.indexInfo.used) ? session : (old[name] ?? session),
  ])
  return JSON.stringify({ ...fresh, _sessions: Object.fromEntries(mended) })
}

function read(record: string) {
  return recordSchema.safeParse(JSON.parse(record)).data ?? null
}
