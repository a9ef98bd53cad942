import type { DeskFigures, Figures, FlowFigures } from './figures.ts'
import type { Groups, Shown, Spread } from './shown.ts'
import type { FigureWords } from './words.ts'

/** One figure in words, and what it is a number of. */
export interface Row {
  topic: string
  name: string
  /** A number of people or cases as it may be shown, or a measure of many (days, minutes, hours). */
  value: { count: Shown } | { measure: number }
  unit: string
}

/** All figures one under the other, for whoever wants to work with them; what did not happen is left out. */
export function tableOf(figures: Figures, words: FigureWords): Row[] {
  const several = figures.flows.length > 1
  return [...figures.flows.flatMap((flow) => flowRows(flow, words, several)), ...deskRows(figures.desk, words)]
}

function flowRows(
  { flow, funnel, active, activeDays, reasons }: FlowFigures,
  words: FigureWords,
  several: boolean,
): Row[] {
  const topic = (key: string): string => (several ? `${words.say(key)} · ${words.flow(flow)}` : words.say(key))
  const students = words.say('figures-unit-students')
  const stages = funnel.map(({ at, count }) => counted(topic('figures-funnel'), words.stage(flow, at), count, students))
  const said = words.say('figures-active')
  return [
    ...stages.flat(),
    ...counted(topic('figures-funnel'), said, active, students),
    ...measured(
      topic('figures-funnel'),
      [words.say('figures-active-days'), null],
      activeDays,
      words.say('figures-unit-days'),
    ),
    ...groupRows(
      topic('figures-reasons'),
      reasons,
      words,
      (id) => words.reason(flow, id),
      words.say('figures-unit-cases'),
    ),
  ]
}

function deskRows({ firstAnswer, resolution, outcomes, solved, incidents }: DeskFigures, words: FigureWords): Row[] {
  const cases = words.say('figures-unit-cases')
  const desk = words.say('figures-desk')
  const both = (key: string): [string, string] => [words.say(key), words.say(`${key}-p90`)]
  return [
    ...measured(desk, both('figures-first-answer'), firstAnswer, words.say('figures-unit-minutes')),
    ...measured(desk, both('figures-resolution'), resolution, words.say('figures-unit-hours')),
    ...groupRows(words.say('figures-outcomes'), outcomes, words, words.outcome, cases),
    ...counted(words.say('figures-solved'), words.say('figures-solved-yes'), solved.yes, cases),
    ...counted(words.say('figures-solved'), words.say('figures-solved-no'), solved.no, cases),
    ...groupRows(words.say('figures-incidents'), incidents, words, words.portal, words.say('figures-unit-incidents')),
  ]
}

function counted(topic: string, name: string, count: Shown, unit: string): Row[] {
  return count === 0 ? [] : [{ topic, name, value: { count }, unit }]
}

function measured(topic: string, [median, p90]: [string, string | null], spread: Spread | null, unit: string): Row[] {
  if (spread === null) return []
  const rows: Row[] = [{ topic, name: median, value: { measure: spread.median }, unit }]
  if (p90 !== null && spread.p90 !== null) rows.push({ topic, name: p90, value: { measure: spread.p90 }, unit })
  return rows
}

function groupRows(
  topic: string,
  { large, others }: Groups,
  words: FigureWords,
  name: (id: string) => string,
  unit: string,
): Row[] {
  return [
    ...large.flatMap(({ id, count }) => counted(topic, name(id), count, unit)),
    ...counted(topic, words.say('figures-others'), others, unit),
  ]
}
