import { assign, cancel, escalate, escalateWithWords, procedure, say, waitingTimers } from './procedure.ts'

/** Not active yet: normal within the five days, a case after them, and a question when we do not know the day (FACTS §5.2). */
function notYet(reason: string) {
  return [
    { guard: 'late' as const, target: '#vigencia.desk', actions: escalate(reason) },
    { guard: ({ context }: { context: { saved: boolean } }) => !context.saved, target: '#vigencia.nothing' },
    { guard: 'undated' as const, target: '#waiting', actions: say('vigencia-need-day') },
    { target: '#vigencia.settle', actions: say('vigencia-wait') },
  ]
}

/** They say that they appear as active: how long it took. */
const measureActive = {
  type: 'measure' as const,
  params: ({ context }: { context: { savedOn: string | null } }) => ({ name: 'active', since: context.savedOn }),
}

/** Step 7: the constancia, question by question. Nobody sends it, nobody opens it. */
export const vigencia = procedure.createStateConfig({
  id: 'vigencia',
  initial: 'page',
  states: {
    page: {
      meta: { copy: ['nss', 'curp'] },
      on: {
        'choice.have': 'right',
        'choice.no-mail': 'mail',
        'choice.error': 'error',
        'choice.later': 'settle',
      },
    },
    mail: {
      on: {
        'choice.have': 'right',
        'choice.person': { target: 'desk', actions: escalate('vigencia-no-mail') },
        'choice.later': 'settle',
      },
    },
    error: {
      on: {
        'answer.text': { target: 'desk', actions: escalateWithWords('vigencia-error') },
        'choice.page-down': { target: 'page', actions: say('vigencia-page-down') },
        'choice.mismatch': { target: 'page', actions: say('vigencia-mismatch') },
        'choice.no-text': { target: 'desk', actions: escalate('vigencia-error') },
      },
    },
    right: {
      on: {
        'choice.with': { target: 'employer', actions: assign({ right: true }) },
        'choice.without': { target: 'employer', actions: assign({ right: false }) },
        'choice.unsure': { actions: say('vigencia-where-right') },
      },
    },
    employer: {
      on: {
        'choice.itson': [
          { guard: ({ context }) => context.right === true, target: 'data', actions: measureActive },
          ...notYet('itson-without-right'),
        ],
        'choice.current-job': { target: 'desk', actions: escalate('covered-by-job') },
        'choice.former-job': [
          { guard: ({ context }) => context.right === true, target: 'desk', actions: escalate('other-employer') },
          ...notYet('former-job'),
        ],
        'choice.blank': [
          {
            guard: ({ context }) => context.right === true,
            target: 'desk',
            actions: escalate('right-without-employer'),
          },
          ...notYet('no-employer'),
        ],
        'choice.unsure': [
          { guard: ({ context }) => context.right === true, target: 'desk', actions: escalate('employer-unsure') },
          ...notYet('employer-unsure'),
        ],
      },
    },
    data: {
      on: {
        'choice.right': {
          target: '#clinic',
          actions: [assign({ saved: true }), cancel(waitingTimers), say('vigencia-active')],
        },
        'choice.wrong': 'wrong-data',
      },
    },
    'wrong-data': {
      on: {
        'choice.go-on': { target: '#clinic', actions: [assign({ saved: true }), cancel(waitingTimers)] },
        'choice.person': { target: 'desk', actions: escalate('data-wrong') },
      },
    },
    /** Had it before, has it no more: from the start. */
    nothing: {
      on: {
        'choice.begin': { target: '#prerequisites', actions: assign({ hadBefore: false }) },
        'choice.saved': '#waiting',
      },
    },
    /** Back to the wait, dated or not. */
    settle: {
      always: [
        { guard: ({ context }) => context.savedOn !== null, target: '#waiting.wait' },
        { guard: ({ context }) => context.saved, target: '#waiting.alone' },
        { target: 'nothing' },
      ],
    },
    desk: {
      entry: cancel(['day2', 'day5']),
      on: {
        'choice.with-right': { target: 'employer', actions: assign({ right: true }) },
        'choice.redo': '#request',
        'choice.look': 'page',
      },
    },
  },
})
