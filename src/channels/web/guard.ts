import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

/** Why a request is refused, as a short code; null lets it in. */
export type Refusal = 'host' | 'address' | 'origin' | 'token' | null

const LOOPBACK_HOST = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i
const LOOPBACK_ADDRESS = /^(?:::1|(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/

/** The header that carries the token of GET /api/session; a form of another site cannot set one. */
export const TOKEN_HEADER = 'x-afilia-token'

/**
 * The simulator is for this machine only. A page of elsewhere that had its name point to us (DNS rebinding) still sends its own name as
 * Host, and one that just asks us sends its own Origin (RELIABILITY A31, A32).
 */
export function refusal(request: FastifyRequest, token: string): Refusal {
  const { host, origin } = request.headers
  if (host === undefined || !LOOPBACK_HOST.test(host)) return 'host'
  if (!LOOPBACK_ADDRESS.test(request.socket.remoteAddress ?? '')) return 'address'
  if (!request.url.startsWith('/api/')) return null
  if ((request.headers['sec-fetch-site'] ?? 'same-origin') !== 'same-origin') return 'origin'
  if (origin !== undefined && origin !== `http://${host}`) return 'origin'
  if (request.method === 'GET' || request.method === 'HEAD') return null
  return isSame(request.headers[TOKEN_HEADER], token) ? null : 'token'
}

function isSame(given: string | string[] | undefined, token: string): boolean {
  if (typeof given !== 'string' || given.length !== token.length) return false
  const [one, other] = [Buffer.from(given), Buffer.from(token)]
  return one.length === other.length && timingSafeEqual(one, other)
}
