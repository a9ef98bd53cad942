import type { FiguresSession } from './counts.ts'
import { csvOf } from './csv.ts'
import { type Figures, figuresOf } from './figures.ts'
import { countsIn, daysIn, type Span } from './span.ts'
import { type Row, tableOf } from './table.ts'
import type { FiguresEnv, FigureWords } from './words.ts'

const COLUMNS = ['period', 'topic', 'name', 'count', 'unit']

/** The figures of a stretch of time as CSV: first of all of it, then of each day that is still kept. */
export function exportOf(
  session: FiguresSession,
  span: Span,
  { flows }: Pick<FiguresEnv, 'flows'>,
  words: FigureWords,
): string {
  const rowsOf = (period: string, figures: Figures): string[][] =>
    tableOf(figures, words).map(({ topic, name, value, unit }) => [period, topic, name, written(value, words), unit])
  const days = span.period === 'day' ? [] : daysIn(session, span)
  return csvOf([
    COLUMNS.map((column) => words.say(`figures-csv-${column}`)),
    ...rowsOf(nameOf(span), figuresOf(countsIn(session, span), flows)),
    ...days.flatMap((day) => rowsOf(day, figuresOf(session.days[day] ?? {}, flows))),
  ])
}

/** Digits alone, so that a spreadsheet takes it for a number. */
function written(value: Row['value'], words: FigureWords): string {
  if ('measure' in value) return String(value.measure)
  return value.count === 'few' ? words.count(value.count) : String(value.count)
}

/** "2026-11-24", "2026-11-18/2026-11-24" (ISO 8601), "2026-2". */
export function nameOf({ period, from, to, term }: Span): string {
  if (period === 'term') return term
  return period === 'day' ? from : `${from}/${to}`
}

export function fileName(span: Span): string {
  return `afilia-${nameOf(span).replace('/', '_')}.csv`
}
