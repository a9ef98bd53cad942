import type { Flow } from '../../flows/flow.ts'
import { type Calendar, formatDay } from '../calendar.ts'
import { richText } from '../message.ts'
import type { Texts, Values } from '../texts.ts'
import type { Stage } from './figures.ts'
import type { Shown } from './shown.ts'
import type { Span } from './span.ts'

export interface FiguresEnv {
  texts: Texts
  flows: readonly Flow[]
  calendar(flow: string): Calendar
}

/** What figures are called, in one language. */
export interface FigureWords {
  say(key: string, values?: Values): string
  flow(flow: string): string
  stage(flow: string, at: Stage['at']): string
  reason(flow: string, id: string): string
  outcome(id: string): string
  portal(id: string): string
  count(count: Shown): string
  /** Open minutes: "45 min", "1 h 15 min". */
  minutes(minutes: number): string
  /** "julio a diciembre de 2026", "del jueves 19 de noviembre al miércoles 25 de noviembre de 2026". */
  span(span: Span): string
  /** The same as it begins a page. */
  title(span: Span): string
  /** When the figures were made. */
  made(at: number): string
}

/** Staff read Mexican Spanish whatever students speak. */
const LANGUAGE = 'es'

export function figureWords({ texts, flows, calendar }: FiguresEnv): FigureWords {
  const scopes = flows.map(({ id }) => id)
  const days = calendar(scopes[0] ?? '')
  const say = (key: string, values: Values = {}, scope: string | null = null): string =>
    richText(texts.say(LANGUAGE, scope, key, values)).text

  /** A name that has lost its words, or never had any, is shown as the program calls it. */
  function named(key: string, id: string, within: readonly (string | null)[]): string {
    const scope = within.find((each) => texts.has(LANGUAGE, each, key))
    return scope === undefined ? say('figures-no-words', { id }) : say(key, {}, scope)
  }

  const step = (flow: string, id: string): string => named(`step-${id}`, id, [flow])
  const span = ({ period, from, to, term }: Span): string =>
    say(`figures-span-${period}`, {
      from: formatDay(from, LANGUAGE, period === 'day' ? WITH_YEAR : to),
      to: formatDay(to, LANGUAGE, WITH_YEAR),
      half: Number(term.slice(5)),
      year: from.slice(0, 4),
    })

  return {
    say,
    flow: (flow) => named('title', flow, [flow]),
    stage: (flow, at) =>
      typeof at === 'string'
        ? say(`figures-${at}`)
        : say('figures-step', { number: at.number, title: step(flow, at.step) }),
    reason: (flow, id) => named(`reason-${id}`, id, [flow]),
    outcome: (id) => named(`outcome-${id}`, id, scopes),
    portal: (id) => named(`portal-${id}`, id, scopes),
    count: (count) => (count === 'few' ? say('figures-few') : digits.format(count)),
    minutes: (minutes) => say('figures-minutes', { hours: Math.floor(minutes / 60), minutes: minutes % 60 }),
    span,
    title: (stretch) => capitalised(span(stretch)),
    made: (at) => say('figures-made', { day: formatDay(days.day(at), LANGUAGE), time: days.time(at) }),
  }
}

/** Seen from no year, every day tells its own: pictures are passed on. */
const WITH_YEAR = ''

const digits = new Intl.NumberFormat('es-MX')

function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
