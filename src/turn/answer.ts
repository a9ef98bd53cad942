import { maskIdentifiers } from '../../flows/identifiers/mask.ts'
import { DESK } from '../ids.ts'
import type { Detour } from '../session.ts'
import { fileCase, openCase } from './cases.ts'
import { obey } from './commands.ts'
import { sayContacts } from './contacts.ts'
import { MENU } from './detour.ts'
import { type Draft, flowOf, sayOwn, setDetour, setSaved } from './draft.ts'
import { forget } from './forget.ts'
import { restartFlow } from './steps.ts'

/** Hears the answer to a side question. */
export function answerDetour(draft: Draft, answer: { choice: string } | { text: string }): void {
  const detour = draft.session.detour?.now
  if (!detour) return
  if ('text' in answer) {
    if (detour.kind === 'talk') followUp(draft, detour.code, answer.text)
    return
  }
  draft.session.detour = null
  draft.ask = 'full'
  choose(draft, detour, answer.choice)
}

function choose(draft: Draft, detour: Detour, choice: string): void {
  const { session } = draft
  switch (detour.kind) {
    case 'menu': {
      if (choice === 'procedures') return setDetour(draft, { kind: 'procedures' })
      const command = MENU.find((id) => id === choice)
      if (command) obey(draft, command)
      return
    }
    case 'erase':
      if (choice === 'yes') return erase(draft)
      sayOwn(draft, 'bot-not-erased')
      draft.ask = 'short'
      return
    case 'restart':
      if (choice === 'yes') restartFlow(draft)
      return
    case 'language':
      session.language = choice
      return
    case 'procedures':
      return startFlow(draft, choice)
    case 'person':
      session.misses = 0
      if (choice === 'yes') openCase(draft, 'asked-for-person', '')
      return
    case 'campus':
      session.campus = choice
      return sayContacts(draft, detour.to)
    case 'case-campus':
      session.campus = choice
      return fileCase(draft, detour.reason, detour.detail)
    case 'talk':
      return
  }
}

function followUp(draft: Draft, code: string, text: string): void {
  draft.effects.push({
    type: 'post',
    to: DESK,
    mail: { kind: 'follow-up', chat: DESK, code, student: draft.session.chat, text: maskIdentifiers(text) },
  })
  sayOwn(draft, 'bot-passed-on')
  draft.ask = 'attach'
}

function startFlow(draft: Draft, id: string): void {
  const { session, env, at } = draft
  const flow = flowOf(env, id)
  const kept = session.flows[flow.id]
  setSaved(draft, flow, kept === undefined ? flow.start(at).saved : flow.check(kept))
  session.trail = []
  session.question = { number: session.question.number, key: '', step: '' }
}

function erase(draft: Draft): void {
  forget(draft)
  sayOwn(draft, 'bot-erased')
}
