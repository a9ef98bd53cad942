import { describe, expect, it } from 'vitest'
import { setup } from 'xstate'
import { z } from 'zod'
import {
  type Definition,
  defineFlow,
  effects,
  type Flow,
  type FlowEvent,
  gotoPlaces,
  type Saved,
} from '../flows/flow.ts'
import { migrateSession, readSession } from '../src/envelope.ts'
import { chatId } from '../src/ids.ts'
import { NewerSessionError, newSession, type Session, sessionSchema } from '../src/session.ts'

const STUDENT = chatId('test', '1')

describe('sessions of an older schema', () => {
  const steps = {
    1: (old: unknown) => ({ ...z.looseObject({ name: z.string() }).parse(old), greeted: true }),
    2: (old: unknown) => {
      const { name, ...rest } = z.looseObject({ name: z.string() }).parse(old)
      return { ...rest, names: [name] }
    },
  }

  it('are taken from one to the next, in order', () => {
    expect(migrateSession({ schema: 1, name: 'a' }, 3, steps)).toEqual({ schema: 3, names: ['a'], greeted: true })
    expect(migrateSession({ schema: 2, name: 'a' }, 3, steps)).toEqual({ schema: 3, names: ['a'] })
  })

  it('stay as they are when they are of today', () => {
    expect(migrateSession({ schema: 3, names: [] }, 3, steps)).toEqual({ schema: 3, names: [] })
  })

  it('are refused when nobody knows the way, and left when they are of tomorrow', () => {
    expect(() => migrateSession({ schema: 0 }, 3, steps)).toThrow('a schema that never was')
    expect(() => migrateSession({ schema: 4 }, 3, steps)).toThrow(NewerSessionError)
    expect(() => migrateSession({}, 3, steps)).toThrow(z.ZodError)
  })

  it('get the fields that were added since with a default', () => {
    const { endedAt, firedAt, stripped, numbersGone, ...older } = newSession(STUDENT, 'es', 'x', {}, 7)
    expect(sessionSchema.parse(older)).toEqual({ ...older, endedAt, firedAt, stripped, numbersGone })
  })
})

describe('a procedure whose places were renamed, moved and taken away', () => {
  const first = flowOf(1, ['form.begin', 'form.name', 'form.gone', 'desk.wait'])
  const today = flowOf(3, ['paper.begin', 'paper.full-name', 'desk.wait'], {
    renamed: {
      1: { 'form.begin': 'paper.begin', 'form.name': 'paper.name', 'form.gone': 'paper.gone' },
      2: { 'paper.name': 'paper.full-name' },
    },
    // Version 3 dropped the place; whoever stood there waits at the desk.
    migrations: { 2: (saved) => (at(saved, 'paper.gone') ? { ...saved, value: { desk: 'wait' } } : saved) },
  })
  const kept = (place: string, more: Partial<Session> = {}) => {
    const saved = first.hear(first.start(0).saved, { type: 'goto', place, at: 0 }).saved
    const question = { number: 4, key: place.replace('.', '-'), step: 'form' }
    return JSON.stringify({ ...newSession(STUDENT, 'es', 'x', saved, 0), question, ...more })
  }
  const placeIn = (session: Session) => today.wait(today.check(session.flows.x)).place

  it('keeps the place of whoever stood there, and the question on their screen', () => {
    const session = readSession(kept('form.name'), STUDENT, [today])
    expect(placeIn(session)).toBe('paper.full-name')
    expect(session.question).toEqual({ number: 4, key: 'paper-full-name', step: 'paper' })
  })

  it('lets its own migration say where those stand whose place is no more', () => {
    const session = readSession(kept('form.gone'), STUDENT, [today])
    expect(placeIn(session)).toBe('desk.wait')
    // The buttons on their screen belong to another question.
    expect(session.question).toEqual({ number: 0, key: '', step: '' })
  })

  it('keeps the way back, without the places that are no more', () => {
    const trail = ['form.begin', 'form.gone', 'form.name', 'never.was', 'desk.wait']
    const session = readSession(kept('desk.wait', { trail }), STUDENT, [today])
    expect(session.trail).toEqual(['paper.begin', 'paper.full-name', 'desk.wait'])
    for (const place of session.trail) {
      expect(today.hear(today.check(session.flows.x), { type: 'goto', place, at: 0 }).heard).toBe(true)
    }
  })

  it('gives an old name no second meaning once it is of today', () => {
    const again = flowOf(2, ['form.begin', 'form.name'], { renamed: { 1: { 'form.begin': 'form.name' } } })
    const saved = again.start(0).saved
    expect(again.check(saved)).toEqual(saved)
    expect(again.check({ ...saved, version: 1 }).value).toEqual({ form: 'name' })
  })

  it('refuses what no version of it ever kept', () => {
    expect(() => readSession(kept('form.name'), STUDENT, [flowOf(2, ['other.place'])])).toThrow()
  })
})

function at(saved: Saved, place: string): boolean {
  const [step = '', name] = place.split('.')
  return saved.value instanceof Object && saved.value[step] === name
}

/** A procedure that is nothing but places. */
function flowOf(
  version: number,
  places: string[],
  history: Pick<Definition<object>, 'renamed' | 'migrations'> = {},
): Flow {
  const procedure = setup({ types: { context: {} as object, events: {} as FlowEvent }, actions: effects })
  const split = places.map((place) => place.split('.'))
  const namesIn = (top = '') => split.flatMap(([step, name = '']) => (step === top ? [name] : []))
  const states = Object.fromEntries(
    split.map(([top = '']) => {
      const names = namesIn(top)
      return [top, { initial: names[0] ?? '', states: Object.fromEntries(names.map((name) => [name, {}])) }]
    }),
  )
  return defineFlow({
    id: 'x',
    version,
    steps: [...new Set(split.map(([top = '']) => top))].filter((top) => top !== 'desk'),
    campuses: [],
    calendar: { zone: 'America/Hermosillo', closures: [] },
    machine: procedure.createMachine({
      id: 'x',
      context: {},
      initial: places[0]?.split('.')[0] ?? '',
      states,
      on: { goto: gotoPlaces(states) },
    }),
    context: z.object({}),
    facts: () => ({}),
    cardFacts: () => ({}),
    ...history,
  })
}
