import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'

/** Why a request is refused, as a short code; null lets it in. */
export type Refusal = 'host' | 'origin' | 'token' | null

export interface Door {
  token: string
  /** Where the page is reached besides this machine ("https://afilia.example.edu"); null: nowhere. */
  origin: string | null
}

/** A form of another site cannot set a header. */
export const OWN_HEADER = 'x-afilia-link'
export const COOKIE = 'afilia-link'

const LOOPBACK_HOST = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i

/** A name that somebody else had point to us (DNS rebinding) is not one of ours. */
export function foreignHost({ headers }: FastifyRequest, { origin }: Door): boolean {
  const { host } = headers
  if (host === undefined) return true
  return !LOOPBACK_HOST.test(host) && (origin === null || host !== new URL(origin).host)
}

/** Of a request that the page itself makes: from our own page, with the cookie, and the header if it changes something. */
export function refusal(request: FastifyRequest, door: Door): Refusal {
  const { host, origin } = request.headers
  if (foreignHost(request, door)) return 'host'
  if ((request.headers['sec-fetch-site'] ?? 'same-origin') !== 'same-origin') return 'origin'
  if (origin !== undefined && origin !== `http://${host}` && origin !== door.origin) return 'origin'
  if (!hasCookie(request, door)) return 'token'
  if (request.method !== 'GET' && request.headers[OWN_HEADER] === undefined) return 'origin'
  return null
}

const querySchema = z.object({ token: z.string() })

export function bringsToken({ query }: FastifyRequest, { token }: Door): boolean {
  const { success, data } = querySchema.safeParse(query)
  return success && isSame(data.token, token)
}

export function hasCookie({ headers }: FastifyRequest, { token }: Door): boolean {
  const cookies = (headers.cookie ?? '').split(';').map((part) => part.trim())
  return cookies.some((cookie) => cookie.startsWith(`${COOKIE}=`) && isSame(cookie.slice(COOKIE.length + 1), token))
}

/** Of any two lengths in the same time. */
function isSame(given: string, token: string): boolean {
  const [one, other] = [given, token].map((text) => createHash('sha256').update(text).digest())
  return one !== undefined && other !== undefined && timingSafeEqual(one, other)
}
