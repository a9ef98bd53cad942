import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { newFigures } from '../../src/figures/counts.ts'
import { reportOf } from '../../src/figures/report.ts'
import { FIGURES } from '../../src/ids.ts'
import { createSealer, keyFile, newNamesFact, withNames } from '../../src/seal.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { newDataDir } from '../process.ts'
import { AT, busy, env, TODAY } from './given.ts'

const MAIN = new URL('../../dist/src/main.js', import.meta.url).pathname
const session = JSON.stringify({ ...newFigures(), days: { [TODAY]: busy }, terms: { '2024-1': busy } })
const report = (...args: string[]) => reportOf(env, session, args, AT)

describe('the report', () => {
  it('is a page of the current term, eighty wide', () => {
    const page = report()
    for (const wanted of ['Julio a diciembre de 2026', '4 · NSS', '1,245', 'dijeron aparecer vigentes', 'días hábiles'])
      expect(page).toContain(wanted)
    expect(Math.max(...page.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(page).not.toContain('‹')
  })

  it('is of another term if told, and a table if told', () => {
    expect(report('--term', '2024-1')).toContain('Enero a junio de 2024')
    expect(report('--term', '2025-1')).toContain('Todavía no hay datos')
    expect(report('--csv', '--term=2024-1')).toContain('\r\n2024-1,Hasta dónde llegaron,Empezaron,1245,estudiantes\r\n')
    expect(reportOf(env, null, [], AT)).toContain('Todavía no hay datos')
  })

  it.each([[['--term', '2026-3']], [['--term', 'now']], [['--what']], [['2026-1']]])('says what is wrong: %j', (args) =>
    expect(() => report(...args)).toThrow(/--term|--what|2026-1/),
  )
})

it('the command reads what a real data folder holds', async () => {
  const dataDir = newDataDir()
  const file = join(dataDir, 'afilia.sqlite')
  const { monotonic } = systemClock()
  const store = sqliteStore({ file, monotonic, token: randomUUID })
  const sealer = createSealer(await keyFile(join(dataDir, 'keys'), { hasData: false }))
  const seal = withNames(sealer, await store.firstFact('names', newNamesFact(sealer)))
  const key = seal.chatKey(FIGURES)
  const { claim } = await store.post(key, { id: 'a', body: '' }, 0, true)
  if (!claim) throw new Error('not claimed')
  const kept = { session: seal.seal('session', key, session), remove: ['a'], bury: [], outbox: [] }
  await store.commit(claim, { ...kept, next: null, forget: false }, false)
  await store.close()
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [MAIN, 'report', ...args], {
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
      encoding: 'utf8',
    })
  const shown = run('--term', '2024-1')
  expect([shown.status, shown.stderr]).toEqual([0, ''])
  expect(undated(shown.stdout)).toBe(undated(report('--term', '2024-1')))
  expect(run('--term', 'x')).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('--term is a year'),
  })
})

/** Without the line that says when it was made. */
function undated(page: string): string {
  return page.replace(/^Hecho .*$/m, '')
}
