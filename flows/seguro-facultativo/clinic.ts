import { assign, cancel, escalate, escalateWithWords, procedure, say } from './procedure.ts'

/** Step 8: the family clinic and the consulting room; then nothing needs to be kept any more. */
export const clinic = procedure.createStateConfig({
  id: 'clinic',
  initial: 'page',
  exit: cancel(['clinic']),
  states: {
    page: {
      meta: { copy: ['nss', 'curp'] },
      on: {
        'choice.done': '#end.done',
        'choice.problem': 'problem',
        'choice.remind': 'remind',
      },
    },
    problem: {
      on: {
        'answer.text': { target: 'desk', actions: escalateWithWords('clinic-problem') },
        'choice.not-active': { target: '#vigencia.page', actions: say('clinic-not-active') },
        'choice.other-clinic': { target: 'page', actions: say('clinic-by-postcode') },
        'choice.no-text': { target: 'desk', actions: escalate('clinic-problem') },
      },
    },
    remind: {
      always: [
        {
          guard: 'mayKeep',
          target: 'later',
          actions: [
            {
              type: 'schedule' as const,
              params: {
                timer: 'clinic',
                due: { businessDays: 3, from: 'today', calendar: 'base' as const, time: '09:00' },
                reminder: true,
              },
            },
            say('clinic-reminder-on'),
          ],
        },
        { guard: 'mayNotKeep', target: 'page', actions: say('reminder-needs-consent') },
        { target: '#consent', actions: assign({ purpose: 'clinic-reminder' }) },
      ],
    },
    later: {
      on: {
        'timer.clinic': 'reminded',
        'choice.done': '#end.done',
        'choice.problem': 'problem',
      },
    },
    reminded: {
      on: {
        'choice.done': '#end.done',
        'choice.not-yet': 'page',
        'choice.problem': 'problem',
      },
    },
    desk: {
      on: {
        'choice.done': '#end.done',
        'choice.retry': 'page',
      },
    },
  },
})
