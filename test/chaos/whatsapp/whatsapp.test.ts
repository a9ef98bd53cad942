/** The short version of `npm run chaos:whatsapp`. */
import { beforeAll, describe, expect, test } from 'vitest'
import { buildProgram } from '../../stores/program.ts'
import { randomNumbers } from '../random.ts'
import { killAround } from './kills.ts'
import { type Expected, judge } from './oracle.ts'
import { reconnect, ways } from './reconnects.ts'

const SEED = 20261124
const KILLS = 5
let program = ''

beforeAll(async () => {
  program = await buildProgram('test/chaos/whatsapp/worker.ts')
})

test('killed around the receipt: nothing lost, nothing doubled', async () => {
  let kills = 0
  const onKill = (): void => {
    kills += 1
  }
  const random = randomNumbers(SEED)
  const outcome = await killAround({ program, store: 'sqlite', kills: KILLS, random, onKill })
  expect(outcome).toMatchObject({ lost: 0, lostAfterReceipt: 0, doubled: 0 })
  expect(kills).toBe(KILLS)
  expect(outcome.messages).toBeGreaterThan(0)
}, 300_000)

test('the line closes in all ways: nothing lost, nothing doubled, and never more logins than closes ask for', async () => {
  const random = randomNumbers(SEED)
  const outcome = await reconnect({ program, store: 'sqlite', times: ways.length, random, onClose: () => undefined })
  expect(outcome).toMatchObject({ lost: 0, doubled: 0 })
  expect(outcome.details).toEqual([])
}, 300_000)

describe('the judge', () => {
  const said = ['echo 1 1', 'echo 2 2', 'echo 5 3'].map((text, index) => ({ id: `m${index}`, text }))
  const seen = (...texts: string[]): Expected[] => {
    // Nothing of a message is looked at but its text.
    const screen = texts.map((text) => ({ text }))
    return [{ phone: { screen: () => screen }, said, pattern: /^echo / }]
  }
  const NONE = { lost: 0, lostAfterReceipt: 0, doubled: 0, disordered: 0 }
  test.each<[string, Expected[], Partial<typeof NONE>]>([
    ['nothing when all is well', seen('echo 1 1', 'hola', 'echo 2 2', 'echo 5 3'), {}],
    ['a lost message', seen('echo 1 1', 'echo 5 3'), { lost: 1 }],
    ['a lost message that was receipted', seen('echo 2 2', 'echo 5 3'), { lost: 1, lostAfterReceipt: 1 }],
    ['an answer that came twice', seen('echo 1 1', 'echo 1 1', 'echo 2 2', 'echo 5 3'), { doubled: 1 }],
    ['a turn that was taken twice', seen('echo 1 1', 'echo 1 2', 'echo 2 2', 'echo 5 3'), { doubled: 1 }],
    ['answers that changed places', seen('echo 2 2', 'echo 1 1', 'echo 5 3'), { disordered: 1 }],
  ])('sees %s', (_, all, expected) => {
    expect(judge(all, new Set(['m0']))).toMatchObject({ ...NONE, ...expected })
  })
})
