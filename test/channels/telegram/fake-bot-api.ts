import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Agent, agentOf, postInto, type Spot } from './fake-agent.ts'
import { type Json, readBody } from './fake-body.ts'
import { type ChatState, chatState, type Shown, type Toast } from './fake-chats.ts'
import { type GroupEvents, groupEvents } from './fake-events.ts'
import { type FileStore, fileStore } from './fake-files.ts'
import type { Topic } from './fake-groups.ts'
import { methods, refused } from './fake-methods.ts'
import { type Phone, phoneOf } from './fake-phone.ts'
import { type UpdateQueue, updateQueue } from './fake-updates.ts'

export { refused } from './fake-methods.ts'

export const TOKEN = '123456:fake-token-of-the-tests-0123456789abc'

/** A failure to come: the answer to give instead, or the connection to cut before or after the method was carried out. */
export interface Fault {
  method: string
  body?: Json
  status?: number
  cut?: 'before' | 'after'
}

/** A Bot API server of our own: real HTTP, one bot, any number of phones. */
export interface FakeBotApi extends GroupEvents {
  root: string
  /** Every call, in order. */
  calls: { method: string; payload: Json }[]
  student(id: number): Phone
  /** Posts into a group, optionally quoting one of its messages. Returns the id of what was posted. */
  groupSays(chat: number, text: string, options?: Spot & { from?: number; extra?: Json }): number
  /** Somebody of a group, a member from now on; to whom the bot may not write in private before they "opened" it. */
  agent(group: number, id: number, name: string): Agent
  /** Whoever is in no group "left" it. `isMember` tells of the "restricted" whether they are. */
  member(chat: number, user: number, status: string, isMember?: boolean): void
  /** What people's things hold. */
  files: FileStore
  /** The topics of a group, deleted ones too. */
  topics(group: number): Topic[]
  /** What was shown over the chat to those who pressed a button. */
  toasts: Toast[]
  failNext(fault: Fault): void
  /** Hands an update in exactly as given. */
  push(update: Json): void
  /** Gives out every update once more under the same id. */
  repeatAll(): void
  /** Resolves once the bot has fetched, and confirmed, all that happened so far. */
  heard(): Promise<void>
  /** Waits for a message anywhere that fits. */
  sees(fits: (shown: Shown) => boolean): Promise<Shown>
  shown(chat: number): Shown[]
  /** Waits until a method was called the nth time. */
  called(method: string, times?: number): Promise<Json>
  readonly webhook: { url: string; secret: string } | null
  /** What the webhook answered, oldest first; 0 when nobody did. */
  webhookAnswers: { status: number; retryAfter: string | null }[]
  close(): Promise<void>
}

/** `now` (ms) is the time that stands on messages. */
export async function startFakeBotApi(token = TOKEN, now?: () => number): Promise<FakeBotApi> {
  const events = new EventEmitter().setMaxListeners(0)
  const calls: FakeBotApi['calls'] = []
  const faults: Fault[] = []
  const chats = chatState((shown) => events.emit('message', shown))
  const updates = updateQueue(now)
  const files = fileStore()
  const carryOut = methods(chats, updates, files)

  const server = createServer((request, response) => void serve(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const [, bot = '', method = ''] = (request.url ?? '').split('/')
    if (bot === 'file') return give(response, request.url ?? '')
    if (bot !== `bot${token}`) return answer(response, 401, refused(401, 'Unauthorized'))
    const payload = await readBody(request.headers['content-type'] ?? '', Buffer.concat(chunks))
    calls.push({ method, payload })
    const at = faults.findIndex((fault) => fault.method === method)
    const fault = at < 0 ? undefined : faults.splice(at, 1)[0]
    events.emit('call')
    if (fault?.cut === 'before') return void response.destroy()
    if (fault?.body) return answer(response, fault.status ?? 200, fault.body)
    const { status, body } = await carryOut(method, payload, response)
    if (fault?.cut === 'after') return void response.destroy()
    answer(response, status, body)
  }

  function give(response: ServerResponse, url: string): void {
    const start = `/file/bot${token}/`
    const at = faults.findIndex(({ method }) => method === 'download')
    const fault = at < 0 ? undefined : faults.splice(at, 1)[0]
    if (fault?.cut) return void response.destroy()
    if (fault) return answer(response, fault.status ?? 500, fault.body ?? {})
    const bytes = url.startsWith(start) ? files.download(url.slice(start.length)) : null
    if (bytes === null) return answer(response, 404, refused(404, 'Not Found'))
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes)
  }

  async function reaches<T>(event: 'call' | 'message', look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      await once(events, event)
    }
  }

  const sees = (fits: (shown: Shown) => boolean) => reaches('message', () => chats.all().find(fits))
  const calledTimes = (method: string, times: number): Json | undefined =>
    calls.filter((call) => call.method === method)[times - 1]?.payload

  return {
    root: `http://127.0.0.1:${portOf(server.address())}`,
    calls,
    files,
    student: (id) => phoneOf(id, chats, updates, sees),
    groupSays: (chat, text, options) => somebodySays(chats, updates, chat, text, options),
    agent(group, id, name) {
      chats.groups.setMember(group, id, { status: 'member' })
      chats.estrange(id)
      return agentOf(group, id, name, chats, updates)
    },
    member: (chat, user, status, isMember) =>
      chats.groups.setMember(chat, user, { status, ...(isMember !== undefined && { is_member: isMember }) }),
    topics: chats.groups.topics,
    toasts: chats.toasts,
    ...groupEvents(chats, updates),
    failNext: (fault) => void faults.push(fault),
    push: (update) => void updates.push(update),
    repeatAll: updates.repeatAll,
    heard: updates.drained,
    sees,
    shown: chats.shown,
    called: (method, times = 1) => reaches('call', () => calledTimes(method, times)),
    get webhook() {
      return updates.webhook()
    },
    webhookAnswers: updates.answers,
    async close() {
      updates.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function somebodySays(
  chats: ChatState,
  updates: UpdateQueue,
  group: number,
  text: string,
  { from: id = 77, extra = {}, ...spot }: Spot & { from?: number; extra?: Json } = {},
): number {
  const from = { id, is_bot: false, first_name: `P${id}`, language_code: 'es' }
  return postInto(group, from, { kind: 'text', text, fields: { text, ...extra }, spot }, chats, updates)
}

function answer(response: ServerResponse, status: number, body: Json): void {
  if (response.destroyed || response.writableEnded) return
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('listens on no port')
  return address.port
}
