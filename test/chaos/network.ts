/** The Bot API of the tests, with a ledger of everything it carried out, and able to end whoever talks to it at a chosen instant. */
import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { chatState } from '../channels/telegram/fake-chats.ts'
import { fileStore } from '../channels/telegram/fake-files.ts'
import { type Json, methods } from '../channels/telegram/fake-methods.ts'
import { updateQueue } from '../channels/telegram/fake-updates.ts'
import { DESK_GROUP } from './names.ts'

/** A message that reached its reader's screen. */
export interface Sent {
  chat: number
  id: number
  text: string
}

/** What the network has just seen, for whoever wants to end the process there. */
export type Moment = 'updates handed over' | 'updates confirmed' | 'message to a student carried out'

export interface Network {
  root: string
  /** In the order of arrival; a message sent twice stands here twice. */
  ledger: Sent[]
  /** What can be read in a chat now: of a message that was edited its last words. */
  stands(chat: number): string[]
  /** A student writes. */
  says(chat: number, text: string): void
  /** As it would be handed to the bot, for those who hand it over themselves. */
  update(chat: number, text: string): Json
  agentSays(text: string, quotes: { id: number; text: string }): void
  /** Called at every such moment; what it returns true for is never answered. */
  watch(watcher: ((moment: Moment) => boolean) | null): void
  /** Resolves after the next message that was sent. */
  moved(): Promise<void>
  onSent(hear: (sent: Sent) => void): void
  close(): Promise<void>
}

/** Who answers for the desk. */
const AGENT = 77
const pollSchema = z.object({ offset: z.int().default(0) })
const sentSchema = z.object({
  result: z.object({ message_id: z.int(), chat: z.object({ id: z.int() }), text: z.string() }),
})

export async function startNetwork(): Promise<Network> {
  const events = new EventEmitter().setMaxListeners(0)
  const chats = chatState(() => undefined)
  chats.groups.setMember(DESK_GROUP, AGENT, { status: 'member' })
  const updates = updateQueue()
  const carryOut = methods(chats, updates, fileStore())
  const ledger: Sent[] = []
  let watcher: ((moment: Moment) => boolean) | null = null
  let confirmed = 0
  let next = 1
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const method = (request.url ?? '').split('/')[2] ?? ''
    const text = Buffer.concat(chunks).toString()
    const payload: Json = text === '' ? {} : JSON.parse(text)
    if (isSilenced(before(method, payload))) return
    const { status, body } = await carryOut(method, payload, response)
    if (isSilenced(after(method, body))) return
    if (response.destroyed) return
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body), () => {
      if (method === 'getUpdates' && Array.isArray(body.result) && body.result.length > 0)
        watcher?.('updates handed over')
    })
  }

  function before(method: string, payload: Json): Moment | null {
    if (method !== 'getUpdates') return null
    const { offset } = pollSchema.parse(payload)
    const isNews = offset > confirmed
    confirmed = Math.max(confirmed, offset)
    return isNews ? 'updates confirmed' : null
  }

  function after(method: string, body: Json): Moment | null {
    const sent = method === 'sendMessage' ? sentSchema.safeParse(body).data?.result : undefined
    if (!sent) return null
    const entry = { chat: sent.chat.id, id: sent.message_id, text: sent.text }
    ledger.push(entry)
    events.emit('sent', entry)
    return entry.chat > 0 ? 'message to a student carried out' : null
  }

  const isSilenced = (moment: Moment | null): boolean => moment !== null && (watcher?.(moment) ?? false)

  function message(chat: number, text: string, more: Json = {}): Json {
    const isGroup = chat < 0
    const from = { id: isGroup ? AGENT : chat, is_bot: false, first_name: 'P', language_code: 'es' }
    const type = isGroup ? 'supergroup' : 'private'
    const date = Math.floor(Date.now() / 1000)
    return { message: { message_id: chats.write(chat, text), date, chat: { id: chat, type }, from, text, ...more } }
  }

  return {
    root: `http://127.0.0.1:${portOf(server.address())}`,
    ledger,
    stands: (chat) => chats.shown(chat).map(({ text }) => text),
    says: (chat, text) => void updates.push(message(chat, text)),
    update: (chat, text) => ({ update_id: next++, ...message(chat, text) }),
    agentSays: (text, quotes) =>
      void updates.push(
        message(DESK_GROUP, text, {
          reply_to_message: {
            message_id: quotes.id,
            text: quotes.text,
            from: { id: 1, is_bot: true, first_name: 'Afilia' },
          },
        }),
      ),
    watch(next) {
      watcher = next
    },
    async moved() {
      await once(events, 'sent')
    },
    onSent: (hear) => void events.on('sent', hear),
    async close() {
      updates.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('listens on no port')
  return address.port
}
