import type { Clock } from '../../clock.ts'
import type { ChatId } from '../../ids.ts'
import type { Log } from '../../log.ts'
import { asMissing, type FencedVault, VaultLostError } from '../vault.ts'
import { type KeptThing, keptThing } from './things.ts'

/** Where things are found again: Telegram gives none by the id of its message. Their content is not kept. */
export interface Shelf {
  /** Resolves once it is durable. */
  keep(chat: ChatId, ref: string, thing: KeptThing): Promise<void>
  find(chat: ChatId, ref: string): Promise<KeptThing | null>
  /** All of one chat. */
  forget(chat: ChatId): Promise<void>
}

const FOLDER = 'media'
const DAY = 24 * 60 * 60_000
/** Whoever has not looked at it by then will not. */
const KEPT = 7 * DAY
/** Milliseconds between two rounds of taking away what is old. */
const ROUND = DAY / 4

export function createShelf(parts: { vault: FencedVault; clock: Clock; log: Log }): Shelf {
  const { vault, clock, log } = parts
  let clearedAt = Number.NEGATIVE_INFINITY
  const nameOf = (chat: ChatId, ref: string): string => `${FOLDER}/${chat}/${ref}`

  async function remove(isOver: (name: string, value: string) => boolean): Promise<void> {
    const over = [...(await vault.list(FOLDER, asMissing))].filter(([name, value]) => isOver(name, value))
    if (over.length > 0) await vault.set(new Map(over.map(([name]) => [name, null])))
  }

  async function clear(): Promise<void> {
    if (clock.monotonic() - clearedAt < ROUND) return
    clearedAt = clock.monotonic()
    await remove((_, value) => (read(value)?.at ?? 0) < clock.now() - KEPT)
  }

  return {
    async keep(chat, ref, thing) {
      try {
        await vault.set(new Map([[nameOf(chat, ref), JSON.stringify(thing)]]))
        await clear()
      } catch (error) {
        // Another process listens now. What was said still counts, and is heard once.
        if (!(error instanceof VaultLostError)) throw error
        log.warn({ channel: 'telegram' }, 'a thing cannot be handed to another network: its place was not kept')
      }
    },
    async find(chat, ref) {
      const name = nameOf(chat, ref)
      const value = (await vault.get([name], asMissing)).get(name)
      return value === undefined ? null : read(value)
    },
    forget: (chat) => remove((name) => name.startsWith(nameOf(chat, ''))),
  }
}

function read(value: string): KeptThing | null {
  try {
    return keptThing.safeParse(JSON.parse(value)).data ?? null
  } catch {
    return null
  }
}
