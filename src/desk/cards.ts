import type { Params } from '../../flows/flow.ts'
import { type Draft, flowOf, tagOf, word } from './draft.ts'
import { can } from './life.ts'
import type { Case } from './session.ts'
import { plain } from './typed.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Titles of topics are cut on a phone. */
const LONGEST_TITLE = 60

/** Cards on their way at once: a group takes twenty messages a minute, and what people say to each other goes first (RELIABILITY A30). */
const MOST_UNDER_WAY = 10

/**
 * Puts every card that has changed where the group sees it: made once, edited in place from then on, one edit of each under way at a
 * time and few of all. What has to wait goes when one is taken.
 */
export function showCards(draft: Draft): void {
  if (draft.env.group === null) return
  // What is on its way arrives, or is said to have failed: the outbox gives nothing up.
  const isUnderWay = ({ card }: Case): boolean => card.sentAt > 0
  const cases = Object.entries(draft.session.cases)
  let room = MOST_UNDER_WAY - cases.filter(([, entry]) => isUnderWay(entry)).length
  for (const [code, entry] of cases) {
    const { card } = entry
    if (!card.stale || isUnderWay(entry) || room <= 0) continue
    room -= 1
    card.sentAt = draft.at
    const mayHaveTopics = draft.env.topics && draft.session.topics !== false
    if (card.ref === null && entry.thread === null && mayHaveTopics) openTopic(draft, code, entry)
    else sendCard(draft, code, entry)
  }
}

/** What the group knows a case by in one line: in lists, and as the title of its topic. */
export function titleOf(draft: Draft, code: string, entry: Case): string {
  return `#${code} · ${word(draft, entry.flow, `reason-${entry.reason}`)}`.slice(0, LONGEST_TITLE)
}

function openTopic(draft: Draft, code: string, entry: Case): void {
  const title = titleOf(draft, code, entry)
  draft.effects.push({ type: 'topic', thread: null, title, state: 'open', tag: tagOf('topic', code) })
}

function sendCard(draft: Draft, code: string, entry: Case): void {
  const { card } = entry
  card.stale = false
  entry.last = entry.question
  entry.question = draft.env.token()
  const choices = buttonsOf(draft, entry)
  draft.effects.push({
    type: 'say',
    parts: [{ scope: null, key: 'card', params: cardParams(draft, code, entry) }],
    ask: choices.length === 0 ? null : { question: entry.question, choices },
    copy: [],
    tag: tagOf('card', code, card.ref ?? ''),
    ...(card.ref === null ? { pin: entry.thread !== null } : { edits: card.ref }),
    ...(entry.thread !== null && { thread: entry.thread }),
  })
}

/** The buttons that do something where the case stands, for whoever may press them. */
export function choicesOf(draft: Draft, entry: Case): string[] {
  const { life, menu } = entry
  const by = life.holder ?? 'anyone'
  const { desk } = flowOf(draft, entry.flow)
  switch (menu) {
    case 'resolve':
      return [...desk.outcomes.map((id) => `o-${id}`), 'back']
    case 'steps':
      return ['s-stay', ...Object.keys(desk.landings).map((step) => `s-${step}`), 'back']
    case 'refer':
      return [...desk.referrals.map(({ id }) => `r-${id}`), 'back']
    case 'answer':
      return ['write', ...cannedOf(draft).map((id) => `c-${id}`), 'back']
    case 'main':
      return [
        ...(can(life, { type: 'take', by }) || isOverdue(entry) ? ['take'] : []),
        ...(can(life, { type: 'answer', by }) ? ['answer', 'note'] : []),
        ...(can(life, { type: 'wait', by }) ? ['wait'] : []),
        ...(can(life, { type: 'refer', by }) && desk.referrals.length > 0 ? ['refer'] : []),
        ...(can(life, { type: 'resolve', by, outcome: '' }) ? ['resolve'] : []),
        ...(can(life, { type: 'release', by }) ? ['reveal', 'release'] : []),
        ...(can(life, { type: 'undo', by }) ? ['undo'] : []),
      ]
  }
}

/** Its time to be settled is over, and somebody has it: anybody may take it from them. */
export function isOverdue({ life, warned }: Case): boolean {
  return warned.resolution === 2 && ['taken', 'waiting', 'referred'].includes(life.status)
}

/** Answers written beforehand, by the names in locales. */
function cannedOf({ env }: Draft): string[] {
  return Object.keys(env.texts.all(env.language, null)).flatMap((key) =>
    key.startsWith('canned-') ? [key.slice('canned-'.length)] : [],
  )
}

function buttonsOf(draft: Draft, entry: Case) {
  return choicesOf(draft, entry).map((id) => ({ id, ...labelOf(draft, entry, id), params: {} }))
}

function labelOf(draft: Draft, entry: Case, id: string): { scope: string | null; key: string } {
  const [kind, ...rest] = id.split('-')
  const name = rest.join('-')
  const own = (key: string) => ({ scope: null, key })
  const { texts, language } = draft.env
  const either = (key: string) => ({ scope: texts.has(language, entry.flow, key) ? entry.flow : null, key })
  if (kind === 'o') return either(`outcome-${name}`)
  if (kind === 'r') return either(`referral-${name}`)
  if (kind === 'c') return own(`canned-${name}.name`)
  if (kind === 's') return name === 'stay' ? own('card.choice-stay') : either(`step-${name}`)
  return own(`card.choice-${id}`)
}

/** A choice as it reads on the card. */
export function labelIn(draft: Draft, entry: Case, id: string): string {
  const { scope, key } = labelOf(draft, entry, id)
  return draft.env.texts.say(draft.env.language, scope, key)
}

/** What a card may offer by itself, whatever the procedure. */
const OWN = ['take', 'answer', 'note', 'wait', 'refer', 'resolve', 'reveal', 'release', 'undo', 'back', 'write']

/** Whether a card may have a button of that plain name, at some time. */
export function isOnSomeCard({ env }: Draft, name: string): boolean {
  return OWN.some((id) => plain(env.texts.say(env.language, null, `card.choice-${id}`)) === name)
}

function cardParams(draft: Draft, code: string, entry: Case): Params {
  return {
    code,
    reason: word(draft, entry.flow, `reason-${entry.reason}`),
    deadline: entry.deadline === null ? '' : word(draft, entry.flow, 'card-deadline', deadlineOf(draft, entry)),
    hasDeadline: entry.deadline === null ? 'no' : 'yes',
    state: statusLine(draft, entry),
    body: bodyOf(draft, entry),
  }
}

export function deadlineOf(draft: Draft, entry: Case): Params {
  if (entry.deadline === null) return {}
  const calendar = draft.env.calendar(entry.flow)
  const today = calendar.day(draft.at)
  const when =
    entry.deadline < today
      ? 'past'
      : entry.deadline === today
        ? 'today'
        : entry.deadline === calendar.addDays(today, 1)
          ? 'tomorrow'
          : 'later'
  return { when, day: { day: entry.deadline } }
}

function bodyOf(draft: Draft, entry: Case): string {
  const line = (key: string, params: Params = {}): string => word(draft, entry.flow, key, params)
  const { facts } = entry
  const has = (name: string): boolean => facts[name] === 'yes'
  const tries = typeof facts.tries === 'number' ? facts.tries : 0
  return [
    line('card-where', whereParams(draft, entry)),
    line('card-from', whereParams(draft, entry)),
    ...(tries > 0 ? [line('card-tries', { tries, why: whyOf(draft, entry) })] : []),
    ...(has('hasDate') ? [line('card-saved', facts)] : []),
    ...(has('hasNss') || has('hasCurp')
      ? [line('card-numbers', { nss: String(facts.nssMasked ?? ''), curp: String(facts.curpMasked ?? '') })]
      : []),
    ...(entry.detail === '' ? [] : [line('card-detail', { detail: entry.detail })]),
    ...(entry.lines.length === 0 ? [] : [line('card-lines'), ...entry.lines.map((text) => `· ${text}`)]),
  ].join('\n')
}

function whyOf(draft: Draft, entry: Case): string {
  const reason = String(entry.facts.lastReason ?? 'none')
  const key = `try-${reason}`
  return draft.env.texts.has(draft.env.language, entry.flow, key) ? word(draft, entry.flow, key) : reason
}

/** "Libre · abierto el lunes 23, 10:02", "Lo tiene Ana · espera al estudiante". */
export function statusLine(draft: Draft, entry: Case): string {
  const calendar = draft.env.calendar(entry.flow)
  return word(draft, entry.flow, 'card-status', {
    status: entry.life.status,
    holder: holderName(draft, entry),
    outcome: outcomeOf(draft, entry),
    place: entry.referredTo === null ? '' : word(draft, entry.flow, `referral-${entry.referredTo}`),
    followUp: entry.followUp === null ? '' : { day: entry.followUp },
    raised: entry.raised ? 'yes' : 'no',
    since: { at: entry.since },
    time: calendar.time(entry.since),
  })
}

/** How it ended; with the step to go on at, where that was left to the agent. */
function outcomeOf(draft: Draft, { flow, life, goTo }: Case): string {
  if (life.outcome === null) return ''
  const outcome = word(draft, flow, `outcome-${life.outcome}`)
  return goTo === null ? outcome : `${outcome} → ${word(draft, flow, `step-${goTo}`)}`
}

export function holderName(draft: Draft, entry: Case): string {
  const { holder } = entry.life
  if (holder === null) return ''
  return draft.session.agents[holder]?.name ?? entry.acts.findLast(({ by }) => by === holder)?.who ?? ''
}

function whereParams(draft: Draft, entry: Case): Params {
  const days = entry.stepSince === 0 ? 0 : Math.floor((draft.at - entry.stepSince) / DAY)
  return {
    campus: word(draft, entry.flow, entry.campus === 'unknown' ? 'card-campus-unknown' : `campus-${entry.campus}`),
    step: entry.step === '' ? word(draft, entry.flow, 'card-no-step') : word(draft, entry.flow, `step-${entry.step}`),
    number: entry.stepNumber,
    days,
    channel: word(draft, entry.flow, `channel-${entry.channel}`),
    language: entry.language,
  }
}
