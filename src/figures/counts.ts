import { z } from 'zod'
import type { Day } from '../../flows/flow.ts'
import { FIGURES } from '../ids.ts'

export const FIGURES_SCHEMA = 1

/** How often each thing happened, by its name: `{ "reached:seguro-facultativo:nss": 12 }`. */
export type Counts = Readonly<Record<string, number>>

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const term = z.string().regex(/^\d{4}-[12]$/)
const counts = z.record(z.string(), z.number().int().positive())

/** What the figures' chat keeps: counts that name nobody, by day and, once these are old, by half-year ("2026-2" from July on). */
export const figuresSchema = z.object({
  schema: z.literal(FIGURES_SCHEMA),
  chat: z.literal(FIGURES),
  days: z.record(day, counts),
  terms: z.record(term, counts),
})

export type FiguresSession = z.infer<typeof figuresSchema>

/** So many days are kept one by one. */
export const DAYS_KEPT = 400
/** So many different things are counted; names come from procedures, so there are a hundred or two. */
export const MOST_NAMES = 500
/** As many counts by day, whatever their age: a session stays far below what a store takes. */
export const MOST_BY_DAY = 30_000

const LONGEST_NAME = 80
/** A kind and what it is about, `case:<flow>:<reason>`. The colon also keeps names from being any object's own ("constructor"). */
const NAME = /^[a-z][a-z-]*(?::[a-z0-9][a-z0-9_-]*){1,2}$/

export function newFigures(): FiguresSession {
  return { schema: FIGURES_SCHEMA, chat: FIGURES, days: {}, terms: {} }
}

export function isName(name: string): boolean {
  return name.length <= LONGEST_NAME && NAME.test(name)
}

/** "2026-1" is January to June, "2026-2" July to December. */
export function termOf(day: Day): string {
  return `${day.slice(0, 4)}-${day.slice(5, 7) <= '06' ? 1 : 2}`
}

export interface Window {
  /** The oldest day that is still kept as one. */
  oldest: Day
  today: Day
}

/**
 * Adds one for each, in order, and folds what is old. A name that is none is left out; a day that cannot be told from a mistake
 * (before the window or after today) counts as today, so that nobody's clock opens a drawer of its own.
 */
export function addCounts(
  session: FiguresSession,
  added: readonly { day: Day; name: string }[],
  window: Window,
): FiguresSession {
  const days = { ...session.days }
  const own = new Set<Day>()
  const mayCount = gate(session)
  for (const { day, name } of added) {
    const on = day < window.oldest || day > window.today ? window.today : day
    if (!Object.hasOwn(days[on] ?? {}, name) && !mayCount(name)) continue
    // A day is copied once, and what was handed in stays as it was.
    const counts = own.has(on) ? days[on] : { ...days[on] }
    if (counts) days[on] = plusOne(counts, name)
    own.add(on)
  }
  return folded({ ...session, days }, window.oldest)
}

function plusOne(counts: Record<string, number>, name: string): Record<string, number> {
  counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** Lets names in, as many as there may be. All there are is a long list: it is only made when it is needed. */
function gate({ days, terms }: FiguresSession): (name: string) => boolean {
  let names: Set<string> | null = null
  return (name) => {
    if (!isName(name)) return false
    names ??= new Set([...Object.values(days), ...Object.values(terms)].flatMap((counts) => Object.keys(counts)))
    if (!names.has(name) && names.size >= MOST_NAMES) return false
    names.add(name)
    return true
  }
}

/** Days before `oldest`, and the oldest ones beyond what may be kept, become part of their term. */
export function folded(session: FiguresSession, oldest: Day): FiguresSession {
  const days = Object.keys(session.days).sort()
  let left = days.reduce((sum, each) => sum + Object.keys(session.days[each] ?? {}).length, 0)
  const old = days.filter((each) => {
    if (each >= oldest && left <= MOST_BY_DAY) return false
    left -= Object.keys(session.days[each] ?? {}).length
    return true
  })
  if (old.length === 0) return session
  const kept = { ...session.days }
  const terms = { ...session.terms }
  for (const each of old) {
    terms[termOf(each)] = sum([terms[termOf(each)] ?? {}, kept[each] ?? {}])
    delete kept[each]
  }
  return { ...session, days: kept, terms }
}

export function sum(all: readonly Counts[]): Record<string, number> {
  const total: Record<string, number> = {}
  for (const counts of all) for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count
  return total
}
