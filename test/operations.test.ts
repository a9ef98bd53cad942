/** What docs/operations.md tells an operator is what the program does. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { desk } from '../flows/seguro-facultativo/institution.ts'
import { troubles } from '../src/channels/channel.ts'
import { ASKED_FOR } from '../src/channels/whatsapp/absent.ts'
import { REMEMBERED } from '../src/channels/whatsapp/contacts.ts'
import { createGovernor } from '../src/channels/whatsapp/governor.ts'
import { KEPT_FOR } from '../src/channels/whatsapp/kept.ts'
import { createTally } from '../src/channels/whatsapp-cloud/tally.ts'
import { envExample, readConfig, roles } from '../src/config.ts'
import { REOPEN } from '../src/desk/time.ts'
import { DAYS_KEPT } from '../src/figures/counts.ts'
import { AFTER_END, IDENTIFIERS, UNFINISHED } from '../src/retention.ts'
import { DEAD_LETTER_DAYS, DEDUPE_WINDOW } from '../src/stores/store.ts'
import { ROOT } from './dockerfile.ts'
import { loadWords } from './words.ts'

const DAY = 24 * 60 * 60 * 1000
const NO_FILE = { envFile: '/no-such-file' }
const text = readFileSync(`${ROOT}docs/operations.md`, 'utf8')
const readme = readFileSync(`${ROOT}README.md`, 'utf8')

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
    ['who wrote: number, privacy name, when last', REMEMBERED / DAY],
    ['messages of both sides, so that they can be quoted, changed or sent again; files by reference', KEPT_FOR / DAY],
    ['whose message, with its id, WhatsApp left to the own phone', ASKED_FOR / DAY],
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

test('tells of every trouble and every figure of the health page', () => {
  const told = [...text.matchAll(/^\| ([a-z-]+) \|/gm)].map(([, trouble]) => trouble)
  expect(told).toEqual(expect.arrayContaining([...troubles]))
  const clock = { now: () => 0, monotonic: () => 0 }
  const governor = createGovernor({ clock, random: () => 0, state: null })
  for (const field of ['link', 'connects', ...Object.keys(governor.health()), ...Object.keys(createTally().read(0))])
    expect(text).toContain(`\`${field}\``)
})

test('tells how the governor begins, how long staff’s own words hold, and which end it', () => {
  let now = 0
  const governor = createGovernor({ clock: { now: () => now, monotonic: () => now }, random: () => 0, state: null })
  governor.linked()
  const caps = [0, 1, 2, 3, 4].map((day) => {
    now = day * DAY
    return governor.health().capToday
  })
  expect(caps).toEqual([100, 200, 400, 700, 1000])
  expect(text).toContain('only 100, 200, 400 and 700 messages')
  expect(readme).toContain('1,000 (`WHATSAPP_DAILY_CAP`); after linking 100, 200, 400, 700 on the first four days')
  const whatsapp = z.object({ quietFor: z.number() }).parse(readConfig({ WHATSAPP: 'baileys' }, NO_FILE).whatsapp)
  expect(text).toContain(`\`WHATSAPP_QUIET_HOURS\` (${whatsapp.quietFor / (DAY / 24)})`)
  const words = loadWords().texts.say('es', null, 'desk-resume-words').split(',')
  for (const word of words) expect(text).toContain(`\`${word.trim()}\``)
})
