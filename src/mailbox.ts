import { type Answer, createLeft, file, type Job, type Left, runAhead } from './ahead.ts'
import type { Clock } from './clock.ts'
import type { Outgoing } from './commit.ts'
import { createFlights } from './flights.ts'
import { type ChatId, DESK } from './ids.ts'
import { inOrder } from './in-order.ts'
import { insist } from './insist.ts'
import type { Log } from './log.ts'
import type { Mail } from './mail.ts'
import { aside, asideSince, type Opened, openClaim } from './opened.ts'
import type { Outbox } from './outbox.ts'
import { pause } from './pause.ts'
import { createRecent } from './recent.ts'
import type { Seal } from './seal.ts'
import {
  type Claim,
  type Committed,
  DEAD_LETTER_DAYS,
  type Gather,
  LEASE,
  type Store,
  type Work,
} from './stores/store.ts'

export type { Answer, Job } from './ahead.ts'

export interface Mailbox {
  /** Durable once it resolves; a repeat of the same id changes nothing. The turn follows by itself. */
  post(chat: ChatId, id: string, mail: Mail): Promise<void>
  /** Takes chats that are due and finishes their turns; false when none is. */
  takeSome(): Promise<boolean>
  /** Resolves once no turn is under way. */
  idle(): Promise<void>
}

type Readable = Extract<Opened, { kind: 'readable' }>

/** A turn to be committed, and what it says by the id of its row: known, so not to be opened again. */
interface Turn {
  work: Work
  outgoing: ReadonlyMap<string, Outgoing>
  left: Left | null
}

/** No turn now; whether this was a failure of the turn, or none of its own. */
interface Later {
  retryAt: number
  isTry: boolean
}

interface MailboxParts {
  store: Store
  seal: Seal
  clock: Clock
  log: Log
  /** Whether this process takes turns, or only receives. */
  works: boolean
  answer(job: Job): Answer
  /** Claimed more often than this and never finished, not even as a failure: it takes the process with it, and is not run again. */
  mostClaims: number
  /** What to say when mail could not be handled three times over, or not even be read (then `chat` is null). */
  apologize(chat: ChatId | null): Outgoing[]
  /** Whether this must be heard however much waits. */
  isUrgent(mail: Mail): boolean
  /** How long this waits for more of its kind; null: it is answered at once. */
  gathers(mail: Mail): Gather | null
  /** Whether what was thrown means that a later process, or a key, is needed: the chat waits, and nothing counts as a failure. */
  isForLater(error: unknown): boolean
  /** Which rows are leased with a commit, and what becomes of them. */
  outbox: Pick<Outbox, 'takes' | 'deliver'>
  /** Something may now be due. */
  nudge(): void
}

const MOST_TRIES = 3
/** Turns under way at once. */
const MOST_TURNS = 256
/** More than a person can have to say before the bot has answered (RELIABILITY F30). */
const MOST_WAITING = 50
/** An answer of the store that got lost so soon (ms) is asked for again; else the network is told, and repeats the message. */
const LOST = 500
/** One notice a flood. */
const FLOOD = 10 * 60_000
const MINUTE = 60_000
/** How long what nobody can read is kept. */
const ASIDE = DEAD_LETTER_DAYS * 24 * 60 * MINUTE

/** Keeps what arrives, opens what waits for a chat, runs its turn and commits, all or nothing. */
export function createMailbox(parts: MailboxParts): Mailbox {
  const { store, seal, clock, log, nudge } = parts
  const flights = createFlights(MOST_TURNS)
  const recent = createRecent<string>()
  const lefts = createLeft()
  // What comes while a message runs ahead waits for it: that one may yet have to be kept first, and before them.
  const oneByOne = inOrder()

  async function post(chat: ChatId, id: string, mail: Mail): Promise<void> {
    const limited = mail.kind === 'update' && chat !== DESK
    const gather = limited ? parts.gathers(mail) : null
    const answered = () => isAnswered(chat, id, mail, gather !== null)
    if (limited && parts.works && (await oneByOne(seal.chatKey(chat), answered))) return
    const outcome = await put(chat, id, mail, limited ? MOST_WAITING : null, gather)
    if (outcome !== 'full') return
    if (parts.isUrgent(mail)) return void (await put(chat, id, mail, null))
    log.warn({ chat: seal.chatKey(chat) }, 'flood: a message was turned away')
    await put(chat, `flood.${chat}.${Math.floor(clock.now() / FLOOD)}`, { kind: 'flood', chat }, null)
  }

  /** As we know what the last turn left, this one is worked out first and kept together with its message. False: not so. */
  async function isAnswered(chat: ChatId, id: string, mail: Mail, waits: boolean): Promise<boolean> {
    const key = seal.chatKey(chat)
    const left = !waits && flights.room() > 0 ? lefts.take(key) : undefined
    if (!left) return false
    const item = itemOf(chat, id, mail)
    const now = clock.now()
    const ahead = ran(() => runAhead(parts, left, { chat, key, id: item.id }, mail, now))
    if (!ahead) return false
    const { ready, outgoing } = ahead
    const take = parts.outbox.takes(outgoing.values())
    const answered = await flights.launch(async () => {
      const told = await insist(clock, LOST, () => store.answer(key, item, ready, now, take))
      if (told.outcome === 'committed') parts.outbox.deliver(told.rows, outgoing)
      return told
    })
    if (answered.outcome === 'behind') return false
    if (answered.outcome === 'committed') {
      lefts.keep(key, ahead.left)
      nudgeAfter(ready, answered)
    } else {
      lefts.keep(key, left)
      log.debug({ chat: key, reason: answered.outcome }, 'message dropped')
    }
    return true
  }

  /** What fails here fails again once the message is kept, and is dealt with there. */
  function ran<T>(work: () => T): T | null {
    try {
      return work()
    } catch {
      return null
    }
  }

  function itemOf(chat: ChatId, id: string, mail: Mail) {
    return { id: seal.idKey(`${chat} ${id}`), ...(mail.kind === 'update' && { at: mail.update.at }) }
  }

  function nudgeAfter({ outbox, next }: Pick<Work, 'outbox' | 'next'>, told: Pick<Committed, 'rows' | 'more'>): void {
    const isWaiting = outbox.length > 0 && told.rows.length === 0
    if (told.more || isWaiting || (next !== null && next <= clock.now())) nudge()
  }

  async function put(chat: ChatId, id: string, mail: Mail, most: number | null, gather: Gather | null = null) {
    const key = seal.chatKey(chat)
    const item = {
      ...itemOf(chat, id, mail),
      body: seal.seal('mail', key, JSON.stringify(mail)),
      ...(most !== null && { most }),
      ...(gather && { gather }),
    }
    const { outcome, claim } = await store.post(key, item, clock.now(), !gather && parts.works && flights.room() > 0)
    if (outcome === 'duplicate' || outcome === 'late') log.debug({ chat: key, reason: outcome }, 'message dropped')
    if (claim) void flights.launch(() => serve(claim, new Map([[item.id, mail]])))
    else if (outcome === 'posted') nudge()
    return outcome
  }

  async function takeSome(): Promise<boolean> {
    await flights.cleared()
    const claims = await store.claim(clock.now(), flights.room())
    const [suspect, ...others] = claims.filter(isSuspect)
    for (const claim of claims) if (!isSuspect(claim)) void flights.launch(() => serve(claim, new Map()))
    // One at a time, and alone if it can be: if the process dies of it, that costs nobody else a try.
    for (const other of others) await store.release(other, clock.now(), false)
    if (suspect) {
      await Promise.race([flights.idle(), pause(clock, 1000)])
      await flights.launch(() => serve(suspect, new Map()))
    }
    return claims.length > 0
  }

  async function serve(claim: Claim, known: ReadonlyMap<string, Mail>): Promise<void> {
    try {
      const outcome = turnFor(claim, known)
      if ('retryAt' in outcome) await insist(clock, LEASE, () => store.release(claim, outcome.retryAt, outcome.isTry))
      else await commit(claim, outcome)
    } catch (error) {
      // Its lease runs out, and the turn is taken again.
      log.error({ chat: claim.chat, error }, 'turn given up for now')
    }
  }

  async function commit(claim: Claim, { work, outgoing, left }: Turn): Promise<void> {
    const take = work.outbox.length > 0 && parts.outbox.takes(outgoing.values())
    const committed = await insist(clock, LEASE, () => store.commit(claim, work, take))
    if (committed === 'stale') return log.warn({ chat: claim.chat }, 'stale turn given up')
    if (left && !committed.more) lefts.keep(claim.chat, left)
    parts.outbox.deliver(committed.rows, outgoing)
    nudgeAfter(work, committed)
  }

  function turnFor(claim: Claim, known: ReadonlyMap<string, Mail>): Turn | Later {
    const opened = openClaim({ seal, log, recent }, claim, known)
    switch (opened.kind) {
      case 'for-later':
        return parked()
      case 'nobody':
        return {
          work: claim.session === null ? keep(claim) : asleep(claim, claim.session),
          outgoing: new Map(),
          left: null,
        }
      case 'unreadable':
        return burial(claim, opened.items, 'unreadable', parts.apologize(null))
      case 'readable':
        return tried(claim, opened) ?? { retryAt: clock.now() + backoff(claim), isTry: true }
    }
  }

  function parked(): Later {
    return { retryAt: clock.now() + MINUTE, isTry: false }
  }

  /** Null: failed, to be tried again. A failing batch is retried message by message, so one bad message stops nobody. */
  function tried(claim: Claim, opened: Readable): Turn | Later | null {
    const { mail, chat } = opened
    const [first] = claim.items
    if (first && first.tries > parts.mostClaims) return burial(claim, [first], 'fatal', parts.apologize(chat))
    for (const batch of mail.length > 1 ? [mail, mail.slice(0, 1)] : [mail]) {
      try {
        return turnOf(claim, opened, batch)
      } catch (error) {
        log.error({ chat: claim.chat, turn: claim.turn, count: batch.length, error }, 'turn failed')
        if (parts.isForLater(error)) return parked()
      }
    }
    return first && first.tries >= MOST_TRIES ? burial(claim, [first], 'failed', parts.apologize(chat)) : null
  }

  function turnOf(claim: Claim, { chat, session }: Readable, mail: Mail[]): Turn {
    const answer = parts.answer({ chat, turn: claim.turn, session, mail, at: clock.now() })
    const turn = filed(claim, answer.outgoing, {
      session: answer.session === null ? null : sealed(claim.chat, answer.session),
      remove: claim.items.slice(0, answer.handled).map(({ id }) => id),
      bury: [],
      next: answer.next,
      forget: answer.forget,
    })
    if (answer.session === null) return turn
    return { ...turn, left: { token: claim.token, turn: claim.turn + 1, session: answer.session } }
  }

  function sealed(chat: string, session: string): string {
    const text = seal.seal('session', chat, session)
    recent.keep(chat, text, session)
    return text
  }

  /** Due by itself, but what was kept does not say whose it is: it stays as it lies until they write, or for thirty days. */
  function asleep(claim: Claim, session: string): Work {
    log.error({ chat: claim.chat }, 'a timer of nobody we can tell')
    const since = asideSince(session)
    if (since !== null && since + ASIDE <= clock.now()) return { ...keep(claim), session: null }
    return since === null
      ? { ...keep(claim), session: aside(session, clock.now()), next: clock.now() + ASIDE }
      : { ...keep(claim), next: since + ASIDE }
  }

  function burial(claim: Claim, items: Claim['items'], reason: string, out: Outgoing[]): Turn {
    log.error({ chat: claim.chat, count: items.length, reason }, 'message set aside as a dead letter')
    return filed(claim, out, {
      ...keep(claim),
      bury: items.map(({ id }) => ({ id, reason })),
      // Its timers go on: they are counted again with the next turn.
      next: claim.session === null ? null : clock.now(),
    })
  }

  function filed(claim: Claim, out: Outgoing[], work: Omit<Work, 'outbox'>): Turn {
    const { rows, outgoing } = file(seal, claim.chat, claim.token, out)
    return { work: { ...work, outbox: rows }, outgoing, left: null }
  }

  return { post, takeSome, idle: flights.idle }
}

/** Under way when a process died, more than once: it may be what that died of. */
function isSuspect({ items: [first] }: Claim): boolean {
  return first !== undefined && first.tries >= MOST_TRIES
}

function keep(claim: Claim): Work {
  return { session: claim.session, remove: [], bury: [], outbox: [], next: null, forget: false }
}

/** Seconds that double with every try of the first message, a minute at most. */
function backoff(claim: Claim): number {
  return Math.min(MINUTE, 500 * 2 ** (claim.items[0]?.tries ?? 7))
}
