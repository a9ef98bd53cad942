import type { Mail } from '../mail.ts'
import { isEmergency } from '../understanding/understanding.ts'
import { type Draft, sayOwn } from './draft.ts'
import { see } from './forget.ts'

const REST = 48 * 60 * 60 * 1000

/**
 * Sought in everything that waits, before anything else is read: one bubble, nothing in front of it, nothing asked behind it.
 * Reminders rest for two days and the next message is never a failure.
 */
export function hearEmergency(draft: Draft, mail: readonly Mail[]): boolean {
  const language = draft.env.language(draft.session.language)
  const found = mail.flatMap((item) => (item.kind === 'update' ? [isEmergency(language, item.update.content)] : []))
  const alarms = found.filter((alarm) => alarm !== null)
  if (alarms.length === 0) return false
  sayOwn(draft, alarms.some(({ crisis }) => crisis) ? 'emergency-crisis' : 'emergency').occasion = 'emergency'
  draft.session.restUntil = draft.at + REST
  draft.session.shaken = true
  draft.session.misses = 0
  see(draft)
  return true
}
