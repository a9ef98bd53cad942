import { describe, expect, it } from 'vitest'
import { flows } from '../../flows/index.ts'
import { seguroFacultativo as flow } from '../../flows/seguro-facultativo/seguro-facultativo.ts'
import { sessionSchema } from '../../src/session.ts'
import { addMissing, answer, currentFile, goldens, isToldLost, keysOf } from './envelopes.ts'

/**
 * What any release ever kept is understood by this one. `UPDATE_ENVELOPES=1 npx vitest run test/envelopes` writes the sessions of
 * the places this release's file has none of; lines once written stay, and files of other releases.
 */
const AT = Date.UTC(2026, 10, 23, 19)
if (process.env.UPDATE_ENVELOPES === '1') addMissing(flow, AT)

const all = goldens(flow)
const own = all.filter(({ file }) => file === currentFile(flow))

it.each(flows.map((each) => [each.id, each] as const))(
  'every place of %s has its golden session, and only one',
  (_, each) => {
    const written = goldens(each).flatMap(({ file, place }) => (file === currentFile(each) ? [place] : []))
    const places = each.places().map(({ place }) => place)
    expect(written.sort()).toEqual(places.sort())
  },
)

it('a golden session stands where it says', () => {
  expect(own.filter(({ place, session }) => placeIn(session) !== place)).toEqual([])
})

describe.each(all)('$file: $place', ({ version, place, session }) => {
  it('keeps its place and answers the menu', () => {
    const said = answer(session, { kind: 'text', text: '/menu' }, AT + 1000)
    expect(keysOf(said)).toEqual(['detour-menu'])
    const today = flow.placeToday(place, version)
    // Null: taken away since; its migration put the student somewhere else, and that it did is shown by the menu.
    expect(today === null ? null : placeIn(said.session)).toBe(today)
  })

  it('answers each of its choices and can be kept again', () => {
    for (const choice of choicesIn(session)) {
      const said = answer(session, { kind: 'press', question: 7, choice }, AT + 1000)
      expect(isToldLost(said)).toBe(false)
      expect(keysOf(said)).not.toContain('bot-stale')
      expect(keysOf(said).length).toBeGreaterThan(0)
      const kept = sessionSchema.parse(JSON.parse(said.session ?? 'null'))
      expect(() => flow.check(kept.flows[flow.id])).not.toThrow()
    }
  })

  it('goes back as often as it is asked to', () => {
    let kept: string | null = session
    for (let times = 0; times < 4 && kept !== null; times += 1) {
      const said = answer(kept, { kind: 'text', text: '/back' }, AT + 1000)
      expect(keysOf(said).length).toBeGreaterThan(0)
      expect(isToldLost(said)).toBe(false)
      kept = said.session
    }
    expect(kept).not.toBeNull()
  })
})

/** Where a session of any version stands today. */
function placeIn(session: string | null): string {
  return flow.wait(savedIn(session)).place
}

function choicesIn(session: string): string[] {
  return flow.wait(savedIn(session)).choices
}

function savedIn(session: string | null) {
  return flow.check(sessionSchema.parse(JSON.parse(session ?? 'null')).flows[flow.id])
}
