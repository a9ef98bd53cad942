import { EventEmitter, once } from 'node:events'
import { personOf, type Shown, shownOf } from './fake-chats.ts'
import type { FakeFiles } from './fake-files.ts'
import { isFileTaken, readMessage } from './fake-payloads.ts'
import { NUMBER_ID } from './fake-webhook.ts'

export interface Answer {
  status: number
  body: object
  retryAfter?: number
}

/** Our number at Meta: what it says, whom it may say it to, and what it keeps. */
export interface FakeNumber {
  /** What was said to anybody, oldest first. */
  shown: Shown[]
  /** The approved templates. */
  templates: Set<string>
  screen(person: string): Shown[]
  nextRef(): string
  /** They wrote: from now on a day long they can be answered. */
  wrote(person: string, ref: string): void
  carryOut(method: string, path: string, body: unknown, bytes: Buffer, type: string): Promise<Answer>
  sees(fits: (shown: Shown) => boolean, times?: number): Promise<Shown>
}

const DAY = 24 * 3_600_000

export function fakeNumber(files: FakeFiles, now: () => number, root: () => string): FakeNumber {
  const events = new EventEmitter().setMaxListeners(0)
  const shown: Shown[] = []
  const templates = new Set<string>()
  const lastWrote = new Map<string, number>()
  const written = new Set<string>()
  let refs = 0
  const nextRef = (): string => {
    refs += 1
    return `wamid.HBgM${refs}`
  }
  const isKnown = (ref: string): boolean => written.has(ref) || shown.some((one) => one.ref === ref)
  const isOpen = (person: string): boolean =>
    now() - (lastWrote.get(personOf(person)) ?? Number.NEGATIVE_INFINITY) < DAY

  function send(body: unknown): Answer {
    const sent = readMessage(body)
    if ('wrong' in sent) return refused(400, 100, sent.wrong)
    const to = sent.to ?? sent.recipient ?? ''
    if (sent.type !== 'template' && !isOpen(to)) return refused(400, 131047, 'More than 24 hours have passed')
    if (sent.type === 'template' && !templates.has(sent.content.name)) return refused(404, 132001, 'no such template')
    if (sent.context && !isKnown(sent.context.message_id)) return refused(400, 131009, 'no such message to answer')
    if ('id' in sent.content && !files.has(sent.content.id)) return refused(400, 131009, 'no such media')
    const ref = nextRef()
    shown.push(shownOf(sent, ref))
    events.emit('message')
    const contacts = [{ input: to, wa_id: to }]
    return { status: 200, body: { messaging_product: 'whatsapp', contacts, messages: [{ id: ref }] } }
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

  return {
    shown,
    templates,
    nextRef,
    screen: (person) => shown.filter(({ to }) => personOf(to) === personOf(person)),
    wrote(person, ref) {
      written.add(ref)
      lastWrote.set(personOf(person), now())
    },
    async carryOut(method, path, body, bytes, type) {
      if (method === 'GET' && path === NUMBER_ID)
        return { status: 200, body: { display_phone_number: '+1 555-078-3881', id: NUMBER_ID } }
      if (method === 'POST' && path === `${NUMBER_ID}/media`) return upload(bytes, type)
      if (method === 'POST' && path === `${NUMBER_ID}/messages`) return send(body)
      const described = method === 'GET' ? files.describe(path, root()) : null
      return described === null ? refused(400, 100, 'no such object', 33) : { status: 200, body: described }
    },
    async sees(fits, times = 1) {
      for (;;) {
        const found = shown.filter(fits)[times - 1]
        if (found) return found
        await once(events, 'message')
      }
    },
  }
}

/** Meta's own shape. */
export function refused(status: number, code: number, details: string, error_subcode?: number): Answer {
  const error = { message: `(#${code}) ${details}`, type: 'OAuthException', code, fbtrace_id: 'A1' }
  const error_data = { messaging_product: 'whatsapp', details }
  return { status, body: { error: { ...error, error_data, ...(error_subcode !== undefined && { error_subcode }) } } }
}
