import { activeFlow, type Draft, waitOf } from './draft.ts'

/** Where the student is, for texts: $number, $total and $title; number 0 outside the numbered steps. */
export function stepParams(draft: Draft): Record<string, string | number> {
  const flow = activeFlow(draft)
  const { step } = waitOf(draft)
  return {
    number: flow.steps.indexOf(step) + 1,
    total: flow.steps.length,
    title: step === '' ? '' : draft.env.texts.say(draft.session.language, flow.id, `step-${step}`),
  }
}
