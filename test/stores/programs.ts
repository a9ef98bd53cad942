/** Random programs that a store must answer in the same way as its model does. */
import fc from 'fast-check'
import { expect } from 'vitest'
import {
  type Claim,
  DEDUPE_WINDOW,
  LATE_GRACE,
  type OutboxClaim,
  type Store,
  type Work,
} from '../../src/stores/store.ts'
import type { Shape } from './contract.ts'
import type { OpenStore } from './given.ts'
import { createModel, type Model } from './model.ts'

/** One call, as plain data. `which` points at a claim made before, 0 being the latest, so that old ones are used too. */
type Call =
  | {
      do: 'post'
      chat: string
      id: string
      ago: number | null
      most: number | null
      gather: number | null
      take: boolean
    }
  | { do: 'claim'; most: number }
  | { do: 'claimOutbox'; most: number }
  | { do: 'nextDue' }
  | { do: 'commit'; which: number; plan: Plan; take: boolean }
  | { do: 'release'; which: number; delay: number }
  | { do: 'retry'; which: number; delay: number }
  | { do: 'settle'; which: number; take: boolean }
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

const CHATS = ['ana', 'beto', 'caro']
const LANES = ['one', 'two', 'three']

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
const take = fc.boolean()
const most = fc.integer({ min: 1, max: 3 })
const call: fc.Arbitrary<Call> = fc.oneof(
  fc.record({
    do: fc.constant('post'),
    chat: fc.constantFrom(...CHATS),
    id: fc.nat(30).map((n) => `m${n}`),
    ago: fc.option(fc.constantFrom(0, LATE_GRACE, 60_000)),
    most: fc.option(fc.constantFrom(1, 3)),
    gather: fc.option(fc.constantFrom(3, 50)),
    take,
  }),
  fc.record({ do: fc.constantFrom('claim', 'claimOutbox'), most }),
  fc.record({ do: fc.constantFrom('claim', 'claimOutbox'), most }),
  fc.record({ do: fc.constant('nextDue') }),
  fc.record({ do: fc.constant('commit'), which, plan, take }),
  fc.record({ do: fc.constant('commit'), which: fc.constant(0), plan, take }),
  fc.record({ do: fc.constantFrom('release', 'retry'), which, delay }),
  fc.record({ do: fc.constant('settle'), which, take }),
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
export async function checkModel(open: () => Promise<OpenStore>, { isSharded }: Shape): Promise<void> {
  let commits = 0
  const program = fc.array(step, { minLength: 5, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(program, async (steps) => {
      const opened = await open()
      try {
        commits += await play(opened, isSharded ? steps.flatMap(oneByOne) : steps, isSharded)
      } finally {
        await opened.close()
      }
    }),
    { numRuns: 150 },
  )
  expect(commits).toBeGreaterThan(100)
}

/** Shards answer in no order of their own. */
function oneByOne(step: Step): Step[] {
  if (typeof step === 'string') return [step]
  return step.calls.map((one, index) => ({ wait: index === 0 ? step.wait : 0, calls: [one] }))
}

/** Returns how many turns were committed: a program in which nothing happens proves nothing. */
async function play(opened: OpenStore, steps: Step[], isSharded: boolean): Promise<number> {
  const game: Game = { store: opened.store, model: createModel(isSharded), claims: [], rows: [], commits: 0, filed: 0 }
  let now = Date.UTC(2026, 10, 30, 16)
  for (const next of steps) {
    if (next === 'reopen') {
      game.store = await opened.reopen()
      // Whoever held them is dead.
      game.claims = []
      game.rows = []
    }
    if (next === 'expire') await opened.expireLeases()
    if (next === 'reopen' || next === 'expire') game.model.expire()
    else {
      now += next.wait
      const judges = await Promise.all(next.calls.map((one) => ask(game, one, now)))
      for (const judge of judges) judge()
    }
  }
  return game.commits
}

interface Game {
  store: Store
  model: Model
  claims: Claim[]
  rows: OutboxClaim[]
  commits: number
  filed: number
}

/** Makes one call. Its judge compares the answer with the model's; judges are heard in the order of the calls. */
async function ask(game: Game, call: Call, now: number): Promise<() => void> {
  const { store, model } = game
  switch (call.do) {
    case 'post': {
      const item = {
        id: `${call.chat} ${call.id}`,
        body: call.id,
        ...(call.ago !== null && { at: now - call.ago }),
        ...(call.most !== null && { most: call.most }),
        ...(call.gather !== null && { gather: { quiet: call.gather, most: 2 * call.gather } }),
      }
      const answer = await store.post(call.chat, item, now, call.take)
      return () => {
        model.checkPost(answer, call.chat, item, now, call.take)
        if (answer.claim) game.claims.push(answer.claim)
      }
    }
    case 'claim': {
      const claims = await store.claim(now, call.most)
      return () => {
        model.checkClaims(claims, now, call.most)
        game.claims.push(...claims)
      }
    }
    case 'claimOutbox': {
      const rows = await store.claimOutbox(now, call.most)
      return () => {
        model.checkRowClaims(rows, now, call.most)
        game.rows.push(...rows)
      }
    }
    case 'nextDue': {
      const answer = await store.nextDue()
      return () => model.checkNextDue(answer, now)
    }
    case 'peek': {
      const answer = await store.peek(call.chat)
      return () => expect(answer).toBe(model.peek(call.chat))
    }
    case 'commit':
    case 'release':
      return askOfClaim(game, call, now)
    case 'settle':
    case 'retry':
      return askOfRow(game, call, now)
  }
}

async function askOfClaim(game: Game, call: Call & { do: 'commit' | 'release' }, now: number): Promise<() => void> {
  const { store, model } = game
  const claim = game.claims.at(-1 - call.which)
  if (!claim) return () => {}
  if (call.do === 'release') {
    await store.release(claim, now + call.delay)
    return () => model.release(claim, now + call.delay)
  }
  const work = workOf(game, claim, call.plan, now)
  const answer = await store.commit(claim, work, call.take)
  return () => {
    model.checkCommit(answer, claim, work, call.take)
    if (answer === 'stale') return
    game.rows.push(...answer.rows)
    game.commits += 1
  }
}

async function askOfRow(game: Game, call: Call & { do: 'settle' | 'retry' }, now: number): Promise<() => void> {
  const { store, model } = game
  const row = game.rows.at(-1 - call.which)
  if (!row) return () => {}
  if (call.do === 'settle') {
    const next = await store.settle(row, call.take)
    return () => {
      model.checkSettle(next, row, call.take)
      if (next) game.rows.push(next)
    }
  }
  await store.retry(row, now + call.delay)
  return () => model.retry(row, now + call.delay)
}

function workOf(game: Game, claim: Claim, plan: Plan, now: number): Work {
  const ids = (at: number[]) => at.flatMap((position) => claim.items[position]?.id ?? [])
  return {
    session: plan.session,
    remove: ids(plan.remove),
    bury: ids(plan.bury).map((id) => ({ id, reason: 'test' })),
    outbox: plan.lanes.map((lane) => {
      game.filed += 1
      return { id: `r${game.filed}`, lane, body: `row ${game.filed}` }
    }),
    next: plan.delay === null ? null : now + plan.delay,
    forget: plan.forget,
  }
}
