import type { Context } from './context.ts'
import { consentAt, procedure, say } from './procedure.ts'

const wanted =
  (purpose: Context['purpose']) =>
  ({ context }: { context: Context }) =>
    context.purpose === purpose

/** Asked once, before the first thing worth keeping; declining never stops the guide. */
export const consent = procedure.createStateConfig({
  id: 'consent',
  initial: 'ask',
  states: {
    ask: {
      on: {
        'choice.accept': { target: 'route', actions: consentAt(true) },
        'choice.decline': { target: 'route', actions: [consentAt(false), say('consent-declined')] },
      },
    },
    /** Back to what it was needed for. */
    route: {
      always: [
        { guard: wanted('nss'), target: '#nss' },
        { guard: wanted('date'), target: '#waiting' },
        { guard: wanted('nss-reminder'), target: '#nss.remind' },
        { guard: wanted('clinic-reminder'), target: '#clinic.remind' },
        { target: '#curp' },
      ],
    },
  },
})
