/** Hands updates to any of several webhooks, as the network would: in order per chat, again until taken, at times twice at once. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Json } from '../channels/telegram/fake-methods.ts'
import { SECRET } from './names.ts'
import type { Random } from './random.ts'

export interface PostOffice {
  send(chat: number, update: Json): void
  close(): void
}

/** One of so many updates is handed to two processes at once. */
const TWICE_IN = 10
const PATIENCE = 3000
const AGAIN_AFTER = 40

export function openPostOffice(ports: readonly number[], random: Random): PostOffice {
  const lines = new Map<number, Json[]>()
  const closing = new AbortController()

  async function serve(line: Json[]): Promise<void> {
    for (let update = line[0]; update && !closing.signal.aborted; update = line[0]) {
      const doors = random(TWICE_IN) === 0 ? [anyPort(), anyPort()] : [anyPort()]
      const taken = await Promise.all(doors.map((port) => hand(port, update)))
      if (taken.includes(true)) line.shift()
      else await pause(AGAIN_AFTER)
    }
  }

  const anyPort = (): number => ports[random(ports.length)] ?? 0

  async function hand(port: number, update: Json | undefined): Promise<boolean> {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/telegram`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET },
        body: JSON.stringify(update),
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(PATIENCE)]),
      })
      await response.arrayBuffer()
      return response.status === 200
    } catch {
      return false
    }
  }

  return {
    send(chat, update) {
      const line = lines.get(chat) ?? []
      lines.set(chat, line)
      line.push(update)
      if (line.length === 1) void serve(line)
    },
    close: () => closing.abort(),
  }
}
