import { describe, expect, test } from 'vitest'
import {
  createGovernor,
  type Departure,
  type Governor,
  type GovernorOptions,
  type GovernorState,
  governorStateSchema,
  type Verdict,
} from '../../../src/channels/whatsapp/governor.ts'
import { handClock } from './hand-clock.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Half past an hour. */
const START = Date.UTC(2026, 7, 3, 15, 30)

interface Given extends GovernorOptions {
  state?: GovernorState | null
  random?: () => number
}

/** One that has been running for a minute, so that its buckets are full. */
function given({ state = null, random = () => 0, ...options }: Given = {}) {
  const clock = handClock(START)
  const begin = (from: GovernorState | null): Governor => createGovernor({ clock, random, state: from, ...options })
  const governor = begin(state)
  clock.moveTo(START + MINUTE)
  return { clock, governor, begin, pass: (ms: number) => clock.moveTo(clock.now() + ms) }
}

const warm = (hours: GovernorState['hours'] = []): GovernorState => ({
  version: 1,
  linkedAt: START - 30 * DAY,
  hours,
  restriction: null,
})

function answer(chat: string, more: Partial<Departure> = {}): Departure {
  return { chat, isGroup: false, heardAt: START, length: 80, ...more }
}
const reminder = (chat: string): Departure => answer(chat, { occasion: 'reminder' })
const emergency = (chat: string): Departure => answer(chat, { occasion: 'emergency' })
const desk = answer('desk', { isGroup: true, heardAt: null })

const went = (verdict: Verdict): boolean => 'go' in verdict
const reason = (verdict: Verdict): string => ('wait' in verdict ? verdict.reason : 'go' in verdict ? 'go' : verdict.no)
const waitOf = (verdict: Verdict): number => ('wait' in verdict ? verdict.wait : 0)

/** Asks for so many chats in one instant; how many went. */
function burst(governor: Governor, many: number, make = answer, from = 'b'): number {
  return Array.from({ length: many }, (_, index) => governor.ask(make(`${from}${index}`))).filter(went).length
}

describe('who is written to', () => {
  test('never somebody who did not write first', () => {
    const { governor, pass } = given({ state: warm() })
    expect(governor.ask(answer('a', { heardAt: null }))).toEqual({ no: 'cold' })
    pass(DAY)
    expect(governor.ask(answer('a', { heardAt: null, occasion: 'reminder' }))).toEqual({ no: 'cold' })
    expect(governor.health()).toMatchObject({ cold: 2, sentToday: 0 })
  })

  test('a reminder to whoever wrote within thirty days, an answer however late', () => {
    const { governor, clock } = given({ state: warm() })
    const last = clock.now() - 30 * DAY
    expect(reason(governor.ask(answer('a', { occasion: 'reminder', heardAt: last })))).toBe('go')
    expect(reason(governor.ask(answer('b', { occasion: 'reminder', heardAt: last - 1 })))).toBe('cold')
    expect(reason(governor.ask(answer('c', { heardAt: last - 1 })))).toBe('go')
  })

  test('a group is not cold', () => {
    expect(went(given({ state: warm() }).governor.ask(desk))).toBe(true)
  })
})

describe('the pace', () => {
  test('of the number: a burst, then one every three seconds', () => {
    const { governor, pass } = given({ state: warm() })
    expect(burst(governor, 30)).toBe(10)
    pass(3 * SECOND - 1)
    expect(went(governor.ask(answer('b10')))).toBe(false)
    pass(1)
    expect(went(governor.ask(answer('b10')))).toBe(true)
    expect(went(governor.ask(answer('b11')))).toBe(false)
  })

  test('of a chat, while others go on', () => {
    const { governor, pass } = given({ state: warm() })
    expect(Array.from({ length: 7 }, () => governor.ask(answer('a'))).filter(went)).toHaveLength(5)
    expect(went(governor.ask(answer('b')))).toBe(true)
    pass(3 * SECOND)
    expect(went(governor.ask(answer('a')))).toBe(true)
  })

  test('whoever came first goes first, at the time they were told', () => {
    const { governor, pass } = given({ state: warm() })
    burst(governor, 10)
    const waits = ['x', 'y', 'z'].map((chat) => waitOf(governor.ask(answer(chat))))
    expect(waits).toEqual([3 * SECOND, 6 * SECOND, 9 * SECOND])
    pass(3 * SECOND)
    expect(went(governor.ask(answer('z')))).toBe(false)
    expect(went(governor.ask(answer('new')))).toBe(false)
    expect(went(governor.ask(answer('x')))).toBe(true)
    pass(3 * SECOND)
    expect(went(governor.ask(answer('y')))).toBe(true)
  })

  test('whoever does not come back holds nobody up for long', () => {
    const { governor, pass } = given({ state: warm() })
    burst(governor, 10)
    governor.ask(answer('given-up'))
    governor.ask(answer('y'))
    pass(3 * SECOND)
    expect(went(governor.ask(answer('y')))).toBe(false)
    pass(16 * SECOND)
    expect(governor.health().waitingPace).toBe(1)
    expect(went(governor.ask(answer('y')))).toBe(true)
  })

  test('answers go before reminders, which leave half a burst', () => {
    const { governor, pass } = given({ state: warm() })
    expect(burst(governor, 10, reminder)).toBe(5)
    expect(burst(governor, 10, answer, 'c')).toBe(5)
    pass(3 * SECOND)
    expect(went(governor.ask(reminder('b5')))).toBe(false)
    expect(went(governor.ask(answer('c5')))).toBe(true)
  })

  test('begins from nothing after a restart, so that two bursts cannot follow each other', () => {
    const { governor, begin, pass } = given({ state: warm() })
    expect(burst(governor, 10)).toBe(10)
    const next = begin(governor.snapshot())
    expect(burst(next, 10)).toBe(0)
    pass(3 * SECOND)
    expect(went(next.ask(answer('b0')))).toBe(true)
  })

  test('typing lasts one to three seconds, longer for more; never in an emergency or a group', () => {
    const typing = (departure: Departure, random: number): number => {
      const verdict = given({ state: warm(), random: () => random }).governor.ask(departure)
      return 'go' in verdict ? verdict.typing : -1
    }
    expect(typing(answer('a', { length: 0 }), 0)).toBe(1000)
    expect(typing(answer('a', { length: 9999 }), 0.999)).toBeLessThanOrEqual(3000)
    expect(typing(answer('a', { length: 300 }), 0.5)).toBeGreaterThan(typing(answer('a', { length: 30 }), 0.5))
    expect(typing(emergency('a'), 0.5)).toBe(0)
    expect(typing(desk, 0.5)).toBe(0)
  })
})

/** Lets as many go as the pace and the cap allow; how many went, and why no more. */
function exhaust(on: ReturnType<typeof given>, make = answer, from = 'e'): [number, string] {
  for (let many = 0; ; many += 1) {
    on.pass(20 * SECOND)
    const verdict = on.governor.ask(make(`${from}${many}`))
    if (!went(verdict)) return [many, reason(verdict)]
  }
}

describe('the day', () => {
  test('has a cap, and the rest waits until the first hour of yesterday is over', () => {
    const on = given({ state: warm(), dailyCap: 30 })
    expect(exhaust(on)).toEqual([30, 'capped'])
    expect(on.governor.health()).toMatchObject({ sentToday: 30, capToday: 30, waitingCapped: 1 })
    expect(waitOf(on.governor.ask(answer('e30')))).toBe(START + HOUR / 2 - on.clock.now())
    on.clock.moveTo(START + HOUR / 2 + 24 * HOUR - 1)
    expect(reason(on.governor.ask(answer('e30')))).toBe('capped')
    on.clock.moveTo(START + HOUR / 2 + 24 * HOUR)
    expect(reason(on.governor.ask(answer('e30')))).toBe('go')
  })

  test('no 24 hours hold more, wherever they begin', () => {
    const on = given({ state: warm(), dailyCap: 20 })
    const goes: number[] = []
    for (let at = on.clock.now(); at < START + 4 * DAY; at += 7 * MINUTE) {
      on.clock.moveTo(at)
      if (went(on.governor.ask(answer(`n${at}`)))) goes.push(at)
    }
    expect(goes.length).toBeGreaterThan(60)
    for (const at of goes)
      expect(goes.filter((other) => other > at - DAY && other <= at).length).toBeLessThanOrEqual(20)
  })

  test('is shorter while the number is new', () => {
    const on = given({ dailyCap: 25, warmUp: [5, 10] })
    on.governor.linked()
    const days = [0, 1, 2, 3].map((day) => {
      on.clock.moveTo(START + MINUTE + day * 2 * DAY)
      return on.governor.health()
    })
    expect(days.map(({ capToday }) => capToday)).toEqual([5, 25, 25, 25])
    expect(days.map(({ warmUpDay }) => warmUpDay)).toEqual([1, null, null, null])
  })

  test('grows with every whole day of the number, and at that very moment', () => {
    const on = given({ dailyCap: 25, warmUp: [5, 10] })
    on.governor.linked()
    expect(exhaust(on)).toEqual([5, 'capped'])
    on.clock.moveTo(START + MINUTE + DAY - 10 * SECOND)
    expect(waitOf(on.governor.ask(answer('e5')))).toBe(10 * SECOND)
    on.pass(10 * SECOND)
    expect(on.governor.health()).toMatchObject({ capToday: 10, warmUpDay: 2 })
    expect(exhaust(on, answer, 'f')[0]).toBe(5)
  })

  test('a number that was never linked is as new as can be', () => {
    expect(given().governor.health()).toMatchObject({ capToday: 100, warmUpDay: 1 })
  })

  test('gives reminders half of what answers leave', () => {
    const on = given({ state: warm(), dailyCap: 30 })
    expect(exhaust(on, reminder)).toEqual([15, 'capped'])
    expect(exhaust(on)).toEqual([15, 'capped'])

    const later = given({ state: warm(), dailyCap: 30 })
    for (let many = 0; many < 20; many += 1) {
      later.pass(20 * SECOND)
      later.governor.ask(answer(`a${many}`))
    }
    expect(exhaust(later, reminder)[0]).toBe(5)
  })

  test('a clock that was set back counts what it has already counted', () => {
    const clock = { at: START, now: () => clock.at, monotonic: () => clock.grown, grown: 0 }
    const governor = createGovernor({ clock, random: () => 0, state: warm(), dailyCap: 3 })
    for (let many = 0; many < 3; many += 1) {
      clock.grown += MINUTE
      governor.ask(answer(`a${many}`))
    }
    clock.at -= 5 * HOUR
    clock.grown += MINUTE
    expect(reason(governor.ask(answer('b')))).toBe('capped')
  })
})

describe('an emergency', () => {
  test('goes whatever the state, and is counted', () => {
    const on = given({ state: warm(), dailyCap: 12 })
    exhaust(on)
    on.governor.restricted(null)
    expect(Array.from({ length: 9 }, () => on.governor.ask(emergency('a'))).every(went)).toBe(true)
    expect(on.governor.ask(emergency('b'))).toEqual({ go: true, typing: 0 })
    expect(on.governor.ask(answer('c', { occasion: 'emergency', heardAt: null }))).toEqual({ go: true, typing: 0 })
    expect(on.governor.health().sentToday).toBe(23)
  })

  test('takes from the pace of the others', () => {
    const { governor } = given({ state: warm() })
    burst(governor, 4, emergency)
    expect(burst(governor, 10, answer, 'c')).toBe(6)
  })
})

describe('a restriction', () => {
  test('stops everything but emergencies and the desk’s group', () => {
    const { governor } = given({ state: warm() })
    governor.restricted(null)
    expect([answer('a'), reminder('b'), emergency('c'), desk].map((one) => reason(governor.ask(one)))).toEqual([
      'restricted',
      'restricted',
      'go',
      'go',
    ])
    expect(governor.health()).toMatchObject({ restrictedUntil: START + MINUTE + HOUR, waitingRestricted: 2 })
  })

  test('lets one answer see after an hour, then after twice as long, up to a day', () => {
    const { governor, clock, pass } = given({ state: warm() })
    governor.restricted(null)
    const tries: number[] = []
    for (let hour = 0; hour < 100; hour += 1) {
      pass(HOUR)
      // Of several only one, and never a reminder.
      expect(went(governor.ask(reminder('r')))).toBe(false)
      const many = burst(governor, 3, answer, `h${hour}.`)
      expect(many).toBeLessThanOrEqual(1)
      if (many === 1) {
        tries.push((clock.now() - START - MINUTE) / HOUR)
        governor.restricted(null)
      }
    }
    expect(tries).toEqual([1, 3, 7, 15, 31, 55, 79])
  })

  test('said by many messages at once is one', () => {
    const { governor, pass } = given({ state: warm() })
    for (let many = 0; many < 9; many += 1) governor.restricted(null)
    pass(HOUR)
    expect(burst(governor, 5)).toBe(1)
  })

  test('lasts as long as WhatsApp says', () => {
    const { governor, clock, pass } = given({ state: warm() })
    governor.restricted(clock.now() + 5 * HOUR)
    pass(5 * HOUR - 1)
    expect(burst(governor, 1)).toBe(0)
    pass(1)
    expect(burst(governor, 1)).toBe(1)
  })

  test.each([
    ['in the past', START - DAY, HOUR],
    ['in another unit', START * 1000, 30 * DAY],
  ])('with an end %s is not believed', (_, until, lasts) => {
    const { governor, clock } = given({ state: warm() })
    governor.restricted(until)
    expect(governor.health().restrictedUntil).toBe(clock.now() + lasts)
  })

  test('nobody waits longer than a quarter of an hour, because it may be lifted any time', () => {
    const { governor, pass } = given({ state: warm() })
    governor.restricted(null)
    expect(waitOf(governor.ask(answer('a')))).toBe(15 * MINUTE)
    governor.lifted()
    expect(governor.health().restrictedUntil).toBe(null)
    pass(15 * MINUTE)
    expect(went(governor.ask(answer('a')))).toBe(true)
  })

  test('that comes back soon after it was lifted goes on where it was', () => {
    const { governor, clock, pass } = given({ state: warm() })
    governor.restricted(null)
    pass(HOUR)
    burst(governor, 1)
    governor.lifted()
    governor.restricted(null)
    expect(governor.health().restrictedUntil).toBe(clock.now() + 4 * HOUR)
    governor.lifted()
    pass(3 * DAY)
    governor.restricted(null)
    expect(governor.health().restrictedUntil).toBe(clock.now() + HOUR)
  })
})

describe('what is kept', () => {
  const through = (state: GovernorState): GovernorState => governorStateSchema.parse(JSON.parse(JSON.stringify(state)))

  test('is written every so many messages, and a crash counts too many and never too few', () => {
    const on = given({ state: warm(), dailyCap: 500 })
    let kept = on.governor.snapshot()
    let writes = 0
    for (let many = 1; many <= 100; many += 1) {
      on.pass(5 * SECOND)
      expect(went(on.governor.ask(answer(`a${many}`)))).toBe(true)
      if (on.governor.dirty()) {
        kept = through(on.governor.snapshot())
        on.governor.saved(kept)
        writes += 1
      }
      const counted = on.begin(kept).health().sentToday
      expect(counted).toBeGreaterThanOrEqual(many)
      expect(counted).toBeLessThanOrEqual(many + 10)
    }
    expect(writes).toBeLessThan(15)
  })

  test('is exact after stopping in good order', () => {
    const on = given({ state: warm() })
    burst(on.governor, 3)
    burst(on.governor, 2, reminder, 'r')
    expect(on.begin(through(on.governor.snapshot(0))).health().sentToday).toBe(5)
  })

  test('stays to be written until it was', () => {
    const { governor } = given({ state: warm() })
    expect(governor.dirty()).toBe(false)
    governor.ask(answer('a'))
    const snapshot = governor.snapshot()
    expect(governor.dirty()).toBe(true)
    governor.saved(snapshot)
    expect(governor.dirty()).toBe(false)
    for (const change of [() => governor.restricted(null), governor.lifted, governor.linked]) {
      change()
      expect(governor.dirty()).toBe(true)
      governor.saved(governor.snapshot())
    }
  })

  test('holds the warm-up and the restriction', () => {
    const on = given({ dailyCap: 25, warmUp: [5, 10] })
    on.governor.linked()
    on.governor.restricted(null)
    on.pass(HOUR)
    burst(on.governor, 1)
    const next = on.begin(through(on.governor.snapshot()))
    on.pass(DAY - 2 * HOUR)
    expect(next.health()).toMatchObject({ capToday: 5, warmUpDay: 1, restrictedUntil: START + MINUTE + 3 * HOUR })
  })

  test('names nobody', () => {
    const on = given({ state: warm() })
    burst(on.governor, 20, answer, '5216441234567@')
    on.governor.ask(answer('5216441234568', { heardAt: null }))
    expect(JSON.stringify([on.governor.snapshot(), on.governor.health()])).not.toContain('52164412345')
  })

  test('and damaged is not taken', () => {
    for (const wrong of [
      null,
      {},
      { ...warm(), version: 2 },
      { ...warm(), hours: [{ hour: 1, reminders: -1, others: 0 }] },
    ])
      expect(governorStateSchema.safeParse(wrong).success).toBe(false)
  })
})
