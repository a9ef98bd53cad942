import { assign, setup, transition } from 'xstate'
import { z } from 'zod'

/** How a case lives: one machine, drawn in the README, that says who may do what and when. Words, people and time are elsewhere. */
export const statuses = ['open', 'taken', 'waiting', 'referred', 'resolving', 'resolved', 'ended'] as const
export type Status = (typeof statuses)[number]

export const lifeSchema = z.object({
  status: z.enum(statuses),
  /** The agent's id; null while nobody has it. */
  holder: z.string().nullable(),
  /** Where it was before somebody said it was resolved. */
  before: z.enum(statuses).nullable(),
  outcome: z.string().nullable(),
})
export type Life = z.infer<typeof lifeSchema>

export const newLife: Life = { status: 'open', holder: null, before: null, outcome: null }

/** What an agent does (`by`), what the student does, and what time does. */
export type Happening =
  | { type: 'take' | 'answer' | 'wait' | 'refer' | 'release' | 'undo' | 'leave'; by: string }
  | { type: 'resolve'; by: string; outcome: string }
  | { type: 'wrote' | 'reopen' | 'due' | 'silent' | 'expire' | 'erase' }

/** The case after what happened; null if that is not possible where it stands, or not for whoever does it. */
export function live(life: Life, happening: Happening): Life | null {
  const { status, ...context } = life
  const snapshot = machine.resolveState({ value: status, context })
  if (!snapshot.can(happening)) return null
  const [next] = transition(machine, snapshot, happening)
  return lifeSchema.parse({ ...next.context, status: next.value })
}

export function can(life: Life, happening: Happening): boolean {
  return live(life, happening) !== null
}

type Kept = Omit<Life, 'status'>

const vocabulary = setup({
  types: { context: {} as Kept, events: {} as Happening },
  guards: {
    isHolder: ({ context, event }) => 'by' in event && event.by === context.holder,
    wasWaiting: ({ context, event }) => isBy(context, event) && context.before === 'waiting',
    wasReferred: ({ context, event }) => isBy(context, event) && context.before === 'referred',
  },
  actions: {
    hold: assign({ holder: ({ event }) => ('by' in event ? event.by : null) }),
    letGo: assign({ holder: null }),
    conclude: assign({ outcome: ({ event }) => (event.type === 'resolve' ? event.outcome : null) }),
    fromTaken: assign({ before: 'taken' }),
    fromWaiting: assign({ before: 'waiting' }),
    fromReferred: assign({ before: 'referred' }),
    takeBack: assign({ before: null, outcome: null }),
  },
})

const mine = <Target extends string>(
  target: Target,
  ...actions: ('letGo' | 'conclude' | 'fromTaken' | 'fromWaiting' | 'fromReferred')[]
) => ({
  guard: 'isHolder' as const,
  target,
  actions,
})

const released = { release: mine('open', 'letGo'), leave: mine('open', 'letGo') }

export const machine = vocabulary.createMachine({
  id: 'case',
  context: { holder: null, before: null, outcome: null },
  initial: 'open',
  on: { erase: '.ended' },
  states: {
    open: {
      on: {
        take: { target: 'taken', actions: 'hold' },
        // Answering takes what nobody has.
        answer: { target: 'taken', actions: 'hold' },
      },
    },
    taken: {
      on: {
        answer: mine('taken'),
        wait: mine('waiting'),
        refer: mine('referred'),
        resolve: mine('resolving', 'conclude', 'fromTaken'),
        silent: { target: 'open', actions: 'letGo' },
        ...released,
      },
    },
    waiting: {
      on: {
        answer: mine('waiting'),
        wrote: 'taken',
        refer: mine('referred'),
        resolve: mine('resolving', 'conclude', 'fromWaiting'),
        expire: 'ended',
        ...released,
      },
    },
    referred: {
      on: {
        answer: mine('referred'),
        wait: mine('waiting'),
        resolve: mine('resolving', 'conclude', 'fromReferred'),
        due: 'taken',
        ...released,
      },
    },
    /** Said to be resolved, and the student not told yet: for a minute it can be taken back. */
    resolving: {
      on: {
        undo: [
          { guard: 'wasWaiting', target: 'waiting', actions: 'takeBack' },
          { guard: 'wasReferred', target: 'referred', actions: 'takeBack' },
          { guard: 'isHolder', target: 'taken', actions: 'takeBack' },
        ],
        due: 'resolved',
      },
    },
    resolved: {
      on: {
        reopen: { target: 'open', actions: ['letGo', 'takeBack'] },
        expire: 'ended',
      },
    },
    ended: { type: 'final' },
  },
})

function isBy(context: Kept, event: Happening): boolean {
  return 'by' in event && event.by === context.holder
}
