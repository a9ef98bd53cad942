import { createClient, createCluster, ErrorReply } from 'redis'

/** One client of Redis, or of a cluster. Nothing waits in it: without a connection every call rejects at once. */
export interface Link {
  /** To whichever node has the key's slot. */
  send(key: string, words: string[]): Promise<unknown>
  /** To every master. */
  each(words: string[]): Promise<unknown[]>
  /** Begins to connect; it goes on trying by itself. */
  open(): void
  /** What is under way rejects. */
  end(): void
}

/** Milliseconds between attempts to connect. */
const RECONNECT = 200
const socket = { reconnectStrategy: RECONNECT, connectTimeout: 3000, keepAlive: true, noDelay: true }
const options = { RESP: 3, disableOfflineQueue: true, socket } as const

/** `trouble` is told of every lost connection and failed attempt. */
export function openLink(urls: readonly string[], trouble: () => void): Link {
  return urls.length > 1 ? clusterLink(urls, trouble) : singleLink(urls[0] ?? '', trouble)
}

/** Listens for hints on a connection of its own. */
export function listen(url: string, channel: string, hear: () => void): { end(): void } {
  const client = createClient({ ...options, disableOfflineQueue: false, url })
  // Hints may be lost: it reconnects by itself.
  client.on('error', () => {})
  client.connect().catch(() => {})
  client.subscribe(channel, hear).catch(() => {})
  return { end: () => client.destroy() }
}

/** What Redis itself says, as opposed to a connection that is gone: the first word of its error. */
export function replyCode(error: unknown): string | null {
  return error instanceof ErrorReply ? (error.message.split(' ')[0] ?? '') : null
}

function singleLink(url: string, trouble: () => void): Link {
  const client = createClient({ ...options, url })
  client.on('error', trouble)
  return {
    send: (_, words) => client.sendCommand(words),
    each: async (words) => [await client.sendCommand(words)],
    open: () => void client.connect().catch(trouble),
    end: () => client.destroy(),
  }
}

function clusterLink(urls: readonly string[], trouble: () => void): Link {
  const cluster = createCluster({ rootNodes: urls.map((url) => ({ url })), defaults: options })
  cluster.on('error', trouble)
  let opening: Promise<unknown> | null = null
  /** Learning the nodes fails as a whole while one of them cannot say: then it is begun again. */
  const opened = async (): Promise<void> => {
    opening ??= cluster.connect()
    await opening.catch((error: unknown) => {
      opening = null
      throw error
    })
  }
  return {
    async send(key, words) {
      await opened()
      return cluster.sendCommand(key, false, words)
    },
    async each(words) {
      await opened()
      return Promise.all(cluster.masters.map(async (node) => (await cluster.nodeClient(node)).sendCommand(words)))
    },
    open: () => void opened().catch(trouble),
    end: () => cluster.destroy(),
  }
}
