import type { ChatId } from '../ids.ts'
import type { MailOf, Said } from '../mail.ts'
import type { Update } from '../update.ts'
import { holderName } from './cards.ts'
import { addRef, count, type Draft, happen, record, say, tagOf, tell, tellChange, toast, word } from './draft.ts'
import { can } from './life.ts'
import type { Agent } from './people.ts'
import type { Case } from './session.ts'
import { hasLink } from './student-words.ts'

const MINUTE = 60_000
/** How long a sent answer can be taken back (ms). */
export const WITHDRAW = MINUTE
/** First answers are counted by quarters of an open hour. */
const QUARTER = 15
/** Of one student's messages so many at once are on their way (RELIABILITY F30); the rest of them goes in one, of so many characters. */
const MOST_RELAYING = 3
const LONGEST_TOGETHER = 3000
/** What stands in the group is changed in its place so long (ms): WhatsApp changes nothing older than fifteen minutes. */
const EDITABLE = 14 * MINUTE

/** What the student did goes to the group, in the case's topic. An edit changes what stood there. */
export function hearStudent(draft: Draft, { code, student, ref, said, alarm, isClosing }: MailOf<'said'>): void {
  const entry = draft.session.cases[code]
  if (!entry || entry.student !== student) return nobodyHears(draft, code, student)
  if (!isClosing && asksForAnswer(said)) entry.owedSince ||= draft.at
  happen(draft, entry, { type: 'wrote' })
  const options = { code, as: 'said' as const, of: ref, ...quoteOf(entry) }
  if (alarm)
    say(
      draft,
      'desk-alarm',
      { code },
      { ...options, mentions: entry.life.holder ? [mentionOf(draft, entry.life.holder)] : [] },
    )
  if (said.kind === 'text') return relayText(draft, code, entry, said.text, ref)
  sayWaiting(draft, code, entry)
  if (said.kind === 'edit' || said.kind === 'deleted') return changeSaid(draft, code, entry, ref, said)
  if (said.kind === 'press') return say(draft, 'desk-pressed', { code, label: said.label }, options)
  const thread = entry.thread === null ? {} : { thread: entry.thread }
  const params = {
    code,
    thing: word(draft, entry.flow, `thing-${said.thing}`),
    caption: said.caption,
    hasCaption: said.caption === '' ? 'no' : 'yes',
    link: hasLink(said.caption),
  }
  // A contact or a place holds more than they know: it is only said that something came.
  if (said.thing === 'other') return say(draft, 'desk-thing', params, options)
  draft.effects.push({
    type: 'copy',
    from: student,
    ref,
    thing: said.thing,
    part: { scope: null, key: 'desk-thing', params },
    tag: tagOf('thing', code, ref),
    ...thread,
  })
  // A sticker carries no words, and whose it is has to be said.
  if (said.thing === 'sticker') say(draft, 'desk-thing', params, options)
}

/** What they write goes by itself, until so much of it is on its way that it would keep everybody else's waiting: then the rest follows in one. */
function relayText(draft: Draft, code: string, entry: Case, text: string, ref: string): void {
  const isCrowded = entry.relaying >= MOST_RELAYING || entry.waiting.length > 0
  if (!isCrowded) return sayTexts(draft, code, entry, [text], ref)
  const length = entry.waiting.reduce((sum, one) => sum + one.length, text.length)
  if (length > LONGEST_TOGETHER) sayWaiting(draft, code, entry)
  entry.waiting.push(text)
}

function sayTexts(draft: Draft, code: string, entry: Case, texts: readonly string[], ref: string): void {
  const text = texts.join('\n')
  say(draft, 'desk-said', { code, text, link: hasLink(text) }, { code, as: 'said', of: ref, ...quoteOf(entry) })
}

export function sayWaiting(draft: Draft, code: string, entry: Case): void {
  if (entry.waiting.length > 0) sayTexts(draft, code, entry, entry.waiting, '')
  entry.waiting = []
}

/** One of them arrived, or never will. */
export function relayNext(draft: Draft, code: string, entry: Case): void {
  entry.relaying = Math.max(0, entry.relaying - 1)
  if (entry.relaying < MOST_RELAYING) sayWaiting(draft, code, entry)
}

/** The case is no more, and the student writes into the air: they are told, and the bot is theirs again. */
function nobodyHears(draft: Draft, code: string, student: ChatId): void {
  draft.effects.push({
    type: 'post',
    to: student,
    mail: { kind: 'ticket', chat: student, code, change: 'lost', params: {} },
  })
}

function changeSaid(
  draft: Draft,
  code: string,
  entry: Case,
  ref: string,
  said: { kind: 'edit'; text: string } | { kind: 'deleted' },
): void {
  const all = entry.refs.filter(({ as, of }) => as === 'said' && of === ref)
  const shown = all.at(-1)
  const things = entry.refs.filter(({ as, of }) => as === 'thing' && of === ref)
  const key = said.kind === 'edit' ? 'desk-said-edited' : 'desk-said-deleted'
  const text = said.kind === 'edit' ? said.text : ''
  const params = { code, text, link: hasLink(text) }
  const isLate = shown !== undefined && draft.at - shown.at > EDITABLE
  const gone = said.kind === 'edit' ? [] : [...things, ...(isLate ? all : all.slice(0, -1))]
  for (const one of gone) draft.effects.push({ type: 'delete', ref: one.ref })
  if (!shown) return say(draft, key, params, { code, as: 'said', of: ref })
  // Nobody looks up there any more, and not every network would change it.
  if (isLate) {
    const quotes = said.kind === 'edit' ? { quotes: shown.ref } : {}
    return say(draft, key, params, { code, as: 'said', of: ref, ...quotes })
  }
  draft.effects.push({ type: 'say', parts: [{ scope: null, key, params }], ask: null, copy: [], edits: shown.ref })
}

/** Corrections and stickers are no question. */
function asksForAnswer(said: Said): boolean {
  return said.kind === 'text' || said.kind === 'press' || (said.kind === 'thing' && said.thing !== 'sticker')
}

/** In a plain group what belongs to a case hangs on its card. */
function quoteOf({ thread, card }: Case): { quotes?: string } {
  return thread === null && card.ref !== null ? { quotes: card.ref } : {}
}

export function mentionOf(draft: Draft, id: string) {
  return { id, name: draft.session.agents[id]?.name ?? '?' }
}

/** What an agent writes goes to the student, if they may; true when it went. A free case is taken by it. */
export function answer(
  draft: Draft,
  code: string,
  agent: Agent,
  update: Update,
  how: { canned?: string; isBulk?: boolean } = {},
): boolean {
  const { canned, isBulk = false } = how
  const entry = draft.session.cases[code]
  if (!entry || entry.student === null) return false
  const isFree = entry.life.holder === null
  if (!happen(draft, entry, { type: 'answer', by: agent.id })) return false
  if (isFree) taken(draft, code, entry, agent)
  entry.answers += 1
  entry.owedSince = 0
  if (entry.answeredAt === 0) firstAnswer(draft, entry)
  const id = String(entry.answers)
  const { content } = update
  const text = content.kind === 'text' ? content.text : 'caption' in content ? (content.caption ?? '') : ''
  const isThing = content.kind !== 'text' && content.kind !== 'press'
  tell(draft, entry, (chat) => ({
    kind: 'reply',
    chat,
    code,
    id,
    text: canned === undefined ? text : '',
    ...(canned !== undefined && { canned }),
    ...(isThing &&
      update.ref !== undefined &&
      isCopied(content.kind) && { copy: { from: update.chat, ref: update.ref, thing: content.kind } }),
  }))
  if (canned === undefined && update.ref !== undefined) addRef(draft, entry, update.ref, isBulk ? 'bulk' : 'answer', id)
  record(draft, entry, agent, canned === undefined ? 'answer' : `answer ${canned}`)
  return true
}

/** Somebody has it now: the student is told in words, and pressed buttons are theirs to read from here on. */
export function taken(draft: Draft, code: string, entry: Case, agent: Agent): void {
  record(draft, entry, agent, 'take')
  // Whoever takes it has the whole time again.
  if (entry.owedSince > 0) entry.owedSince = draft.at
  entry.raised = false
  entry.told = false
  tellChange(draft, code, entry, 'taken')
}

function firstAnswer(draft: Draft, entry: Case): void {
  entry.answeredAt = draft.at
  if (entry.openedAt === 0) return
  const minutes = draft.env.hours(entry.flow).openMinutes(entry.openedAt, draft.at)
  count(draft, entry.flow, `first-answer:${Math.ceil(minutes / QUARTER) * QUARTER}`)
}

function isCopied(kind: string): kind is 'voice' | 'picture' | 'document' | 'sticker' {
  return ['voice', 'picture', 'document', 'sticker'].includes(kind)
}

/** The network took an agent's answer, or will not: only then is it said to be sent. */
export function hearRelayed(draft: Draft, { code, id, outcome }: MailOf<'relayed'>): void {
  const entry = draft.session.cases[code]
  if (!entry) return
  const own = entry.refs.find(({ as, of }) => (as === 'answer' || as === 'bulk') && of === id)
  const quotes = own ? { quotes: own.ref } : {}
  if (outcome !== 'sent') {
    const holder = entry.life.holder
    record(draft, entry, null, `not delivered: ${outcome}`)
    return say(
      draft,
      `desk-not-delivered-${outcome}`,
      { code },
      { code, ...quotes, mentions: holder ? [mentionOf(draft, holder)] : [] },
    )
  }
  // Of many the group was told at once.
  if (own?.as === 'bulk') return
  const question = draft.env.token()
  entry.refs.push({ ref: '', as: 'sent', of: `${id}.${question}`, at: draft.at })
  say(
    draft,
    'desk-sent',
    { code },
    { code, as: 'sent', of: `${id}.${question}`, choices: ['withdraw'], question, ...quotes },
  )
}

/** Takes back an answer while its minute lasts. */
export function withdraw(
  draft: Draft,
  code: string,
  entry: Case,
  agent: Agent,
  id: string,
  sentAt: number,
  update: Update,
): void {
  if (entry.life.holder !== agent.id)
    return toast(draft, update, 'toast-not-yours', { holder: holderName(draft, entry) })
  if (draft.at - sentAt > WITHDRAW) return toast(draft, update, 'toast-too-late')
  tell(draft, entry, (chat) => ({ kind: 'reply-withdraw', chat, code, id }))
  // Once: what was taken back cannot be taken back again, and is no longer said to be sent.
  for (const one of entry.refs.filter(({ as, of }) => as === 'sent' && of.startsWith(`${id}.`))) {
    one.as = 'other'
    const parts = [{ scope: null, key: 'desk-withdrawn', params: { code } }]
    if (one.ref !== '') draft.effects.push({ type: 'say', parts, ask: null, copy: [], edits: one.ref })
  }
  record(draft, entry, agent, 'withdraw')
  toast(draft, update, 'toast-withdrawn')
}

/** Whether this agent could answer the case now; else the key of why not. */
export function mayAnswer(draft: Draft, entry: Case, agent: Agent): { key: string; holder: string } | null {
  if (can(entry.life, { type: 'answer', by: agent.id }) && entry.student !== null) return null
  const holder = holderName(draft, entry)
  if (entry.life.status === 'resolving' && entry.student !== null) return { key: 'desk-ending', holder }
  if (entry.student === null || !['open', 'taken', 'waiting', 'referred'].includes(entry.life.status))
    return { key: 'desk-over', holder }
  return { key: 'desk-not-yours', holder }
}
