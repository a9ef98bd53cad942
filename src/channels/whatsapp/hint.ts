import type { WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import { addressOf, type ChatId } from '../../ids.ts'
import type { Log } from '../../log.ts'

interface HintParts {
  clock: Clock
  log: Log
  socket(): Pick<WASocket, 'sendMessage'> | null
  text(group: ChatId): string
}

/** Anybody may add the number to a group and ask there: once in so long (ms) is answered. */
const AGAIN = 10 * 60_000
/** Groups that are answered within that time. */
const MOST = 20

/** Tells a group that is not the desk's its address. Nobody waits for it: what comes after the question must not. */
export function createHint({ clock, log, socket, text }: HintParts): (group: ChatId) => Promise<void> {
  const told = new Map<ChatId, number>()
  return async (group) => {
    const open = socket()
    const now = clock.monotonic()
    for (const [other, at] of told) if (now - at >= AGAIN) told.delete(other)
    if (open === null || told.has(group) || told.size >= MOST) return
    told.set(group, now)
    open
      .sendMessage(addressOf(group), { text: text(group), linkPreview: null })
      .catch((error: unknown) => log.warn({ channel: 'whatsapp', error }, 'a group was not told its address'))
  }
}
