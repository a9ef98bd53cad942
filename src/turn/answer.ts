import { DESK } from '../ids.ts'
import type { Detour } from '../session.ts'
import type { AnswerEvent } from '../understanding/understanding.ts'
import { askDeadline, askId, fileCase, openCase } from './cases.ts'
import { obey } from './commands.ts'
import { sayContacts } from './contacts.ts'
import { MENU } from './detour.ts'
import { type Draft, flowOf, sayOwn, setDetour, setSaved } from './draft.ts'
import { forget } from './forget.ts'
import { restartFlow } from './steps.ts'
import { backToBot, settlePictures } from './talk.ts'

/** Hears the answer to a side question. */
export function answerDetour(draft: Draft, answer: { choice: string } | { event: AnswerEvent }): void {
  const detour = draft.session.detour?.now
  if (!detour) return
  if ('event' in answer) return hearOwnAnswer(draft, detour, answer.event)
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
      return askId(draft, detour)
    case 'case-id':
      return askDeadline(draft, detour)
    case 'case-deadline':
      return fileCase(draft, detour.reason, detour.detail)
    case 'talk':
      return backToBot(draft)
    case 'picture':
      return settlePictures(draft, choice === 'yes')
    case 'solved':
      return settle(draft, detour.code, choice === 'yes')
  }
}

/** What they wrote in answer to a side question: their id, or the day by which they need it. */
function hearOwnAnswer(draft: Draft, detour: Detour, event: AnswerEvent): void {
  if (detour.kind === 'case-id' && event.type === 'answer.student-id') {
    if (!event.reading.ok) return again(draft, `case-id-${event.reading.reason}`)
    draft.session.studentId = event.reading.id
    return askDeadline(draft, detour)
  }
  if (detour.kind === 'case-deadline' && event.type === 'answer.deadline') {
    if (!event.reading.ok) return again(draft, `case-deadline-${event.reading.reason}`)
    draft.session.detour = null
    draft.ask = 'full'
    fileCase(draft, detour.reason, detour.detail, event.reading.day)
  }
}

/** What is wrong is said, and the question stands. */
function again(draft: Draft, key: string): void {
  sayOwn(draft, key)
  draft.ask = 'short'
}

/** "¿Se resolvió?", asked once. */
function settle(draft: Draft, code: string, solved: boolean): void {
  draft.effects.push({ type: 'post', to: DESK, mail: { kind: 'settled', chat: DESK, code, solved } })
  if (solved) sayOwn(draft, 'bot-solved')
  else openCase(draft, 'not-solved', '')
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
  sayOwn(draft, 'bot-erased', { hasCase: draft.session.ticket === null ? 'no' : 'yes' })
}
