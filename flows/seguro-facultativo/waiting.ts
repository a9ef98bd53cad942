import type { FlowEvent, WaitPhase } from '../flow.ts'
import type { Context } from './context.ts'
import { assign, escalate, procedure, say } from './procedure.ts'

type Heard = { context: Context; event: FlowEvent }

const inPhase =
  (...phases: WaitPhase[]) =>
  ({ event }: Heard) =>
    event.type === 'answer.date' && event.reading.ok && phases.includes(event.reading.phase)

const refused =
  (...reasons: string[]) =>
  ({ event }: Heard) =>
    event.type === 'answer.date' && !event.reading.ok && reasons.includes(event.reading.reason)

const keepDay = assign({
  saved: true,
  savedOn: ({ context, event }) =>
    event.type === 'answer.date' && event.reading.ok ? event.reading.day : context.savedOn,
  phase: ({ context, event }) =>
    event.type === 'answer.date' && event.reading.ok ? event.reading.phase : context.phase,
})

/** Marks where we are in the two to five days, silently. */
const mark = [scheduled('opens', 2, 'base', '09:00', false), scheduled('closes', 5, 'extended', '23:59', false)]
const remind = [scheduled('day2', 2, 'base', '09:00', true), scheduled('day5', 5, 'extended', '09:00', true)]

const dates = [
  { guard: inPhase('early'), target: '#waiting.offer', actions: [keepDay, ...mark, say('waiting-window')] },
  { guard: inPhase('window'), target: '#vigencia.page', actions: [keepDay, ...mark, say('waiting-window-open')] },
  { guard: inPhase('late'), target: '#vigencia.page', actions: [keepDay, say('waiting-window-over')] },
  {
    guard: refused('late-night'),
    target: '#waiting.night',
    actions: assign({
      night: ({ event }) =>
        event.type === 'answer.date' && !event.reading.ok && event.reading.reason === 'late-night'
          ? { earlier: event.reading.earlier, later: event.reading.later }
          : null,
    }),
  },
  {
    guard: refused('too-old'),
    target: '#vigencia.page',
    actions: [assign({ saved: true, phase: 'late' }), say('waiting-long-ago')],
  },
  { guard: refused('future'), target: '#waiting.date', actions: say('waiting-future') },
  { target: '#waiting.date', actions: say('waiting-unclear') },
]

/** Normal within the five days, a case after them. */
const notYet = [
  { guard: 'late' as const, target: '#vigencia.desk', actions: escalate('not-active-late') },
  { target: '#waiting.wait', actions: say('waiting-still-normal') },
]

/** Step 6: two to five business days. The dates are promised once and kept by timers. */
export const waiting = procedure.createStateConfig({
  id: 'waiting',
  initial: 'gate',
  states: {
    gate: {
      always: [
        { guard: 'mayKeep', target: 'date' },
        { guard: 'mayNotKeep', target: 'alone' },
        { target: '#consent', actions: assign({ purpose: 'date' }) },
      ],
    },
    date: {
      meta: { spoken: ['today', 'yesterday'] },
      on: {
        'answer.date': dates,
        'choice.other-day': { actions: say('waiting-other-day') },
        'choice.forgotten': { target: 'alone' },
      },
    },
    night: {
      on: {
        'choice.earlier': { target: 'offer', actions: [nightDay('earlier'), ...mark, say('waiting-window')] },
        'choice.later': { target: 'offer', actions: [nightDay('later'), ...mark, say('waiting-window')] },
      },
    },
    offer: {
      on: {
        'choice.yes': {
          target: 'wait',
          actions: [assign({ reminders: true }), ...remind, say('waiting-reminders-on')],
        },
        'choice.no': { target: 'wait', actions: assign({ reminders: false }) },
      },
    },
    wait: {
      on: {
        'choice.yes': '#vigencia.right',
        'choice.not-yet': notYet,
        'choice.look': '#vigencia.page',
        'choice.mistake': '#request.wrong',
        'choice.error': '#vigencia.error',
      },
    },
    /** The reminder: it asks. */
    check: {
      on: {
        'choice.yes': '#vigencia.right',
        'choice.not-yet': notYet,
        'choice.error': '#vigencia.error',
      },
    },
    /** Without a date: the student counts the days. */
    alone: {
      on: {
        'choice.soon': { target: 'alone', actions: say('waiting-come-back') },
        'choice.within': { target: '#vigencia.page', actions: assign({ phase: 'window' }) },
        'choice.over': { target: '#vigencia.page', actions: assign({ phase: 'late' }) },
      },
    },
  },
})

function nightDay(which: 'earlier' | 'later') {
  return assign({
    saved: true,
    savedOn: ({ context }) => context.night?.[which] ?? null,
    phase: 'early' as const,
  })
}

function scheduled(
  timer: string,
  businessDays: number,
  calendar: 'base' | 'extended',
  time: string,
  reminder: boolean,
) {
  return {
    type: 'schedule' as const,
    params: ({ context }: { context: Context }) => ({
      timer,
      due: { businessDays, from: context.savedOn ?? 'today', calendar, time },
      reminder,
    }),
  }
}
