import { assign, procedure } from './procedure.ts'

/** Step 0: wherever the student stands, it starts from there. */
export const arrival = procedure.createStateConfig({
  id: 'arrival',
  initial: 'ask',
  states: {
    ask: {
      on: {
        'choice.not-started': '#welcome',
        'choice.saved': { target: '#waiting', actions: assign({ saved: true }) },
        'choice.error': 'trouble',
        'choice.had-before': { target: '#vigencia.page', actions: assign({ hadBefore: true }) },
      },
    },
    /** Which of the pages it was that failed. */
    trouble: {
      on: {
        'choice.nss': '#nss.find',
        'choice.request': '#request.error',
        'choice.vigencia': { target: '#vigencia.error', actions: assign({ saved: true }) },
        'choice.clinic': { target: '#clinic.problem', actions: assign({ saved: true }) },
      },
    },
  },
})
