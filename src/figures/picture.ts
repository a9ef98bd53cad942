import type { DeskFigures, Figures, FlowFigures } from './figures.ts'
import { type Bar, bars, type Card, cards, heading, paragraph, title, WIDTH } from './panels.ts'
import { type Groups, type Shown, type Spread, together } from './shown.ts'
import type { Span } from './span.ts'
import { type Block, page, space, stacked } from './svg.ts'
import type { FigureWords } from './words.ts'

/** The font that png.ts brings. */
export const FONT = 'Atkinson Hyperlegible'

/** As many reasons as leave room for the rest on a phone. */
const MOST_REASONS = 4

/**
 * Figures as an SVG, 1080 wide and as high as they need. Pure: the same figures are the same picture. Networks shrink a high picture until it
 * fits, so what does not matter at a glance is a line, and everything is in the CSV.
 */
export function pictureOf(figures: Figures, span: Span, at: number, words: FigureWords): string {
  const about = figures.flows.map(({ flow }) => words.flow(flow)).join(' · ')
  const top = title(about, words.title(span), words.made(at))
  const several = figures.flows.length > 1
  const body = figures.isEmpty
    ? [space(60), paragraph(words.say('figures-empty'), { size: 40, colour: 'ink' }), space(60)]
    : [
        ...figures.flows.flatMap((flow) => flowPanels(flow, words, several)),
        ...deskPanels(figures.desk, words),
        space(24),
        paragraph(words.say('figures-note'), { size: 26, colour: 'soft' }),
      ]
  return page(WIDTH, stacked([top, ...body, space(44)]), FONT)
}

function flowPanels(figures: FlowFigures, words: FigureWords, several: boolean): Block[] {
  const { flow, funnel, reasons } = figures
  const steps: Bar[] = funnel.map((stage) => ({
    label: words.stage(flow, stage.at),
    count: stage.count,
    aside: stage.stayed,
  }))
  const columns = [words.say('figures-column-reached'), words.say('figures-column-stayed')]
  return [
    ...(several ? [heading(words.flow(flow), 'green')] : []),
    heading(words.say('figures-funnel')),
    bars(steps, { colour: 'green', columns, count: words.count }),
    space(14),
    cards(activeCards(figures, words)),
    ...reasonPanel(words.say('figures-reasons'), reasons, words, (id) => words.reason(flow, id)),
  ]
}

function activeCards({ active, activeDays }: FlowFigures, words: FigureWords): Card[] {
  const said: Card = { value: words.count(active), label: [words.say('figures-active')], colour: 'green' }
  if (activeDays === null) return active === 0 ? [] : [said]
  return [said, { value: String(activeDays.median), label: [words.say('figures-active-days')], colour: 'green' }]
}

/** Reasons as bars; those that there is no room for as one. Nothing when there are none. */
function reasonPanel(title: string, groups: Groups, words: FigureWords, name: (id: string) => string): Block[] {
  const named = groups.large.slice(0, MOST_REASONS)
  const rest = groups.large.slice(MOST_REASONS)
  const all = named.map(({ id, count }) => ({ label: name(id), count, aside: null }))
  const left = together([...rest.map(({ count }) => count), groups.others])
  const others = words.say(rest.length > 0 ? 'figures-rest' : 'figures-others')
  if (left !== 0) all.push({ label: others, count: left, aside: null })
  return all.length === 0 ? [] : [heading(title), bars(all, { colour: 'rust', count: words.count })]
}

function deskPanels(
  { firstAnswer, resolution, outcomes, solved, incidents }: DeskFigures,
  words: FigureWords,
): Block[] {
  const times: Card[] = [
    ...timeCard(words.say('figures-first-answer'), firstAnswer, words.minutes, words),
    ...timeCard(words.say('figures-resolution'), resolution, (hours) => words.say('figures-hours', { hours }), words),
  ]
  const facts = [
    ...line('figures-line-outcomes', namedGroups(outcomes, words, words.outcome), words),
    ...line('figures-line-solved', solvedGroups(solved, words), words),
    ...line('figures-line-incidents', namedGroups(incidents, words, words.portal), words),
  ]
  if (times.length + facts.length === 0) return []
  return [
    heading(words.say('figures-desk')),
    cards(times),
    ...facts.flatMap((fact) => [paragraph(fact, { size: 31, colour: 'ink' }), space(10)]),
  ]
}

function timeCard(label: string, spread: Spread | null, value: (n: number) => string, words: FigureWords): Card[] {
  if (spread === null) return []
  const { median, p90 } = spread
  const most = p90 === null ? [] : [words.say('figures-p90', { value: value(p90) })]
  return [{ value: value(median), label: [label, ...most], colour: 'rust' }]
}

type Named = readonly (readonly [name: string, count: Shown])[]

/** Names and numbers one after the other; nothing when there are none. */
function line(key: string, named: Named, words: FigureWords): string[] {
  const items = named.map(([name, count]) => words.say('figures-item', { name, count: words.count(count) }))
  return items.length === 0 ? [] : [words.say(key, { list: items.join(' · ') })]
}

function namedGroups({ large, others }: Groups, words: FigureWords, name: (id: string) => string): Named {
  const rest: Named = others === 0 ? [] : [[words.say('figures-line-others'), others]]
  return [...large.map(({ id, count }) => [name(id), count] as const), ...rest]
}

function solvedGroups({ yes, no }: DeskFigures['solved'], words: FigureWords): Named {
  if (yes === 0 && no === 0) return []
  return [
    [words.say('figures-solved-yes'), yes],
    [words.say('figures-solved-no'), no],
  ]
}
