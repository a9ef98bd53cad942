/**
 * PORT: durable lines and sessions. Keys are opaque (HMAC of the chat id), bodies are sealed: a store sees neither people nor words.
 * Instants are the world's own clock (simulated or not) and always handed in; leases run on the store's own time (monotonic or
 * Redis's), which no clock of a host can move. Whatever rejects has perhaps happened: asking again with the same token, id or
 * claim is always safe and says what is true.
 */
export interface Store {
  /**
   * Appends to the chat's mailbox and marks it as needing attention at `now`, or when it has gathered; one atomic step. With `take`, and if nobody holds
   * the chat, it is leased in the same step and handed over.
   */
  post(chat: string, item: NewItem, now: number, take: boolean): Promise<Posting>
  /**
   * A message and the turn it leads to in one atomic step, so that it never waits: as if it were posted, claimed and committed.
   * Only if the chat's last turn was `ready.last`, nobody holds it and nothing waits for it; else `behind`, and nothing was done. With
   * `take` its rows are leased under `ready.token` and handed over. Carried out and asked for again, it is told so again.
   */
  answer(chat: string, item: Pick<NewItem, 'id' | 'at'>, ready: Ready, now: number, take: boolean): Promise<Answering>
  /** Leases chats that are due at `now` (message, timer or retry) and nobody holds, oldest first; as many as there are, up to `most`. */
  claim(now: number, most: number): Promise<Claim[]>
  /**
   * All or nothing: checks token and turn first, then saves the session, removes the handled items by id, files the outbox rows,
   * sets when the chat needs attention next, frees the lease and counts the turn. `stale`: the lease or the turn is no longer ours (an
   * expired lease is not, even if nobody took the chat since) and nothing was written. A commit that was carried out, asked
   * for again, is told so again, as long as something is kept of the chat. With `take` its rows are leased and handed over.
   */
  commit(claim: Claim, work: Work, take: boolean): Promise<Committed | 'stale'>
  /** Gives the lease back without a turn; the chat is looked at again at `retryAt`, whatever was posted meanwhile. Unless `isTry` is false it counts as a try. */
  release(claim: Claim, retryAt: number, isTry?: boolean): Promise<void>
  /** Leases the first waiting row of lanes whose first row is due at `now`; order within a lane always holds, a row inherits the wait of the one before it. */
  claimOutbox(now: number, most: number): Promise<OutboxClaim[]>
  /** Takes a delivered (or hopeless) row off, if nobody leased it since, and with `take` leases the next of its lane; null when there is none. */
  settle(row: OutboxClaim, take: boolean): Promise<OutboxClaim | null>
  /** Puts a row back, still first in its lane, not before `due`, if nobody leased it since. */
  retry(row: OutboxClaim, due: number): Promise<void>
  /** The earliest instant anything becomes due, in mailboxes or outbox; null when nothing waits. */
  nextDue(): Promise<number | null>
  /** The session as last committed, for looking only (the simulator's map); a turn works on what it claimed. */
  peek(chat: string): Promise<string | null>
  /** Durable facts of channels (see channels/vault.ts). A name with a slash lies in a folder: all of it before the last one. */
  readFact(name: string): Promise<string | null>
  writeFact(name: string, value: string): Promise<void>
  /** Writes it unless there is one; returns the one that stands, the same to all who ask at once. */
  firstFact(name: string, value: string): Promise<string>
  /** Those of the named facts that there are. */
  readFacts(names: readonly string[]): Promise<Map<string, string>>
  /** The facts of a folder, by their whole names; no others are walked through. */
  listFacts(folder: string): Promise<Map<string, string>>
  /**
   * All or nothing; null removes. With a fence only while the role is the holder's, which is checked in the same step. False: nothing
   * was written, because it is not, or because a later change of this holder came first. Carried out and asked for again, it is true again.
   */
  changeFacts(changes: ReadonlyMap<string, string | null>, fence?: Fence): Promise<boolean>
  /**
   * Takes or prolongs a role that only one process may have (polling Telegram); true while it is `holder`'s for the next `ms`.
   * Whoever paused for longer than that has lost it, and learns so here.
   */
  hold(role: string, holder: string, ms: number): Promise<boolean>
  /** Gives a role back, if it is `holder`'s. */
  drop(role: string, holder: string): Promise<void>
  /** Messages set aside, newest first. */
  deadLetters(most: number): Promise<DeadLetter[]>
  /**
   * Walks through everything sealed and puts `change(field, chat, value)` in place of each value it answers for (null leaves it),
   * unless the value has changed meanwhile. Returns how many were replaced. May run beside everything else.
   */
  reseal(change: (field: SealedField, chat: string, value: string) => string | null): Promise<number>
  /** What stands in the way of serving, each a code and a sentence with its fix; empty when nothing does. */
  obstacles(): Promise<Obstacle[]>
  /** Calls `wake` when another process made something due: a hint that may be lost. */
  onHint(wake: () => void): void
  close(): Promise<void>
}

export interface Item {
  /** Unique within the world: the same id always comes for the same chat. */
  id: string
  body: string
}

export interface NewItem extends Item {
  /** When it was sent. What was sent before its chat was erased is late. Left out: never late. */
  at?: number
  /** How many items may already wait before this one is turned away. Left out: any number. */
  most?: number
  /** It waits for more of its kind. Left out: the chat needs attention at once. */
  gather?: Gather
}

/** How long (ms): since the last of them, and since the first that waits. What needs attention at once is not put off by it. */
export interface Gather {
  quiet: number
  most: number
}

export interface Posting {
  /**
   * `duplicate`: this id still waits, or was seen within the last eight days (even if its chat has been forgotten since). `late`: sent before the
   * chat was erased. `full`: too many wait. In all three nothing was done.
   */
  outcome: 'posted' | 'duplicate' | 'late' | 'full'
  /** Only when asked for, posted, and nobody else held the chat. */
  claim: Claim | null
}

/** A turn that is worked out before its message is kept. */
export interface Ready {
  /** Token of the claim, or of the other ready turn, that was this chat's last commit. */
  last: string
  /** A new one of its own. */
  token: string
  session: string
  outbox: OutboxRow[]
  /** When the chat next needs attention by itself; null for never. */
  next: number | null
}

export type Answering = ({ outcome: 'committed' } & Committed) | { outcome: 'duplicate' | 'late' | 'behind' }

export interface Claim {
  chat: string
  /** Proves that we still hold the chat. */
  token: string
  /** Number of turns committed so far. */
  turn: number
  session: string | null
  /**
   * Waiting items in order of arrival. `tries` counts the claims since the last commit that have seen it, this
   * one included, and survives a kill.
   */
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
   * Erase: besides the session, removes every outbox row and dead letter of this chat that was there before this commit, and
   * remembers for eight days, under a name that tells nobody whose, that what was sent before is late. Items left in the mailbox
   * came after what asked for it, and begin anew.
   */
  forget: boolean
}

export interface Committed {
  /** The first rows of the lanes to which this commit added, if due and nobody is sending, leased like by claimOutbox. */
  rows: OutboxClaim[]
  /** Items are left: the chat is due at once. */
  more: boolean
}

export interface OutboxRow {
  id: string
  /** Rows of one lane of a chat go out one after the other. */
  lane: string
  body: string
}

export interface OutboxClaim extends OutboxRow {
  /** The chat whose turn filed it. */
  chat: string
  /** Proves that we still hold the lane; the same for all rows of it that are handed on by `settle`. */
  token: string
  /** How often it was claimed, this time included. */
  tries: number
}

export interface DeadLetter {
  chat: string
  id: string
  body: string
  reason: string
  /** When it was set aside. */
  at: number
}

/** Which key field a sealed value was bound to (see seal.ts). */
export type SealedField = 'session' | 'mail' | 'outbox' | 'fact'

export interface Obstacle {
  code: string
  sentence: string
}

export interface Fence {
  role: string
  holder: string
  /** Grows with each change of this holder: what was held up on its way must not undo what came after it. */
  nth: number
}

/** How long a turn may take (ms): what a killed process held waits as long. */
export const LEASE = 10_000
/** How long a delivery may take (ms); longer than any network is waited for. */
export const LANE_LEASE = 12_000
/** WhatsApp's Cloud API repeats an unacknowledged message for up to seven days. */
export const DEDUPE_WINDOW = 8 * 24 * 60 * 60 * 1000
/** What was sent up to so long before an erasure counts as after it: networks tell the time in seconds, and clocks differ. */
export const LATE_GRACE = 10_000
/** How long messages set aside are kept. */
export const DEAD_LETTER_DAYS = 30
