import { escalate, procedure, say } from './procedure.ts'

/** Step 2: no other insurance of the same kind. Never advises leaving one. */
export const prerequisites = procedure.createStateConfig({
  id: 'prerequisites',
  initial: 'ask',
  states: {
    ask: {
      on: {
        'choice.none': '#curp',
        'choice.covered': 'covered',
        'choice.recent': { target: '#curp', actions: say('prerequisites-recent') },
        'choice.unsure': { target: '#curp', actions: say('prerequisites-unsure') },
      },
    },
    covered: {
      on: {
        'choice.mistaken': '#curp',
        'choice.ended': { target: '#curp', actions: say('prerequisites-recent') },
        'choice.person': { target: 'desk', actions: escalate('other-insurance') },
        'choice.leave': '#end.left',
      },
    },
    desk: {
      on: {
        'choice.go-on': '#curp',
        'choice.leave': '#end.left',
      },
    },
  },
})
