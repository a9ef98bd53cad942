import { z } from 'zod'
import type { Answering, Claim, Committed, DeadLetter, OutboxClaim, OutboxRow, Posting } from '../store.ts'

const text = z.string()
const number = z.union([z.number(), z.string()]).transform(Number)
const claim = z.tuple([text, text, number, text.nullable(), number, number, z.array(text)])
const row = z.tuple([text, text, text, number, text])
const claims = z.array(claim)
const rows = z.array(row)
const posting = z.tuple([z.enum(['posted', 'duplicate', 'late', 'full'])], claim)
const carriedOut = z.tuple([z.literal('committed'), number, rows])
const committed = z.union([z.tuple([z.literal('stale')]), carriedOut])
const answering = z.union([carriedOut, z.tuple([z.enum(['duplicate', 'late', 'behind'])])])

/** What the steps of script.ts answer, as the port has it. */
export const answerOf = {
  posting(answer: unknown): Posting {
    const [outcome, taken] = posting.parse(answer)
    return { outcome, claim: taken ? claimOf(taken) : null }
  },
  claims: (answer: unknown): Claim[] => claims.parse(answer).map(claimOf),
  /** `filed` are the rows that came with the call: of them Redis says only the id. */
  committed(answer: unknown, filed: readonly OutboxRow[]): Committed | 'stale' {
    const [outcome, more = 0, taken = []] = committed.parse(answer)
    return outcome === 'stale' ? 'stale' : { rows: taken.map((each) => rowOf(each, filed)), more: more === 1 }
  },
  answering(answer: unknown, filed: readonly OutboxRow[]): Answering {
    const [outcome, more = 0, taken = []] = answering.parse(answer)
    if (outcome !== 'committed') return { outcome }
    return { outcome, rows: taken.map((each) => rowOf(each, filed)), more: more === 1 }
  },
  rows: (answer: unknown): OutboxClaim[] => rows.parse(answer).map((each) => rowOf(each)),
  row: (answer: unknown): OutboxClaim | null => (answer === null ? null : rowOf(row.parse(answer))),
  instants: (answer: unknown): number[] =>
    z
      .array(text)
      .parse(answer)
      .flatMap((instant) => (instant === '' ? [] : [Number(instant)])),
  text: (answer: unknown): string | null => text.nullable().parse(answer),
  deadLetters: (answer: unknown): DeadLetter[] =>
    z
      .array(z.tuple([text, text, text]))
      .parse(answer)
      .map(([chat, id, kept]) => {
        const [at, reason, body] = cut(kept, 2)
        return { chat, id, body, reason, at: Number(at) }
      }),
}

/** Fields and values by turns: id, "place|claims before it|body". */
function claimOf([chat, token, turn, session, claims, earlier, flat]: z.infer<typeof claim>): Claim {
  const items = []
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const [place, before, body] = cut(flat[at + 1] ?? '', 2)
    const tries = Math.max(1, claims - Math.max(Number(before), earlier))
    items.push({ place: Number(place), item: { id: flat[at] ?? '', body, tries } })
  }
  items.sort((a, b) => a.place - b.place)
  return { chat, token, turn, session, items: items.map(({ item }) => item) }
}

function rowOf([chat, lane, token, tries, raw]: z.infer<typeof row>, filed: readonly OutboxRow[] = []): OutboxClaim {
  const ours = filed.find(({ id }) => id === raw)
  if (ours) return { ...ours, chat, token, tries }
  const [id, , body] = cut(raw, 1)
  return { id, chat, lane, body, token, tries }
}

/** The first one or two parts before a bar, and the rest, which may hold bars itself. */
function cut(raw: string, bars: 1 | 2): [first: string, second: string, rest: string] {
  const one = raw.indexOf('|')
  if (bars === 1) return [raw.slice(0, one), '', raw.slice(one + 1)]
  const two = raw.indexOf('|', one + 1)
  return [raw.slice(0, one), raw.slice(one + 1, two), raw.slice(two + 1)]
}
