/** What docs/operations.md tells an operator is what the program does. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { envExample, roles } from '../src/config.ts'
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
  expect(new Set(commands)).toEqual(new Set(['reseal', 'dead-letters']))
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
    ['ids of messages, so that none counts twice (HMAC only)', DEDUPE_WINDOW / DAY],
    ['that a chat was erased, so that nothing late revives it (HMAC only)', DEDUPE_WINDOW / DAY],
  ])
})
