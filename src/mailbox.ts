import type { Clock } from './clock.ts'
import type { Outgoing } from './commit.ts'
import type { ChatId } from './ids.ts'
import type { Log } from './log.ts'
import { type Mail, mailSchema } from './mail.ts'
import type { Seal } from './seal.ts'
import type { Claim, Store, Work } from './stores/store.ts'

/** What waits for one chat, opened. */
export interface Job {
  chat: ChatId
  turn: number
  session: string | null
  mail: Mail[]
  at: number
}

/** What the turn made of it. `handled` counts the mail answered, from the front. */
export interface Answer {
  session: string | null
  outgoing: Outgoing[]
  next: number | null
  forget: boolean
  handled: number
}

export interface Mailbox {
  /** Durable once it resolves; a repeat of the same id changes nothing. */
  post(chat: ChatId, id: string, mail: Mail): Promise<void>
  /** Takes and finishes one chat's turn; false when nothing is due. */
  takeOne(): Promise<boolean>
}

interface MailboxParts {
  store: Store
  seal: Seal
  clock: Clock
  log: Log
  answer(job: Job): Answer
  /** What to tell a chat whose mail could not be handled three times over. */
  apologize(chat: ChatId): Outgoing[]
  /** Something may now be due. */
  nudge(): void
}

const MOST_TRIES = 3

/** Takes the next chat that needs attention, opens what waits, runs its turn and commits, all or nothing. */
export function createMailbox(parts: MailboxParts): Mailbox {
  const { store, seal, clock, log, nudge } = parts

  async function post(chat: ChatId, id: string, mail: Mail): Promise<void> {
    const key = seal.chatKey(chat)
    const body = seal.seal('mail', key, JSON.stringify(mail))
    const outcome = await store.post(key, { id: seal.idKey(id), body }, clock.now())
    if (outcome === 'duplicate') log.debug({ chat: key }, 'repeated message dropped')
    else nudge()
  }

  async function takeOne(): Promise<boolean> {
    const claim = await store.claim(clock.now())
    if (!claim) return false
    const opened = open(claim)
    const work = workOf(claim, opened)
    if (work === null) await store.release(claim, clock.now() + backoff(claim))
    else if ((await store.commit(claim, work)) === 'stale') log.warn({ chat: claim.chat }, 'stale turn given up')
    nudge()
    return true
  }

  /** Null: failed, to be tried again. A failing batch is retried message by message, so one bad message stops nobody. */
  function workOf(claim: Claim, mail: (Mail | null)[]): Work | null {
    const bad = claim.items.filter((_, index) => mail[index] === null)
    if (bad.length > 0) return burial(claim, bad, 'unreadable', [])
    const readable = mail.filter((item) => item !== null)
    for (const batch of readable.length > 1 ? [readable, readable.slice(0, 1)] : [readable]) {
      try {
        return turnOf(claim, batch)
      } catch (error) {
        log.error({ chat: claim.chat, turn: claim.turn, count: batch.length, error }, 'turn failed')
      }
    }
    const [first] = claim.items
    const chat = readable[0]?.chat
    if (!first || !chat || first.tries < MOST_TRIES) return null
    return burial(claim, [first], 'failed', parts.apologize(chat))
  }

  function turnOf(claim: Claim, mail: Mail[]): Work {
    const session = claim.session === null ? null : opened(claim.chat, claim.session)
    const chat = mail[0]?.chat ?? chatIn(session)
    const answer = parts.answer({ chat, turn: claim.turn, session, mail, at: clock.now() })
    return {
      session: answer.session === null ? null : seal.seal('session', claim.chat, answer.session),
      remove: claim.items.slice(0, answer.handled).map(({ id }) => id),
      bury: [],
      outbox: rows(claim, answer.outgoing),
      next: answer.next,
      forget: answer.forget,
    }
  }

  /** A session that does not open goes on as it lies: whoever reads it will find it unreadable and set it aside. */
  function opened(chat: string, sealed: string): string {
    try {
      return seal.open('session', chat, sealed)
    } catch (error) {
      log.error({ chat, error }, 'session does not open')
      return sealed
    }
  }

  function burial(claim: Claim, items: Claim['items'], reason: string, out: Outgoing[]): Work {
    log.error({ chat: claim.chat, count: items.length, reason }, 'message set aside as a dead letter')
    const bury = items.map(({ id }) => ({ id, reason }))
    return { session: claim.session, remove: [], bury, outbox: rows(claim, out), next: clock.now(), forget: false }
  }

  function rows(claim: Claim, out: Outgoing[]): Work['outbox'] {
    return out.map((going, index) => ({
      id: `${claim.token}.${index}`,
      lane: going.kind === 'post' ? `${claim.chat}+post` : claim.chat,
      body: seal.seal('outbox', claim.chat, JSON.stringify(going)),
    }))
  }

  function open(claim: Claim): (Mail | null)[] {
    return claim.items.map(({ body }) => {
      try {
        return mailSchema.parse(JSON.parse(seal.open('mail', claim.chat, body)))
      } catch {
        return null
      }
    })
  }

  return { post, takeOne }
}

/** A turn without mail is a timer's: the session itself says whose it is. */
function chatIn(session: string | null): ChatId {
  const parsed: unknown = session === null || !session.startsWith('{') ? null : JSON.parse(session)
  if (parsed instanceof Object && 'chat' in parsed && isChat(parsed.chat)) return parsed.chat
  throw new Error('a turn with neither mail nor session')
}

function isChat(value: unknown): value is ChatId {
  return typeof value === 'string' && value.includes(':')
}

/** Seconds that double with every try of the first message, a minute at most. */
function backoff(claim: Claim): number {
  return Math.min(60_000, 500 * 2 ** (claim.items[0]?.tries ?? 7))
}
