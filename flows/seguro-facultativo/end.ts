import { fresh } from './context.ts'
import { assign, cancel, procedure, say, waitingTimers } from './procedure.ts'

/** Over: whatever identified the student is gone from here on. */
export const end = procedure.createStateConfig({
  id: 'end',
  initial: 'done',
  entry: [
    cancel([...waitingTimers, 'nss', 'clinic']),
    assign({ ...fresh, consent: ({ context }) => context.consent }),
    { type: 'finish' as const },
  ],
  states: {
    done: {
      meta: { noReturn: true },
      entry: say('end-covered'),
      on: { 'choice.again': '#arrival' },
    },
    /** Left on purpose: covered by another insurance. */
    left: {
      meta: { noReturn: true },
      on: { 'choice.again': '#arrival' },
    },
  },
})
