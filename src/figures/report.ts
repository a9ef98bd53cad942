import { parseArgs } from 'node:util'
import { type FiguresSession, figuresSchema, newFigures } from './counts.ts'
import { exportOf } from './export.ts'
import { figuresOf } from './figures.ts'
import { sheetOf } from './sheet.ts'
import { countsIn, type Span, spanOfTerm, spanUntil } from './span.ts'
import { type FiguresEnv, figureWords } from './words.ts'

/**
 * `npm run report`: one page about a term, or its CSV. `kept` is the opened session of FIGURES, null for none; `args` are
 * `--term 2026-1` and `--csv`. Throws one sentence for the operator.
 */
export function reportOf(env: FiguresEnv, kept: string | null, args: readonly string[], at: number): string {
  const { term, csv } = read(args)
  const session = kept === null ? newFigures() : restored(kept)
  const calendar = env.calendar(env.flows[0]?.id ?? '')
  const span = term === undefined ? spanUntil('term', calendar.day(at), calendar) : termSpan(term)
  const words = figureWords(env)
  if (csv) return exportOf(session, span, env, words)
  return sheetOf(figuresOf(countsIn(session, span), env.flows), span, at, words)
}

function read(args: readonly string[]): { term?: string | undefined; csv?: boolean | undefined } {
  return parseArgs({ args: [...args], options: { term: { type: 'string' }, csv: { type: 'boolean' } } }).values
}

function termSpan(term: string): Span {
  if (!/^\d{4}-[12]$/.test(term)) throw new Error('--term is a year and a half of it, like 2026-1 or 2026-2')
  return spanOfTerm(term)
}

function restored(kept: string): FiguresSession {
  const session = figuresSchema.safeParse(JSON.parse(kept))
  if (!session.success) throw new Error('The figures were kept by another release, or are damaged')
  return session.data
}
