import { randomInt, randomUUID } from 'node:crypto'
import type { Flow } from '../flows/flow.ts'
import { deskAddress, openBoard } from './board.ts'
import { createCalendar } from './calendar.ts'
import type { Channel, Report, Trouble } from './channels/channel.ts'
import type { Clock } from './clock.ts'
import { type Outgoing, outgoing } from './commit.ts'
import { type DeskEnv, runDeskTurn } from './desk/desk.ts'
import { restoreDesk } from './desk/restore.ts'
import { readSession } from './envelope.ts'
import { answerFigures } from './figures/answer.ts'
import type { FiguresSession } from './figures/counts.ts'
import { createHours } from './hours.ts'
import { type ChatId, channelOf, DESK, FIGURES } from './ids.ts'
import type { Log } from './log.ts'
import { type Loop, startLoop } from './loop.ts'
import type { Mail } from './mail.ts'
import { type Answer, createMailbox, type Job } from './mailbox.ts'
import { createMembers } from './members.ts'
import { createOutbox } from './outbox.ts'
import { createRecent } from './recent.ts'
import { route } from './router.ts'
import type { Seal } from './seal.ts'
import { NewerSessionError, type Session } from './session.ts'
import type { Gather, Store } from './stores/store.ts'
import { answerStudent, apology } from './student.ts'
import type { Texts } from './texts.ts'
import { isEmergency, type Language } from './understanding/understanding.ts'
import { type Content, LONGEST_TEXT, type Update } from './update.ts'

export interface WorldParts {
  store: Store
  seal: Seal
  clock: Clock
  log: Log
  channels: readonly Channel[]
  flows: readonly Flow[]
  texts: Texts
  languages: ReadonlyMap<string, Language>
  /** The desk's group; null while there is none. */
  helpdesk: ChatId | null
  /** Whether this process takes turns and delivers, or only receives; it does both unless told. */
  works?: boolean
  /** How often a message may be begun and never end before it counts as what ends the process. */
  mostClaims?: number
  /** How long a delivery may take (ms), if the store leases lanes for another time than it does by itself. */
  laneLease?: number
}

/** The services of one world, running. The simulator is a second one: its own store, desk and clock. */
export interface World {
  /** Resolves once the update is durable. */
  receive(update: Update): Promise<void>
  /** What a channel of that name has to say besides; resolves once it is durable. */
  report(channel: string): (report: Report) => Promise<void>
  /** The clock was moved. */
  nudge(): void
  /** Resolves when nothing is due any more. */
  settled(): Promise<void>
  /** What is kept about a student's chat, for looking only. */
  peek(chat: ChatId): Promise<Session | null>
  /** The desk's group: the configured one, or where that went. */
  desk(): ChatId | null
  stop(): Promise<void>
}

/** Beyond what kills from outside can do to one message, or it would be lost to a bad day. */
const MOST_CLAIMS = 50
/** Whoever writes on and on is answered after so many times as long as what comes waits for more. */
const MOST_QUIETS = 4
/** Numbers of the buttons on cards come from so many: nobody guesses one (RELIABILITY A20). */
const MOST_TOKENS = 2 ** 47

export async function startWorld(parts: WorldParts): Promise<World> {
  const { store, seal, clock, log, channels, flows, texts, helpdesk, works = true, mostClaims = MOST_CLAIMS } = parts
  const calendars = new Map(flows.map((flow) => [flow.id, createCalendar(flow.calendar)]))
  const calendar = (flow: string) => need(calendars.get(flow) ?? [...calendars.values()][0], 'no procedure')
  const language = (name: string) => need(parts.languages.get(name) ?? parts.languages.get('es'), 'no language')
  const abilities = (chat: ChatId) => channels.find(({ name }) => name === channelOf(chat))?.abilities
  const deletes = (chat: ChatId) => abilities(chat)?.deletes ?? false
  const allHours = new Map(flows.map((flow) => [flow.id, createHours(calendar(flow.id), flow.desk.hours)]))
  const hours = (flow: string) => need(allHours.get(flow) ?? [...allHours.values()][0], 'no procedure')
  const board = await openBoard({ store, seal, monotonic: clock.monotonic })
  const members = createMembers({ channels, monotonic: clock.monotonic, log })
  const studentEnv = {
    flows,
    texts,
    language,
    calendar,
    hasDesk: () => helpdesk !== null && !board.read().isShutOut,
    notices: () => board.read().notices,
    deletes,
    numbers: (chat: ChatId) => abilities(chat)?.numbers ?? false,
    ownNumbers: () => channels.flatMap((channel) => channel.ownNumber?.() ?? []),
    log,
    recent: createRecent<Session>(),
  }
  const deskEnv: DeskEnv = {
    texts,
    language: 'es',
    flows,
    calendar,
    hours,
    group: helpdesk,
    topics: (helpdesk !== null && abilities(helpdesk)?.topics) ?? false,
    token: () => randomInt(MOST_TOKENS),
  }

  function answerDesk(job: Job): Answer {
    const kept = restoreDesk(job.session, job.at)
    const isDamaged = kept.error !== null
    if (isDamaged) log.error({ turn: job.turn, error: kept.error }, 'the session of the desk could not be read')
    const { session, effects, next, acts } = runDeskTurn(deskEnv, kept.session, job.mail, job.at, isDamaged)
    for (const { code, by, act } of acts)
      log.info({ case: code, turn: job.turn, reason: act, ...(by !== '' && { agent: seal.chatKey(by) }) }, 'desk')
    const speaker = { chat: DESK, to: helpdesk, language: 'es', flow: flows[0]?.id ?? '' }
    return {
      session: JSON.stringify(session),
      outgoing: outgoing({ texts, calendar }, effects, speaker, job.at),
      next,
      forget: false,
      handled: job.mail.length,
    }
  }

  const figuresEnv = { texts, flows, calendar, helpdesk, log, recent: createRecent<FiguresSession>(1) }
  const answer = (job: Job): Answer => {
    if (job.chat === FIGURES) return answerFigures(figuresEnv, job)
    return job.chat === DESK ? answerDesk(job) : answerStudent(studentEnv, job)
  }

  const loops: Loop[] = []
  const nudge = (): void => {
    for (const loop of loops) loop.nudge()
  }
  const isAlarm = (content: Content) =>
    [...parts.languages.values()].some((each) => isEmergency(each, content) !== null)
  const waits = new Map(channels.flatMap(({ name, abilities: { gathers } }) => (gathers ? [[name, gathers]] : [])))
  /** People write one thing in several messages; a cry for help waits for nothing. */
  const gathers = (mail: Mail): Gather | null => {
    if (waits.size === 0 || mail.kind !== 'update' || mail.update.content.kind !== 'text') return null
    const quiet = waits.get(channelOf(mail.chat))
    return quiet === undefined || isAlarm(mail.update.content) ? null : { quiet, most: MOST_QUIETS * quiet }
  }
  const speak = (chat: ChatId) => apology({ texts, calendar }, flows, chat, 'es', clock.now())
  const setAside = (chat: ChatId | null): Outgoing[] => {
    // What the desk cannot read it cannot be told of; the log has it.
    if (chat === DESK) return []
    const notice = { kind: 'dead-letter' as const, chat: DESK, channel: chat === null ? '?' : channelOf(chat) }
    return [
      ...(chat === null || chat === DESK || chat === FIGURES ? [] : speak(chat)),
      { kind: 'post', chat: chat ?? DESK, to: DESK, mail: notice },
    ]
  }
  const outbox = createOutbox({
    store,
    seal,
    clock,
    log,
    channels,
    post: (chat, id, mail) => mailbox.post(chat, id, mail),
    board,
    helpdesk,
    moveDesk,
    ...(parts.laneLease !== undefined && { laneLease: parts.laneLease }),
  })
  const mailbox = createMailbox({
    store,
    seal,
    clock,
    log,
    works,
    mostClaims,
    nudge,
    outbox,
    answer,
    apologize: setAside,
    isUrgent: (mail) => mail.kind === 'update' && isAlarm(mail.update.content),
    gathers,
    isForLater: (error) => error instanceof NewerSessionError,
  })
  if (works) {
    const nextDue = () => (outbox.standsBy() ? nextOfOurs() : store.nextDue())
    loops.push(startLoop({ clock, log, takeSome: mailbox.takeSome, nextDue }))
    const deliverSome = async () => {
      await board.refresh()
      return outbox.takeSome()
    }
    loops.push(startLoop({ clock, log, takeSome: deliverSome, nextDue }))
    store.onHint(nudge)
  }
  const group = deskAddress(helpdesk, board.read())
  if (group !== null) await mailbox.post(DESK, `desk-open.${clock.now()}`, { kind: 'desk-open', chat: DESK, group })

  /** Without what is due already and left to another process: whoever looked again at once would look without end. */
  async function nextOfOurs(): Promise<number | null> {
    const due = await store.nextDue()
    return due !== null && due <= clock.now() ? null : due
  }

  async function receive(update: Update): Promise<void> {
    const chat = route(update, deskAddress(helpdesk, board.read()))
    if (chat === DESK) return hearDesk(update)
    if (chat === null) return log.debug({ channel: channelOf(update.chat) }, 'update of nobody we serve')
    await mailbox.post(chat, update.id, { kind: 'update', chat, update: capped(update) })
  }

  /** Kept before anything else happens in the new group. */
  async function moveDesk(to: ChatId): Promise<void> {
    if (helpdesk === null) return
    log.warn(
      { channel: channelOf(to) },
      'the group of the desk has a new address: write /id there and set HELPDESK_CHAT',
    )
    await board.write({ moved: { from: helpdesk, to } })
    await mailbox.post(DESK, `moved.${to}`, { kind: 'group-moved', chat: DESK, to })
  }

  /** What concerns the group as a whole is known to all at once; who acts in it is a member of it, or is not, at this moment. */
  async function hearDesk(update: Update): Promise<void> {
    const { content, sender } = update
    if (content.kind === 'moved') return moveDesk(content.to)
    if (content.kind === 'reachable') await board.write({ isShutOut: !content.reachable })
    if (content.kind === 'left') members.forget(update.chat, content.who)
    const member = sender === undefined || sender.anonymous ? undefined : await memberOf(update.chat, sender)
    const known = capped(sender === undefined ? update : { ...update, sender: { ...sender, member } })
    await mailbox.post(DESK, update.id, { kind: 'update', chat: DESK, update: known })
  }

  /** As the channel says, if it asked the group about this very message: asking again later could only fail. */
  async function memberOf(group: ChatId, { id, member }: NonNullable<Update['sender']>): Promise<boolean | undefined> {
    return member ?? members.isMember(group, id)
  }

  const report = (channel: string) => {
    return async (said: Report): Promise<void> => {
      if (said.kind === 'trouble') return tellTrouble(channel, said.trouble)
      const { chat, ref, why } = said
      const to = chat === deskAddress(helpdesk, board.read()) ? DESK : chat
      log.warn({ chat: seal.chatKey(to), channel, reason: why }, 'a message was taken and given up later')
      await mailbox.post(to, `undelivered.${channel}.${ref}`, { kind: 'undelivered', chat: to, ref, reason: why })
    }
  }

  /** Told here as well: the desk's own group may be on that network. */
  async function tellTrouble(channel: string, trouble: Trouble): Promise<void> {
    const isOver = trouble === 'linked' || trouble === 'resumed'
    if (isOver) log.info({ channel, reason: trouble }, 'a channel serves again')
    else log.error({ channel, reason: trouble }, 'a channel is in trouble: see the reason, and /estado in the group')
    await mailbox.post(DESK, `trouble.${randomUUID()}`, { kind: 'trouble', chat: DESK, channel, trouble })
  }

  async function settled(): Promise<void> {
    do {
      for (const loop of loops) await loop.settled()
      await mailbox.idle()
      await outbox.idle()
    } while (((await store.nextDue()) ?? Number.POSITIVE_INFINITY) <= clock.now())
  }

  async function peek(chat: ChatId): Promise<Session | null> {
    const key = seal.chatKey(chat)
    const kept = await store.peek(key)
    if (kept === null) return null
    try {
      return readSession(seal.open('session', key, kept), chat, flows)
    } catch {
      return null
    }
  }

  return {
    receive,
    report,
    nudge,
    settled,
    peek,
    desk: () => deskAddress(helpdesk, board.read()),
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
      await mailbox.idle()
      await outbox.stop()
    },
  }
}

/** Nothing longer than a message of ours is worth keeping; the cut leaves room to tell it was longer. */
function capped(update: Update): Update {
  const { content } = update
  if (content.kind !== 'text' && content.kind !== 'edit') return update
  return { ...update, content: { ...content, text: content.text.slice(0, LONGEST_TEXT + 1) } }
}

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(what)
  return value
}
