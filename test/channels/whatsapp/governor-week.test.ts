import { describe, expect, test } from 'vitest'
import { DAY, HOUR, isHeldBack, MINUTE, MONDAY, SECOND, type Sent, simulateWeek, type Week } from './week.ts'

/** Counted anew here, from what went out: nothing of the governor's own counting. */
describe.each<[string, number]>([
  ['a number linked a month before', MONDAY - 30 * DAY],
  ['a number linked on Sunday at noon', MONDAY - 12 * HOUR],
])('a week of 500 students on %s', (name, linkedAt) => {
  const week = simulateWeek(5, linkedAt)
  const { sent } = week
  const ages = [100, 200, 400, 700]
  const capAt = (at: number): number => ages[Math.floor((at - linkedAt) / DAY)] ?? 1000
  const held = sent.filter(({ kind }) => isHeldBack(kind))
  const unhurried = sent.filter(({ kind }) => kind !== 'emergency')

  test('has enough of everything', () => {
    const many = (kind: Sent['kind']): number => sent.filter((one) => one.kind === kind).length
    expect(many('answer')).toBeGreaterThan(1500)
    expect(many('reminder')).toBeGreaterThan(150)
    expect(many('emergency')).toBe(20)
    expect(many('desk')).toBeGreaterThan(20)
    expect(week.restarts).toBe(25)
    console.log(figures(name, week))
  })

  test.each([
    ['second', SECOND, 10],
    ['minute', MINUTE, 30],
    ['quarter of an hour', 15 * MINUTE, 310],
  ])('no %s holds more than a burst and the pace', (_, span, most) => {
    expect(fullest(unhurried, span)).toBeLessThanOrEqual(most)
  })

  test.each([
    ['second', SECOND, 5],
    ['minute', MINUTE, 25],
  ])('no %s of a chat holds more than a burst and the pace', (_, span, most) => {
    const chats = groups(unhurried, ({ chat }) => chat)
    for (const [chat, own] of chats) expect(fullest(own, span), chat).toBeLessThanOrEqual(most)
  })

  test('no 24 hours hold more than the cap of the number’s age', () => {
    const over = sent.filter((one, index) => {
      if (!isHeldBack(one.kind)) return false
      return sent.slice(0, index + 1).filter(({ at }) => at > one.at - DAY).length > capAt(one.at)
    })
    expect(over).toEqual([])
  })

  test('no day of the calendar does', () => {
    for (const [day, count] of perDay(held))
      expect(count, String(day)).toBeLessThanOrEqual(capAt(MONDAY + (day + 1) * DAY))
  })

  test('every emergency went at once', () => {
    expect(sent.filter(({ kind, at, since }) => kind === 'emergency' && at !== since)).toEqual([])
  })

  test('nobody who had not written was written to', () => {
    expect(sent.filter(({ chat }) => /^(?:stranger|long-ago)/.test(chat))).toEqual([])
    expect(week.refused).toHaveLength(40)
  })

  test('while the line is stopped only two messages see whether it still is', () => {
    const [from, until] = week.stopped
    const seeing = held.filter(({ at }) => at > from && at <= until)
    expect(seeing.map(({ kind }) => kind)).toEqual(['answer', 'answer'])
    const [first, second] = seeing.map(({ at }) => at - from)
    expect(first).toBeGreaterThanOrEqual(HOUR)
    expect(second).toBeGreaterThanOrEqual((first ?? 0) + 2 * HOUR)
    expect(sent.some(({ at, kind }) => kind === 'emergency' && at > from && at < until)).toBe(true)
  })

  test('reminders take half of what is left, and nobody’s turn', () => {
    for (const [index, one] of sent.entries()) {
      if (one.kind !== 'reminder') continue
      // With half a burst kept back, there is room for these.
      expect(one.answersWaiting).toBeLessThan(5)
      const day = sent.slice(0, index + 1).filter(({ at }) => at > one.at - DAY)
      const reminders = day.filter(({ kind }) => kind === 'reminder').length
      expect(reminders).toBeLessThanOrEqual((capAt(one.at) - (day.length - reminders)) / 2)
    }
  })

  test('everything that may go out goes out', () => {
    expect(week.left).toBe(0)
  })

  test('and few of the messages need a write', () => {
    expect(week.writes).toBeLessThan(sent.length / 4)
  })
})

test('the same seed is the same week', () => {
  expect(simulateWeek(7, MONDAY - DAY).sent).toEqual(simulateWeek(7, MONDAY - DAY).sent)
})

/** The most that went out within so many ms: the window is open at its end. */
function fullest(sent: readonly Sent[], span: number): number {
  let [most, from] = [0, 0]
  for (const [index, { at }] of sent.entries()) {
    while ((sent[from]?.at ?? at) <= at - span) from += 1
    most = Math.max(most, index - from + 1)
  }
  return most
}

function groups<Key>(sent: readonly Sent[], keyOf: (one: Sent) => Key): Map<Key, Sent[]> {
  const found = new Map<Key, Sent[]>()
  for (const one of sent) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one])
  return found
}

function perDay(sent: readonly Sent[]): [number, number][] {
  const days = groups(sent, ({ at }) => Math.floor((at - MONDAY) / DAY))
  return [...days].map(([day, all]): [number, number] => [day, all.length]).sort(([one], [other]) => one - other)
}

/** For the README. */
function figures(name: string, { sent, restarts, writes, asked }: Week): string {
  const waits = (kind: Sent['kind'], part: (wait: Sent) => boolean = () => true): string => {
    const all = sent
      .filter((one) => one.kind === kind && part(one))
      .map(({ at, since }) => at - since)
      .sort((one, other) => one - other)
    return [0.5, 0.9, 0.99, 1]
      .map((share) => said(all[Math.min(all.length - 1, Math.floor(share * all.length))] ?? 0).padStart(9))
      .join('')
  }
  const lines = [
    `${name}: ${sent.length} messages, ${asked} questions, ${writes} writes, ${restarts} restarts`,
    `  messages a day   ${perDay(sent)
      .map(([, count]) => String(count).padStart(5))
      .join('')}`,
    `  wait                   p50      p90      p99  longest`,
    `  answer, Monday   ${waits('answer', ({ since }) => since < MONDAY + DAY)}`,
    `  answer, all week ${waits('answer')}`,
    `  reminder         ${waits('reminder')}`,
    `  emergency        ${waits('emergency')}`,
  ]
  return lines.join('\n')
}

function said(ms: number): string {
  if (ms < 2 * MINUTE) return `${Math.round(ms / SECOND)} s`
  return ms < 2 * HOUR ? `${Math.round(ms / MINUTE)} min` : `${(ms / HOUR).toFixed(1)} h`
}
