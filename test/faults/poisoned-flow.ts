import { setup } from 'xstate'
import type { z } from 'zod'
import { defineFlow, effects, type FlowEvent, gotoPlaces } from '../../flows/flow.ts'
import { contextSchema } from '../chaos/flow.ts'

type Context = z.infer<typeof contextSchema>

const said = (event: FlowEvent): string => (event.type === 'answer.text' ? event.text : '')

const procedure = setup({ types: { context: {} as Context, events: {} as FlowEvent }, actions: effects })

/** Counts like the counting one, and does `harm` when it hears "veneno". */
export function poisonedFlow(harm: () => void) {
  const states = {
    count: procedure.createStateConfig({
      initial: 'on',
      states: {
        on: {
          on: {
            'answer.text': {
              actions: [
                procedure.assign({
                  log: ({ context, event }) => {
                    if (said(event).includes('veneno')) harm()
                    return [...context.log, Number(said(event).replace(/\D+/g, ''))]
                  },
                }),
                { type: 'say', params: { key: 'echo' } },
              ],
            },
          },
        },
      },
    }),
  }
  return defineFlow({
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
    facts: (context) => ({ n: context.log.at(-1) ?? 0 }),
    cardFacts: () => ({}),
  })
}
