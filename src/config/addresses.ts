import { isIP } from 'node:net'

export const LOOPBACK = '127.0.0.1'

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

export function isHost(host: string): boolean {
  return isIP(host) !== 0 || /^[\w.-]{1,253}$/.test(host)
}

export function isWebAddress(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, username, search, hash } = new URL(value)
  return /^https?:$/.test(protocol) && username === '' && search === '' && hash === ''
}

export function withoutSlash(url: string): string {
  return url.replace(/\/{1,9}$/, '')
}

/** Telegram's own servers call webhooks by https and on four ports only; a Bot API server of one's own has no such limits. */
export function isCalledByTelegram(url: string): boolean {
  const { protocol, port } = new URL(url)
  return protocol === 'https:' && ['', '80', '88', '8443'].includes(port)
}

/** One server, with a database if need be, or several nodes of one Cluster, which has no databases. */
export function areRedisAddresses(urls: readonly string[]): boolean {
  return urls.every((url) => isRedisAddress(url, urls.length > 1))
}

function isRedisAddress(value: string, inCluster: boolean): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname, pathname, search, hash } = new URL(value)
  const database = inCluster ? /^\/?$/ : /^(?:\/\d{0,5})?$/
  return /^rediss?:$/.test(protocol) && hostname !== '' && database.test(pathname) && search === '' && hash === ''
}
