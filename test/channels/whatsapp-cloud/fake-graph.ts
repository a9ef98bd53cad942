import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type FakeFiles, fakeFiles } from './fake-files.ts'
import { type Answer, type FakeNumber, fakeNumber, refused } from './fake-number.ts'
import { type Phone, phoneOf } from './fake-phone.ts'
import { type WebhookCaller, webhookCaller } from './fake-webhook.ts'

export const TOKEN = 'EAAG-token-of-the-tests-0123456789'

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
  /** How many calls go well before it. */
  after?: number
}

/** A Graph API of our own: real HTTP, one number, any number of phones. It knows Meta's documented limits and refuses as Meta does. */
export interface FakeGraph extends Pick<FakeNumber, 'shown' | 'templates' | 'sees'> {
  root: string
  webhook: WebhookCaller
  files: FakeFiles
  /** Every call, in order. */
  calls: { method: string; path: string; body: unknown }[]
  phone(number: string): Phone
  failNext(fault: Fault): void
  /** Meta tells what became of a message. */
  tells(ref: string, status: string, more?: { code?: number }): Promise<void>
  /** Waits for the nth call of a path. */
  called(path: string, times?: number): Promise<unknown>
  close(): Promise<void>
}

const VERSION = '/v23.0'

export async function startFakeGraph(now: () => number = Date.now): Promise<FakeGraph> {
  const events = new EventEmitter().setMaxListeners(0)
  const webhook = webhookCaller()
  const files = fakeFiles()
  const calls: FakeGraph['calls'] = []
  const faults: Fault[] = []
  let root = ''
  const number = fakeNumber(files, now, () => root)

  const server = createServer((request, response) => void serve(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('listens on no port')
  root = `http://127.0.0.1:${address.port}${VERSION}`

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    const { method = '', headers, url = '' } = request
    const path = new URL(url, root).pathname.replace(`${VERSION}/`, '')
    const type = headers['content-type'] ?? ''
    const body: unknown = type.startsWith('application/json') ? JSON.parse(bytes.toString()) : null
    calls.push({ method, path, body })
    events.emit('call')
    if (headers.authorization !== `Bearer ${TOKEN}`) return write(response, refused(401, 190, 'Invalid token'))
    const fault = nextFault(faults, path)
    if (fault?.cut === 'before') return void response.destroy()
    if (fault?.code !== undefined || fault?.status !== undefined) return write(response, answerOf(fault))
    if (path.startsWith('download/')) return files.serve(response, path.slice('download/'.length))
    const answer = await number.carryOut(method, path, body, bytes, type)
    if (fault?.cut === 'after') return void response.destroy()
    write(response, answer)
  }

  return {
    root,
    webhook,
    files,
    calls,
    shown: number.shown,
    templates: number.templates,
    sees: number.sees,
    phone: (own) =>
      phoneOf({
        number: own,
        webhook,
        now,
        nextRef: number.nextRef,
        screen: () => number.screen(own),
        wrote: (ref) => number.wrote(own, ref),
      }),
    failNext: (fault) => void faults.push({ ...fault }),
    tells(ref, status, { code } = {}) {
      const message = number.shown.find((one) => one.ref === ref)
      const errors = code === undefined ? {} : { errors: [{ code, title: 'failed' }] }
      const opaque = message?.opaque === undefined ? {} : { biz_opaque_callback_data: message.opaque }
      const told = { id: ref, status, timestamp: String(Math.floor(now() / 1000)), recipient_id: message?.to ?? '' }
      return webhook.deliver({ statuses: [{ ...told, ...opaque, ...errors }] })
    },
    async called(path, times = 1) {
      for (;;) {
        const found = calls.filter((call) => call.path.endsWith(path))[times - 1]
        if (found) return found.body
        await once(events, 'call')
      }
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function nextFault(faults: Fault[], path: string): Fault | undefined {
  const fault = faults.find(({ at }) => path.endsWith(at))
  if (!fault) return undefined
  if (fault.after) {
    fault.after -= 1
    return undefined
  }
  fault.times = (fault.times ?? 1) - 1
  if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1)
  return fault
}

function answerOf({ status = 400, code, subcode, retryAfter }: Fault): Answer {
  const answer = code === undefined ? { status, body: {} } : refused(status, code, 'as the test asked', subcode)
  return { ...answer, ...(retryAfter !== undefined && { retryAfter }) }
}

function write(response: ServerResponse, { status, body, retryAfter }: Answer): void {
  const more = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(body))
}
