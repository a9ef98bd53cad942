/** What a test of a store is given: a store of its own, and the few steps that most of them begin with. */
import { beforeEach, expect, onTestFinished } from 'vitest'
import type { Claim, OutboxClaim, OutboxRow, Store, Work } from '../../src/stores/store.ts'

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
  /** Claims what must be due. */
  claimed(now?: number): Promise<Claim>
  claimedRow(now?: number): Promise<OutboxClaim>
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
    claimed: async (now = NOW) => there(await given.store.claim(now)),
    claimedRow: async (now = NOW) => there(await given.store.claimOutbox(now)),
    async file(chat, rows) {
      await given.store.post(chat, item(`${chat} files ${rows.map(({ id }) => id)}`), NOW)
      const claim = await given.claimed()
      expect(claim.chat).toBe(chat)
      const remove = claim.items.map(({ id }) => id)
      const work = { ...nothing, session: claim.session, remove, outbox: rows }
      expect(await given.store.commit(claim, work)).toBe('committed')
    },
  }
  return given
}

function there<T>(value: T | null): T {
  if (value === null) throw new Error('nothing is there, or nothing is due')
  return value
}
