import type { ApiClientOptions } from 'grammy'
import { Agent, request } from 'undici'

type Fetch = NonNullable<ApiClientOptions['fetch']>

/** What of grammY's call matters; the rest is for node-fetch. */
type Call = Required<Pick<NonNullable<Parameters<typeof request>[1]>, 'headers' | 'body' | 'signal'>>

/** Milliseconds an idle connection is kept; less than Telegram keeps it. */
const IDLE = 30_000

/**
 * What grammY fetches with. Most of what a turn costs is the HTTP client: its own (node-fetch) takes half as much again, and
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
