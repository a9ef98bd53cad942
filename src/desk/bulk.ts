import type { Update } from '../update.ts'
import { titleOf } from './cards.ts'
import { type Draft, say, toast, word } from './draft.ts'
import { type Agent, meet, refusal } from './people.ts'
import { alike, type Coded, free, queue } from './queue.ts'
import { answer } from './relay.ts'

const DAY = 24 * 60 * 60_000
const MOST_LINES = 20

/** What waits, at opening time: by deadline, then age, equal causes together, with one button to answer all of a kind. */
export function digest(draft: Draft): void {
  const waiting = queue(draft)
  const causes = alike(draft)
  say(draft, 'desk-digest', { count: waiting.length, free: free(draft).length, lines: linesOf(draft, waiting) })
  for (const group of causes) if (group.length > 1) offerAll(draft, group)
}

export function linesOf(draft: Draft, cases: readonly Coded[]): string {
  const lines = cases.slice(0, MOST_LINES).map(([code, entry]) => lineOf(draft, code, entry))
  const more = cases.length - lines.length
  return [...lines, ...(more > 0 ? [word(draft, '', 'desk-more', { count: more })] : [])].join('\n')
}

/** One case in one line. */
function lineOf(draft: Draft, code: string, entry: Coded[1]): string {
  const calendar = draft.env.calendar(entry.flow)
  const days = Math.floor(
    (calendar.instant(calendar.day(draft.at), '12:00') -
      calendar.instant(calendar.day(entry.openedAt || entry.since), '12:00')) /
      DAY,
  )
  return word(draft, entry.flow, 'desk-line', {
    title: titleOf(draft, code, entry),
    holder: entry.life.holder === null ? '' : (draft.session.agents[entry.life.holder]?.name ?? '?'),
    hasHolder: entry.life.holder === null ? 'no' : 'yes',
    raised: entry.raised ? 'yes' : 'no',
    days,
    deadline: entry.deadline === null ? '' : { day: entry.deadline },
    hasDeadline: entry.deadline === null ? 'no' : 'yes',
  })
}

function offerAll(draft: Draft, group: readonly Coded[]): void {
  const question = draft.env.token()
  const codes = group.map(([code]) => code)
  const [, first] = group[0] ?? []
  if (!first) return
  forget(draft)
  draft.session.bulk[`q${question}`] = { codes, at: draft.at }
  const params = {
    count: codes.length,
    reason: word(draft, first.flow, `reason-${first.reason}`),
    codes: listOf(codes),
  }
  say(draft, 'desk-alike', params, { choices: ['all'], question })
}

/** Pressed *Responder a todos*: asks for the words, to be written once. True if that was the button. */
export function pressAll(draft: Draft, update: Update, choice: string, question: number): boolean {
  const bulk = draft.session.bulk[`q${question}`]
  if (!bulk || choice !== 'all') return false
  const no = refusal(update)
  if (no !== null || !update.sender) {
    toast(draft, update, `toast-${no ?? 'anonymous'}`)
    return true
  }
  const agent = meet(draft, update.sender)
  draft.session.count += 1
  const id = `b${draft.session.count}`
  draft.session.bulk[id] = { codes: bulk.codes, at: draft.at }
  draft.effects.push({
    type: 'say',
    parts: [{ scope: null, key: 'desk-prompt-all', params: { count: bulk.codes.length, codes: listOf(bulk.codes) } }],
    ask: null,
    copy: [],
    prompt: true,
    mentions: [agent],
    tag: `bulk//${id}`,
  })
  toast(draft, update, 'toast-write')
  return true
}

/** The message to quote was posted: from now on its ref says which cases are meant. */
export function keepPrompt(draft: Draft, id: string, ref: string): void {
  const bulk = draft.session.bulk[id]
  if (!bulk) return
  delete draft.session.bulk[id]
  draft.session.bulk[`r${ref}`] = bulk
}

export function bulkOf(draft: Draft, ref: string | undefined): readonly string[] | null {
  return ref === undefined ? null : (draft.session.bulk[`r${ref}`]?.codes ?? null)
}

/** The same words to each; a case somebody else has taken meanwhile is left to them. */
export function answerAll(draft: Draft, update: Update, agent: Agent, codes: readonly string[]): void {
  const sent = codes.filter((code) => answer(draft, code, agent, update, { isBulk: true }))
  const left = codes.filter((code) => !sent.includes(code))
  say(
    draft,
    'desk-sent-all',
    { count: sent.length, codes: listOf(sent), left: listOf(left), hasLeft: left.length === 0 ? 'no' : 'yes' },
    update.ref === undefined ? {} : { quotes: update.ref },
  )
}

/** Offers of days ago are gone. */
function forget(draft: Draft): void {
  for (const [name, { at }] of Object.entries(draft.session.bulk))
    if (draft.at - at > 3 * DAY) delete draft.session.bulk[name]
}

function listOf(codes: readonly string[]): string {
  return codes.map((code) => `#${code}`).join(', ')
}
