/** The short version of `npm run chaos`: a few kills at every point on both stores, and a few seconds of a storm. */
import { beforeAll, describe, expect, test } from 'vitest'
import { buildProgram } from '../stores/program.ts'
import { runCampaign } from './campaign.ts'
import { type Evidence, judge } from './oracle.ts'
import { allPoints } from './points.ts'
import { randomNumbers } from './random.ts'
import { storm } from './storm.ts'

const SEED = 20261123
const KILLS_EACH = 2
let program = ''

beforeAll(async () => {
  program = await buildProgram('test/chaos/worker.ts')
})

test('killed at every point of a turn, on both stores: nothing lost, doubled or out of order', async () => {
  let kills = 0
  const report = await runCampaign({
    program,
    seed: SEED,
    groups: [allPoints],
    killsEach: KILLS_EACH,
    onKill: () => (kills += 1),
  })
  expect(report.faults).toEqual([])
  expect(report.outcomes).toHaveLength(2)
  expect(kills).toBe(2 * allPoints.length * KILLS_EACH)
}, 600_000)

test('several processes killed and paused at random, Redis too: nothing lost, doubled or out of order', async () => {
  const random = randomNumbers(SEED)
  const outcome = await storm({
    program,
    workers: 3,
    nodes: 1,
    chats: 10,
    ms: 6000,
    random,
    onProgress: () => undefined,
  })
  expect(outcome.details).toEqual([])
  expect(outcome.messages).toBeGreaterThan(0)
  expect(outcome.kills).toBeGreaterThan(0)
}, 300_000)

describe('the judge', () => {
  const CODE = '#K7TW-3M9A'
  const texts = ['echo 1', 'echo 2', 'echo 3', 'tick 3', 'echo 4', `case-opened 4 ${CODE}`]
  const sent = texts.map((text, id) => ({ chat: 5, id, text }))
  const card = { chat: -1, id: 99, text: `${CODE} card reason-n4` }
  const stands = [card.text]
  const good: Evidence = {
    said: new Map([[5, 4]]),
    kept: new Map([[5, { log: [1, 2, 3, 4], ticks: [3] }]]),
    ledger: [...sent, card],
    stands,
    window: new Map(),
    desk: -1,
  }
  const kept = (log: number[], ticks: number[]): Partial<Evidence> => ({ kept: new Map([[5, { log, ticks }]]) })
  const screen = (...said: string[]): Partial<Evidence> => ({
    ledger: [...said.map((text, id) => ({ chat: 5, id, text })), card],
  })
  /** Four more were said, and the fourth of them adds to the case. */
  const eight = (...more: Evidence['ledger']): Partial<Evidence> => {
    const later = ['echo 5', 'echo 6', 'tick 6', 'echo 7', 'echo 8', 'case-updated 8']
    return {
      said: new Map([[5, 8]]),
      ...kept([1, 2, 3, 4, 5, 6, 7, 8], [3, 6]),
      ledger: [...sent, ...later.map((text, id) => ({ chat: 5, id, text })), card, ...more],
      stands: [`${CODE} card reason-n8`],
    }
  }
  const NONE = { lost: 0, doubled: 0, disordered: 0, repeats: 0, unexplained: 0 }

  test.each<[string, Partial<Evidence>, Partial<typeof NONE>]>([
    ['nothing when all is well', {}, {}],
    ['a lost message', kept([1, 2, 4], [3]), { lost: 1 }],
    ['a lost timer', kept([1, 2, 3, 4], []), { lost: 1 }],
    ['a chat of which nothing is left', { kept: new Map([[5, null]]) }, { lost: 5 }],
    ['a doubled message', kept([1, 2, 2, 3, 4], [3]), { doubled: 1 }],
    ['a timer that fell due twice', kept([1, 2, 3, 4], [3, 3]), { doubled: 1 }],
    ['a message never said', kept([1, 2, 3, 4, 0], [3]), { doubled: 1, disordered: 1 }],
    ['messages that changed places', kept([1, 3, 2, 4], [3]), { disordered: 1 }],
    ['an answer never sent', screen(...texts.filter((text) => text !== 'echo 2')), { lost: 1 }],
    ['a card never posted', { ledger: sent }, { lost: 1 }],
    ['a card that shows another case', { stands: [`${CODE} card reason-n8`] }, { lost: 1 }],
    ['more about a case, of which the desk was not told', eight(), { lost: 1 }],
    ['more about a case, of which it was', eight({ chat: -1, id: 101, text: `${CODE} desk-news reason-n8` }), {}],
    ['answers that changed places', screen('echo 2', 'echo 1', ...texts.slice(2)), { disordered: 1 }],
    ['a repeat nobody can explain', screen('echo 1', ...texts), { repeats: 1, unexplained: 1 }],
    [
      'a repeat behind what came after it',
      { ...screen(...texts, 'echo 4'), window: new Map([['telegram:5 echo 4', 1]]) },
      { repeats: 1, disordered: 1 },
    ],
    [
      'a repeat of what was on its way',
      { ...screen('echo 1', ...texts), window: new Map([['telegram:5 echo 1', 1]]) },
      { repeats: 1 },
    ],
  ])('sees %s', (_, change, expected) => {
    expect(judge({ ...good, ...change })).toMatchObject({ ...NONE, ...expected })
  })
})
