import { type ApiClientOptions, GrammyError, HttpError } from 'grammy'
import { Agent, request } from 'undici'
import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { formOf, type Upload } from './upload.ts'

export type Fetch = NonNullable<ApiClientOptions['fetch']>

/** What of a call matters; the rest is for node-fetch. */
type Call = Required<Pick<NonNullable<Parameters<typeof request>[1]>, 'headers' | 'body' | 'signal'>>

/** Calls a method of the Bot API; rejects like grammY's client. */
export type Caller = (method: string, payload: object, upload?: Upload) => Promise<unknown>

/** Milliseconds an idle connection is kept; less than Telegram keeps it. */
const IDLE = 30_000
const HEADERS = { 'content-type': 'application/json' }

const answered = z.union([
  z.looseObject({ ok: z.literal(true), result: z.unknown() }),
  z.looseObject({
    ok: z.literal(false),
    error_code: z.number(),
    description: z.string(),
    parameters: z
      .looseObject({ retry_after: z.number().exactOptional(), migrate_to_chat_id: z.number().exactOptional() })
      .exactOptional(),
  }),
])

/**
 * What requests go out with. Most of what a turn costs is the HTTP client: grammY's own (node-fetch) takes half as much again, and
 * Node's fetch more than twice as much (`npm run bench -- --only http`).
 */
export function keptAliveFetch(): Fetch {
  const dispatcher = new Agent({ keepAliveTimeout: IDLE, keepAliveMaxTimeout: IDLE, connections: 128 })
  const fetch = async (url: string, { headers, body, signal }: Call) => {
    const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher })
    return { json: () => answer.body.json() }
  }
  // grammY asks a response for nothing but its JSON (grammy 1.46, core/client.js).
  return fetch as unknown as Fetch
}

/**
 * For the calls each turn makes: without what grammY's client does for every one, which looks for files to upload and races three
 * promises; a file is handed in beside the rest. `patience` is how long a call may take (ms).
 */
export function createCaller(parts: {
  fetch: Fetch
  clock: Clock
  root: string
  token: string
  patience: number
}): Caller {
  const { fetch, clock, root, token, patience } = parts

  async function post(method: string, payload: object, upload?: Upload): Promise<unknown> {
    const impatience = new AbortController()
    const callOff = clock.wake(clock.now() + patience, () => impatience.abort())
    // Node's own signal is what is wanted at run time; only the types differ.
    const signal = impatience.signal as never
    try {
      const written = upload ? await formOf(payload, upload) : { headers: HEADERS, body: JSON.stringify(payload) }
      const answer = await fetch(`${root}/bot${token}/${method}`, { method: 'POST', ...written, signal })
      return await answer.json()
    } catch (error) {
      throw new HttpError(`${method} failed`, error)
    } finally {
      callOff()
    }
  }

  return async (method, payload, upload) => {
    const said = answered.safeParse(await post(method, payload, upload)).data
    if (said === undefined) throw new HttpError(`${method} was answered by somebody else`, null)
    if (!said.ok) throw new GrammyError(`${method} was refused`, said, method, { ...payload })
    return said.result
  }
}
