/** A store in a few maps. Where the port leaves a choice, it checks the store's and follows. */
import { expect } from 'vitest'
import type { Claim, OutboxClaim, OutboxRow, Work } from '../../src/stores/store.ts'

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

export const DEDUPE_WINDOW = 8 * 24 * 60 * 60 * 1000
/** Where the port only says "at once": any instant up to now will do. */
const AT_ONCE = Number.NEGATIVE_INFINITY

export type Model = ReturnType<typeof createModel>

export function createModel() {
  const chats = new Map<string, Chat>()
  const seen = new Map<string, number>()
  const lanes = new Map<string, Lane>()
  const leases = new Map<string, string>()

  function post(id: string, chat: string, now: number): 'posted' | 'duplicate' {
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
  }

  function commit(claim: Claim, work: Work): 'committed' | 'stale' {
    const chat = chats.get(claim.chat)
    if (!chat || leases.get(claim.chat) !== claim.token || chat.turn !== claim.turn) return 'stale'
    const gone = new Set([...work.remove, ...work.bury.map(({ id }) => id)])
    const items = work.forget ? [] : chat.items.filter(({ id }) => !gone.has(id))
    if (work.forget) keepRows((row) => row.chat !== claim.chat)
    for (const row of work.outbox) {
      const lane = laneOf(row.lane)
      if (lane.rows.length === 0) lane.due = AT_ONCE
      lane.rows.push({ ...row, chat: claim.chat, tries: 0 })
    }
    const due = items.length > 0 ? AT_ONCE : work.next
    leases.delete(claim.chat)
    if (work.forget && work.session === null && due === null) chats.delete(claim.chat)
    else chats.set(claim.chat, { session: work.session, turn: chat.turn + 1, due, items })
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
  }

  function settle(id: string): void {
    letGo(id)
    keepRows((row) => row.id !== id)
  }

  function retry(id: string, due: number): void {
    letGo(id)
    for (const lane of lanes.values()) if (lane.rows[0]?.id === id) lane.due = due
  }

  function letGo(id: string): void {
    for (const lane of lanes.values()) if (lane.held === id) lane.held = null
  }

  /** The next row of a lane takes over the wait of the one before it, so that a network's "later" holds for all. */
  function keepRows(isKept: (row: Row) => boolean): void {
    for (const lane of lanes.values()) lane.rows = lane.rows.filter(isKept)
  }

  function laneOf(name: string): Lane {
    const lane = lanes.get(name) ?? { rows: [], due: AT_ONCE, held: null }
    lanes.set(name, lane)
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

  return {
    post,
    checkClaim,
    commit,
    release,
    checkRowClaim,
    settle,
    retry,
    checkNextDue,
    peek: (chat: string) => chats.get(chat)?.session ?? null,
    /** All leases run out. */
    expire() {
      leases.clear()
      for (const lane of lanes.values()) lane.held = null
    },
  }
}
