/** A week of a number that 500 students write to, on a clock that jumps: who asks the governor for what, and what went out. */
import {
  createGovernor,
  type Departure,
  type Governor,
  type GovernorState,
  governorStateSchema,
} from '../../../src/channels/whatsapp/governor.ts'
import type { Occasion } from '../../../src/message.ts'
import { type Random, randomNumbers } from '../../chaos/random.ts'
import { handClock } from './hand-clock.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** Monday at midnight, where the students are; hours of the day are counted from here. */
export const MONDAY = Date.UTC(2026, 7, 3, 7)
const STUDENTS = 500
/** Evenings above all: the hour a session begins, drawn from this. */
const HOURS = [8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 18, 19, 19, 19, 20, 20, 20, 20, 21, 21, 21, 22, 22, 23]

export type Kind = 'answer' | 'reminder' | 'emergency' | 'desk'

export interface Sent {
  at: number
  chat: string
  kind: Kind
  /** When it was first ready to go. */
  since: number
  /** Answers that had been told to wait when it went. */
  answersWaiting: number
}

export interface Week {
  sent: Sent[]
  /** Messages to people who never wrote, or long ago: never sent. */
  refused: { chat: string; kind: Kind }[]
  asked: number
  /** What never went out. */
  left: number
  restarts: number
  writes: number
  /** When the line was stopped and went on. */
  stopped: [from: number, until: number]
}

interface Waiting {
  chat: string
  kind: Kind
  since: number
  then: (at: number) => void
}

/** What has to happen when; in order of time, then of coming. */
function createAgenda() {
  const heap: { at: number; turn: number; run: () => void }[] = []
  let turns = 0
  const before = (a: number, b: number): boolean => {
    const [one, other] = [heap[a], heap[b]]
    return !!one && !!other && (one.at - other.at || one.turn - other.turn) < 0
  }
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]]
    if (one && other) [heap[a], heap[b]] = [other, one]
  }
  return {
    add(at: number, run: () => void): void {
      heap.push({ at, turn: turns++, run })
      for (let i = heap.length - 1; i > 0 && before(i, (i - 1) >> 1); i = (i - 1) >> 1) swap(i, (i - 1) >> 1)
    },
    next(): { at: number; run: () => void } | undefined {
      swap(0, heap.length - 1)
      const first = heap.pop()
      for (let i = 0; ; ) {
        const least = [2 * i + 1, 2 * i + 2].reduce((best, child) => (before(child, best) ? child : best), i)
        if (least === i) return first
        swap(i, least)
        i = least
      }
    },
  }
}

/** `linkedAt`: when the number was linked; before Monday. */
export function simulateWeek(seed: number, linkedAt: number): Week {
  const numbers = randomNumbers(seed)
  const agenda = createAgenda()
  const clock = handClock(linkedAt)
  const heard = new Map<string, number>()
  const lanes = new Map<string, Waiting[]>()
  const told = new Set<string>()
  const week: Week = { sent: [], refused: [], asked: 0, left: 0, restarts: 0, writes: 0, stopped: [0, 0] }
  let kept: GovernorState | null = null
  let governor = begin()
  governor.linked()

  /** As after a crash: from what was written, as text. */
  function begin(): Governor {
    told.clear()
    const state = kept && governorStateSchema.parse(JSON.parse(JSON.stringify(kept)))
    return createGovernor({ clock, random: () => numbers(1e6) / 1e6, state })
  }

  /** Before anything is sent, as the contract wants it. */
  function write(): void {
    if (!governor.dirty()) return
    kept = governor.snapshot()
    governor.saved(kept)
    week.writes += 1
  }

  /** An outbox that keeps the order of each chat, and looks after whoever waits with up to a second's delay. */
  function file(chat: string, kind: Kind, then: (at: number) => void = () => {}): void {
    const lane = lanes.get(chat) ?? []
    lanes.set(chat, lane)
    const row: Waiting = { chat, kind, since: clock.now(), then }
    // Nothing stands before an emergency.
    if (kind === 'emergency') return deliver(row, () => {})
    lane.push(row)
    if (lane.length === 1) attempt(chat, row)
  }

  function attempt(chat: string, row: Waiting): void {
    if (lanes.get(chat)?.[0] !== row) return
    deliver(row, () => {
      lanes.get(chat)?.shift()
      const next = lanes.get(chat)?.[0]
      if (next) attempt(chat, next)
    })
  }

  function deliver(row: Waiting, done: () => void): void {
    const { chat, kind } = row
    const occasion: Occasion | undefined = kind === 'emergency' || kind === 'reminder' ? kind : undefined
    const isGroup = kind === 'desk'
    const base = { chat, isGroup, heardAt: heard.get(chat) ?? null, length: 200 }
    const departure: Departure = occasion ? { ...base, occasion } : base
    const verdict = governor.ask(departure)
    week.asked += 1
    if ('wait' in verdict) {
      if (kind === 'answer') told.add(chat)
      return agenda.add(clock.now() + verdict.wait + numbers(SECOND), () => attempt(chat, row))
    }
    told.delete(chat)
    if ('no' in verdict) week.refused.push({ chat, kind })
    else {
      write()
      week.sent.push({ at: clock.now(), chat, kind, since: row.since, answersWaiting: told.size })
      row.then(clock.now())
    }
    done()
  }

  const at = (day: number, hour: number): number => MONDAY + day * DAY + hour * HOUR
  const parts = { agenda, numbers, heard, file, at }
  for (let student = 0; student < STUDENTS; student += 1) planStudent(parts, `s${student}`, student < 80)
  planTheRest(parts)

  // 463 on Wednesday at eleven; the first message that sees finds the line still stopped.
  agenda.add(at(2, 11), () => {
    governor.restricted(null)
    write()
    week.stopped = [clock.now(), Number.POSITIVE_INFINITY]
  })
  let looked = 0
  const see = (): void => {
    const trials = week.sent.filter(({ at: when, kind }) => when > at(2, 11) && isHeldBack(kind)).length
    if (trials === 1 && looked === 0) governor.restricted(null)
    if (trials === 2) {
      governor.lifted()
      week.stopped[1] = clock.now()
    } else agenda.add(clock.now() + MINUTE, see)
    looked = trials
  }
  agenda.add(at(2, 11) + MINUTE, see)
  for (let restart = 0; restart < 25; restart += 1) {
    agenda.add(at(numbers(7), 8) + numbers(15 * HOUR), () => {
      week.restarts += 1
      governor = begin()
      // Whoever waited is asked for again at once.
      for (const [chat, [row]] of lanes) if (row) attempt(chat, row)
    })
  }

  for (let next = agenda.next(); next !== undefined; next = agenda.next()) {
    clock.moveTo(next.at)
    next.run()
  }
  week.left = [...lanes.values()].reduce((sum, lane) => sum + lane.length, 0)
  return week
}

export function isHeldBack(kind: Kind): boolean {
  return kind === 'answer' || kind === 'reminder'
}

interface Parts {
  agenda: ReturnType<typeof createAgenda>
  numbers: Random
  heard: Map<string, number>
  file: (chat: string, kind: Kind, then?: (at: number) => void) => void
  at: (day: number, hour: number) => number
}

/** On Monday everybody writes, later one in six a day; they answer what they are told, ask a person now and then, and want reminders. `isTold`: in class, at noon. */
function planStudent({ agenda, numbers, heard, file, at }: Parts, chat: string, isTold: boolean): void {
  const write = (rounds: number, when: number): void =>
    agenda.add(when, () => {
      heard.set(chat, when)
      file(chat, 'answer', (sent) => rounds > 1 && write(rounds - 1, sent + 10 * SECOND + numbers(100 * SECOND)))
    })
  for (let day = 0; day < 7; day += 1) {
    if (day > 0 && numbers(6) > 0) continue
    const whenever = at(day, HOURS[numbers(HOURS.length)] ?? 20) + numbers(HOUR)
    write(1 + numbers(3), isTold && day === 0 ? at(0, 12) + numbers(MINUTE) : whenever)
    if (numbers(3) === 0 && day < 6) agenda.add(at(day + 1, 9), () => file(chat, 'reminder'))
    if (numbers(20) === 0) {
      agenda.add(at(day, 23), () => file('desk', 'desk'))
      const served = at(day + 1, 9) + numbers(6 * HOUR)
      for (let said = 0; said < 3; said += 1) agenda.add(served + said * 40 * SECOND, () => file(chat, 'answer'))
    }
  }
}

function planTheRest({ agenda, numbers, heard, file, at }: Parts): void {
  for (let stranger = 0; stranger < 20; stranger += 1) {
    const chat = `stranger${stranger}`
    agenda.add(at(numbers(7), 9), () => file(chat, stranger % 2 === 0 ? 'reminder' : 'answer'))
    heard.set(`long-ago${stranger}`, MONDAY - 31 * DAY)
    agenda.add(at(numbers(7), 9), () => file(`long-ago${stranger}`, 'reminder'))
  }
  for (let cry = 0; cry < 20; cry += 1) {
    // The first ones while the line is stopped.
    const when = cry < 4 ? at(2, 11.2 + cry / 4) : at(numbers(7), 0) + numbers(DAY)
    const chat = `s${numbers(STUDENTS)}`
    agenda.add(when, () => {
      heard.set(chat, when)
      file(chat, 'emergency')
    })
  }
}
