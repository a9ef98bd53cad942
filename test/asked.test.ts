/** Whatever the desk, a turn or a procedure may say has its words, and they keep the voice of the desk. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createCalendar } from '../src/calendar.ts'
import { showCards } from '../src/desk/cards.ts'
import type { Draft } from '../src/desk/draft.ts'
import { statuses } from '../src/desk/life.ts'
import { deskSchema, menus } from '../src/desk/session.ts'
import { createHours } from '../src/hours.ts'
import { chatId, DESK } from '../src/ids.ts'
import { keysOf } from './locale-keys.ts'
import { readSources } from './source.ts'
import { loadWords } from './words.ts'

const ROOT = new URL('..', import.meta.url).pathname
const { texts, flows } = loadWords()
const keys = new Set(keysOf('es'))
const sources = readSources(ROOT, ['src/desk', 'src/turn', 'flows'])
/** How the keys of texts begin. */
const FAMILY =
  /^(?:act|bot|campus|canned|card|case|channel|command|contacts|day|desk|detour|not-carried|notice|outcome|period|picture|portal|reason|referral|step|thing|ticket|toast|told|try)-[a-z0-9{}.-]+$/
/** Mail and questions that are called like texts. */
const NO_TEXTS = ['desk-open', 'case-campus', 'case-id']

const has = (key: string): boolean => flows.some(({ id }) => texts.has('es', id, key))
const missing = (wanted: readonly string[]): string[] => wanted.filter((key) => !has(key))
const each = (family: string, names: readonly string[]): string[] => names.map((name) => `${family}-${name}`)

it('no hour of the desk, which ends in a point, ends a sentence', () => {
  const words = readdirSync(`${ROOT}locales/es`).filter((name) => name.endsWith('.ftl'))
  const ends = words.flatMap(
    (name) =>
      readFileSync(`${ROOT}locales/es/${name}`, 'utf8').match(/.*\$(?:opens|closes) \}(?:\{ hours-days \})?\..*/g) ??
      [],
  )
  expect(ends.filter((line) => !line.includes('$time'))).toEqual([])
})

describe('every text that is asked for is there', () => {
  const asked = [...new Set(sources.flatMap((source) => source.texts.map(({ text }) => text)))]
    .filter((text) => FAMILY.test(text))
    .filter((text) => !NO_TEXTS.includes(text))

  it('by its name', () => {
    const named = asked.filter((text) => !text.includes('{}'))
    expect(named.length).toBeGreaterThan(120)
    expect(missing(named)).toEqual([])
  })

  it('by a name made of two', () => {
    const made = asked.filter((text) => text.includes('{}'))
    expect(made.length).toBeGreaterThan(20)
    const met = (text: string): boolean => {
      const form = new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('{}', '[a-z0-9-]+')}$`)
      return [...keys].some((key) => form.test(key))
    }
    expect(made.filter((text) => !met(text))).toEqual([])
  })

  it('for everything a procedure tells the desk', () => {
    const wanted = flows.flatMap(({ desk }) => [
      ...each('outcome', [...desk.outcomes, 'expired']),
      ...each('told', [...desk.outcomes, 'step']),
      ...each('portal', Object.values(desk.portals)),
      ...each(
        'referral',
        desk.referrals.map(({ id }) => id),
      ),
      ...each('step', Object.keys(desk.landings)),
    ])
    expect(missing(wanted)).toEqual([])
  })

  it('for whoever may not act, each menu, each end of an errand, each network and thing', () => {
    const refusals = ['anonymous', 'stranger', 'unverified', 'carried']
    const wanted = [
      ...each('toast', [...refusals, ...menus.filter((menu) => menu !== 'main')]),
      ...each('toast-incident', ['yes', 'no', 'over']),
      ...each('desk', refusals),
      ...each('desk-revealed', ['shown', 'closed', 'nothing']),
      ...each('desk-not-delivered', ['gone', 'refused']),
      ...['answer', 'resolution'].flatMap((target) => each(`desk-target-${target}`, ['near', 'missed'])),
      ...each('not-carried', ['elsewhere', 'other']),
      ...each('notice', ['begun', 'over', 'here']),
      ...each('channel', ['telegram', 'whatsapp', 'whatsapp-cloud', 'web']),
      ...each('thing', ['voice', 'picture', 'document', 'sticker', 'other']),
    ]
    expect(missing(wanted)).toEqual([])
  })

  it('for every line of the audit trail', () => {
    const text = sources.map(({ path }) => readFileSync(ROOT + path, 'utf8')).join('\n')
    const acts = [...text.matchAll(/record\(draft, entry, (?:\{[^}]*\}|[\w.]+), (.*)\)$/gm)].flatMap(([, act = '']) =>
      act === 'content.kind' ? ['edit', 'deleted'] : [...act.matchAll(/(?<=['`])[a-z][a-z-]*/g)].map(([word]) => word),
    )
    expect(acts.length).toBeGreaterThan(18)
    const alone = acts.filter((act) => act !== 'revealed')
    const wanted = [...each('act', [...alone, 'note']), ...each('act-revealed', ['shown', 'closed', 'nothing'])]
    expect(missing(wanted)).toEqual([])
  })
})

describe('every button of a card has a label', () => {
  it.each(statuses.flatMap((status) => menus.map((menu) => [status, menu] as const)))('%s, %s', (status, menu) => {
    const labels = flows.flatMap(({ id }) => buttonsOf(id, status, menu))
    expect(labels.filter(({ scope, key }) => !texts.has('es', scope, key))).toEqual([])
    if (menu !== 'main') expect(labels.length).toBeGreaterThan(1)
  })
})

describe('the voice of the desk', () => {
  const said = keysOf('es', /^desk\.ftl$/).map(
    (key) => [key, texts.say('es', null, key, () => 'W'.repeat(128))] as const,
  )

  it('does not shout', () => {
    expect(said.length).toBeGreaterThan(150)
    expect(said.filter(([, text]) => /[!¡]/.test(text))).toEqual([])
  })

  it('fits what a network shows over a chat, however long a name is', () => {
    const toasts = said.filter(([key]) => key.startsWith('toast-'))
    expect(toasts.length).toBeGreaterThan(20)
    expect(toasts.filter(([, text]) => text.length > 200)).toEqual([])
  })
})

/** What lies under a card of a case that stands so. */
function buttonsOf(flow: string, status: string, menu: string) {
  const life = { status, holder: status === 'open' ? null : 'ana', before: null, outcome: null }
  const about = {
    student: chatId('test', 'a'),
    channel: 'web',
    language: 'es',
    flow,
    campus: 'other',
    reason: 'lost-place',
  }
  const empty = { detail: '', deadline: null, step: '', stepNumber: 0, stepSince: 0, openedAt: 1, lines: [], facts: {} }
  const cases = { 'AB3D-EF4G': { ...about, ...empty, life, since: 1, menu } }
  const draft: Draft = {
    env: {
      texts,
      language: 'es',
      flows,
      calendar: () => calendar,
      hours: () => hours,
      group: chatId('test', 'desk'),
      topics: false,
      token: () => 7,
    },
    at: 2,
    session: deskSchema.parse({ schema: 2, chat: DESK, topics: false, cases }),
    effects: [],
    warnings: new Map(),
  }
  showCards(draft)
  return draft.effects.flatMap((effect) => (effect.type === 'say' ? (effect.ask?.choices ?? []) : []))
}

const [first] = flows
if (!first) throw new Error('no procedure')
const calendar = createCalendar(first.calendar)
const hours = createHours(calendar, first.desk.hours)
