import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { personOf, type Shown, shownOf } from './fake-chats.ts'
import { type FakeFiles, fakeFiles } from './fake-files.ts'
import { isFileTaken, readMessage } from './fake-payloads.ts'
import { type Phone, phoneOf } from './fake-phone.ts'
import { NUMBER_ID, OWN_NUMBER, type WebhookCaller, webhookCaller } from './fake-webhook.ts'

export const TOKEN = 'EAAG-token-of-the-tests-0123456789'
const DAY = 24 * 3_600_000

/** A failure to come: what to answer instead, or the connection to cut before or after the call was carried out. */
export interface Fault {
  /** The end of the path ("messages", "media"). */
  at: string
  status?: number
  code?: number
  subcode?: number
  retryAfter?: number
  cut?: 'before' | 'after'
  /** How often; once unless told. */
  times?: number
}

/** A Graph API of our own: real HTTP, one number, any number of phones. It knows Meta's documented limits and refuses as Meta does. */
export interface FakeGraph {
  root: string
  webhook: WebhookCaller
  files: FakeFiles
  /** Every call, in order. */
  calls: { method: string; path: string; body: unknown }[]
  /** The approved templates. */
  templates: Set<string>
  phone(number: string): Phone
  /** What everybody was shown, oldest first. */
  shown: Shown[]
  failNext(fault: Fault): void
  /** Meta tells what became of a message. */
  tells(ref: string, status: string, more?: { code?: number }): Promise<void>
  /** Waits until so many messages were sent that fit. */
  sees(fits: (shown: Shown) => boolean, times?: number): Promise<Shown>
  /** Waits for the nth call of a path. */
  called(path: string, times?: number): Promise<unknown>
  close(): Promise<void>
}

interface Answer {
  status: number
  body: object
  retryAfter?: number
}

export async function startFakeGraph(now: () => number = Date.now): Promise<FakeGraph> {
  const events = new EventEmitter().setMaxListeners(0)
  const webhook = webhookCaller()
  const files = fakeFiles()
  const calls: FakeGraph['calls'] = []
  const shown: Shown[] = []
  const faults: Fault[] = []
  const templates = new Set<string>()
  const lastWrote = new Map<string, number>()
  const written = new Set<string>()
  let refs = 0
  const nextRef = (): string => {
    refs += 1
    return `wamid.HBgM${refs}`
  }

  const server = createServer((request, response) => void serve(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('listens on no port')
  const host = `http://127.0.0.1:${address.port}`
  const root = `${host}/v23.0`

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const url = new URL(request.url ?? '', host)
    const path = url.pathname.replace(/^\/v23\.0\//, '')
    const bytes = Buffer.concat(chunks)
    const type = request.headers['content-type'] ?? ''
    const body: unknown = type.startsWith('application/json') ? JSON.parse(bytes.toString()) : null
    calls.push({ method: request.method ?? '', path, body })
    events.emit('call')
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return write(response, refused(401, 190, 'Invalid token'))
    const fault = nextFault(path)
    if (fault?.cut === 'before') return void response.destroy()
    if (fault?.code !== undefined || fault?.status !== undefined) return write(response, answerOf(fault))
    if (path.startsWith('download/')) return files.serve(response, path.slice('download/'.length))
    const answer = await carryOut(request.method ?? '', path, body, bytes, type)
    if (fault?.cut === 'after') return void response.destroy()
    write(response, answer)
  }

  function nextFault(path: string): Fault | undefined {
    const fault = faults.find(({ at }) => path.endsWith(at))
    if (fault) {
      fault.times = (fault.times ?? 1) - 1
      if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1)
    }
    return fault
  }

  async function carryOut(method: string, path: string, body: unknown, bytes: Buffer, type: string): Promise<Answer> {
    if (method === 'GET' && path === NUMBER_ID)
      return { status: 200, body: { display_phone_number: '+1 555-078-3881', id: NUMBER_ID } }
    if (method === 'POST' && path === `${NUMBER_ID}/media`) return upload(bytes, type)
    if (method === 'POST' && path === `${NUMBER_ID}/messages`) return send(body)
    const described = method === 'GET' ? files.describe(path, root) : null
    return described === null ? refused(400, 100, 'no such object', 33) : { status: 200, body: described }
  }

  async function upload(bytes: Buffer, type: string): Promise<Answer> {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
    const file = form.get('file')
    if (form.get('messaging_product') !== 'whatsapp' || !(file instanceof Blob))
      return refused(400, 100, 'messaging_product and file are required')
    if (form.get('type') !== file.type || !isFileTaken(file.type, file.size))
      return refused(400, 100, `Param file must be a file of a supported type, not ${file.type}`)
    return { status: 200, body: { id: files.keep(Buffer.from(await file.arrayBuffer()), file.type) } }
  }

  function send(body: unknown): Answer {
    const sent = readMessage(body)
    if ('wrong' in sent) return refused(400, 100, sent.wrong)
    const person = personOf(sent.to ?? sent.recipient ?? '')
    const isOpen = now() - (lastWrote.get(person) ?? Number.NEGATIVE_INFINITY) < DAY
    if (sent.type !== 'template' && !isOpen) return refused(400, 131047, 'More than 24 hours have passed')
    if (sent.type === 'template' && !templates.has(sent.content.name)) return refused(404, 132001, 'no such template')
    if (sent.context && !isKnown(sent.context.message_id)) return refused(400, 131009, 'no such message to answer')
    if ('id' in sent.content && !files.has(sent.content.id)) return refused(400, 131009, 'no such media')
    const ref = nextRef()
    shown.push(shownOf(sent, ref))
    events.emit('message')
    const contacts = [{ input: sent.to ?? sent.recipient, wa_id: sent.to }]
    return { status: 200, body: { messaging_product: 'whatsapp', contacts, messages: [{ id: ref }] } }
  }

  function isKnown(ref: string): boolean {
    return written.has(ref) || shown.some((one) => one.ref === ref)
  }

  async function reaches<T>(event: 'call' | 'message', look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      await once(events, event)
    }
  }

  const screen = (number: string) => shown.filter(({ to }) => personOf(to) === personOf(number))

  return {
    root,
    webhook,
    files,
    calls,
    templates,
    shown,
    phone: (number) =>
      phoneOf({
        number,
        webhook,
        now,
        nextRef,
        screen: () => screen(number),
        wrote(ref) {
          written.add(ref)
          lastWrote.set(personOf(number), now())
        },
      }),
    failNext: (fault) => void faults.push({ ...fault }),
    tells(ref, status, { code } = {}) {
      const message = shown.find((one) => one.ref === ref)
      const errors = code === undefined ? {} : { errors: [{ code, title: 'failed' }] }
      const opaque = message?.opaque === undefined ? {} : { biz_opaque_callback_data: message.opaque }
      const told = { id: ref, status, timestamp: String(Math.floor(now() / 1000)), recipient_id: message?.to ?? '' }
      return webhook.deliver({ statuses: [{ ...told, ...opaque, ...errors }] })
    },
    sees: (fits, times = 1) => reaches('message', () => shown.filter(fits)[times - 1]),
    called: (path, times = 1) =>
      reaches('call', () => calls.filter((call) => call.path.endsWith(path))[times - 1]?.body),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export { OWN_NUMBER }

function answerOf({ status = 400, code, subcode, retryAfter }: Fault): Answer {
  if (code === undefined) return { status, body: {}, ...(retryAfter !== undefined && { retryAfter }) }
  return { ...refused(status, code, 'as the test asked', subcode), ...(retryAfter !== undefined && { retryAfter }) }
}

/** Meta's own shape. */
function refused(status: number, code: number, details: string, error_subcode?: number): Answer {
  const error = { message: `(#${code}) ${details}`, type: 'OAuthException', code, fbtrace_id: 'A1' }
  const error_data = { messaging_product: 'whatsapp', details }
  return { status, body: { error: { ...error, error_data, ...(error_subcode !== undefined && { error_subcode }) } } }
}

function write(response: ServerResponse, { status, body, retryAfter }: Answer): void {
  const headers = {
    'content-type': 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  }
  response.writeHead(status, headers).end(JSON.stringify(body))
}
