import type { Part } from '../effect.ts'
import type { Question } from '../understanding/understanding.ts'
import { valueNamed } from '../values.ts'
import { detourChoices, detourExpects, detourKey } from './detour.ts'
import { activeFlow, type Draft, factsOf, lastSay, say, waitOf } from './draft.ts'
import { noticesHere, portalName } from './notices.ts'
import { stepParams } from './place.ts'

/** Ends a turn: puts the question that now stands, in the form the turn calls for. */
export function ask(draft: Draft): void {
  if (draft.forgotten || draft.ask === 'none') return
  if (draft.session.detour) askDetour(draft)
  else askFlow(draft)
}

/** The question as understanding sees it: what the student reads under it. */
export function flowQuestion(draft: Draft): Question {
  const wait = waitOf(draft)
  return {
    number: draft.session.question.number,
    expects: wait.expects,
    choices: labelled(draft, draft.session.active, wait.key, wait.choices),
  }
}

export function detourQuestion(draft: Draft): Question | null {
  const { detour } = draft.session
  if (!detour) return null
  const choices = detourChoices(draft, detour.now)
  return {
    number: detour.number,
    expects: detourExpects(detour.now),
    choices: choices.map(({ id, scope, key }) => ({ id, key, label: textOf(draft, scope, key) })),
  }
}

function askFlow(draft: Draft): void {
  const { session } = draft
  const wait = waitOf(draft)
  const isNewQuestion = session.question.key !== wait.key
  if (isNewQuestion) session.asked += 1
  const number = isNewQuestion ? session.asked : session.question.number
  const mode = isNewQuestion && draft.ask !== 'none' ? 'full' : draft.ask
  if (mode === 'if-new') return
  const last = lastSay(draft)
  const scope = session.active
  const bubble =
    mode === 'attach' && last
      ? last
      : mode === 'short' && last
        ? append(last, { scope, key: `${wait.key}.short`, params: factsOf(draft) })
        : say(draft, [...heading(draft), ...noticed(draft), { scope, key: wait.key, params: factsOf(draft) }])
  bubble.ask = {
    question: number,
    choices: wait.choices.map((id) => ({ id, scope, key: `${wait.key}.choice-${id}`, params: factsOf(draft) })),
  }
  if (mode !== 'short') bubble.copy = [...bubble.copy, ...wait.copy]
  const step = wait.step === '' && !wait.noReturn ? session.question.step : wait.step
  if (session.question.step !== step) session.stepAt = draft.at
  session.question = { number, key: wait.key, step }
}

function askDetour(draft: Draft): void {
  const { detour } = draft.session
  if (!detour || draft.ask === 'if-new') return
  const key = detourKey(detour.now)
  const last = lastSay(draft)
  const params = factsOf(draft)
  const bubble =
    draft.ask === 'attach' && last
      ? last
      : draft.ask === 'short' && last
        ? append(last, { scope: null, key: `${key}.short`, params })
        : say(draft, [{ scope: null, key, params }])
  bubble.ask = {
    question: detour.number,
    choices: detourChoices(draft, detour.now).map((choice) => ({ ...choice, params })),
  }
}

function append(bubble: ReturnType<typeof say>, part: Part) {
  bubble.parts.push(part)
  return bubble
}

/** "Paso 4 de 8 · NSS", on entering a step. */
function heading(draft: Draft): Part[] {
  const { step } = waitOf(draft)
  const flow = activeFlow(draft)
  if (step === '' || draft.session.question.step === step) return []
  return [{ scope: null, key: 'bot-step', params: stepParams(draft), quiet: true }].filter(() =>
    flow.steps.includes(step),
  )
}

/** What staff say of a portal that does not work, where it is used. */
function noticed(draft: Draft): Part[] {
  return noticesHere(draft).map(({ portal, text }) => ({
    scope: null,
    key: 'notice-here',
    params: { text, portal: portalName(draft, portal) },
    quiet: true,
  }))
}

function labelled(draft: Draft, scope: string, key: string, choices: readonly string[]) {
  return choices.map((id) => {
    const labelKey = `${key}.choice-${id}`
    return { id, key: labelKey, label: textOf(draft, scope, labelKey) }
  })
}

function textOf(draft: Draft, scope: string | null, key: string): string {
  const { env, session, at } = draft
  const values = valueNamed(() => factsOf(draft), env.calendar(session.active), session.language, at)
  return env.texts.say(session.language, scope, key, values)
}
