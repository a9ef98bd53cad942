import { z } from 'zod'
import type { Clock } from '../../clock.ts'

export type Fetch = typeof globalThis.fetch

/** Meta said no. `code` is its own (0: it gave none), `wait` (ms) what it asked us to wait. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly status: number
  readonly code: number
  readonly subcode: number
  readonly wait: number | null
  constructor(status: number, code: number, subcode: number, wait: number | null) {
    super('the Graph API refused')
    this.status = status
    this.code = code
    this.subcode = subcode
    this.wait = wait
  }
}

/** Nobody answered, or somebody between us and Meta did: whether it was carried out, nobody knows. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

/** A file on its way to Meta. */
export interface Upload {
  bytes: Uint8Array
  mime: string
  name: string
}

export interface Graph {
  get(path: string): Promise<unknown>
  post(path: string, body: object): Promise<unknown>
  upload(path: string, file: Upload): Promise<unknown>
  /** What stands at an address Meta gave; null when it is more than `most` bytes. */
  download(url: string, most: number): Promise<Uint8Array | null>
}

/** How long a call may take (ms); files may take longer. */
const PATIENCE = 10_000
const PATIENCE_WITH_FILES = 60_000
const LONGEST_WAIT = 3_600_000

const refusal = z.object({
  error: z.object({ code: z.int(), error_subcode: z.int().default(0) }),
})

/** Calls of the Graph API under `apiRoot`, with our token. Rejects with a GraphError or an UnreachableError. */
export function createGraph(parts: { fetch: Fetch; clock: Clock; apiRoot: string; token: string }): Graph {
  const { fetch, clock, apiRoot, token } = parts
  const authorization = `Bearer ${token}`

  async function within<T>(patience: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const impatience = new AbortController()
    const callOff = clock.wake(clock.now() + patience, () => impatience.abort())
    try {
      return await run(impatience.signal)
    } catch (error) {
      if (error instanceof GraphError) throw error
      throw new UnreachableError('no answer of the Graph API', { cause: error })
    } finally {
      callOff()
    }
  }

  const call = (path: string, init: RequestInit, patience = PATIENCE) =>
    within(patience, async (signal) => {
      const headers = { ...init.headers, authorization }
      const answer = await fetch(`${apiRoot}/${path}`, { ...init, headers, signal, redirect: 'error' })
      const said: unknown = await answer.json().catch(() => null)
      if (!answer.ok) throw errorOf(answer, said)
      return said
    })

  return {
    get: (path) => call(path, { method: 'GET' }),
    post: (path, body) =>
      call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    upload(path, { bytes, mime, name }) {
      const form = new FormData()
      form.append('messaging_product', 'whatsapp')
      form.append('type', mime)
      form.append('file', new Blob([new Uint8Array(bytes)], { type: mime }), name)
      return call(path, { method: 'POST', body: form }, PATIENCE_WITH_FILES)
    },
    download: (url, most) =>
      within(PATIENCE_WITH_FILES, async (signal) => {
        const answer = await fetch(url, { headers: { authorization }, signal, redirect: 'error' })
        if (!answer.ok) throw errorOf(answer, null)
        return bytesOf(answer, most)
      }),
  }
}

function errorOf({ status, headers }: Response, said: unknown): GraphError {
  const { data } = refusal.safeParse(said)
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  const wait = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST_WAIT) : null
  return new GraphError(status, data?.error.code ?? 0, data?.error.error_subcode ?? 0, wait)
}

/** As it comes, and no byte more than may: who says how long it is may be wrong. */
async function bytesOf(answer: Response, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of answer.body ?? []) {
    length += chunk.byteLength
    if (length > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
