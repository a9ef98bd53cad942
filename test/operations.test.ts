/** What docs/operations.md tells an operator is what the program does. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { desk } from '../flows/seguro-facultativo/institution.ts'
import { envExample, roles } from '../src/config.ts'
import { REOPEN } from '../src/desk/time.ts'
import { DAYS_KEPT } from '../src/figures/counts.ts'
import { AFTER_END, IDENTIFIERS, UNFINISHED } from '../src/retention.ts'
import { DEAD_LETTER_DAYS, DEDUPE_WINDOW } from '../src/stores/store.ts'
import { ROOT } from './dockerfile.ts'

const DAY = 24 * 60 * 60 * 1000
const text = readFileSync(`${ROOT}docs/operations.md`, 'utf8')

test('names only variables that there are', () => {
  const variables = envExample().match(/(?<=^# )[A-Z_]+(?==)/gm) ?? []
  const named = text.match(/(?<=`)[A-Z]+(?:_[A-Z]+)+(?=[`=])/g) ?? []
  expect(named).toContain('DATA_KEYS')
  expect(variables).toEqual(expect.arrayContaining(named))
})

test('names only commands that there are', () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')))
  const commands = [...text.matchAll(/`npm run ([\w-]+)/g)].map(([, name]) => name)
  expect(new Set(commands)).toEqual(new Set(['reseal', 'dead-letters', 'report']))
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(commands))
})

test('tells what each role does', () => {
  const told = [...text.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, role]) => role)
  expect(told).toEqual([...roles])
})

test('tells how long things are really kept', () => {
  const rows = [...text.matchAll(/^\| ([^|`]+) \| [^|]*?(\d+) days[^|]*\|$/gm)]
  expect(rows.map(([, what, days]) => [what, Number(days)])).toEqual([
    ['NSS and CURP', IDENTIFIERS / DAY],
    ['the conversation of a procedure that ended', AFTER_END / DAY],
    ['of one that did not', UNFINISHED / DAY],
    ['what was set aside as unreadable, and dead letters', DEAD_LETTER_DAYS],
    ['a case that was resolved, so that it can be opened again', REOPEN / DAY],
    ['figures by day, which name nobody; by half-year for good', DAYS_KEPT],
    ['ids of messages, so that none counts twice (HMAC only)', DEDUPE_WINDOW / DAY],
    ['that a chat was erased, so that nothing late revives it (HMAC only)', DEDUPE_WINDOW / DAY],
  ])
})

test('tells how long a case waits for its student', () => {
  expect(desk.patience).toBe(5)
  expect(text).toContain('ends after five business days')
})
