import { type Meaning, understand } from '../understanding/understanding.ts'
import type { Content } from '../update.ts'
import { detourQuestion, flowQuestion } from './ask.ts'
import { decliningChoice, isBeforeCase } from './detour.ts'
import type { Draft } from './draft.ts'
import type { Reading } from './reading.ts'

export function read(draft: Draft, content: Content, refs: string[]): Reading {
  return { content, refs, ...meaningOf(draft, content) }
}

/** A side question is asked first; what is no answer to it may still be one to the procedure's. */
function meaningOf(draft: Draft, content: Content): { meaning: Meaning; toDetour: boolean } {
  const { env, session, at } = draft
  const language = env.language(session.language)
  const calendar = env.calendar(session.active)
  const readAs = (question: ReturnType<typeof detourQuestion>, flow: string | null) =>
    understand(language, { content, question, flow, now: at, calendar })
  const detour = detourQuestion(draft)
  if (detour) {
    // No topics here: a question written to an agent is the agent's to answer.
    const meaning = readAs(detour, null)
    if (meaning.kind === 'choice' || meaning.kind === 'answer') return { meaning, toDetour: true }
    const declined = meaning.kind === 'later' ? decliningChoice(session.detour?.now) : null
    if (declined !== null) return { meaning: { kind: 'choice', id: declined }, toDetour: true }
  }
  const meaning = readAs(flowQuestion(draft), session.active)
  // "Ya" and "no" are meant for what stands last: a case is not opened half-asked because the procedure would take them, too.
  const isMeantHere = isBeforeCase(session.detour?.now) && content.kind === 'text' && /^\S+$/.test(content.text.trim())
  if (isMeantHere && meaning.kind === 'choice') return { meaning: { kind: 'nothing' }, toDetour: false }
  return { meaning, toDetour: false }
}
