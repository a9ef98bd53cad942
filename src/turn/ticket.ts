import { DESK, isChatId } from '../ids.ts'
import type { Mail, MailOf } from '../mail.ts'
import { newTicket, type Ticket } from '../session.ts'
import { activeFlow, type Draft, factsOf, say, sayOwn, setDetour } from './draft.ts'
import { stepParams } from './place.ts'
import { hearFlow, takeUp } from './steps.ts'
import { endTalk, isTalking } from './talk.ts'

const MOST_REPLIES = 20

/** What an agent wrote reaches the student; from here on the bot keeps quiet. */
export function hearReply(draft: Draft, { code, id, text, canned, copy }: MailOf<'reply'>): void {
  // Of a case that is not theirs any more: whoever wrote it learns that nobody read it.
  if (draft.session.ticket?.code !== code)
    return tellDesk(draft, { kind: 'relayed', chat: DESK, code, id, outcome: 'closed' })
  const wasTalking = isTalking(draft.session)
  talk(draft, code)
  const tag = `${copy ? 'thing' : 'reply'}/${code}/${id}`
  if (copy) {
    const part = { scope: null, key: 'desk-reply-thing', params: { text, hasText: text === '' ? 'no' : 'yes' } }
    draft.effects.push({ type: 'copy', from: copy.from, ref: copy.ref, thing: copy.thing, part, tag })
  } else {
    const words = canned === undefined ? text : draft.env.texts.say(draft.session.language, null, `canned-${canned}`)
    sayOwn(draft, 'desk-reply', { text: words }).tag = tag
  }
  if (!wasTalking) offerWayBack(draft, code, 'short')
}

/** An agent mended or took back what they wrote. */
export function changeReply(draft: Draft, mail: MailOf<'reply-edit' | 'reply-withdraw'>): void {
  const { ticket } = draft.session
  if (ticket?.code !== mail.code) return
  const text = mail.kind === 'reply-edit' ? mail.text : null
  const reply = ticket.replies.find(({ id }) => id === mail.id)
  if (reply) return correct(draft, reply, text)
  // It is still on its way: corrected as soon as it is there.
  const corrections = [...ticket.corrections.filter(({ id }) => id !== mail.id), { id: mail.id, text }]
  draft.session.ticket = { ...ticket, corrections: corrections.slice(-MOST_REPLIES) }
}

function correct(draft: Draft, { ref, isThing }: Ticket['replies'][number], text: string | null): void {
  if (text === null) draft.effects.push({ type: 'delete', ref })
  // What stands under a picture cannot be changed everywhere: the correction is said.
  else if (isThing) sayOwn(draft, 'desk-reply', { text })
  else sayOwn(draft, 'desk-reply', { text }).edits = ref
}

/** What became of something we sent and wanted to hear of; the desk learns whether its answer arrived. */
export function hearOutcome(draft: Draft, mail: MailOf<'delivered' | 'failed'>): void {
  const [as, code = '', id = '', to = ''] = mail.tag.split('/')
  const { session } = draft
  const post = (item: Mail): void => tellDesk(draft, item)
  if ((as === 'reply' || as === 'thing') && id !== '') {
    const outcome = becameOf(mail)
    if (outcome === 'sent' && mail.kind === 'delivered')
      keepReply(draft, code, { id, ref: mail.ref, isThing: as === 'thing' })
    post({ kind: 'relayed', chat: DESK, code, id, outcome })
  }
  if (as === 'reveal') {
    if (mail.kind === 'delivered' && isChatId(to))
      session.reveals = [...session.reveals, { to, ref: mail.ref, until: draft.at + SHOWN }]
    post({ kind: 'revealed', chat: DESK, code, agent: id, outcome: mail.kind === 'delivered' ? 'shown' : 'closed' })
  }
}

/** The network took it and gave it up later: an answer of an agent's was not read, or nobody is there any more. */
export function hearUndelivered(draft: Draft, { ref, reason }: MailOf<'undelivered'>): void {
  const { ticket } = draft.session
  const reply = ticket?.replies.find((one) => one.ref === ref)
  if (!ticket || !reply) return
  const outcome = reason === 'gone' || reason === 'window' ? reason : 'refused'
  tellDesk(draft, { kind: 'relayed', chat: DESK, code: ticket.code, id: reply.id, outcome })
}

/** Under a template stand words that are not the agent's. */
function becameOf(mail: MailOf<'delivered' | 'failed'>): MailOf<'relayed'>['outcome'] {
  if (mail.kind === 'delivered') return mail.template ? 'template' : 'sent'
  return mail.reason === 'gone' || mail.reason === 'window' ? mail.reason : 'refused'
}

function keepReply(draft: Draft, code: string, reply: Ticket['replies'][number]): void {
  const { ticket } = draft.session
  if (ticket?.code !== code) return
  const due = ticket.corrections.find(({ id }) => id === reply.id)
  const corrections = ticket.corrections.filter((one) => one !== due)
  draft.session.ticket = { ...ticket, replies: [...ticket.replies, reply].slice(-MOST_REPLIES), corrections }
  if (due) correct(draft, reply, due.text)
}

function tellDesk(draft: Draft, mail: Mail): void {
  draft.effects.push({ type: 'post', to: DESK, mail })
}

/** How long an agent sees a student's data (ms). */
const SHOWN = 2 * 60_000

/** Their data for the agent who has the case, in that agent's own chat and nowhere else. */
export function reveal(draft: Draft, { code, to, agent }: MailOf<'reveal'>): void {
  if (draft.session.ticket?.code !== code) return
  const { nss, curp } = factsOf(draft)
  const { studentId } = draft.session
  const shown = { nss: String(nss ?? ''), curp: String(curp ?? ''), studentId: studentId ?? '' }
  if (Object.values(shown).every((value) => value === '')) {
    draft.effects.push({
      type: 'post',
      to: DESK,
      mail: { kind: 'revealed', chat: DESK, code, agent, outcome: 'nothing' },
    })
    return
  }
  const has = (value: string) => (value === '' ? 'no' : 'yes')
  const params = { code, ...shown, hasNss: has(shown.nss), hasCurp: has(shown.curp), hasId: has(shown.studentId) }
  const bubble = say(draft, [{ scope: null, key: 'desk-reveal', params }])
  bubble.to = to
  bubble.tag = `reveal/${code}/${agent}/${to}`
}

/** What was shown long enough is taken away again. */
export function hideReveals(draft: Draft, isAll = false): void {
  const { session, at } = draft
  const over = session.reveals.filter(({ until }) => isAll || until <= at)
  for (const { to, ref } of over) draft.effects.push({ type: 'delete', ref, to })
  session.reveals = session.reveals.filter((one) => !over.includes(one))
}

/** What became of their case, in words, with its code; and where they go on. */
export function hearTicket(draft: Draft, mail: MailOf<'ticket'>): void {
  const { session } = draft
  if (session.ticket?.code !== mail.code) return
  changes[mail.change](draft, mail)
}

const changes: Record<MailOf<'ticket'>['change'], (draft: Draft, mail: MailOf<'ticket'>) => void> = {
  queued(draft, { code, params }) {
    if (!isTalking(draft.session)) sayOwn(draft, 'ticket-queued', { code, ...params })
  },
  taken(draft, { code }) {
    talk(draft, code)
    sayOwn(draft, 'ticket-taken', { code })
    offerWayBack(draft, code, 'attach')
  },
  waiting(draft, { code, params }) {
    set(draft, code, { status: 'waiting' })
    sayOwn(draft, params.again === 'yes' ? 'ticket-waiting-again' : 'ticket-waiting', { code, ...params })
  },
  referred(draft, { code, params }) {
    // It takes days: meanwhile the bot is theirs.
    endTalk(draft)
    set(draft, code, { status: 'referred' })
    sayOwn(draft, 'ticket-referred', { code, ...params })
    draft.ask = 'full'
  },
  released: (draft, mail) => backInLine(draft, mail, 'ticket-released'),
  silent: (draft, mail) => backInLine(draft, mail, 'ticket-silent'),
  resolved: hearResolved,
  expired(draft, { code }) {
    endTalk(draft)
    sayOwn(draft, 'ticket-expired', { code })
    draft.session.ticket = null
    draft.ask = 'full'
  },
  lost(draft, { code }) {
    endTalk(draft)
    sayOwn(draft, 'ticket-lost', { code })
    draft.session.ticket = null
    draft.ask = 'full'
  },
  full(draft, { code }) {
    sayOwn(draft, 'ticket-full', { code })
    draft.session.ticket = null
    draft.ask = 'short'
  },
  closed(draft) {
    if (draft.session.ticket?.status === 'resolved') draft.session.ticket = null
    draft.ask = 'none'
  },
}

/** Nobody has the case any more: the bot is theirs again. */
function backInLine(draft: Draft, { code, params }: MailOf<'ticket'>, key: string): void {
  const wasTalking = isTalking(draft.session)
  endTalk(draft)
  set(draft, code, { status: 'open' })
  sayOwn(draft, key, { code, ...params })
  draft.ask = wasTalking ? 'full' : 'short'
}

/** They are told how it ended, go on where the agent said, and are asked once whether it is settled. */
function hearResolved(draft: Draft, { code, outcome = 'other', step, flow: about }: MailOf<'ticket'>): void {
  if (about !== undefined) takeUp(draft, about)
  endTalk(draft)
  set(draft, code, { status: 'resolved', resolvedAt: draft.at })
  const told = draft.effects.length
  if (step !== undefined) hearFlow(draft, { type: 'goto', place: step, at: draft.at })
  else hearFlow(draft, { type: 'ticket.closed', outcome, at: draft.at })
  const key = step === undefined ? `told-${outcome}` : 'told-step'
  const flow = activeFlow(draft).id
  const parts = [
    { scope: null, key: 'ticket-resolved', params: { code } },
    { scope: flow, key, params: { ...factsOf(draft), ...stepParams(draft) } },
  ]
  // Before whatever the procedure says on the way.
  draft.effects.splice(told, 0, { type: 'say', parts, ask: null, copy: [] })
  setDetour(draft, { kind: 'solved', code })
}

function talk(draft: Draft, code: string): void {
  const status = draft.session.ticket?.status ?? 'taken'
  set(draft, code, {
    status: status === 'waiting' || status === 'referred' ? status : 'taken',
    talkingSince: draft.at,
    resolvedAt: 0,
  })
}

/** The button that leads back to the bot hangs under what was said last. */
function offerWayBack(draft: Draft, code: string, how: 'attach' | 'short'): void {
  // What they were asked about their own data waits for its answer, whoever speaks.
  const kind = draft.session.detour?.now.kind
  if (kind === 'erase' || kind === 'restart') return
  setDetour(draft, { kind: 'talk', code })
  draft.ask = how
}

function set(draft: Draft, code: string, change: Partial<Ticket>): void {
  draft.session.ticket = { ...(draft.session.ticket ?? newTicket(code, draft.at)), ...change }
}
