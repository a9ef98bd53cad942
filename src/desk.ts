import { z } from 'zod'
import type { Effect, Say } from './effect.ts'
import { type ChatId, DESK } from './ids.ts'
import type { Mail, MailOf } from './mail.ts'
import type { Texts } from './texts.ts'
import type { Update } from './update.ts'

const caseSchema = z.object({
  student: z.custom<ChatId>((value) => typeof value === 'string' && value.includes(':')).nullable(),
  /** The network's ids of the messages that belong to this case: quoting any of them answers it. */
  refs: z.array(z.string()),
  /** The card as filed, kept until it could be posted. */
  card: z.record(z.string(), z.union([z.string(), z.number()])),
  flow: z.string(),
  posted: z.boolean(),
})

export const DESK_SCHEMA = 1

/** What the desk's chat keeps. It lives with the desk; the ticket itself lives with the student. */
export const deskSchema = z.object({
  schema: z.literal(DESK_SCHEMA),
  chat: z.literal(DESK),
  cases: z.record(z.string(), caseSchema),
})

export type DeskSession = z.infer<typeof deskSchema>

interface Draft {
  env: DeskEnv
  session: DeskSession
  effects: Effect[]
}

export interface DeskEnv {
  texts: Texts
  language: string
  /** Whether there is a group to post to. Without one cases wait here. */
  hasDesk: boolean
}

const MOST_REFS = 50

/** One turn of the desk's chat: cases in, cards out; quotes in, answers out. Pure. */
export function runDeskTurn(
  env: DeskEnv,
  session: DeskSession | null,
  mail: readonly Mail[],
): { session: DeskSession; effects: Effect[] } {
  const draft: Draft = {
    env,
    session: structuredClone(session ?? { schema: DESK_SCHEMA, chat: DESK, cases: {} }),
    effects: [],
  }
  for (const item of mail) hear(draft, item)
  return { session: draft.session, effects: draft.effects }
}

function hear(draft: Draft, item: Mail): void {
  switch (item.kind) {
    case 'case':
      return openCase(draft, item)
    case 'delivered':
      return rememberRef(draft, item.tag, item.ref)
    case 'follow-up':
      return say(draft, 'card-follow-up', { code: item.code, text: item.text }, item.code)
    case 'erased':
      return eraseCase(draft, item.code)
    case 'update':
      return hearGroup(draft, item.update)
    case 'desk-open':
      return postWaiting(draft)
    case 'dead-letter':
      return say(draft, 'card-dead-letter', { channel: item.channel })
    case 'gone':
    case 'flood':
    case 'reply':
      return
  }
}

function openCase(draft: Draft, item: MailOf<'case'>): void {
  const known = draft.session.cases[item.code]
  const { texts, language } = draft.env
  const word = (key: string): string =>
    texts.has(language, item.flow, key) ? texts.say(language, item.flow, key) : texts.say(language, null, key)
  const card = {
    ...item.facts,
    code: item.code,
    reason: word(`reason-${item.reason}`),
    detail: item.detail,
    hasDetail: item.detail === '' ? 'no' : 'yes',
    campus: word(item.campus === 'unknown' ? 'card-campus-unknown' : `campus-${item.campus}`),
    step: item.step === '' ? word('card-no-step') : word(`step-${item.step}`),
    stepNumber: item.stepNumber,
    channel: item.channel,
    isNews: known ? 'yes' : 'no',
  }
  draft.session.cases[item.code] = {
    student: item.student,
    refs: known?.refs ?? [],
    card,
    flow: item.flow,
    posted: draft.env.hasDesk,
  }
  if (draft.env.hasDesk) say(draft, 'card', card, item.code)
}

function postWaiting(draft: Draft): void {
  for (const [code, entry] of Object.entries(draft.session.cases)) {
    if (entry.posted || !draft.env.hasDesk) continue
    entry.posted = true
    say(draft, 'card', entry.card, code)
  }
}

function rememberRef(draft: Draft, tag: string, ref: string): void {
  const entry = draft.session.cases[tag]
  if (entry) entry.refs = [...entry.refs, ref].slice(-MOST_REFS)
}

/** The student erased everything: the case keeps no way to them. */
function eraseCase(draft: Draft, code: string): void {
  const entry = draft.session.cases[code]
  if (!entry) return
  const wasPosted = entry.posted
  delete draft.session.cases[code]
  if (wasPosted) say(draft, 'card-erased', { code })
}

/** Staff talk among themselves; only what quotes a case goes to a student. */
function hearGroup(draft: Draft, update: Update): void {
  const { content, quotes, sender } = update
  if (!quotes) return
  const code = codeOf(draft, quotes)
  if (code === null) return
  const entry = draft.session.cases[code]
  if (!entry?.student) return say(draft, 'desk-no-case', { code })
  if (sender?.anonymous) return say(draft, 'desk-anonymous')
  if (content.kind === 'edit') return say(draft, 'desk-edit')
  if (content.kind !== 'text') return say(draft, 'desk-only-text')
  draft.effects.push({
    type: 'post',
    to: entry.student,
    mail: { kind: 'reply', chat: entry.student, code, id: '', text: content.text },
  })
  say(draft, 'desk-sent', { code })
}

/** By the quoted message's id, else by the code written on it (the id may not have been saved when we were killed). */
function codeOf(draft: Draft, quotes: { ref: string; text: string }): string | null {
  const known = Object.entries(draft.session.cases).find(([, { refs }]) => refs.includes(quotes.ref))
  if (known) return known[0]
  const written = quotes.text.slice(0, 4096).match(/#([A-Z0-9]{4}-[A-Z0-9]{4})\b/)
  return written?.[1] ?? null
}

function say(draft: Draft, key: string, params: Say['parts'][number]['params'] = {}, code?: string): void {
  draft.effects.push({
    type: 'say',
    parts: [{ scope: null, key, params }],
    ask: null,
    copy: [],
    ...(code !== undefined && { tag: code }),
  })
}
