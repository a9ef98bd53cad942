import type { Figures } from './figures.ts'
import type { Shown } from './shown.ts'
import type { Span } from './span.ts'
import { type Row, tableOf } from './table.ts'
import type { FigureWords } from './words.ts'

/** As wide as a terminal, and as a mail that nobody breaks. */
const WIDTH = 80
const NAME = 46
const BAR = 20

/** Figures as a page of plain text, one line each. */
export function sheetOf(figures: Figures, span: Span, at: number, words: FigureWords): string {
  const top = [
    figures.flows.map(({ flow }) => words.flow(flow)).join(' · '),
    words.title(span),
    words.made(at),
  ].flatMap((line) => wrapped(line, WIDTH))
  if (figures.isEmpty) return page([...top, '', words.say('figures-empty')])
  const rows = tableOf(figures, words)
  const topics = [...new Set(rows.map(({ topic }) => topic))]
  const panels = topics.map((topic) =>
    panel(
      topic,
      rows.filter((row) => row.topic === topic),
      words,
    ),
  )
  return page([...top, ...panels.flat(), '', ...wrapped(words.say('figures-note'), WIDTH)])
}

function panel(topic: string, rows: readonly Row[], words: FigureWords): string[] {
  const longest = Math.max(BAR, ...rows.map(({ value }) => ('count' in value ? lengthOf(value.count) : 0)))
  return ['', ...wrapped(topic, WIDTH), ...rows.flatMap((row) => line(row, longest, words))]
}

function line({ name, value, unit }: Row, longest: number, words: FigureWords): string[] {
  const names = wrapped(name, NAME)
  const figure =
    'count' in value
      ? `${words.count(value.count).padStart(8)}  ${'█'.repeat(Math.round((lengthOf(value.count) / longest) * BAR))}`
      : `${String(value.measure).padStart(8)}  ${unit}`
  return [...names.slice(0, -1).map(indented), `${indented(names.at(-1) ?? '').padEnd(NAME + 2)}${figure}`.trimEnd()]
}

function lengthOf(count: Shown): number {
  return count === 'few' ? 1 : count
}

function indented(text: string): string {
  return `  ${text}`
}

/** A word longer than the line is cut. */
function wrapped(text: string, width: number): string[] {
  const found: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = found.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) found[found.length - 1] = `${last} ${word}`
    else found.push(word.slice(0, width))
  }
  return found
}

function page(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
