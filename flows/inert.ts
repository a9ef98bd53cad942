import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createActor } from 'xstate'

interface Action {
  type: string
  params?: unknown
}

/** A snapshot and the actions that led to it, none of them run. */
export type Step = readonly [snapshot: AnyMachineSnapshot, actions: readonly Action[]]

/**
 * Runs a machine's pure steps. XState's own `transition` makes an actor and its system for each of them; for a machine that
 * invokes and spawns nothing one that is never started does for all.
 */
export function inertly(machine: AnyStateMachine): (run: (scope: AnyActorScope) => AnyMachineSnapshot) => Step {
  const self = createActor(machine)
  const { system } = self
  const nothing = (): void => {}
  return (run) => {
    const actions: Action[] = []
    const snapshot = run({
      self,
      system,
      id: '',
      sessionId: '',
      logger: nothing,
      defer: nothing,
      stopChild: nothing,
      emit: nothing,
      actionExecutor: ({ type, params }) => {
        actions.push({ type, params })
      },
    })
    return [snapshot, actions]
  }
}
