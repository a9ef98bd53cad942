import type { Update } from '../update.ts'
import { choicesOf, holderName, isOnSomeCard, isOverdue, labelIn } from './cards.ts'
import { type Draft, flowOf, happen, record, say, tell, tellChange, toast, word } from './draft.ts'
import { type Agent, meet, refusal } from './people.ts'
import { answer, taken, withdraw } from './relay.ts'
import type { Case } from './session.ts'
import { buttonIn, plain } from './typed.ts'

/** A press on one of our buttons: whose it is, whether they may, and what it does. Nothing else is ever changed by a press. */
export function press(draft: Draft, update: Update, choice: string, question: number): void {
  const no = refusal(update)
  if (no !== null || !update.sender) return toast(draft, update, `toast-${no ?? 'anonymous'}`)
  const found = buttonOf(draft, question)
  if (found === null) return toast(draft, update, 'toast-stale')
  const { code, entry, of } = found
  const agent = meet(draft, update.sender)
  if (of !== undefined) {
    if (choice !== 'withdraw') return toast(draft, update, 'toast-stale')
    return pressSent(draft, code, entry, agent, of, update)
  }
  if (entry.question !== question)
    return toast(draft, update, 'toast-late', {
      holder: holderName(draft, entry),
      hasHolder: entry.life.holder === null ? 'no' : 'yes',
    })
  if (choicesOf(draft, entry).includes(choice)) return act(draft, { code, entry, agent, update }, choice)
  // Somebody was a moment faster, or it never lay on the card.
  if (entry.life.holder !== null && entry.life.holder !== agent.id) return notYours(draft, entry, update)
  toast(draft, update, 'toast-stale')
}

/**
 * "tomar 7F3K-9QX2": a button's name with the code of its case is a press, wherever buttons cannot be pressed. True if it was one:
 * another case's code, or other words, are staff's own business.
 */
export function pressInWords(draft: Draft, update: Update, text: string): boolean {
  const named = buttonIn(text)
  if (named === null) return false
  const { code, label } = named
  const entry = draft.session.cases[code]
  const isLabel = (one: Case, id: string): boolean => plain(labelIn(draft, one, id)) === label
  const choice = entry && choicesOf(draft, entry).find((id) => isLabel(entry, id))
  if (choice === undefined && !isOnSomeCard(draft, label)) return false
  const no = refusal(update)
  if (no !== null || !update.sender) toast(draft, update, `toast-${no ?? 'anonymous'}`)
  else if (!entry) toast(draft, update, 'toast-no-case', { code })
  else if (choice !== undefined) act(draft, { code, entry, agent: meet(draft, update.sender), update }, choice)
  else if (entry.life.holder === update.sender.id) toast(draft, update, 'toast-not-now')
  else notYours(draft, entry, update)
  return true
}

interface Pressed {
  code: string
  entry: Case
  agent: Agent
  update: Update
}

function buttonOf(draft: Draft, question: number): { code: string; entry: Case; of?: string } | null {
  for (const [code, entry] of Object.entries(draft.session.cases)) {
    if (question > 0 && (entry.question === question || entry.last === question)) return { code, entry }
    const sent = entry.refs.find(({ as, of }) => as === 'sent' && of.endsWith(`.${question}`))
    if (sent) return { code, entry, of: sent.of }
  }
  return null
}

function pressSent(draft: Draft, code: string, entry: Case, agent: Agent, of: string, update: Update): void {
  const sent = entry.refs.find((ref) => ref.as === 'sent' && ref.of === of)
  withdraw(draft, code, entry, agent, of.slice(0, of.indexOf('.')), sent?.at ?? 0, update)
}

function act(draft: Draft, pressed: Pressed, choice: string): void {
  const [kind, ...rest] = choice.split('-')
  const name = rest.join('-')
  if (kind === 'o') return resolve(draft, pressed, name)
  if (kind === 's') return resolveTo(draft, pressed, name)
  if (kind === 'r') return refer(draft, pressed, name)
  if (kind === 'c') return canned(draft, pressed, name)
  const doing = acts[choice]
  if (doing) doing(draft, pressed)
  else toast(draft, pressed.update, 'toast-stale')
}

const acts: Record<string, (draft: Draft, pressed: Pressed) => void> = {
  take(draft, { code, entry, agent, update }) {
    const { holder } = entry.life
    // Overdue: whoever has it gives it up to whoever will.
    if (holder !== null && holder !== agent.id && isOverdue(entry))
      happen(draft, entry, { type: 'release', by: holder })
    if (!happen(draft, entry, { type: 'take', by: agent.id })) return notYours(draft, entry, update)
    taken(draft, code, entry, agent)
    toast(draft, update, 'toast-taken')
  },
  answer(draft, pressed) {
    if (pressed.entry.life.holder !== null && pressed.entry.life.holder !== pressed.agent.id)
      return notYours(draft, pressed.entry, pressed.update)
    openMenu(draft, pressed, 'answer')
  },
  write(draft, { code, entry, agent, update }) {
    if (entry.life.holder === null && happen(draft, entry, { type: 'take', by: agent.id }))
      taken(draft, code, entry, agent)
    if (entry.life.holder !== agent.id) return notYours(draft, entry, update)
    backToMain(entry)
    say(draft, 'desk-prompt-answer', { code }, { code, as: 'prompt-answer', prompt: true, mentions: [agent] })
    toast(draft, update, 'toast-write')
  },
  note(draft, { code, agent, update }) {
    say(draft, 'desk-prompt-note', { code }, { code, as: 'prompt-note', prompt: true, mentions: [agent] })
    toast(draft, update, 'toast-write')
  },
  wait(draft, { code, entry, agent, update }) {
    if (!happen(draft, entry, { type: 'wait', by: agent.id })) return notYours(draft, entry, update)
    entry.nudged = false
    entry.owedSince = 0
    record(draft, entry, agent, 'wait')
    tellChange(draft, code, entry, 'waiting')
    toast(draft, update, 'toast-waiting')
  },
  refer: (draft, pressed) => openMenu(draft, pressed, 'refer'),
  resolve: (draft, pressed) => openMenu(draft, pressed, 'resolve'),
  release(draft, { code, entry, agent, update }) {
    if (!happen(draft, entry, { type: 'release', by: agent.id })) return notYours(draft, entry, update)
    record(draft, entry, agent, 'release')
    tellChange(draft, code, entry, 'released')
    toast(draft, update, 'toast-released')
  },
  reveal: askToReveal,
  undo(draft, { entry, agent, update }) {
    if (!happen(draft, entry, { type: 'undo', by: agent.id })) return notYours(draft, entry, update)
    entry.goTo = null
    record(draft, entry, agent, 'undo')
    toast(draft, update, 'toast-undone')
  },
  back(draft, { entry, update }) {
    backToMain(entry)
    toast(draft, update, 'toast-back')
  },
}

function notYours(draft: Draft, entry: Case, update: Update): void {
  const holder = holderName(draft, entry)
  toast(draft, update, holder === '' ? 'toast-not-now' : 'toast-not-yours', { holder })
}

/** Another set of buttons on the same card; only for whoever has the case, or may take it by answering. */
function openMenu(draft: Draft, { entry, agent, update }: Pressed, menu: Case['menu']): void {
  if (entry.life.holder !== agent.id && !(menu === 'answer' && entry.life.holder === null))
    return notYours(draft, entry, update)
  entry.menu = menu
  entry.card.stale = true
  toast(draft, update, `toast-${menu}`)
}

function backToMain(entry: Case): void {
  entry.menu = 'main'
  entry.card.stale = true
}

/** `other` asks which step to go on with, if the procedure has any to offer. */
function resolve(draft: Draft, pressed: Pressed, outcome: string): void {
  const { entry } = pressed
  const { desk } = flowOf(draft, entry.flow)
  if (!desk.outcomes.includes(outcome)) return toast(draft, pressed.update, 'toast-stale')
  if (outcome === 'other' && Object.keys(desk.landings).length > 0) return openMenu(draft, pressed, 'steps')
  conclude(draft, pressed, outcome, null)
}

function resolveTo(draft: Draft, pressed: Pressed, step: string): void {
  const { desk } = flowOf(draft, pressed.entry.flow)
  if (step !== 'stay' && desk.landings[step] === undefined) return toast(draft, pressed.update, 'toast-stale')
  conclude(draft, pressed, 'other', step === 'stay' ? null : step)
}

function conclude(draft: Draft, { entry, agent, update }: Pressed, outcome: string, goTo: string | null): void {
  if (!happen(draft, entry, { type: 'resolve', by: agent.id, outcome })) return notYours(draft, entry, update)
  entry.goTo = goTo
  record(draft, entry, agent, `resolve ${outcome}`)
  toast(draft, update, 'toast-resolving')
}

/** The e-mail is drafted without anything that identifies; whoever sends it adds what they must. */
function refer(draft: Draft, { code, entry, agent, update }: Pressed, id: string): void {
  const flow = flowOf(draft, entry.flow)
  const referral = flow.desk.referrals.find((one) => one.id === id)
  if (!referral || !happen(draft, entry, { type: 'refer', by: agent.id })) return notYours(draft, entry, update)
  const calendar = draft.env.calendar(entry.flow)
  entry.referredTo = id
  entry.owedSince = 0
  entry.followUp = calendar.addBusinessDays(calendar.day(draft.at), referral.followUp, 'extended')
  record(draft, entry, agent, `refer ${id}`)
  const place = word(draft, entry.flow, `referral-${id}`)
  const params = {
    code,
    place,
    mail: referral.mail,
    reason: word(draft, entry.flow, `reason-${entry.reason}`),
    step: entry.step === '' ? word(draft, entry.flow, 'card-no-step') : word(draft, entry.flow, `step-${entry.step}`),
    opened: { at: entry.openedAt === 0 ? entry.since : entry.openedAt },
    detail: entry.detail,
    hasDetail: entry.detail === '' ? 'no' : 'yes',
    followUp: { day: entry.followUp },
  }
  say(draft, 'desk-referral', params, { code })
  tellChange(draft, code, entry, 'referred', {
    params: { place, followUp: word(draft, entry.flow, 'day', { day: { day: entry.followUp } }) },
  })
  toast(draft, update, 'toast-referred')
}

function canned(draft: Draft, { code, entry, agent, update }: Pressed, name: string): void {
  if (!draft.env.texts.has(draft.env.language, null, `canned-${name}`)) return toast(draft, update, 'toast-stale')
  if (!answer(draft, code, agent, update, { canned: name })) return notYours(draft, entry, update)
  say(draft, 'desk-canned', { code, text: word(draft, entry.flow, `canned-${name}`), agent: agent.name }, { code })
  toast(draft, update, 'toast-sent')
}

/** Only for the holder, only in their own chat, and gone again after a while. */
function askToReveal(draft: Draft, { code, entry, agent, update }: Pressed): void {
  if (entry.life.holder !== agent.id) return notYours(draft, entry, update)
  const to = draft.session.agents[agent.id]?.chat
  if (!to) return toast(draft, update, 'toast-no-private')
  tell(draft, entry, (chat) => ({ kind: 'reveal', chat, code, to, agent: agent.id }))
  record(draft, entry, agent, 'reveal')
  toast(draft, update, 'toast-reveal')
}
