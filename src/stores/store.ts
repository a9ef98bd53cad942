/**
 * PORT: durable lines and sessions. Keys are opaque (HMAC of the chat id), bodies are sealed: a store sees neither people nor words.
 * Instants are the world's own clock (simulated or not) and always handed in; leases run on the process's monotonic time.
 */
export interface Store {
  /**
   * Appends to the chat's mailbox and marks it as needing attention at `now`; one atomic step.
   * `duplicate`: this id was seen within the last eight days (even if its chat has been forgotten since) and nothing was done.
   */
  post(chat: string, item: Item, now: number): Promise<'posted' | 'duplicate'>
  /** Leases one chat that is due at `now` (message, timer or retry) and nobody holds, oldest first; null when there is none. */
  claim(now: number): Promise<Claim | null>
  /**
   * All or nothing: checks token and turn first, then saves the session, removes the handled items by id, files the outbox rows,
   * sets when the chat needs attention next, frees the lease and counts the turn. `stale`: the lease or the turn is no longer ours (an
   * expired lease is not, even if nobody took the chat since) and nothing was written. Rejects if an outbox id already waits.
   */
  commit(claim: Claim, work: Work): Promise<'committed' | 'stale'>
  /** Gives the lease back without a turn; the chat is looked at again at `retryAt`, whatever was posted meanwhile. */
  release(claim: Claim, retryAt: number): Promise<void>
  /** Leases the first waiting row of a lane whose first row is due at `now`; order within a lane always holds, a row inherits the wait of the one before it. */
  claimOutbox(now: number): Promise<OutboxClaim | null>
  /** Takes a delivered (or hopeless) row off by its id. */
  settleOutbox(id: string): Promise<void>
  /** Puts a row back, still first in its lane, not before `due`. */
  retryOutbox(id: string, due: number): Promise<void>
  /** The earliest instant anything becomes due, in mailboxes or outbox; null when nothing waits. */
  nextDue(): Promise<number | null>
  /** The session as last committed, for looking only (the simulator's map); a turn works on what it claimed. */
  peek(chat: string): Promise<string | null>
  /** Durable facts of channels (see channels/vault.ts). */
  readFact(name: string): Promise<string | null>
  writeFact(name: string, value: string): Promise<void>
  close(): Promise<void>
}

export interface Item {
  /** Unique within the world. */
  id: string
  body: string
}

export interface Claim {
  chat: string
  /** Proves that we still hold the chat. */
  token: string
  /** Number of turns committed so far. */
  turn: number
  session: string | null
  /** Waiting items in order of arrival. `tries` counts the claims that have seen it, this one included, and survives a kill. */
  items: (Item & { tries: number })[]
}

export interface Work {
  /** The sealed session; null removes it. */
  session: string | null
  /** Ids of the items this turn handled. */
  remove: string[]
  /** Set aside as unreadable or thrice failed: moved out of the mailbox to the dead letters. */
  bury: { id: string; reason: string }[]
  outbox: OutboxRow[]
  /** When the chat next needs attention by itself (a timer); null for never. Items left in the mailbox need it at once. */
  next: number | null
  /**
   * Erase: besides the session, removes every item, outbox row and dead letter of this chat that was there before this commit.
   * With neither session nor timer nothing is left of the chat, and its turns count from 0 again.
   */
  forget: boolean
}

export interface OutboxRow {
  id: string
  /** Rows of one lane go out one after the other. */
  lane: string
  body: string
}

export interface OutboxClaim extends OutboxRow {
  /** The chat whose turn filed it. */
  chat: string
  /** How often it was claimed, this time included. */
  tries: number
}
