import { describe, expect, it } from 'vitest'
import { entries, nodes, placeOf, places, situation } from './situations.ts'

describe('the machine itself', () => {
  it('reaches every place', () => {
    const reached = new Set(nodes.map(({ state }) => placeOf(state.value)))
    expect(places.map(({ place }) => place).filter((place) => !reached.has(place))).toEqual([])
  })

  it('can reach an end from everywhere', () => {
    const before = new Map<string, string[]>()
    for (const [key, { transitions }] of entries) {
      for (const { state } of Object.values(transitions)) {
        const next = situation(placeOf(state.value), state.context)
        before.set(next, [...(before.get(next) ?? []), key])
      }
    }
    const ends = entries.flatMap(([key, { state }]) => (placeOf(state.value).startsWith('end.') ? [key] : []))
    const finishing = new Set(ends)
    for (const key of finishing) for (const earlier of before.get(key) ?? []) finishing.add(earlier)
    const stranded = entries.map(([key]) => key).filter((key) => !finishing.has(key))
    expect(ends.length).toBeGreaterThan(0)
    expect(stranded).toEqual([])
  })

  it('hears every choice it offers, in at least one situation', () => {
    const heard = new Set(
      nodes.flatMap(({ state, transitions }) =>
        Object.values(transitions).map(({ event }) => `${placeOf(state.value)} ${event.type}`),
      ),
    )
    const deaf = places.flatMap(({ place, choices, spoken }) =>
      choices
        .filter((id) => !spoken.includes(id))
        .flatMap((id) => (heard.has(`${place} choice.${id}`) ? [] : [`${place} ${id}`])),
    )
    expect(deaf).toEqual([])
  })

  it('keeps nothing before consent, nor after it was declined', () => {
    const kept = nodes.filter(
      ({ state: { context } }) =>
        context.consent?.given !== true &&
        (context.nss || context.curp || context.nssCandidate || context.curpCandidate || context.savedOn),
    )
    expect(kept.map(({ state }) => placeOf(state.value))).toEqual([])
  })

  it('holds no identifier once it is over', () => {
    const over = nodes.filter(({ state }) => placeOf(state.value).startsWith('end.'))
    expect(over.length).toBeGreaterThan(0)
    expect(
      over.filter(
        ({ state: { context } }) => context.nss || context.curp || context.savedOn || context.tries.length > 0,
      ),
    ).toEqual([])
  })
})
