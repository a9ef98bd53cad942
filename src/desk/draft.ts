import type { Flow, Params } from '../../flows/flow.ts'
import type { Calendar } from '../calendar.ts'
import type { Effect, Say } from '../effect.ts'
import type { Hours } from '../hours.ts'
import { type ChatId, FIGURES } from '../ids.ts'
import type { Mail } from '../mail.ts'
import type { Mention } from '../message.ts'
import type { Texts } from '../texts.ts'
import type { Update } from '../update.ts'
import { valuesOf } from '../values.ts'
import { type Happening, live } from './life.ts'
import type { Case, DeskSession, Ref } from './session.ts'
import { buttonIn } from './typed.ts'

/** What a turn of the desk may look at besides its session. */
export interface DeskEnv {
  texts: Texts
  language: string
  flows: readonly Flow[]
  calendar(flow: string): Calendar
  hours(flow: string): Hours
  /** The group's address. Without one cases wait here. */
  group: ChatId | null
  /** Whether groups of its network may have topics at all. */
  topics: boolean
  /** A number nobody can guess, for the buttons of a card. */
  token(): number
}

/** A turn of the desk under way. Private to src/desk: the function around it is pure. */
export interface Draft {
  env: DeskEnv
  at: number
  session: DeskSession
  effects: Effect[]
  /** What time brought for several cases at once, by its text: said together. */
  warnings: Map<string, { codes: string[]; mentions: Mention[] }>
}

const MOST_REFS = 100
/** Of all cases together; beyond that each keeps its last few. A session has to stay readable (squeeze.ts). */
const MOST_REFS_IN_ALL = 8000
const FEW_REFS = 20
const MOST_ACTS = 40

export function flowOf(draft: Draft, id: string): Flow {
  const flow = draft.env.flows.find((candidate) => candidate.id === id) ?? draft.env.flows[0]
  if (!flow) throw new Error('no procedure is configured')
  return flow
}

/** The procedure by whose hours the whole desk works. */
export function firstFlow(draft: Draft): Flow {
  return flowOf(draft, '')
}

/** A word of the desk's language: the procedure's own, else the bot's. */
export function word(draft: Draft, flow: string, key: string, params: Params = {}): string {
  const { texts, language, calendar } = draft.env
  const values = valuesOf(params, calendar(flow), language, draft.at)
  return texts.say(language, texts.has(language, flow, key) ? flow : null, key, values)
}

/** A channel by its name for people. */
export function channelName(draft: Draft, channel: string): string {
  const { texts, language } = draft.env
  return texts.has(language, null, `channel-${channel}`) ? word(draft, '', `channel-${channel}`) : channel
}

/** Something happens to a case: true if it can where it stands. Everything that follows from the new status is told here. */
export function happen(draft: Draft, entry: Case, happening: Happening): boolean {
  const life = live(entry.life, happening)
  if (life === null) return false
  if (life.status !== entry.life.status) entry.since = draft.at
  const isShown = entry.menu !== 'main' || JSON.stringify(life) !== JSON.stringify(entry.life)
  entry.life = life
  entry.menu = 'main'
  if (isShown) entry.card.stale = true
  return true
}

/** One line of the audit trail: who did what (nobody: the student, or time). It goes with the case; the log keeps it without names. */
export function record(draft: Draft, entry: Case, who: { id: string; name: string } | null, act: string): void {
  const line = { at: draft.at, who: who?.name ?? '', by: who?.id ?? '', act }
  entry.acts = [...entry.acts, line].slice(-MOST_ACTS)
}

interface Options {
  /** The case whose topic it belongs in; its code is also the tag's. */
  code?: string
  as?: Ref['as']
  of?: string
  quotes?: string
  mentions?: Mention[]
  prompt?: boolean
  choices?: readonly string[]
  /** Of the choices. */
  question?: number
  thread?: string
}

/** Says something in the group: in the topic of the case, if it has one. */
export function say(draft: Draft, key: string, params: Params = {}, options: Options = {}): void {
  if (draft.env.group === null) return
  const { code, as, of = '', choices = [], question = 0 } = options
  const entry = code === undefined ? undefined : draft.session.cases[code]
  const thread = options.thread ?? entry?.thread ?? undefined
  const bubble: Say = {
    type: 'say',
    parts: [{ scope: null, key, params }],
    ask:
      choices.length === 0
        ? null
        : { question, choices: choices.map((id) => ({ id, scope: null, key: `${key}.choice-${id}`, params })) },
    copy: [],
    ...(thread !== undefined && { thread }),
    ...(options.quotes !== undefined && { quotes: options.quotes }),
    ...(options.mentions && options.mentions.length > 0 && { mentions: options.mentions }),
    ...(options.prompt && { prompt: true }),
    // Whatever is said of a case is heard of again: quoting it answers the case, and erasing reaches it.
    ...(entry && { tag: tagOf(as ?? 'other', code ?? '', of) }),
  }
  if (entry && as === 'said') entry.relaying += 1
  draft.effects.push(bubble)
}

/** What a delivery is known by: what it is, which case, and of what. */
export function tagOf(as: string, code: string, of = ''): string {
  return `${as}/${code}/${of}`
}

export function readTag(tag: string): { as: string; code: string; of: string } {
  const [as = '', code = '', ...rest] = tag.split('/')
  return { as, code, of: rest.join('/') }
}

export function addRef(draft: Draft, entry: Case, ref: string, as: Ref['as'], of = ''): void {
  // A card is heard of again with each of its edits.
  if (entry.refs.some((one) => one.ref === ref && one.as === as)) return
  entry.refs.push({ ref, as, of, at: draft.at })
  if (entry.refs.length > MOST_REFS) dropRefs(entry, MOST_REFS)
}

/** Keeps the session within bounds, however many cases are open. */
export function trimRefs({ session }: Draft): void {
  const cases = Object.values(session.cases)
  if (cases.reduce((sum, { refs }) => sum + refs.length, 0) <= MOST_REFS_IN_ALL) return
  for (const entry of cases) dropRefs(entry, FEW_REFS)
}

export function dropRefs(entry: Case, most: number): void {
  const kept = most === 0 ? [] : entry.refs.slice(-most)
  entry.dropped += entry.refs.length - kept.length
  entry.refs = kept
}

/** To the student of a case; nothing once they erased everything. */
export function tell(draft: Draft, entry: Case, mail: (student: ChatId) => Mail): void {
  if (entry.student !== null) draft.effects.push({ type: 'post', to: entry.student, mail: mail(entry.student) })
}

/** What became of their case. */
export function tellChange(
  draft: Draft,
  code: string,
  entry: Case,
  change: Extract<Mail, { kind: 'ticket' }>['change'],
  more: Partial<Extract<Mail, { kind: 'ticket' }>> = {},
): void {
  tell(draft, entry, (chat) => ({ kind: 'ticket', chat, code, change, params: {}, ...more }))
}

/** A word to whoever pressed a button, over the chat; to whoever typed its name, a line of the case's that answers them. */
export function toast(draft: Draft, update: Update, key: string, params: Params = {}): void {
  const { press, ref, thread, content } = update
  if (press !== undefined) draft.effects.push({ type: 'toast', press, part: { scope: null, key, params } })
  if (content.kind !== 'text') return
  const code = buttonIn(content.text)?.code ?? ''
  // Answered where it was typed, be it the case's own topic or not.
  const isHere = draft.session.cases[code]?.thread === (thread?.ref ?? null)
  say(draft, key, params, {
    ...(isHere && { code }),
    ...(ref !== undefined && { quotes: ref }),
    ...(thread !== undefined && { thread: thread.ref }),
  })
}

/** One more of something, for the figures; names nobody. */
export function count(draft: Draft, flow: string, name: string): void {
  const day = draft.env.calendar(flow).day(draft.at)
  draft.effects.push({ type: 'post', to: FIGURES, mail: { kind: 'count', chat: FIGURES, day, name } })
}
