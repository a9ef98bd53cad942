import { proto } from '@whiskeysockets/baileys'
import { z } from 'zod'
import { asMissing, type FencedVault } from '../vault.ts'

/** A message of a chat, ours or theirs, kept sealed for two days: to be quoted, copied, changed, or sent again to a phone that could not read it. */
export interface Kept {
  /** When it was said (ms). */
  at: number
  /** The chat as WhatsApp calls it. */
  jid: string
  isOurs: boolean
  /** Who wrote it, in a group; of ours none. */
  participant: string | null
  message: proto.IMessage
  /** What of it a quotation shows. */
  text: string
  /** The choices it offers, and of which question. */
  asked: Asked | null
  /** What it said before it was changed, newest first: somebody's phone may still show that. */
  before: { text: string; asked: Asked | null }[]
}

export interface Asked {
  question: number
  choices: { id: string; label: string }[]
}

export interface KeptMessages {
  get(chat: string, id: string): Promise<Kept | null>
  /** What to write down, together with something else. */
  row(chat: string, id: string, kept: Kept): [name: string, value: string]
  put(chat: string, id: string, kept: Kept): Promise<void>
  /** All of a chat. */
  forget(chat: string): Promise<void>
  /** What is older than two days goes. */
  tidy(now: number): Promise<void>
}

/** A phone asks for what it could not read within a day or so; nothing is edited, and hardly anything quoted, after that. */
export const KEPT_FOR = 48 * 60 * 60 * 1000

const FOLDER = 'kept'

const asked = z
  .object({ question: z.number(), choices: z.array(z.object({ id: z.string(), label: z.string() })) })
  .nullable()

const schema = z.object({
  at: z.number(),
  jid: z.string(),
  isOurs: z.boolean(),
  participant: z.string().nullable(),
  message: z.base64(),
  text: z.string(),
  asked,
  before: z.array(z.object({ text: z.string(), asked })),
})

export function createKept(vault: FencedVault): KeptMessages {
  const row: KeptMessages['row'] = (chat, id, kept) => [nameOf(chat, id), written(kept)]

  async function remove(isGone: (name: string, text: string) => boolean): Promise<void> {
    const gone = [...(await vault.list(FOLDER, asMissing))].filter(([name, text]) => isGone(name, text))
    if (gone.length > 0) await vault.set(new Map(gone.map(([name]) => [name, null])))
  }

  return {
    async get(chat, id) {
      const name = nameOf(chat, id)
      const text = (await vault.get([name], asMissing)).get(name)
      return text === undefined ? null : read(text)
    },
    row,
    async put(chat, id, kept) {
      await vault.set(new Map([row(chat, id, kept)]))
    },
    forget: (chat) => remove((name) => name.startsWith(nameOf(chat, ''))),
    tidy: (now) => remove((_, text) => now - (read(text)?.at ?? 0) > KEPT_FOR),
  }
}

/** The chat has no space in it. */
function nameOf(chat: string, id: string): string {
  return `${FOLDER}/${chat} ${id}`
}

function written({ message, ...rest }: Kept): string {
  return JSON.stringify({ ...rest, message: Buffer.from(proto.Message.encode(message).finish()).toString('base64') })
}

function read(text: string): Kept | null {
  try {
    const { message, ...rest } = schema.parse(JSON.parse(text))
    return { ...rest, message: proto.Message.decode(Buffer.from(message, 'base64')) }
  } catch {
    return null
  }
}
