import { setImmediate, setTimeout } from 'node:timers'
import type { Update } from 'grammy/types'
import { BEGINNING, type Dialogue } from './dialogue.ts'
import { quantile } from './quantiles.ts'
import { createRing, type Ring } from './ring.ts'
import type { Sent } from './side.ts'
import { createStudents, nextUpdate, repliesAt, type Student } from './student.ts'

/**
 * One stretch of load. It ends after `ms` or `turns`, or when every chat has begun `until` turns (`spread`: as many as bring the chats
 * to all places of the dialogue, one after the other).
 */
export interface Stretch {
  /** Which chats talk: `count` of them, from number `first` on, in turns. */
  first: number
  count: number
  /** How many of them talk at once: the next begins when one has been answered. */
  inFlight: number
  ms?: number
  turns?: number
  until?: number | 'spread'
  /** Open loop: so many turns are begun each second, however long they take; `inFlight` is the most at once. */
  perSecond?: number
}

export interface Measured {
  turns: number
  ms: number
  /** Microseconds of processor time of this process, the load's own included, a turn. */
  cpu: number
  /** Milliseconds from an update to the last message of its answer. */
  p50: number
  p99: number
  /** Turns of an open loop that could not begin, as every chat was still waiting. */
  skipped: number
}

export interface Load {
  run(stretch: Stretch): Promise<Measured>
  /** To be told of every message that went out. */
  sent: Sent
}

interface Running {
  stretch: Stretch
  idle: Ring<Student>
  flying: Set<Student>
  waits: number[]
  skipped: number
  began: number
  /** Nothing more begins. */
  closed: boolean
  finish(error?: Error): void
}

/** A stretch in which nothing is answered for so long is broken (ms). */
const PATIENCE = 10_000
/** What the timer of an open loop may be late by without it being the bot's fault (ms). */
const TICK = 1.5

/** Students who talk to a bot as the dialogue says. A turn is over when all its messages have gone out. */
export function createLoad(parts: {
  dialogue: Dialogue
  replies: readonly number[]
  take(update: Update): Promise<unknown>
}): Load {
  const { dialogue, replies, take } = parts
  const students = createStudents()
  let running: Running | null = null
  let answered: Student[] = []
  let updates = 0

  function begin(run: Running, since: number): boolean {
    const student = run.idle.shift()
    if (!student) return false
    student.since = since
    student.missing = repliesAt(replies, dialogue, student.turn)
    run.flying.add(student)
    updates += 1
    take(nextUpdate(student, dialogue, updates, BEGINNING + performance.now())).catch(run.finish)
    return true
  }

  const sent: Sent = (chat, asked) => {
    const student = students.byChat(chat)
    if (!running || !student) return
    if (asked) student.question = asked.question
    student.missing -= 1
    if (student.missing < 0) running.finish(new Error(`turn ${student.turn} was answered with more than was rehearsed`))
    if (student.missing !== 0) return
    running.waits.push(performance.now() - student.since)
    // All that was answered meanwhile goes on together, as updates come out of one read of a socket.
    if (answered.push(student) === 1) setImmediate(goOn)
  }

  function goOn(): void {
    const batch = answered
    answered = []
    const run = running
    if (!run) return
    for (const student of batch) {
      run.flying.delete(student)
      if (student.turn < limit(run.stretch, student)) run.idle.push(student)
    }
    if (run.stretch.perSecond === undefined) fill(run)
    endIfDone(run)
  }

  function fill(run: Running): void {
    const at = performance.now()
    const { ms = Number.POSITIVE_INFINITY, turns = Number.POSITIVE_INFINITY } = run.stretch
    run.closed = at - run.began >= ms || run.waits.length >= turns
    while (!run.closed && run.flying.size < run.stretch.inFlight && begin(run, at));
    if (run.flying.size === 0) run.closed = true
  }

  function endIfDone(run: Running): void {
    if (run.closed && run.flying.size === 0) run.finish()
  }

  function limit({ until = Number.POSITIVE_INFINITY }: Stretch, { chat }: Student): number {
    return until === 'spread' ? 1 + (chat % dialogue.lines.length) : until
  }

  /** Begins turns at a fixed rate. A turn that had to wait for us to get round to it has waited since it should have begun. */
  function pace(run: Running, perSecond: number): void {
    let due = 0
    const tick = (): void => {
      const at = performance.now()
      if (running !== run) return
      for (; due <= at - run.began; due += 1000 / perSecond) {
        const late = at - run.began - due
        if (!begin(run, late > TICK ? run.began + due : at)) run.skipped += 1
      }
      if (due < (run.stretch.ms ?? 0)) setTimeout(tick, Math.max(0, run.began + due - performance.now()))
      else run.closed = true
      endIfDone(run)
    }
    tick()
  }

  return {
    sent,
    run(stretch) {
      const talkers = Array.from({ length: stretch.count }, (_, index) => students.at(stretch.first + index)).filter(
        (student) => student.turn < limit(stretch, student),
      )
      return new Promise((resolve, reject) => {
        const cpu = process.cpuUsage()
        const watch = watchdog(() => run)
        const run: Running = {
          stretch,
          idle: createRing(talkers),
          flying: new Set(),
          waits: [],
          skipped: 0,
          began: performance.now(),
          closed: false,
          finish(error) {
            watch.stop()
            running = null
            if (error) reject(error)
            else resolve(measured(run, process.cpuUsage(cpu)))
          },
        }
        running = run
        if (stretch.perSecond === undefined) fill(run)
        else pace(run, stretch.perSecond)
      })
    },
  }
}

function measured({ waits, began, skipped }: Running, cpu: NodeJS.CpuUsage): Measured {
  return {
    turns: waits.length,
    ms: performance.now() - began,
    cpu: (cpu.user + cpu.system) / waits.length,
    p50: quantile(waits, 0.5),
    p99: quantile(waits, 0.99),
    skipped,
  }
}

/** Ends a run that stands still, and says where. */
function watchdog(run: () => Running): { stop(): void } {
  let seen = -1
  const timer = setInterval(() => {
    const { finish, flying, waits } = run()
    const [stuck] = flying
    const where = stuck ? `turn ${stuck.turn} lacks ${stuck.missing} of its messages` : 'nobody talks'
    if (waits.length === seen) finish(new Error(`no turn was finished for ${PATIENCE / 1000} s: ${where}`))
    seen = waits.length
  }, PATIENCE)
  return { stop: () => clearInterval(timer) }
}
