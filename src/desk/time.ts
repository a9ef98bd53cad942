import { type Hours, NEVER } from '../hours.ts'
import type { Mention } from '../message.ts'
import { DEAD_LETTER_DAYS } from '../stores/store.ts'
import { digest } from './bulk.ts'
import { conclude, expire, forgetErased } from './cases.ts'
import { type Draft, firstFlow, flowOf, happen, record, say, tellChange, word } from './draft.ts'
import { pruneStalls } from './incidents.ts'
import { callable } from './people.ts'
import { placeInLine, queue } from './queue.ts'
import type { Case } from './session.ts'
import { passTroubles, troublesDue } from './troubles.ts'

const MINUTE = 60_000
/** How long an agent may take back that a case is resolved, before the student is told. */
export const UNDO = MINUTE
/** How long a student may say that it is not settled after all. */
export const REOPEN = 3 * 24 * 60 * MINUTE
const TARGET = { answer: 'firstAnswer', resolution: 'resolution' } as const
/** Days without an opening after which nobody waits for a morning. */
const LOOK_AHEAD = 60
/** How long what could not be read is kept, like everything that was set aside. */
const ASIDE = DEAD_LETTER_DAYS * 24 * 60 * MINUTE
/** The part of a target after which the group is reminded. */
const NEAR = 0.75

/** An instant at which something becomes due for a case, and what is done then; what is done changes the case so that it is due no more. */
interface Due {
  at: number
  run(): void
}

/** Does everything that has become due, the morning's digest last: it shows how things stand then. */
export function passTime(draft: Draft): void {
  for (const [code, entry] of Object.entries(draft.session.cases)) {
    // What is done may make more due at once; a case has few of them, and each only once.
    for (let rounds = 0; rounds < 8; rounds += 1) {
      const due = duesOf(draft, code, entry).find(({ at }) => at <= draft.at)
      if (!due || draft.session.cases[code] !== entry) break
      due.run()
    }
  }
  sayWarnings(draft)
  passTroubles(draft)
  pruneStalls(draft)
  forgetErased(draft)
  if (asideEnds(draft) <= draft.at) draft.session.setAside = null
  const morning = digestAt(draft)
  if (morning !== null && morning <= draft.at) postDigest(draft)
}

function warn(draft: Draft, key: string, code: string, mentions: Mention[]): void {
  const { codes, mentions: called } = draft.warnings.get(key) ?? { codes: [], mentions: [] }
  const all = [...called, ...mentions.filter(({ id }) => !called.some((one) => one.id === id))]
  draft.warnings.set(key, { codes: [...codes, code], mentions: all })
}

/** One message each kind, however many cases it is about: after a weekend they all come at once. */
function sayWarnings(draft: Draft): void {
  for (const [key, { codes, mentions }] of draft.warnings) {
    const [code = ''] = codes
    if (codes.length === 1) say(draft, key, { code }, { code, mentions })
    else
      say(
        draft,
        'desk-many',
        { what: word(draft, '', `${key}.many`), codes: codes.map((one) => `#${one}`).join(', ') },
        { mentions },
      )
  }
  draft.warnings.clear()
}

/** When the desk next needs attention by itself; null for never. */
export function nextDue(draft: Draft): number | null {
  const dues = Object.entries(draft.session.cases).flatMap(([code, entry]) =>
    duesOf(draft, code, entry).map(({ at }) => at),
  )
  const morning = digestAt(draft)
  const next = Math.min(...dues, ...troublesDue(draft), morning ?? NEVER, asideEnds(draft))
  return next >= NEVER ? null : next
}

function asideEnds({ session: { setAside } }: Draft): number {
  return setAside === null ? NEVER : setAside.at + ASIDE
}

function duesOf(draft: Draft, code: string, entry: Case): Due[] {
  const { status } = entry.life
  switch (status) {
    case 'resolving':
      return [{ at: entry.since + UNDO, run: () => conclude(draft, code, entry) }]
    case 'resolved':
      return [{ at: entry.since + REOPEN, run: () => expire(draft, code, entry) }]
    case 'waiting':
      return waitingDues(draft, code, entry)
    case 'referred':
      return entry.followUp === null
        ? []
        : [{ at: followUpAt(draft, entry, entry.followUp), run: () => followUp(draft, code, entry) }]
    case 'open':
      return [...targetDues(draft, code, entry), ...neglect(draft, code, entry)]
    case 'taken':
      return [...targetDues(draft, code, entry), ...silence(draft, code, entry)]
    case 'ended':
      return []
  }
}

/** Until the student answers: they are asked once more a business day before it ends. */
function waitingDues(draft: Draft, code: string, entry: Case): Due[] {
  const calendar = draft.env.calendar(entry.flow)
  const { patience } = flowOf(draft, entry.flow).desk
  const since = calendar.day(entry.since)
  const on = (days: number): number => calendar.instant(calendar.addBusinessDays(since, days, 'extended'), '12:00')
  const nudge = () => {
    entry.nudged = true
    const last = calendar.addBusinessDays(since, patience, 'extended')
    tellChange(draft, code, entry, 'waiting', {
      params: { again: 'yes', day: word(draft, entry.flow, 'day', { day: { day: last } }) },
    })
  }
  return [
    ...(entry.nudged || patience < 2 ? [] : [{ at: on(patience - 1), run: nudge }]),
    { at: on(patience), run: () => expire(draft, code, entry) },
  ]
}

/** With the day's opening, so that the morning's digest has it; at nine on a day the desk is closed. */
function followUpAt(draft: Draft, entry: Case, day: string): number {
  return draft.env.hours(entry.flow).openingOn(day) ?? draft.env.calendar(entry.flow).instant(day, '09:00')
}

function followUp(draft: Draft, code: string, entry: Case): void {
  const { holder } = entry.life
  if (!happen(draft, entry, { type: 'due' })) return
  // They were promised a word today.
  entry.owedSince = draft.at
  record(draft, entry, null, 'follow-up')
  warn(draft, 'desk-follow-up', code, callable(draft, holder))
}

/** Targets count open hours: the group is reminded before one is missed, and called by name once it is. */
function targetDues(draft: Draft, code: string, entry: Case): Due[] {
  if (entry.openedAt === 0 || draft.env.group === null) return []
  const { targets } = flowOf(draft, entry.flow).desk
  const hours = draft.env.hours(entry.flow)
  const { answer, resolution } = entry.warned
  const step = (which: 'answer' | 'resolution', level: number, minutes: number): Due => ({
    at: hours.after(entry.openedAt, Math.ceil(minutes)),
    run() {
      // After a while away only what is worse is said.
      const reached = level === 1 && hours.after(entry.openedAt, targets[TARGET[which]]) <= draft.at ? 2 : level
      entry.warned = { ...entry.warned, [which]: reached }
      const mentions = reached === 2 ? callable(draft, entry.life.holder) : []
      warn(draft, `desk-target-${which}-${reached === 1 ? 'near' : 'missed'}`, code, mentions)
    },
  })
  const next = (which: 'answer' | 'resolution', level: number, target: number): Due[] =>
    level === 0 ? [step(which, 1, target * NEAR)] : level === 1 ? [step(which, 2, target)] : []
  return [
    ...(entry.answeredAt === 0 ? next('answer', answer, targets.firstAnswer) : []),
    ...next('resolution', resolution, targets.resolution),
  ]
}

/** Somebody has the case and the student waits for them: they are told the truth, the bot is theirs again, and the case goes up. */
function silence(draft: Draft, code: string, entry: Case): Due[] {
  if (entry.owedSince === 0) return []
  const { silence: minutes } = flowOf(draft, entry.flow).desk
  return [
    {
      at: draft.env.hours(entry.flow).after(entry.owedSince, minutes),
      run() {
        const { holder } = entry.life
        if (!happen(draft, entry, { type: 'silent' })) return
        raise(draft, code, entry, holder)
      },
    },
  ]
}

/** The same for a case that nobody has taken. */
function neglect(draft: Draft, code: string, entry: Case): Due[] {
  if (entry.told || entry.openedAt === 0 || draft.env.group === null) return []
  const { silence: minutes } = flowOf(draft, entry.flow).desk
  return [{ at: draft.env.hours(entry.flow).after(entry.since, minutes), run: () => raise(draft, code, entry, null) }]
}

function raise(draft: Draft, code: string, entry: Case, holder: string | null): void {
  entry.raised = true
  entry.told = true
  entry.card.stale = true
  record(draft, entry, null, 'raised')
  tellChange(draft, code, entry, 'silent', { params: { place: placeInLine(draft, code) } })
  warn(draft, 'desk-silent', code, callable(draft, holder))
}

/** The next opening that finds something waiting, of a day for which no digest was posted; null when nothing waits. */
function digestAt(draft: Draft): number | null {
  const waiting = queue(draft)
  if (draft.env.group === null || waiting.length === 0) return null
  const flow = firstFlow(draft)
  const hours = draft.env.hours(flow.id)
  const today = draft.env.calendar(flow.id).day(draft.at)
  const opening = hours.openingOn(today)
  const isOwed =
    opening !== null && draft.session.digestOn < today && waiting.some(([, { openedAt }]) => openedAt < opening)
  if (isOwed && (draft.at < opening || hours.isOpen(draft.at))) return opening
  return nextMorning(draft, hours, today)
}

/** The first opening of a later day: a second stretch of today is no morning. */
function nextMorning(draft: Draft, hours: Hours, today: string): number | null {
  const calendar = draft.env.calendar(firstFlow(draft).id)
  for (let ahead = 1; ahead <= LOOK_AHEAD; ahead += 1) {
    const opening = hours.openingOn(calendar.addDays(today, ahead))
    if (opening !== null) return opening
  }
  return null
}

function postDigest(draft: Draft): void {
  draft.session.digestOn = draft.env.calendar(firstFlow(draft).id).day(draft.at)
  digest(draft)
}
