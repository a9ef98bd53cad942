import type { Mail } from '../mail.ts'
import { isEmergency, type Language } from '../understanding/understanding.ts'
import type { Content } from '../update.ts'
import { type Draft, sayOwn } from './draft.ts'
import { see } from './forget.ts'

const REST = 48 * 60 * 60 * 1000

/** Sought in everything that waits, before anything else is read. */
export function hearEmergency(draft: Draft, mail: readonly Mail[]): boolean {
  const language = draft.env.language(draft.session.language)
  const contents = mail.flatMap((item) => (item.kind === 'update' ? [item.update.content] : []))
  const alarms = [...contents, ...acrossPieces(contents)].flatMap((content) => alarmIn(language, content))
  if (alarms.length === 0) return false
  soundAlarm(draft, alarms.includes('crisis'))
  return true
}

/**
 * One bubble, nothing in front of it, nothing asked behind it. Reminders rest for two days and the next message is never a failure.
 */
export function soundAlarm(draft: Draft, isCrisis: boolean): void {
  sayOwn(draft, isCrisis ? 'emergency-crisis' : 'emergency').occasion = 'emergency'
  draft.session.restUntil = draft.at + REST
  draft.session.shaken = true
  draft.session.misses = 0
  draft.ask = 'none'
  see(draft)
}

function alarmIn(language: Language, content: Content): ('crisis' | 'danger')[] {
  const alarm = isEmergency(language, content)
  return alarm === null ? [] : [alarm.crisis ? 'crisis' : 'danger']
}

/** "No puedo", "respirar": a cry for help may come in pieces, too. */
function acrossPieces(contents: readonly Content[]): Content[] {
  const texts = contents.flatMap((content) => (content.kind === 'text' ? [content.text] : []))
  if (texts.length < 2) return []
  const pairs = texts.slice(1).map((text, at) => `${texts[at]} ${text}`)
  return [...pairs, texts.join(' ')].map((text) => ({ kind: 'text', text }))
}
