import { randomUUID } from 'node:crypto'
import type { Outgoing } from './commit.ts'
import type { ChatId } from './ids.ts'
import type { Mail } from './mail.ts'
import type { Seal } from './seal.ts'
import type { OutboxRow, Ready } from './stores/store.ts'

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

/** What the last turn of a chat left, as long as we know of no other one. */
export interface Left {
  token: string
  turn: number
  session: string
}

/** A turn worked out before its message was kept, and what it says by the id of its row. */
export interface Ahead {
  ready: Ready
  left: Left
  outgoing: ReadonlyMap<string, Outgoing>
}

/** Chats of which it is remembered; the others' messages are kept first. */
const MOST = 2000

/** Remembers what each chat's last turn left; taking it forgets it, so that of two messages at once only one runs ahead. */
export function createLeft() {
  const known = new Map<string, Left>()
  return {
    keep(chat: string, left: Left): void {
      known.delete(chat)
      known.set(chat, left)
      if (known.size > MOST) for (const oldest of known.keys()) if (known.delete(oldest)) break
    },
    take(chat: string): Left | undefined {
      const left = known.get(chat)
      if (left) known.delete(chat)
      return left
    },
  }
}

/**
 * The turn that follows what was left, for one message that nobody keeps yet; null if it is none of the ordinary ones, which
 * have to be kept first. Whatever it throws will be met again, and dealt with, once the message is kept.
 */
export function runAhead(
  { seal, answer }: { seal: Seal; answer(job: Job): Answer },
  left: Left,
  to: { chat: ChatId; key: string; id: string },
  mail: Mail,
  at: number,
): Ahead | null {
  const { session, outgoing, next, forget, handled } = answer({ ...left, chat: to.chat, mail: [mail], at })
  if (session === null || forget || handled !== 1) return null
  const token = randomUUID()
  const filed = file(seal, to.key, to.id, outgoing)
  return {
    ready: { last: left.token, token, session: seal.seal('session', to.key, session), outbox: filed.rows, next },
    left: { token, turn: left.turn + 1, session },
    outgoing: filed.outgoing,
  }
}

/**
 * What goes to somebody else's chat, and a word to whoever has just pressed, waits behind nobody's messages and keeps none waiting.
 * A channel forgets a chat after what was said to it, and before what is said to it anew.
 */
function laneOf(going: Outgoing): string {
  if (going.kind === 'forget') return 'message'
  return going.kind === 'message' && (going.aside || going.message.type === 'toast') ? 'aside' : going.kind
}

/** What goes out as rows of the outbox; `prefix` makes their ids unique. */
export function file(seal: Seal, key: string, prefix: string, out: readonly Outgoing[]) {
  const outgoing = new Map(out.map((going, index) => [`${prefix}.${index}`, going]))
  const rows: OutboxRow[] = []
  for (const [id, going] of outgoing)
    rows.push({ id, lane: laneOf(going), body: seal.seal('outbox', key, JSON.stringify(going)) })
  return { rows, outgoing }
}
