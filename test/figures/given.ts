import fc from 'fast-check'
import { createCalendar } from '../../src/calendar.ts'
import { type FigureWords, figureWords } from '../../src/figures/words.ts'
import { loadWords } from '../words.ts'

const loaded = loadWords()
export const [flow] = loaded.flows
if (!flow) throw new Error('no procedure')
export const calendar = createCalendar(flow.calendar)
export const env = { texts: loaded.texts, flows: loaded.flows, calendar: () => calendar }
export const words = figureWords(env)
export const F = flow.id
/** Tuesday 24 November 2026, 14:05 in Sonora. */
export const AT = Date.UTC(2026, 10, 24, 21, 5)
export const TODAY = '2026-11-24'

/** Words without a digit, so that every digit in what they are put into is a number of people. */
export const plain: FigureWords = {
  say: (_, values = {}) => {
    const given = (name: string) => String((typeof values === 'function' ? values(name) : values[name]) ?? '')
    return `word ${given('name')} ${given('count')} ${given('list')}`
  },
  flow: () => 'flow',
  stage: () => 'stage',
  reason: () => 'reason',
  outcome: () => 'outcome',
  portal: () => 'portal',
  count: words.count,
  minutes: () => 'minutes',
  span: () => 'span',
  title: () => 'title',
  made: () => 'made',
}

/** Names of numbers of people; measures (days, minutes, hours) are none. */
const names = [
  `started:${F}`,
  `finished:${F}`,
  `active:${F}`,
  ...flow.steps.map((step) => `reached:${F}:${step}`),
  ...['nss-failed', 'no-curp', 'asked-for-person', 'never-heard-of', 'a', 'b', 'c'].map((id) => `case:${F}:${id}`),
  ...['data-corrected', 'active', 'other'].map((id) => `outcome:${id}`),
  'solved:yes',
  'solved:no',
  'incident:cia',
  'incident:imss',
]

const count = fc.oneof(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 3000 }))
export const someCounts = fc.dictionary(fc.constantFrom(...names), count, { noNullPrototype: true })

/** A term in which everything happened, as a large one might be. */
export const busy: Record<string, number> = {
  [`started:${F}`]: 1243,
  ...Object.fromEntries(flow.steps.map((step, n) => [`reached:${F}:${step}`, 1190 - 104 * n])),
  [`finished:${F}`]: 251,
  [`active:${F}`]: 347,
  [`active-days:${F}:3`]: 40,
  [`active-days:${F}:4`]: 90,
  [`case:${F}:nss-failed`]: 61,
  [`case:${F}:no-curp`]: 4,
  [`case:${F}:never-heard-of`]: 17,
  'first-answer:15': 80,
  'first-answer:75': 90,
  'resolution:4': 60,
  'resolution:30': 20,
  'outcome:other': 12,
  'solved:yes': 93,
  'solved:no': 3,
  'incident:cia': 6,
}
