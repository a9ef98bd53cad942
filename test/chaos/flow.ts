import { setup } from 'xstate'
import { z } from 'zod'
import { defineFlow, effects, type FlowEvent, gotoPlaces } from '../../flows/flow.ts'

/** All numbers heard and all timers that fell due, in order: what a killed process must neither lose nor double. */
export const contextSchema = z.object({ log: z.array(z.number()), ticks: z.array(z.number()) })
type Context = z.infer<typeof contextSchema>

/** Which numbers set a timer, and which open a case at the desk. */
export const setsTimer = (n: number): boolean => n % 3 === 0
export const opensCase = (n: number): boolean => n % 4 === 0
/** The number whose case is new; those after it add to it, as long as it is open. */
export const FIRST_CASE = 4

const newest = (context: Context): number => context.log.at(-1) ?? 0
const heard = (event: FlowEvent): number =>
  Number((event.type === 'answer.text' ? event.text : event.type).replace(/\D+/g, ''))

const procedure = setup({
  types: { context: {} as Context, events: {} as FlowEvent },
  actions: effects,
  guards: {
    both: ({ event }) => setsTimer(heard(event)) && opensCase(heard(event)),
    timer: ({ event }) => setsTimer(heard(event)),
    desk: ({ event }) => opensCase(heard(event)),
  },
})

const note = procedure.assign({ log: ({ context, event }) => [...context.log, heard(event)] })
const echo = { type: 'say', params: { key: 'echo' } } as const
/** The beginning of today has passed. */
const AT_ONCE = { businessDays: 0, from: 'today', calendar: 'base', time: '00:00' } as const
const timer = {
  type: 'schedule',
  params: ({ context }: { context: Context }) => ({ timer: `n${newest(context)}`, due: AT_ONCE, reminder: false }),
} as const
const desk = {
  type: 'escalate',
  params: ({ context }: { context: Context }) => ({ reason: `n${newest(context)}` }),
} as const

const states = {
  count: procedure.createStateConfig({
    initial: 'on',
    states: {
      on: {
        on: {
          'answer.text': [
            { guard: 'both', actions: [note, echo, timer, desk] },
            { guard: 'timer', actions: [note, echo, timer] },
            { guard: 'desk', actions: [note, echo, desk] },
            { actions: [note, echo] },
          ],
          'timer.*': {
            actions: [
              procedure.assign({ ticks: ({ context, event }) => [...context.ticks, heard(event)] }),
              { type: 'say', params: { key: 'tick' } },
            ],
          },
        },
      },
    },
  }),
}

/** A procedure that appends every number it hears and echoes it, with a timer and a case now and then. */
export const countingFlow = defineFlow({
  id: 'counting',
  version: 1,
  steps: [],
  campuses: ['center'],
  calendar: { zone: 'America/Hermosillo', closures: [] },
  machine: procedure.createMachine({
    id: 'counting',
    context: { log: [], ticks: [] },
    initial: 'count',
    states,
    on: { goto: gotoPlaces(states) },
  }),
  context: contextSchema,
  facts: (context) => ({ n: newest(context), tick: context.ticks.at(-1) ?? 0, count: context.log.length }),
  cardFacts: (context) => ({ n: newest(context) }),
})
