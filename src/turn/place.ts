import { activeFlow, type Draft, waitOf } from './draft.ts'

/** Where the student is, for texts: $stand (start, step or end) and of a step $number, $total and $title. */
export function stepParams(draft: Draft): Record<string, string | number> {
  const flow = activeFlow(draft)
  const wait = waitOf(draft)
  // Consent is asked in the middle of a step and belongs to it.
  const step = wait.step === '' && !wait.noReturn ? draft.session.question.step : wait.step
  return {
    stand: wait.noReturn ? 'end' : step === '' ? 'start' : 'step',
    number: flow.steps.indexOf(step) + 1,
    total: flow.steps.length,
    title: step === '' ? '' : draft.env.texts.say(draft.session.language, flow.id, `step-${step}`),
  }
}
