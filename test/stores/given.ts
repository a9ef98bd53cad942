/** What a test of a store is given: a store of its own, and the few steps that most of them begin with. */
import { beforeEach, expect, onTestFinished } from 'vitest'
import type { Claim, NewItem, OutboxClaim, OutboxRow, Posting, Store, Work } from '../../src/stores/store.ts'

export interface OpenStore {
  store: Store
  /** Lets all that is leased now run out. */
  expireLeases(): Promise<void>
  /** Ends the process that holds the store, as far as the store can tell, and what it held; opens what it left. */
  reopen(): Promise<Store>
  close(): Promise<void>
}

export interface Given {
  readonly store: Store
  expireLeases(): Promise<void>
  reopen(): Promise<void>
  post(chat: string, item: NewItem, now: number): Promise<Posting['outcome']>
  /** Posts and takes in one step. */
  take(chat: string, item: NewItem, now: number): Promise<Posting>
  /** One chat, or one row, that is due; null when none is. */
  claim(now: number): Promise<Claim | null>
  claimRow(now: number): Promise<OutboxClaim | null>
  /** Claims what must be due. */
  claimed(now?: number): Promise<Claim>
  claimedRow(now?: number): Promise<OutboxClaim>
  /** Commits and leaves the rows to whoever claims them. */
  commit(claim: Claim, work: Work): Promise<'committed' | 'stale'>
  /** Settles or puts back a row by the claim that was last made of it. */
  settle(id: string): Promise<void>
  retry(id: string, due: number): Promise<void>
  /** Has a chat file rows, and be done with it. */
  file(chat: string, rows: OutboxRow[]): Promise<void>
}

/** An ordinary working day; every instant here is said by the test. */
export const NOW = Date.UTC(2026, 10, 30, 16)
export const DAY = 24 * 60 * 60 * 1000

/** A turn that does nothing but leave a session. */
export const nothing: Work = { session: 's', remove: [], bury: [], outbox: [], next: null, forget: false }

export const item = (id: string) => ({ id, body: `body of ${id}` })
export const row = (id: string, lane = 'lane') => ({ id, lane, body: `body of ${id}` })

/** For use inside `describe`: opens a store before each test and closes it after. */
export function givenStore(open: () => Promise<OpenStore>): Given {
  let opened: OpenStore | null = null
  let store: Store | null = null
  const rows = new Map<string, OutboxClaim>()
  const noted = (row: OutboxClaim | null): OutboxClaim | null => {
    if (row) rows.set(row.id, row)
    return row
  }

  beforeEach(async () => {
    const fresh = await open()
    opened = fresh
    store = fresh.store
    onTestFinished(() => fresh.close())
  })

  const given: Given = {
    get store() {
      return there(store)
    },
    expireLeases: () => there(opened).expireLeases(),
    async reopen() {
      store = await there(opened).reopen()
    },
    post: async (chat, posted, now) => (await given.store.post(chat, posted, now, false)).outcome,
    take: (chat, posted, now) => given.store.post(chat, posted, now, true),
    claim: async (now) => (await given.store.claim(now, 1))[0] ?? null,
    claimRow: async (now) => noted((await given.store.claimOutbox(now, 1))[0] ?? null),
    claimed: async (now = NOW) => there(await given.claim(now)),
    claimedRow: async (now = NOW) => there(await given.claimRow(now)),
    commit: async (claim, work) => ((await given.store.commit(claim, work, false)) === 'stale' ? 'stale' : 'committed'),
    settle: async (id) => void (await given.store.settle(there(rows.get(id) ?? null), false)),
    retry: (id, due) => given.store.retry(there(rows.get(id) ?? null), due),
    async file(chat, rows) {
      await given.post(chat, item(`${chat} files ${rows.map(({ id }) => id)}`), NOW)
      const claim = await given.claimed()
      expect(claim.chat).toBe(chat)
      const remove = claim.items.map(({ id }) => id)
      const work = { ...nothing, session: claim.session, remove, outbox: rows }
      expect(await given.commit(claim, work)).toBe('committed')
    },
  }
  return given
}

function there<T>(value: T | null): T {
  if (value === null) throw new Error('nothing is there, or nothing is due')
  return value
}
