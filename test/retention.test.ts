import { describe, expect, it } from 'vitest'
import type { CalendarData, Saved } from '../flows/flow.ts'
import { seguroFacultativo as flow } from '../flows/seguro-facultativo/seguro-facultativo.ts'
import { createCalendar } from '../src/calendar.ts'
import { withTimers } from '../src/commit.ts'
import { chatId, DESK } from '../src/ids.ts'
import type { Mail } from '../src/mail.ts'
import type { Answer } from '../src/mailbox.ts'
import { AFTER_END, AFTER_TIMER, IDENTIFIERS, retention, UNFINISHED } from '../src/retention.ts'
import { newSession, newTicket, type Session, sessionSchema } from '../src/session.ts'
import type { Content } from '../src/update.ts'
import { startConversation } from './conversation.ts'
import { answer, keysOf, STUDENT } from './envelopes/envelopes.ts'
import { nodes, placeOf } from './flows/situations.ts'
import { loadWords } from './words.ts'

const words = loadWords()
const DAY = 24 * 60 * 60 * 1000
const AT = Date.UTC(2026, 10, 23, 19)
const NSS = '92919084431'
const CURP = 'GOXA040229MSRMXNA6'

/** Holidays as long as any university has them, and longer: three weeks each December, two each Easter. */
const closures = [2025, 2026, 2027, 2028, 2029].flatMap((year) => [
  { from: `${year}-12-16`, to: `${year + 1}-01-08`, name: 'winter', certain: true },
  { from: `${year}-03-22`, to: `${year}-04-20`, name: 'easter', certain: false },
])
const longest: CalendarData = { ...flow.calendar, closures: [...flow.calendar.closures, ...closures] }

const holidays = createCalendar(longest)

describe('how long things are kept', () => {
  it('without a word: identifiers thirty days, the rest a hundred and eighty', () => {
    const session = sessionAt('request.form')
    expect(retention(session, AT)).toEqual({
      setAside: Number.POSITIVE_INFINITY,
      identifiers: AT + 30 * DAY,
      forgotten: AT + 180 * DAY,
    })
  })

  it('after the end: thirty days, counted from the last word', () => {
    const ended = { ...sessionAt('end.done'), endedAt: { [flow.id]: AT } }
    expect(retention(ended, AT).forgotten).toBe(AT + 30 * DAY)
    expect(retention({ ...ended, seenAt: AT + 9 * DAY }, AT + 9 * DAY).forgotten).toBe(AT + 39 * DAY)
    const other = { ...ended, flows: { ...ended.flows, other: {} } }
    expect(retention(other, AT).forgotten).toBe(AT + 180 * DAY)
  })

  it('never before the last timer and three days to answer it, nor while it rests, nor before it has spoken', () => {
    const due = AT + 400 * DAY
    const waiting = { ...sessionAt('waiting.wait'), timers: { day5: { due, reminder: true, flow: flow.id } } }
    const kept = { identifiers: due + 3 * DAY, forgotten: due + 3 * DAY }
    expect(retention(waiting, AT)).toMatchObject(kept)
    expect(retention({ ...waiting, restUntil: due + DAY }, AT).forgotten).toBe(due + 4 * DAY)
    expect(retention(waiting, due + 90 * DAY).forgotten).toBe(due + 93 * DAY)
    expect(retention({ ...waiting, timers: {}, firedAt: due }, due)).toMatchObject(kept)
  })
})

describe('no wait outlasts what it needs', () => {
  const undated = sessionAt('waiting.date')
  const days = Array.from({ length: 3 * 365 + 1 }, (_, index) => holidays.addDays('2026-01-01', index))

  it('whatever day of three years it begins on, through every holiday', () => {
    const short = days.filter((day) => {
      const noon = holidays.instant(day, '12:00')
      const session = waitingSince(day, noon)
      const lastTimer = Math.max(...Object.values(session.timers).map(({ due }) => due))
      const { identifiers, forgotten } = retention(session, noon)
      const enough = Math.min(identifiers - IDENTIFIERS, forgotten - UNFINISHED) >= noon
      return !enough || Math.min(identifiers, forgotten) < lastTimer + AFTER_TIMER
    })
    expect(short).toEqual([])
  })

  it('nor when it is lived through to its end, each instant a turn and only one', () => {
    // Twenty-nine shares no factor with the week: every weekday is among them, and every season.
    for (const day of days.filter((_, index) => index % 29 === 0)) {
      const noon = holidays.instant(day, '12:00')
      const session = waitingSince(day, noon)
      const lastTimer = Math.max(...Object.values(session.timers).map(({ due }) => due))
      const life = untilForgotten(session)
      expect(life.turns.filter(({ said }) => said > 0)).toHaveLength(2)
      expect(life.stripped).toBe(Math.max(noon + IDENTIFIERS, lastTimer + AFTER_TIMER))
      expect(life.forgotten).toBe(noon + UNFINISHED)
      // The window and its reminder, the second one, the close, the identifiers, the end.
      expect(life.turns).toHaveLength(5)
    }
  })

  /** Saved that day, said at once, reminders wanted. */
  function waitingSince(day: string, noon: number): Session {
    const asked = { ...undated, startedAt: noon, seenAt: noon }
    const reading = { ok: true as const, day, phase: 'early' as const }
    const dated = flow.hear(savedIn(asked), { type: 'answer.date', reading, at: noon })
    const reminded = flow.hear(dated.saved, { type: 'choice.yes', at: noon })
    const effects = [...dated.effects, ...reminded.effects].flatMap((effect) =>
      effect.type === 'schedule' ? [{ ...effect, flow: flow.id }] : [],
    )
    const session = { ...asked, flows: { [flow.id]: reminded.saved } }
    return withTimers({ texts: words.texts, calendar: () => holidays }, session, effects, noon)
  }
})

describe('identifiers that have fallen due', () => {
  const situations = [...new Map(nodes.map(({ state }) => [JSON.stringify(keyOf(state)), state])).values()]

  it('are gone from every situation there is, each a place that makes sense without them', () => {
    const wrong: string[] = []
    let stripped = 0
    for (const { value, context } of situations) {
      const saved: Saved = { version: flow.version, value, context }
      const session = sessionOf(saved, AT)
      const after = turn(session, [], AT + IDENTIFIERS)
      const { place, anew, choices } = flow.wait(savedIn(kept(after)))
      const label = `${placeOf(value)} -> ${place}`
      if (after.outgoing.length > 0) wrong.push(`${label}: said something`)
      if (anew !== null) wrong.push(`${label}: asks about nothing`)
      if (flow.withoutIdentifiers(saved)) stripped += 1
      const left = savedIn(kept(after)).context
      if (JSON.stringify(left).match(/\d{9}|[A-Z]{4}\d{6}/)) wrong.push(`${label}: still there`)
      for (const choice of choices) {
        const { outgoing } = turn(kept(after), presses(kept(after), choice), AT + IDENTIFIERS + 1)
        if (outgoing.length === 0 || /‹|``/.test(JSON.stringify(outgoing))) wrong.push(`${label} [${choice}]`)
      }
    }
    expect([...new Set(wrong)]).toEqual([])
    expect(stripped).toBeGreaterThan(50)
  })

  it('take the buttons that asked about them along, and are told of once, where they would be of use', () => {
    const session = sessionAt('curp.confirm', AT, { question: { number: 7, key: 'curp-confirm', step: 'curp' } })
    const silent = turn(session, [], AT + IDENTIFIERS)
    expect(keysOf(silent)).toEqual([])
    expect(placeIn(kept(silent))).toBe('curp.capture')
    const back = turn(kept(silent), presses(session, 'mine'), AT + 40 * DAY)
    expect(keysOf(back)).toEqual(['bot-numbers-gone', 'bot-stale', 'curp-capture'])
    expect(keysOf(turn(kept(back), says('hola'), AT + 41 * DAY))).not.toContain('bot-numbers-gone')
  })

  it('are not mentioned where nothing needs them', () => {
    const silent = turn(sessionAt('waiting.alone'), [], AT + IDENTIFIERS)
    expect(kept(silent)).toMatchObject({ numbersGone: true })
    const back = turn(kept(silent), says('hola'), AT + 40 * DAY)
    expect(keysOf(back)).not.toContain('bot-numbers-gone')
    expect(kept(back).numbersGone).toBe(false)
  })

  it('go before a student who is back is heard, and new ones are kept another thirty days', () => {
    const at = AT + 31 * DAY
    const back = turn(sessionAt('curp.confirm'), says(CURP), at)
    expect(placeIn(kept(back))).toBe('curp.confirm')
    expect(keysOf(back)).toContain('bot-numbers-gone')
    expect(back.next).toBe(at + IDENTIFIERS)
    expect(JSON.stringify(kept(turn(kept(back), [], at + IDENTIFIERS)))).not.toContain(CURP)
  })

  it('go at once when the procedure is over', () => {
    const session = sessionAt('clinic.page')
    const over = turn(session, presses(session, 'done'), AT + DAY)
    expect(JSON.stringify(session)).toContain(NSS)
    expect(JSON.stringify(kept(over))).not.toMatch(new RegExp(`${NSS}|${CURP}`))
    expect(kept(over).endedAt).toEqual({ [flow.id]: AT + DAY })
    expect(untilForgotten(kept(over)).forgotten).toBe(AT + DAY + AFTER_END)
    const again = turn(kept(over), presses(kept(over), 'again'), AT + 2 * DAY)
    expect(kept(again).endedAt).toEqual({})
  })
})

describe('a chat that has fallen due', () => {
  const ticket = newTicket('TEST-CASE', AT)

  it('is forgotten whole, without a word, and the desk loses its way to it', () => {
    const gone = turn(sessionAt('request.form', AT, { ticket }), [], AT + UNFINISHED)
    expect(gone).toMatchObject({ session: null, next: null, forget: true })
    // The desk is told without a case too: it knows who met an error.
    const erased = (code: string) => [
      { kind: 'post', chat: STUDENT, to: DESK, mail: { kind: 'erased', chat: DESK, code, student: STUDENT } },
      { kind: 'forget', chat: STUDENT },
    ]
    expect(gone.outgoing).toEqual(erased(ticket.code))
    expect(turn(sessionAt('request.form'), [], AT + UNFINISHED).outgoing).toEqual(erased(''))
    expect(turn(sessionAt('request.form'), [], AT + UNFINISHED - 1)).toMatchObject({ forget: false })
  })

  it('is not when the student writes just then: they keep their place, not their numbers', () => {
    const at = AT + UNFINISHED + DAY
    const back = turn(sessionAt('request.form'), says('hola'), at)
    expect(placeIn(kept(back))).toBe('request.form')
    expect(JSON.stringify(kept(back))).not.toContain(NSS)
    expect(back.next).toBe(at + IDENTIFIERS)
    expect(turn(sessionAt('request.form'), says('x'.repeat(9999)), at).next).toBe(at + IDENTIFIERS)
  })

  it('hears an agent out first, and is not brought back by a block', () => {
    const at = AT + UNFINISHED
    const reply: Mail = { kind: 'reply', id: 'r', chat: STUDENT, code: ticket.code, text: 'ya quedó' }
    const answered = turn(sessionAt('request.form', AT, { ticket }), [reply], at)
    expect(keysOf(answered)[0]).toContain('desk-reply')
    expect(answered.next).toBeLessThanOrEqual(at)
    expect(turn(kept(answered), [], at)).toMatchObject({ forget: true, session: null })
    const blocked = turn(sessionAt('request.form'), { kind: 'reachable', reachable: false }, at)
    expect(blocked).toMatchObject({ forget: true, session: null, handled: 1 })
  })

  it('lets go of what was set aside after thirty days, whether the student writes or not', () => {
    const aside = { setAside: `{"nss":"${NSS}"}` }
    const session = sessionAt('arrival.ask', AT, aside)
    const talking = { ...session, seenAt: AT + 29 * DAY }
    expect(turn(session, [], AT + DAY).next).toBe(AT + IDENTIFIERS)
    for (const before of [session, talking]) {
      const after = turn(before, [], AT + IDENTIFIERS)
      expect(kept(after).setAside).toBeNull()
      expect(after.outgoing).toEqual([])
      expect(after.next).toBeGreaterThan(AT + IDENTIFIERS)
    }
  })
})

it('happens by itself in a running world: nobody writes, nothing is said, nothing is left', async () => {
  const talk = await startConversation({ start: AT })
  const key = talk.seal.chatKey(chatId('test', 'student'))
  const open = async () => talk.seal.open('session', key, (await talk.store.peek(key)) ?? '')
  for (const text of ['hola', '1', '1', '1', '1', CURP, '1']) await talk.says({ kind: 'text', text })
  const said = talk.delivered.length
  expect(await open()).toContain(CURP)
  await talk.moveTo(AT + IDENTIFIERS)
  expect(await open()).not.toContain(CURP)
  await talk.moveTo(AT + UNFINISHED)
  expect(await talk.store.peek(key)).toBeNull()
  expect(talk.delivered.length).toBe(said)
  await talk.close()
})

/** Every turn the chat takes by itself, as a store would call for it, until nothing is kept. */
function untilForgotten(session: Session) {
  const turns: { at: number; said: number }[] = []
  let now = session
  let next = turn(now, [], now.seenAt).next
  let stripped = Number.POSITIVE_INFINITY
  while (next !== null) {
    const at = next
    const after = turn(now, [], at)
    turns.push({ at, said: keysOf(after).length })
    if (after.session === null) return { turns, stripped, forgotten: at }
    if (after.next === null || after.next <= at || turns.length > 20) throw new Error('the chat turns on the spot')
    now = kept(after)
    if (now.stripped) stripped = Math.min(stripped, at)
    next = after.next
  }
  throw new Error('never forgotten')
}

function turn(session: Session, heard: Content | readonly Mail[], at: number): Answer {
  return answer(JSON.stringify(session), heard, at, holidays)
}

function kept({ session }: Answer): Session {
  return sessionSchema.parse(JSON.parse(session ?? 'null'))
}

/** A student who stands there, with everything said on the way; identifiers as real ones look. */
function sessionAt(place: string, at = AT, more: Partial<Session> = {}): Session {
  const there = nodes.flatMap(({ state }) => (placeOf(state.value) === place ? [state] : []))
  const richest = there.sort((a, b) => JSON.stringify(b.context).length - JSON.stringify(a.context).length)[0]
  if (!richest) throw new Error(`nobody stands at ${place}`)
  const curp = { curp: CURP, birth: '2004-02-29', state: 'SR', sex: 'M' as const }
  const own = place.startsWith('end.') ? {} : { nss: NSS, curp }
  return {
    ...sessionOf({ version: flow.version, value: richest.value, context: { ...richest.context, ...own } }, at),
    ...more,
  }
}

function sessionOf(saved: Saved, at: number): Session {
  const { key, step } = flow.wait(saved)
  return {
    ...newSession(STUDENT, 'es', flow.id, saved, at),
    asked: 7,
    question: { number: 7, key, step },
    campus: 'nainari',
  }
}

function savedIn(session: Session): Saved {
  return flow.check(session.flows[flow.id])
}

function placeIn(session: Session): string {
  return flow.wait(savedIn(session)).place
}

function says(text: string): Content {
  return { kind: 'text', text }
}

function presses({ question }: Session, choice: string): Content {
  return { kind: 'press', question: question.number, choice }
}

function keyOf({ value, context }: (typeof nodes)[number]['state']) {
  const { consent, nss, curp, nssCandidate, curpCandidate, tries, saved, savedOn } = context
  const held = [nss, curp, nssCandidate, curpCandidate, savedOn].map((one) => one !== null)
  return [value, consent?.given, saved, tries.length > 0, held]
}
