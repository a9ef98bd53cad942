import type { Day } from '../../flows/flow.ts'
import type { Mail, MailOf } from '../mail.ts'
import { addCounts, DAYS_KEPT, type FiguresSession, newFigures } from './counts.ts'
import { exportOf, fileName } from './export.ts'
import { figuresOf } from './figures.ts'
import { pictureOf } from './picture.ts'
import { countsIn, spanUntil } from './span.ts'
import { type FiguresEnv, figureWords } from './words.ts'

/** What the group asked for, ready but for its colours. */
export type Asked = { caption: string; key: string; thread?: string } & (
  | { form: 'picture'; svg: string }
  | { form: 'csv'; name: string; text: string }
)

/** One turn of the figures' chat: counts in, figures out, each with all that was counted before it. Pure. */
export function runFiguresTurn(
  env: FiguresEnv,
  kept: FiguresSession | null,
  mail: readonly Mail[],
  at: number,
): { session: FiguresSession; asked: Asked[] } {
  const calendar = env.calendar(env.flows[0]?.id ?? '')
  const today = calendar.day(at)
  const window = { oldest: calendar.addDays(today, -DAYS_KEPT), today }
  let session = kept ?? newFigures()
  const asked: Asked[] = []
  let counts: { day: Day; name: string }[] = []
  const addAll = (): void => {
    session = addCounts(session, counts, window)
    counts = []
  }
  for (const item of mail) {
    if (item.kind === 'count') counts.push(item)
    if (item.kind !== 'figures') continue
    addAll()
    asked.push(answered(env, session, item, today, at))
  }
  addAll()
  return { session, asked }
}

function answered(env: FiguresEnv, session: FiguresSession, item: MailOf<'figures'>, today: Day, at: number): Asked {
  const { period, form, thread } = item
  const words = figureWords(env)
  const span = spanUntil(period, today, env.calendar(env.flows[0]?.id ?? ''))
  const key = `figures-${form}-caption`
  const head = { key, caption: words.say(key, { span: words.span(span) }), ...(thread !== undefined && { thread }) }
  if (form === 'csv') return { ...head, form, name: fileName(span), text: exportOf(session, span, env, words) }
  return { ...head, form, svg: pictureOf(figuresOf(countsIn(session, span), env.flows), span, at, words) }
}
