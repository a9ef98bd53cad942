import type { Flow, Params, Saved, Wait } from '../../flows/flow.ts'
import type { Notice } from '../board.ts'
import type { Calendar } from '../calendar.ts'
import type { Effect, Part, Say } from '../effect.ts'
import type { ChatId } from '../ids.ts'
import { type Detour, isUnasked, newSession, type Session } from '../session.ts'
import type { Texts } from '../texts.ts'
import type { Language } from '../understanding/understanding.ts'
import { withoutOwnNumbers } from './own-numbers.ts'
import type { Pieces } from './reading.ts'

/** What a turn may look at besides the session; nothing in it changes during a turn. */
export interface TurnEnv {
  flows: readonly Flow[]
  texts: Texts
  language(language: string): Language
  calendar(flow: string): Calendar
  /** Whether there is a help-desk group that can be reached. */
  hasDesk(): boolean
  /** Portals that are known not to work. */
  notices(): readonly Notice[]
  /** Whether this chat's network lets us delete what the student wrote. */
  deletes(chat: ChatId): boolean
  /** Telephone numbers the bot itself speaks from, digits: never offered as somebody else's. */
  ownNumbers(): readonly string[]
  /** A fresh case code, should this turn open a case. */
  code(): string
}

/** A turn under way. Private to src/turn: the function around it is pure. */
export interface Draft {
  env: TurnEnv
  at: number
  session: Session
  isNew: boolean
  effects: Effect[]
  /** How the question is put at the end: in full, as one short line after a detour, or its choices under what was said. */
  ask: 'if-new' | 'full' | 'short' | 'attach' | 'none'
  forgotten: boolean
  /** They are back after long, and have not been told where they are. */
  isBack: boolean
  /** Several messages of theirs are heard in this turn. */
  pieces: Pieces | null
  /** What the flow says about the snapshot it was last asked about; a turn asks many times. */
  view: { flow: Flow; saved: Saved; wait: Wait; facts: Params | null } | null
}

export function beginDraft(
  env: TurnEnv,
  session: Session | null,
  chat: ChatId,
  wanted: string | undefined,
  at: number,
): Draft {
  const first = flowOf(env, env.flows[0]?.id ?? '')
  return {
    env,
    at,
    session: session
      ? // Whoever changes one of these changes it in place; the rest is replaced.
        { ...session, flows: { ...session.flows }, timers: { ...session.timers }, trail: [...session.trail] }
      : newSession(chat, env.texts.match(wanted), first.id, first.start(at).saved, at),
    isNew: session === null || isUnasked(session),
    effects: [],
    ask: 'if-new',
    forgotten: false,
    isBack: false,
    pieces: null,
    view: null,
  }
}

export function flowOf(env: TurnEnv, id: string): Flow {
  const flow = env.flows.find((candidate) => candidate.id === id) ?? env.flows[0]
  if (!flow) throw new Error('no procedure is configured')
  return flow
}

export function activeFlow(draft: Draft): Flow {
  return flowOf(draft.env, draft.session.active)
}

export function savedOf(draft: Draft): Saved {
  return viewOf(draft).saved
}

export function waitOf(draft: Draft): Wait {
  return viewOf(draft).wait
}

export function factsOf(draft: Draft): Params {
  const view = viewOf(draft)
  const campus = draft.session.campus ?? 'unknown'
  if (view.facts?.campus !== campus) view.facts = Object.assign(factsWithoutUs(draft, view), { campus })
  return view.facts
}

/** What the procedure tells, but never the bot's own number as the desk's. */
function factsWithoutUs({ env }: Draft, { flow, saved }: NonNullable<Draft['view']>): Params {
  return withoutOwnNumbers(flow.facts(saved), env.ownNumbers())
}

function withFacts(draft: Draft, params: Params): Params {
  return Object.keys(params).length === 0 ? factsOf(draft) : { ...factsOf(draft), ...params }
}

/** The procedure moved, or another one was taken up. */
export function setSaved(draft: Draft, flow: Flow, saved: Saved): void {
  draft.session.flows[flow.id] = saved
  draft.session.active = flow.id
  draft.view = { flow, saved, wait: flow.wait(saved), facts: null }
}

function viewOf(draft: Draft): NonNullable<Draft['view']> {
  if (draft.view) return draft.view
  const flow = activeFlow(draft)
  const saved = flow.check(draft.session.flows[flow.id])
  draft.view = { flow, saved, wait: flow.wait(saved), facts: null }
  return draft.view
}

/** Says one bubble of the bot's own. */
export function sayOwn(draft: Draft, key: string, params: Params = {}): Say {
  return say(draft, [{ scope: null, key, params: withFacts(draft, params) }])
}

/** Says one bubble of the procedure's. */
export function sayFlow(draft: Draft, key: string, copy: string[] = [], params: Params = {}): Say {
  const bubble = say(draft, [{ scope: draft.session.active, key, params: withFacts(draft, params) }])
  bubble.copy = copy
  return bubble
}

export function say(draft: Draft, parts: Part[]): Say {
  const bubble: Say = { type: 'say', parts, ask: null, copy: [] }
  draft.effects.push(bubble)
  return bubble
}

/** Puts a side question over the procedure's. */
export function setDetour(draft: Draft, now: Detour): void {
  draft.session.asked += 1
  draft.session.detour = { number: draft.session.asked, now }
  draft.ask = 'full'
}

export function lastSay(draft: Draft): Say | undefined {
  return draft.effects.findLast((effect): effect is Say => effect.type === 'say')
}
