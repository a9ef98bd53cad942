import { setup } from 'xstate'
import { effects, type FlowEvent } from '../flow.ts'
import type { Context } from './context.ts'
import { privacy } from './institution.ts'

/** The vocabulary of this procedure: what its states may guard on. Actions are the effects of flow.ts and assign. */
export const procedure = setup({
  types: {
    context: {} as Context,
    events: {} as FlowEvent,
    meta: {} as { copy?: string[]; spoken?: string[]; noReturn?: boolean; anew?: string },
  },
  actions: effects,
  guards: {
    mayKeep: ({ context }) => context.consent?.given === true,
    mayNotKeep: ({ context }) => context.consent?.given === false,
    late: ({ context }) => context.phase === 'late',
    undated: ({ context }) => context.saved && context.phase === null,
  },
})

export const { assign } = procedure

/** Timers of the waiting days: `opens` and `closes` only mark where we are, `day2` and `day5` speak. */
export const waitingTimers = ['opens', 'closes', 'day2', 'day5']

export function say(key: string, copy: string[] = []) {
  return { type: 'say' as const, params: { key, copy } }
}

export function escalate(reason: string) {
  return { type: 'escalate' as const, params: { reason } }
}

/** A case with the student's own words in it. */
export function escalateWithWords(reason: string) {
  return {
    type: 'escalate' as const,
    params: ({ event }: { event: FlowEvent }) =>
      event.type === 'answer.text' ? { reason, detail: event.text } : { reason },
  }
}

export function cancel(timers: string[]) {
  return { type: 'cancel' as const, params: { timers } }
}

/** Remembers the consent of this notice's version. */
export function consentAt(given: boolean) {
  return assign({ consent: ({ event }) => ({ given, version: privacy.version, at: event.at }) })
}
