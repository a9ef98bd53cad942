import type { Command } from '../understanding/understanding.ts'
import { openCase } from './cases.ts'
import { sayContacts } from './contacts.ts'
import { leaveDetour } from './detour.ts'
import { activeFlow, type Draft, factsOf, say, sayFlow, sayOwn, setDetour } from './draft.ts'
import { stepParams } from './place.ts'
import { goBack } from './steps.ts'
import { backToBot } from './talk.ts'

/** Does what a command asks, in whatever state the student is. */
export function obey(draft: Draft, command: Command): void {
  leaveDetour(draft)
  commands[command](draft)
}

const commands: Record<Command, (draft: Draft) => void> = {
  menu: (draft) => setDetour(draft, { kind: 'menu' }),
  back: goBack,
  restart: (draft) => setDetour(draft, { kind: 'restart' }),
  erase: (draft) => setDetour(draft, { kind: 'erase' }),
  human: (draft) => openCase(draft, 'asked-for-person', ''),
  bot: backToBot,
  reopen: reopen,
  'my-data': sayMyData,
  'stop-reminders': stopReminders,
  contacts: (draft) => tellContacts(draft, 'contacts'),
  phones: (draft) => tellContacts(draft, 'phones'),
  language: changeLanguage,
  start: where,
  where,
  help(draft) {
    sayOwn(draft, 'bot-help')
    draft.ask = 'short'
  },
  privacy(draft) {
    sayFlow(draft, 'privacy-notice')
    draft.ask = 'short'
  },
}

function where(draft: Draft): void {
  if (!draft.isNew) sayOwn(draft, 'bot-where', stepParams(draft))
  draft.ask = 'full'
}

/** Only a case of the last three days; else it is a new one. */
function reopen(draft: Draft): void {
  if (draft.session.ticket !== null) return openCase(draft, 'not-solved', '')
  sayOwn(draft, 'case-none')
  draft.ask = 'short'
}

function tellContacts(draft: Draft, to: 'contacts' | 'phones'): void {
  if (draft.session.campus === null) setDetour(draft, { kind: 'campus', to })
  else sayContacts(draft, to)
}

function stopReminders(draft: Draft): void {
  const reminders = Object.entries(draft.session.timers).flatMap(([name, { reminder }]) => (reminder ? [name] : []))
  draft.effects.push({ type: 'cancel', timers: reminders })
  sayOwn(draft, reminders.length > 0 ? 'bot-reminders-stopped' : 'bot-no-reminders')
  draft.ask = 'short'
}

function changeLanguage(draft: Draft): void {
  if (draft.env.texts.languages.length > 1) return setDetour(draft, { kind: 'language' })
  sayOwn(draft, 'bot-one-language')
  draft.ask = 'short'
}

/** Everything that is kept, masked where it identifies. */
function sayMyData(draft: Draft): void {
  const { session } = draft
  const reminders = Object.values(session.timers).filter(({ reminder }) => reminder).length
  const own = {
    ...factsOf(draft),
    ...stepParams(draft),
    code: session.ticket?.code ?? '',
    hasCase: session.ticket ? 'yes' : 'no',
    waitingReminders: reminders,
    hasStudentId: session.studentId === null ? 'no' : 'yes',
  }
  say(draft, [
    { scope: activeFlow(draft).id, key: 'my-data', params: own },
    { scope: null, key: 'bot-my-data', params: own },
  ])
  draft.ask = 'short'
}
