import { setup } from 'xstate'
import { z } from 'zod'
import { defineFlow, effects, type FlowEvent, gotoPlaces } from '../../flows/flow.ts'

const contextSchema = z.object({ hasPhoto: z.boolean() })
type Context = z.infer<typeof contextSchema>

const procedure = setup({ types: { context: {} as Context, events: {} as FlowEvent }, actions: effects })

const states = {
  photo: procedure.createStateConfig({
    initial: 'ask',
    states: {
      ask: {
        on: {
          'choice.have': { target: '#pickup', actions: procedure.assign({ hasPhoto: true }) },
          'choice.none': { actions: { type: 'say', params: { key: 'photo-where' } } },
        },
      },
    },
  }),
  pickup: procedure.createStateConfig({
    id: 'pickup',
    initial: 'ask',
    states: {
      ask: {
        on: {
          'choice.done': { target: '#closed' },
          'choice.lost': { actions: { type: 'escalate', params: { reason: 'card-lost' } } },
        },
      },
    },
  }),
  closed: procedure.createStateConfig({
    id: 'closed',
    initial: 'done',
    entry: { type: 'finish' },
    states: { done: { meta: { noReturn: true }, on: { 'choice.again': '#library-card' } } },
  }),
}

/** A procedure of two steps that knows nothing of insurance: it proves that src/ does not either. */
export const libraryCard = defineFlow({
  id: 'library-card',
  version: 1,
  steps: ['photo', 'pickup'],
  campuses: ['center'],
  calendar: { zone: 'America/Hermosillo', closures: [] },
  machine: procedure.createMachine({
    id: 'library-card',
    context: { hasPhoto: false },
    initial: 'photo',
    states,
    on: { goto: gotoPlaces(states) },
  }),
  context: contextSchema,
  facts: ({ hasPhoto }) => ({ hasPhoto: hasPhoto ? 'yes' : 'no' }),
  cardFacts: () => ({}),
})
