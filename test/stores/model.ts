/** A store in a few maps, and random programs that a real one must answer in the same way. */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Claim, OutboxClaim, OutboxRow, Store, Work } from '../../src/stores/store.ts'
import type { OpenStore } from './given.ts'

/** One call, as plain data. `which` points at a claim made before, 0 being the latest, so that old ones are used too. */
type Call =
  | { do: 'post'; chat: string; id: string }
  | { do: 'claim' | 'claimOutbox' | 'nextDue' }
  | { do: 'commit'; which: number; plan: Plan }
  | { do: 'release' | 'retry'; which: number; delay: number }
  | { do: 'settle'; which: number }
  | { do: 'peek'; chat: string }

/** A turn that handles some of its items and buries some, by their position. */
interface Plan {
  session: string | null
  remove: number[]
  bury: number[]
  lanes: string[]
  delay: number | null
  forget: boolean
}

/** Calls made at once, after so many milliseconds; or what happens to the whole store. */
type Step = { wait: number; calls: Call[] } | 'expire' | 'reopen'

interface Chat {
  session: string | null
  turn: number
  due: number | null
  items: { id: string; body: string; tries: number }[]
}
type Row = OutboxRow & { chat: string; tries: number }
interface Lane {
  rows: Row[]
  due: number
  held: string | null
}

const CHATS = ['ana', 'beto', 'caro']
const LANES = ['one', 'two', 'three']
const DEDUPE_WINDOW = 8 * 24 * 60 * 60 * 1000
/** Where the port only says "at once": any instant up to now will do. */
const AT_ONCE = Number.NEGATIVE_INFINITY

const which = fc.nat(3)
const delay = fc.constantFrom(0, 1, 5, 40)
const positions = fc.uniqueArray(fc.nat(4), { maxLength: 3 })
const plan: fc.Arbitrary<Plan> = fc.record({
  session: fc.option(fc.constantFrom('s1', 's2')),
  remove: fc.oneof(positions, fc.constant<number[]>([0, 1, 2, 3, 4])),
  bury: fc.oneof({ weight: 4, arbitrary: fc.constant<number[]>([]) }, { weight: 1, arbitrary: positions }),
  lanes: fc.array(fc.constantFrom(...LANES), { maxLength: 3 }),
  delay: fc.option(delay),
  forget: fc.nat(5).map((n) => n === 0),
})
const call: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ do: fc.constant('post'), chat: fc.constantFrom(...CHATS), id: fc.nat(30).map((n) => `m${n}`) }),
  fc.record({ do: fc.constantFrom('claim', 'claimOutbox', 'nextDue') }),
  fc.record({ do: fc.constantFrom('claim', 'claimOutbox') }),
  fc.record({ do: fc.constant('commit'), which, plan }),
  fc.record({ do: fc.constant('commit'), which: fc.constant(0), plan }),
  fc.record({ do: fc.constantFrom('release', 'retry'), which, delay }),
  fc.record({ do: fc.constant('settle'), which }),
  fc.record({ do: fc.constant('peek'), chat: fc.constantFrom(...CHATS) }),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      wait: fc.constantFrom(0, 1, 3, 50, DEDUPE_WINDOW),
      calls: fc.array(call, { minLength: 1, maxLength: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant('expire') },
  { weight: 1, arbitrary: fc.constant('reopen') },
)

/** Runs many programs, each on a store of its own. */
export async function checkModel(open: () => Promise<OpenStore>): Promise<void> {
  let commits = 0
  const program = fc.array(step, { minLength: 5, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(program, async (steps) => {
      const opened = await open()
      try {
        commits += await play(opened, steps)
      } finally {
        await opened.close()
      }
    }),
    { numRuns: 150 },
  )
  expect(commits).toBeGreaterThan(100)
}

/** Returns how many turns were committed: a program in which nothing happens proves nothing. */
async function play(opened: OpenStore, steps: Step[]): Promise<number> {
  const model = createModel()
  let { store } = opened
  let now = Date.UTC(2026, 10, 30, 16)
  for (const next of steps) {
    if (next === 'reopen') store = await opened.reopen()
    if (next === 'expire') await opened.expireLeases()
    if (next === 'reopen' || next === 'expire') model.expire()
    else {
      now += next.wait
      const prepared = next.calls.map((one) => model.prepare(one, now))
      const answers = await Promise.all(prepared.map(({ ask }) => ask(store)))
      prepared.forEach(({ check }, index) => {
        check(answers[index])
      })
    }
  }
  return model.commits()
}

function createModel() {
  const chats = new Map<string, Chat>()
  const seen = new Map<string, number>()
  const lanes = new Map<string, Lane>(LANES.map((name) => [name, { rows: [], due: AT_ONCE, held: null }]))
  const leases = new Map<string, string>()
  const claims: Claim[] = []
  const rowClaims: OutboxClaim[] = []
  let committed = 0
  let filed = 0

  function post(id: string, chat: string, now: number): string {
    const before = seen.get(id)
    if (before !== undefined && before > now - DEDUPE_WINDOW) return 'duplicate'
    seen.set(id, now)
    const known = chats.get(chat) ?? { session: null, turn: 0, due: null, items: [] }
    chats.set(chat, {
      ...known,
      due: Math.min(known.due ?? now, now),
      items: [...known.items, { id, body: id, tries: 0 }],
    })
    return 'posted'
  }

  /** Which of several chats that are due is taken is only said where both dues are known. */
  function checkClaim(claim: Claim | null, now: number): void {
    const due = [...chats].filter(([key, chat]) => !leases.has(key) && chat.due !== null && chat.due <= now)
    expect(claim === null).toBe(due.length === 0)
    if (claim === null) return
    expect(due.map(([key]) => key)).toContain(claim.chat)
    const chat = chats.get(claim.chat)
    const earlier = due.filter(([, other]) => other.due !== AT_ONCE && (other.due ?? 0) < (chat?.due ?? 0))
    expect(chat?.due === AT_ONCE ? [] : earlier).toEqual([])
    for (const item of chat?.items ?? []) item.tries += 1
    const { items, ...facts } = claim
    expect(facts).toEqual({ chat: claim.chat, token: claim.token, turn: chat?.turn, session: chat?.session })
    expect(items).toEqual(chat?.items)
    leases.set(claim.chat, claim.token)
    claims.push(claim)
  }

  function commit(claim: Claim, work: Work): string {
    const chat = chats.get(claim.chat)
    if (!chat || leases.get(claim.chat) !== claim.token || chat.turn !== claim.turn) return 'stale'
    const gone = new Set([...work.remove, ...work.bury.map(({ id }) => id)])
    const items = work.forget ? [] : chat.items.filter(({ id }) => !gone.has(id))
    if (work.forget) for (const lane of lanes.values()) keep(lane, (row) => row.chat !== claim.chat)
    for (const row of work.outbox) {
      const lane = laneOf(row.lane)
      if (lane.rows.length === 0) lane.due = AT_ONCE
      lane.rows.push({ ...row, chat: claim.chat, tries: 0 })
    }
    const due = items.length > 0 ? AT_ONCE : work.next
    leases.delete(claim.chat)
    if (work.forget && work.session === null && due === null) chats.delete(claim.chat)
    else chats.set(claim.chat, { session: work.session, turn: chat.turn + 1, due, items })
    committed += 1
    return 'committed'
  }

  function release(claim: Claim, due: number): void {
    const chat = chats.get(claim.chat)
    if (!chat || leases.get(claim.chat) !== claim.token) return
    leases.delete(claim.chat)
    chat.due = due
  }

  function checkRowClaim(claim: OutboxClaim | null, now: number): void {
    const due = [...lanes.values()].filter((lane) => lane.rows.length > 0 && lane.held === null && lane.due <= now)
    expect(claim === null).toBe(due.length === 0)
    if (claim === null) return
    const lane = laneOf(claim.lane)
    expect(due).toContain(lane)
    const [first] = lane.rows
    if (first) first.tries += 1
    expect(claim).toEqual(first)
    lane.held = claim.id
    rowClaims.push(claim)
  }

  function settle(id: string): void {
    letGo(id)
    for (const lane of lanes.values()) keep(lane, (row) => row.id !== id)
  }

  function retry(id: string, due: number): void {
    letGo(id)
    for (const lane of lanes.values()) if (lane.rows[0]?.id === id) lane.due = due
  }

  function letGo(id: string): void {
    for (const lane of lanes.values()) if (lane.held === id) lane.held = null
  }

  /** The next row of a lane takes over the wait of the one before it, so that a network's "later" holds for all. */
  function keep(lane: Lane, isKept: (row: Row) => boolean): void {
    lane.rows = lane.rows.filter(isKept)
  }

  function laneOf(name: string): Lane {
    const lane = lanes.get(name)
    if (!lane) throw new Error(`no lane ${name}`)
    return lane
  }

  function checkNextDue(answer: number | null, now: number): void {
    const dues = [
      ...[...chats].flatMap(([key, { due }]) => (due === null || leases.has(key) ? [] : [due])),
      ...[...lanes.values()].flatMap(({ rows, due, held }) => (rows.length === 0 || held !== null ? [] : [due])),
    ]
    if (dues.length === 0) expect(answer).toBeNull()
    else if (dues.includes(AT_ONCE)) expect(answer).toBeLessThanOrEqual(now)
    else expect(answer).toBe(Math.min(...dues))
  }

  function workOf(claim: Claim, { session, remove, bury, lanes, delay, forget }: Plan, now: number): Work {
    const ids = (at: number[]) => at.flatMap((position) => claim.items[position]?.id ?? [])
    const rows = lanes.map((lane) => {
      filed += 1
      return { id: `r${filed}`, lane, body: `row ${filed}` }
    })
    const buried = ids(bury).map((id) => ({ id, reason: 'test' }))
    return {
      session,
      remove: ids(remove),
      bury: buried,
      outbox: rows,
      next: delay === null ? null : now + delay,
      forget,
    }
  }

  /** How to ask the store, and how to judge its answer; judged in the order in which they were asked. */
  function prepare(one: Call, now: number): { ask(store: Store): Promise<unknown>; check(answer: unknown): void } {
    const claim = 'which' in one ? claims.at(-1 - one.which) : undefined
    const row = 'which' in one ? rowClaims.at(-1 - one.which) : undefined
    const on = <T>(ask: (store: Store) => Promise<T>, check: (answer: T) => void) => {
      let kept: { answer: T } | null = null
      return {
        ask: async (store: Store) => {
          kept = { answer: await ask(store) }
        },
        check: () => {
          if (kept === null) throw new Error('not asked')
          check(kept.answer)
        },
      }
    }
    const none = on(
      async () => {},
      () => {},
    )
    switch (one.do) {
      case 'post':
        return on(
          (store) => store.post(one.chat, { id: one.id, body: one.id }, now),
          (answer) => expect(answer).toBe(post(one.id, one.chat, now)),
        )
      case 'claim':
        return on(
          (store) => store.claim(now),
          (answer) => checkClaim(answer, now),
        )
      case 'commit': {
        if (!claim) return none
        const work = workOf(claim, one.plan, now)
        return on(
          (store) => store.commit(claim, work),
          (answer) => expect(answer).toBe(commit(claim, work)),
        )
      }
      case 'release':
        return claim
          ? on(
              (store) => store.release(claim, now + one.delay),
              () => release(claim, now + one.delay),
            )
          : none
      case 'claimOutbox':
        return on(
          (store) => store.claimOutbox(now),
          (answer) => checkRowClaim(answer, now),
        )
      case 'settle':
        return row
          ? on(
              (store) => store.settleOutbox(row.id),
              () => settle(row.id),
            )
          : none
      case 'retry':
        return row
          ? on(
              (store) => store.retryOutbox(row.id, now + one.delay),
              () => retry(row.id, now + one.delay),
            )
          : none
      case 'nextDue':
        return on(
          (store) => store.nextDue(),
          (answer) => checkNextDue(answer, now),
        )
      case 'peek':
        return on(
          (store) => store.peek(one.chat),
          (answer) => expect(answer).toBe(chats.get(one.chat)?.session ?? null),
        )
    }
  }

  return {
    prepare,
    /** All leases run out. */
    expire() {
      leases.clear()
      for (const lane of lanes.values()) lane.held = null
    },
    commits: () => committed,
  }
}
