import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EventEmitter } from 'node:stream'

type Json = Record<string, unknown>

/** A failure to come: the answer to give instead, or the connection to cut before or after the method was carried out. */
interface Fault {
  method: string
  body?: Json
  status?: number
  cut?: 'before' | 'after'
}

/** A message as the other side's phone shows it. */
export interface Shown {
  chat: number
  id: number
  text: string
  entities: { type: string; offset: number; length: number }[]
  buttons: { text: string; callback_data?: string; copy_text?: { text: string } }[]
}

/** A Bot API server of our own: real HTTP, one bot, any number of phones. */
export interface FakeBotApi {
  root: string
  /** Every call, in order. */
  calls: { method: string; payload: Json }[]
  student(id: number): Phone
  /** Posts into a group, optionally quoting one of its messages. */
  groupSays(chat: number, text: string, options?: { from?: number; quotes?: number; extra?: Json }): void
  failNext(fault: Fault): void
  /** Hands an update in exactly as given. */
  push(update: Json): void
  /** Gives out every update once more under the same id. */
  repeatAll(): void
  /** Waits for a message anywhere that fits. */
  sees(fits: (shown: Shown) => boolean): Promise<Shown>
  shown(chat: number): Shown[]
  called(method: string): Promise<Json>
  webhook: { url: string; secret: string } | null
  close(): Promise<void>
}

export interface Phone {
  says(text: string): void
  sends(kind: 'voice' | 'photo' | 'document' | 'sticker'): void
  edits(message: number, text: string): void
  presses(label: string): void
  blocks(): void
  hears(pattern: RegExp): Promise<Shown>
  screen(): Shown[]
}

export async function startFakeBotApi(token = '123456:fake-token-of-the-tests-0123456789abc'): Promise<FakeBotApi> {
  const events = new EventEmitter().setMaxListeners(0)
  const calls: FakeBotApi['calls'] = []
  const messages: Shown[] = []
  const read = new Map<number, number>()
  const faults: Fault[] = []
  const blocked = new Set<number>()
  let updates: Json[] = []
  let all: Json[] = []
  let nextUpdate = 1
  let nextMessage = 1
  let poller: ServerResponse | null = null
  let webhook: FakeBotApi['webhook'] = null

  const server = createServer((request, response) => void serve(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const [, bot = '', method = ''] = (request.url ?? '').split('/')
    const payload = parse(Buffer.concat(chunks).toString())
    if (bot !== `bot${token}`) return answer(response, 401, refused(401, 'Unauthorized'))
    calls.push({ method, payload })
    events.emit('call', method, payload)
    const fault = takeFault(method)
    if (fault?.cut === 'before') return void response.destroy()
    if (fault?.body) return answer(response, fault.status ?? 200, fault.body)
    if (method === 'getUpdates') return poll(response, payload)
    const result = carryOut(method, payload)
    if (fault?.cut === 'after') return void response.destroy()
    const status =
      typeof result === 'object' && result !== null && 'error_code' in result ? Number(result.error_code) : 200
    answer(response, status, status === 200 ? { ok: true, result } : (result as Json))
  }

  function takeFault(method: string): Fault | undefined {
    const at = faults.findIndex((fault) => fault.method === method)
    return at < 0 ? undefined : faults.splice(at, 1)[0]
  }

  /** Long polling: an offset confirms what came before it; a second poller throws the first one out. */
  function poll(response: ServerResponse, payload: Json): void {
    if (webhook)
      return answer(response, 409, refused(409, "Conflict: can't use getUpdates method while webhook is active"))
    if (poller && !poller.destroyed && poller.writable) {
      answer(poller, 409, refused(409, 'Conflict: terminated by other getUpdates request'))
    }
    const offset = Number(payload.offset ?? 0)
    updates = updates.filter((update) => Number(update.update_id) >= offset)
    if (updates.length > 0) {
      poller = null
      return answer(response, 200, { ok: true, result: updates.slice(0, 100) })
    }
    poller = response
    response.on('close', () => {
      if (poller === response) poller = null
    })
  }

  function carryOut(method: string, payload: Json): unknown {
    switch (method) {
      case 'getMe':
        return { id: 1, is_bot: true, first_name: 'Afilia', username: 'afilia_bot' }
      case 'sendMessage':
        return send(payload)
      case 'deleteMessage':
        return remove(Number(payload.chat_id), Number(payload.message_id))
      case 'setWebhook':
        webhook = { url: String(payload.url), secret: String(payload.secret_token) }
        for (const update of updates) void deliverWebhook(update)
        return true
      case 'deleteWebhook':
        webhook = null
        return true
      default:
        return true
    }
  }

  function send(payload: Json): unknown {
    const chat = Number(payload.chat_id)
    if (blocked.has(chat)) return refused(403, 'Forbidden: bot was blocked by the user')
    const flaw = flawOf(payload)
    if (flaw) return refused(400, `Bad Request: ${flaw}`)
    const markup = payload.reply_markup as { inline_keyboard?: Shown['buttons'][] } | undefined
    const shown: Shown = {
      chat,
      id: nextMessage,
      text: String(payload.text),
      entities: (payload.entities ?? []) as Shown['entities'],
      buttons: (markup?.inline_keyboard ?? []).flat(),
    }
    nextMessage += 1
    messages.push(shown)
    events.emit('message', shown)
    return {
      message_id: shown.id,
      date: 1,
      chat: { id: chat, type: chat < 0 ? 'supergroup' : 'private' },
      text: shown.text,
    }
  }

  function remove(chat: number, id: number): unknown {
    if (!read.has(id)) return refused(400, 'Bad Request: message to delete not found')
    return read.get(id) === chat && read.delete(id)
  }

  function push(update: Json): void {
    const whole = { update_id: nextUpdate, ...update }
    nextUpdate += 1
    all.push(whole)
    give(whole)
  }

  function give(update: Json): void {
    updates.push(update)
    if (webhook) void deliverWebhook(update)
    else if (poller) {
      const waiting = poller
      poller = null
      answer(waiting, 200, { ok: true, result: updates.slice(0, 100) })
    }
  }

  /** As the real one: again until it is taken, after the time we were asked to wait. */
  async function deliverWebhook(update: Json): Promise<void> {
    for (let tries = 0; tries < 50 && webhook; tries += 1) {
      const status = await fetch(webhook.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhook.secret },
        body: JSON.stringify(update),
      }).then(
        (response) => response.status,
        () => 0,
      )
      events.emit('webhook', status)
      if (status === 200) {
        updates = updates.filter(({ update_id }) => update_id !== update.update_id)
        return
      }
    }
  }

  function incoming(from: number, fields: Json): number {
    const id = nextMessage
    nextMessage += 1
    read.set(id, from)
    push({
      message: {
        message_id: id,
        date: 1_790_000_000,
        chat: { id: from, type: 'private' },
        from: personOf(from),
        ...fields,
      },
    })
    return id
  }

  function student(id: number): Phone {
    return {
      says: (text) => void incoming(id, { text }),
      sends: (kind) => void incoming(id, { [kind]: kind === 'photo' ? [{ file_id: 'f' }] : { file_id: 'f' } }),
      edits: (message, text) =>
        push({
          edited_message: {
            message_id: message,
            date: 1_790_000_000,
            chat: { id, type: 'private' },
            from: personOf(id),
            text,
          },
        }),
      presses(label) {
        const found = messages.findLast(
          ({ chat, buttons }) => chat === id && buttons.some(({ text }) => text === label),
        )
        const data = found?.buttons.find(({ text }) => text === label)?.callback_data
        if (!found || data === undefined) throw new Error(`no button "${label}"`)
        push({
          callback_query: {
            id: `q${nextUpdate}`,
            from: personOf(id),
            data,
            message: { message_id: found.id, date: 1, chat: { id, type: 'private' } },
          },
        })
      },
      blocks() {
        blocked.add(id)
        push({
          my_chat_member: {
            chat: { id, type: 'private' },
            date: 1_790_000_000,
            from: personOf(id),
            new_chat_member: { status: 'kicked' },
          },
        })
      },
      hears: (pattern) => sees((shown) => shown.chat === id && pattern.test(shown.text)),
      screen: () => messages.filter(({ chat }) => chat === id),
    }
  }

  async function sees(fits: (shown: Shown) => boolean): Promise<Shown> {
    const already = messages.find(fits)
    if (already) return already
    for await (const [shown] of on('message')) if (fits(shown as Shown)) return shown as Shown
    throw new Error('closed before it was seen')
  }

  async function called(method: string): Promise<Json> {
    const already = calls.find((call) => call.method === method)
    if (already) return already.payload
    for await (const [name, payload] of on('call')) if (name === method) return payload as Json
    throw new Error('closed before it was called')
  }

  async function* on(event: string): AsyncGenerator<unknown[]> {
    const waiting: unknown[][] = []
    let wake = (): void => {}
    const listener = (...args: unknown[]): void => {
      waiting.push(args)
      wake()
    }
    events.on(event, listener)
    try {
      for (;;) {
        const next = waiting.shift()
        if (next) yield next
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      events.off(event, listener)
    }
  }

  return {
    root: `http://127.0.0.1:${port}`,
    calls,
    student,
    groupSays(chat, text, { from = 77, quotes, extra = {} } = {}) {
      const quoted = messages.find(({ id }) => id === quotes)
      push({
        message: {
          message_id: nextMessage++,
          date: 1_790_000_000,
          chat: { id: chat, type: 'supergroup' },
          from: personOf(from),
          text,
          ...(quotes !== undefined && { reply_to_message: { message_id: quotes, text: quoted?.text ?? '' } }),
          ...extra,
        },
      })
    },
    failNext: (fault) => void faults.push(fault),
    push,
    repeatAll() {
      for (const update of [...all]) give(update)
    },
    sees,
    shown: (chat) => messages.filter((shown) => shown.chat === chat),
    called,
    get webhook() {
      return webhook
    },
    async close() {
      webhook = null
      server.closeAllConnections()
      server.close()
      all = []
      await once(server, 'close')
    },
  }
}

function personOf(id: number): Json {
  return { id, is_bot: false, first_name: `P${id}`, language_code: 'es' }
}

function parse(text: string): Json {
  return text === '' ? {} : (JSON.parse(text) as Json)
}

function answer(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

export function refused(code: number, description: string, parameters?: Json): Json {
  return { ok: false, error_code: code, description, ...(parameters && { parameters }) }
}

/** What the real server would refuse about a sendMessage, for the parts we use. */
function flawOf(payload: Json): string | null {
  const text = typeof payload.text === 'string' ? payload.text : ''
  if (text.trim() === '') return 'message text is empty'
  if (text.length > 4096) return 'message is too long'
  if ('parse_mode' in payload) return 'texts must go as entities'
  for (const { offset, length } of (payload.entities ?? []) as { offset: number; length: number }[]) {
    if (offset < 0 || length < 1 || offset + length > text.length) return 'entity beyond the text'
  }
  const markup = payload.reply_markup as { inline_keyboard?: Shown['buttons'][] } | undefined
  for (const { text: label, callback_data, copy_text } of (markup?.inline_keyboard ?? []).flat()) {
    if (!label) return 'button without text'
    if ((callback_data === undefined) === (copy_text === undefined)) return 'button must do exactly one thing'
    if (callback_data !== undefined && Buffer.byteLength(callback_data) > 64) return 'BUTTON_DATA_INVALID'
    if (copy_text && (copy_text.text.length < 1 || copy_text.text.length > 256)) return 'BUTTON_COPY_TEXT_INVALID'
  }
  return null
}
