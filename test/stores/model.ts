/** A store in a few maps. Where the port leaves a choice, it checks the store's and follows. */
import { expect } from 'vitest'
import {
  type Claim,
  type Committed,
  DEDUPE_WINDOW,
  LATE_GRACE,
  type NewItem,
  type OutboxClaim,
  type OutboxRow,
  type Posting,
  type Work,
} from '../../src/stores/store.ts'

interface Chat {
  session: string | null
  turn: number
  due: number | null
  since: number | null
  items: { id: string; body: string; tries: number }[]
}
type Row = OutboxRow & { chat: string; tries: number }
interface Lane {
  rows: Row[]
  due: number
  /** Whose it is, until somebody else leases it, even after the lease ran out. */
  held: string | null
  lapsed: boolean
}

/** Where the port only says "at once": any instant up to now will do. */
const AT_ONCE = Number.NEGATIVE_INFINITY

export type Model = ReturnType<typeof createModel>

/** Only what is on its way right now keeps its lane. */
function empty(lane: Lane): void {
  lane.rows = []
  if (lane.lapsed) lane.held = null
}

/** With several shards, which of the chats that are due comes first is not said. */
export function createModel(isSharded: boolean) {
  const chats = new Map<string, Chat>()
  const seen = new Map<string, number>()
  const graves = new Map<string, number>()
  const lanes = new Map<string, Lane>()
  const leases = new Map<string, { token: string; claimed: number }>()
  const done = new Map<string, string>()

  function checkPost(answer: Posting, chat: string, item: NewItem, now: number, take: boolean): void {
    const outcome = fate(chat, item, now)
    expect(answer.outcome).toBe(outcome)
    if (outcome === 'posted') {
      seen.set(item.id, now)
      const known = chats.get(chat) ?? { session: null, turn: 0, due: null, since: null, items: [] }
      const items = [...known.items, { id: item.id, body: item.body, tries: 0 }]
      chats.set(chat, { ...known, ...attention(known, item, now), items })
    }
    if (outcome === 'posted' && take && !leases.has(chat)) checkTaken(answer.claim, chat, now)
    else expect(answer.claim).toBeNull()
  }

  function attention(known: Chat, { gather }: NewItem, now: number): Pick<Chat, 'due' | 'since'> {
    const { due, since } = known
    if (!gather || (due !== null && due <= now)) return { due: Math.min(due ?? now, now), since }
    const first = known.items.length > 0 ? (since ?? now) : now
    return { due: Math.max(now, Math.min(now + gather.quiet, first + gather.most)), since: first }
  }

  function fate(chat: string, item: NewItem, now: number): Posting['outcome'] {
    if ((seen.get(item.id) ?? AT_ONCE) > now - DEDUPE_WINDOW) return 'duplicate'
    if (chats.get(chat)?.items.some(({ id }) => id === item.id)) return 'duplicate'
    const grave = graves.get(chat) ?? AT_ONCE
    if (item.at !== undefined && grave > now - DEDUPE_WINDOW && item.at + LATE_GRACE <= grave) return 'late'
    return (chats.get(chat)?.items.length ?? 0) >= (item.most ?? Number.POSITIVE_INFINITY) ? 'full' : 'posted'
  }

  /** Which of several chats that are due is taken is only said where both dues are known. */
  function checkClaims(claims: Claim[], now: number, most: number): void {
    const due = [...chats].filter(([key, chat]) => !leases.has(key) && chat.due !== null && chat.due <= now)
    expect(claims).toHaveLength(Math.min(due.length, most))
    const taken = claims.map(({ chat }) => chat)
    for (const key of taken) expect(due.map(([one]) => one)).toContain(key)
    const left = due.filter(([key, { due: at }]) => !taken.includes(key) && at !== AT_ONCE)
    for (const key of taken) {
      const at = chats.get(key)?.due ?? AT_ONCE
      if (at !== AT_ONCE && !isSharded) expect(left.filter(([, other]) => (other.due ?? 0) < at)).toEqual([])
    }
    for (const claim of claims) checkTaken(claim, claim.chat, now)
  }

  function checkTaken(claim: Claim | null, key: string, now: number): void {
    const chat = chats.get(key)
    for (const item of chat?.items ?? []) item.tries += 1
    expect(claim).toEqual({
      chat: key,
      token: claim?.token,
      turn: chat?.turn,
      session: chat?.session,
      items: chat?.items,
    })
    leases.set(key, { token: claim?.token ?? '', claimed: now })
  }

  function checkCommit(answer: Committed | 'stale', claim: Claim, work: Work, take: boolean): void {
    const isTold = done.get(claim.chat) === claim.token
    const claimed = leases.get(claim.chat)?.claimed ?? 0
    const added = new Set(work.outbox.map(({ lane }) => lane))
    if (!isTold && !carryOut(claim, work)) return expect(answer).toBe('stale')
    if (answer === 'stale') throw new Error('it was not stale')
    expect(answer.more).toBe((chats.get(claim.chat)?.items.length ?? 0) > 0)
    const open = [...lanes].filter(([key, lane]) => {
      const [chat, name = ''] = key.split(' ')
      if (chat !== claim.chat || lane.rows.length === 0) return false
      return isTold ? lane.held === claim.token : added.has(name) && lane.due <= claimed && isFree(lane)
    })
    expect(answer.rows.map(({ lane }) => `${claim.chat} ${lane}`).toSorted()).toEqual(
      take ? open.map(([key]) => key).toSorted() : [],
    )
    for (const row of answer.rows) checkTakenRow(row, claim.token)
  }

  function carryOut(claim: Claim, work: Work): boolean {
    const chat = chats.get(claim.chat)
    const lease = leases.get(claim.chat)
    if (!chat || lease?.token !== claim.token || chat.turn !== claim.turn) return false
    const gone = new Set([...work.remove, ...work.bury.map(({ id }) => id)])
    const items = chat.items.filter(({ id }) => !gone.has(id)).map((item) => ({ ...item, tries: 0 }))
    if (work.forget) {
      for (const [key, lane] of lanes) if (key.startsWith(`${claim.chat} `)) empty(lane)
      graves.set(claim.chat, lease.claimed)
    }
    for (const row of work.outbox) {
      const lane = laneOf(claim.chat, row.lane)
      if (lane.rows.length === 0) lane.due = AT_ONCE
      lane.rows.push({ ...row, chat: claim.chat, tries: 0 })
    }
    const due = items.length > 0 ? AT_ONCE : work.next
    leases.delete(claim.chat)
    done.delete(claim.chat)
    if (work.session === null && due === null) chats.delete(claim.chat)
    else {
      chats.set(claim.chat, { session: work.session, turn: chat.turn + 1, due, since: chat.since, items })
      done.set(claim.chat, claim.token)
    }
    return true
  }

  function release(claim: Claim, due: number): void {
    const chat = chats.get(claim.chat)
    if (!chat || leases.get(claim.chat)?.token !== claim.token) return
    leases.delete(claim.chat)
    chat.due = due
  }

  function checkRowClaims(claims: OutboxClaim[], now: number, most: number): void {
    const due = [...lanes.values()].filter((lane) => lane.rows.length > 0 && isFree(lane) && lane.due <= now)
    expect(claims).toHaveLength(Math.min(due.length, most))
    for (const claim of claims) {
      expect(due).toContain(laneOf(claim.chat, claim.lane))
      checkTakenRow(claim, claim.token)
    }
  }

  function checkTakenRow(claim: OutboxClaim | null, token: string): void {
    const lane = laneOf(claim?.chat ?? '', claim?.lane ?? '')
    const [first] = lane.rows
    if (first) first.tries += 1
    expect(claim).toEqual({ ...first, token })
    lane.held = token
    lane.lapsed = false
  }

  function checkSettle(answer: OutboxClaim | null, row: OutboxClaim, take: boolean): void {
    const lane = laneOf(row.chat, row.lane)
    if (lane.held !== row.token) return expect(answer).toBeNull()
    if (lane.rows[0]?.id === row.id) lane.rows.shift()
    lane.held = null
    if (take && lane.rows.length > 0) checkTakenRow(answer, row.token)
    else expect(answer).toBeNull()
  }

  function retry(row: OutboxClaim, due: number): void {
    const lane = laneOf(row.chat, row.lane)
    if (lane.held !== row.token) return
    lane.held = null
    if (lane.rows[0]?.id === row.id) lane.due = due
  }

  /** The next row of a lane takes over the wait of the one before it, so that a network's "later" holds for all. */
  function laneOf(chat: string, name: string): Lane {
    const lane = lanes.get(`${chat} ${name}`) ?? { rows: [], due: AT_ONCE, held: null, lapsed: false }
    lanes.set(`${chat} ${name}`, lane)
    return lane
  }

  function checkNextDue(answer: number | null, now: number): void {
    const dues = [
      ...[...chats].flatMap(([key, { due }]) => (due === null || leases.has(key) ? [] : [due])),
      ...[...lanes.values()].flatMap((lane) => (lane.rows.length === 0 || !isFree(lane) ? [] : [lane.due])),
    ]
    if (dues.length === 0) expect(answer).toBeNull()
    else if (dues.includes(AT_ONCE)) expect(answer).toBeLessThanOrEqual(now)
    else expect(answer).toBe(Math.min(...dues))
  }

  return {
    checkPost,
    checkClaims,
    checkCommit,
    release,
    checkRowClaims,
    checkSettle,
    retry,
    checkNextDue,
    peek: (chat: string) => chats.get(chat)?.session ?? null,
    /** All leases run out. */
    expire() {
      leases.clear()
      for (const lane of lanes.values()) lane.lapsed = true
    },
  }
}

function isFree(lane: Lane): boolean {
  return lane.held === null || lane.lapsed
}
