import { assign, cancel, escalate, escalateWithWords, procedure, say, waitingTimers } from './procedure.ts'

/** Step 5: the request in the university's portal. Until it is saved, everything can still be put right. */
export const request = procedure.createStateConfig({
  id: 'request',
  initial: 'form',
  states: {
    form: {
      meta: { copy: ['nss', 'curp'] },
      entry: [assign({ saved: false, savedOn: null, phase: null, reminders: false }), cancel(waitingTimers)],
      on: {
        'choice.saved': { target: '#waiting', actions: assign({ saved: true }) },
        'choice.error': 'error',
        'choice.mistake': 'mistake',
        'choice.locked-out': 'locked',
        'choice.unsure': 'unsure',
      },
    },
    /** What the portal says, in the student's words: it goes on the card. */
    error: {
      on: {
        'answer.text': { target: 'desk', actions: escalateWithWords('request-error') },
        'choice.no-option': { target: 'desk', actions: escalate('request-no-option') },
        'choice.page-down': { target: 'form', actions: say('request-page-down') },
        'choice.no-text': { target: 'desk', actions: escalate('request-error') },
      },
    },
    mistake: {
      on: {
        'choice.not-saved': { target: 'form', actions: say('request-not-saved') },
        'choice.already-saved': { target: 'wrong', actions: assign({ saved: true }) },
      },
    },
    wrong: {
      on: {
        'answer.text': { target: 'desk', actions: escalateWithWords('request-mistake') },
        'choice.nss': { target: 'desk', actions: escalate('request-wrong-nss') },
        'choice.curp': { target: 'desk', actions: escalate('request-wrong-curp') },
        'choice.personal': { target: 'desk', actions: escalate('request-wrong-personal') },
      },
    },
    locked: {
      on: {
        'choice.in': 'form',
        'choice.person': { target: 'desk', actions: escalate('request-locked-out') },
      },
    },
    unsure: {
      on: {
        'choice.saved': { target: '#waiting', actions: assign({ saved: true }) },
        'choice.not-saved': 'form',
        'choice.person': { target: 'desk', actions: escalate('request-unsure') },
      },
    },
    /** A case is open; the student says when it is settled, so no reminder of the wait speaks before. */
    desk: {
      entry: cancel(['day2', 'day5']),
      on: {
        'choice.saved': { target: '#waiting', actions: assign({ saved: true }) },
        'choice.retry': 'form',
      },
    },
  },
})
