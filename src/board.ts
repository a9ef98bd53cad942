import { z } from 'zod'
import type { ChatId } from './ids.ts'
import type { Seal } from './seal.ts'
import type { Store } from './stores/store.ts'

const chat = z.custom<ChatId>((value) => typeof value === 'string' && value.includes(':'))

/** A portal is known not to work; `text` is what staff say of it. */
const noticeSchema = z.object({ portal: z.string(), text: z.string(), since: z.number() })
export type Notice = z.infer<typeof noticeSchema>

const boardSchema = z.object({
  notices: z.array(noticeSchema).default(() => []),
  /** The desk's group got another address than the configured one. */
  moved: z.object({ from: chat, to: chat }).nullable().default(null),
  /** The bot was put out of the desk's group, or cannot write there. */
  isShutOut: z.boolean().default(false),
})
export type Facts = z.infer<typeof boardSchema>

/** What every chat of a world may know, in all its processes: a few facts, kept in the store, read often and written seldom. */
export interface Board {
  /** As last known here; a change made by another process is known within seconds. */
  read(): Facts
  /** Resolves once it is durable. */
  write(change: Partial<Facts>): Promise<void>
  /** Looks for what others wrote, if the last look was a while ago. */
  refresh(): Promise<void>
}

/** Where the desk's group is now. */
export function deskAddress(configured: ChatId | null, { moved }: Facts): ChatId | null {
  return configured !== null && moved?.from === configured ? moved.to : configured
}

const NAME = 'board'
/** Milliseconds between two looks. */
const STALE = 5000

export async function openBoard(parts: { store: Store; seal: Seal; monotonic: () => number }): Promise<Board> {
  const { store, seal, monotonic } = parts
  let facts = boardSchema.parse({})
  let lookedAt = Number.NEGATIVE_INFINITY
  let writing = Promise.resolve()

  async function look(): Promise<void> {
    lookedAt = monotonic()
    const sealed = await store.readFact(NAME)
    if (sealed !== null) facts = boardSchema.parse(JSON.parse(seal.open('fact', NAME, sealed)))
  }

  async function write(change: Partial<Facts>): Promise<void> {
    await look()
    const next = { ...facts, ...change }
    await store.writeFact(NAME, seal.seal('fact', NAME, JSON.stringify(next)))
    facts = next
  }

  await look()
  return {
    read: () => facts,
    write(change) {
      const written = writing.then(() => write(change))
      writing = written.catch(() => {})
      return written
    },
    async refresh() {
      if (monotonic() - lookedAt >= STALE) await look()
    },
  }
}
