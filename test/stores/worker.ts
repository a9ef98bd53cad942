/** What a killed process was busy with: posting numbered messages, taking turns and delivering, all at once. */
import { writeSync } from 'node:fs'
import type { Store, Work } from '../../src/stores/store.ts'

export interface Order {
  /** The next number to post, by chat; the one that has no acknowledgement yet. */
  from: Record<string, number>
  /** The last number of every chat, after which the worker ends; null to go on for ever. */
  until: number | null
}

const NOW = Date.UTC(2026, 10, 30, 16)
const TAKERS = 3
const SENDERS = 2

/** Says on stdout what the world outside would know: "posted ana 7", "sent ana 7". Ends once all is done. */
export async function work(store: Store, { from, until }: Order): Promise<void> {
  const chats = Object.keys(from)
  let posting = chats.length
  const isOver = async (): Promise<boolean> => posting === 0 && (await store.nextDue()) === null

  async function post(chat: string): Promise<void> {
    for (let n = from[chat] ?? 1; until === null || n <= until; n += 1) {
      await store.post(chat, { id: `${chat}-${n}`, body: String(n) }, NOW, false)
      say(`posted ${chat} ${n}`)
    }
    posting -= 1
  }

  async function take(): Promise<void> {
    for (;;) {
      const [claim] = await store.claim(NOW, 1)
      if (claim) await store.commit(claim, turn(claim.chat, claim.session, claim.items), false)
      else if (await isOver()) return
    }
  }

  async function send(): Promise<void> {
    for (;;) {
      const [row] = await store.claimOutbox(NOW, 1)
      if (row) {
        say(`sent ${row.chat} ${row.body}`)
        await store.settle(row, false)
      } else if (await isOver()) return
    }
  }

  say('open')
  await Promise.all([
    ...chats.map(post),
    ...Array.from({ length: TAKERS }, take),
    ...Array.from({ length: SENDERS }, send),
  ])
}

/** The session is the log of all numbers it was given; each is answered by one row. */
function turn(chat: string, session: string | null, items: { id: string; body: string }[]): Work {
  const bodies = items.map(({ body }) => body)
  return {
    session: [...(session === null ? [] : [session]), ...bodies].join(' '),
    remove: items.map(({ id }) => id),
    bury: [],
    outbox: bodies.map((body) => ({ id: `answer ${chat} ${body}`, lane: chat, body })),
    next: null,
    forget: false,
  }
}

/** Written before anything else happens, so that a kill right after cannot take it back. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}
