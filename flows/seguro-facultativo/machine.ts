import type { FlowEvent } from '../flow.ts'
import { gotoPlaces } from '../flow.ts'
import { arrival } from './arrival.ts'
import { clinic } from './clinic.ts'
import { consent } from './consent.ts'
import { fresh } from './context.ts'
import { curp } from './curp.ts'
import { end } from './end.ts'
import { nss } from './nss.ts'
import { prerequisites } from './prerequisites.ts'
import { assign, cancel, escalate, procedure, say, waitingTimers } from './procedure.ts'
import { request } from './request.ts'
import { vigencia } from './vigencia.ts'
import { waiting } from './waiting.ts'
import { welcome } from './welcome.ts'

const states = { arrival, welcome, prerequisites, consent, curp, nss, request, waiting, vigencia, clinic, end }

/** The whole procedure, in the order a student lives it. */
export const machine = procedure.createMachine({
  id: 'seguro-facultativo',
  context: fresh,
  initial: 'arrival',
  states,
  on: {
    goto: gotoPlaces(states),
    // What staff say became of a case (`other` leaves the student where they are).
    'ticket.closed': [
      {
        guard: closedAs('data-corrected'),
        target: '#request.form',
        actions: cancel(waitingTimers),
        reenter: true,
      },
      {
        guard: closedAs('active'),
        target: '#clinic.page',
        actions: [assign({ saved: true }), cancel(waitingTimers)],
        reenter: true,
      },
      { guard: closedAs('not-eligible'), target: '#end.left', reenter: true },
    ],
    // After saving only the desk can change a number; before, the student can.
    'topic.correct-nss': correction('nss', 'request-wrong-nss'),
    'topic.correct-curp': correction('curp', 'request-wrong-curp'),
    'timer.opens': {
      actions: assign({ phase: ({ context }) => (context.phase === 'early' ? 'window' : context.phase) }),
    },
    'timer.closes': { actions: assign({ phase: 'late' }) },
    'timer.day2': { guard: isWaiting, target: '#waiting.check' },
    'timer.day5': { guard: isWaiting, target: '#waiting.check' },
  },
})

function closedAs(outcome: string) {
  return ({ event }: { event: FlowEvent }) => event.type === 'ticket.closed' && event.outcome === outcome
}

function correction(which: 'nss' | 'curp', reason: string) {
  return [
    {
      guard: ({ context }: { context: { saved: boolean } }) => context.saved,
      target: '#request.desk',
      actions: [say('correction-after-saving'), cancel(waitingTimers), escalate(reason)],
    },
    {
      guard: 'mayKeep' as const,
      target: `#${which}.capture`,
      actions: say(`correction-${which}`),
    },
    { target: `#${which}` },
  ]
}

/** Reminders speak while the student waits or looks the constancia up, not once a case is open. */
function isWaiting({ context }: { context: { savedOn: string | null }; event: FlowEvent }) {
  return context.savedOn !== null
}
