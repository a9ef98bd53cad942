import { type ChatId, isChatId } from './ids.ts'
import type { Log } from './log.ts'
import { type Mail, mailSchema } from './mail.ts'
import type { Recent } from './recent.ts'
import { type Seal, SealError } from './seal.ts'
import type { Claim } from './stores/store.ts'

/** A claim, opened. */
export type Opened =
  | { kind: 'readable'; chat: ChatId; session: string | null; mail: Mail[] }
  /** These cannot be read and have to be set aside; the rest waits. */
  | { kind: 'unreadable'; items: Claim['items'] }
  /** Sealed with a key that we do not have. */
  | { kind: 'for-later' }
  /** Neither mail nor session say whose it is. */
  | { kind: 'nobody' }

/** As many messages in one turn; the rest is the next one's. */
const MOST = 100
/** Before a session that nobody can read: since when. */
const ASIDE = /^aside (\d{1,16}) /

/** Marks a session that does not say whose it is, so that it does not lie there for ever. */
export function aside(session: string, at: number): string {
  return `aside ${at} ${session}`
}

export function asideSince(session: string): number | null {
  const at = ASIDE.exec(session)?.[1]
  return at === undefined ? null : Number(at)
}

interface Opener {
  seal: Seal
  log: Log
  /** Sessions as we sealed them last. */
  recent: Recent<string>
}

/** Opens what was claimed. `known` is what we have just sealed ourselves. */
export function openClaim({ seal, log, recent }: Opener, claim: Claim, known: ReadonlyMap<string, Mail>): Opened {
  try {
    const session =
      claim.session === null
        ? null
        : (recent.get(claim.chat, claim.session) ?? openSession(seal, claim.chat, claim.session, log))
    const items = claim.items.slice(0, MOST)
    const all = items.map((item) => known.get(item.id) ?? openMail(seal, claim.chat, item.body))
    const mail = all.filter((one) => one !== null)
    if (mail.length < all.length) return { kind: 'unreadable', items: items.filter((_, at) => all[at] === null) }
    const chat = mail[0]?.chat ?? chatIn(session)
    return chat === null ? { kind: 'nobody' } : { kind: 'readable', chat, session, mail }
  } catch (error) {
    if (!isUnknownKey(error)) throw error
    log.error({ chat: claim.chat, error }, 'a key is missing from DATA_KEYS, the chat waits for it')
    return { kind: 'for-later' }
  }
}

/** A session that does not open goes on as it lies: whoever reads it will find it unreadable and set it aside. */
function openSession(seal: Seal, chat: string, sealed: string, log: Log): string {
  try {
    return seal.open('session', chat, sealed)
  } catch (error) {
    if (isUnknownKey(error)) throw error
    log.error({ chat, error }, 'session does not open')
    return sealed
  }
}

function openMail(seal: Seal, chat: string, body: string): Mail | null {
  try {
    return mailSchema.parse(JSON.parse(seal.open('mail', chat, body)))
  } catch (error) {
    if (isUnknownKey(error)) throw error
    return null
  }
}

function isUnknownKey(error: unknown): boolean {
  return error instanceof SealError && error.reason === 'unknown-key'
}

/** A turn without mail is a timer's: the session itself says whose it is. */
function chatIn(session: string | null): ChatId | null {
  try {
    const parsed: unknown = session === null ? null : JSON.parse(session)
    return parsed instanceof Object && 'chat' in parsed && isChatId(parsed.chat) ? parsed.chat : null
  } catch {
    return null
  }
}
