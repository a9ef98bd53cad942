import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import { makeCertificate } from './fake-certificate.ts'
import type { Answer } from './fake-iq.ts'
import { node } from './fake-node.ts'
import { portOf } from './fake-port.ts'

/** The store of media: what is sealed is put there, and fetched from there by its path. */
export interface MediaStore {
  /** Host and port. */
  readonly host: string
  /** What its certificate must be checked against. */
  readonly ca: string
  put(sealed: Buffer): { url: string; directPath: string }
  get(directPath: string): Buffer | undefined
  /** From now on everybody who fetches gets this status; null: all is well again. */
  refuse(status: number | null): void
  /** What the bot put there and fetched. */
  counts(): { uploads: number; downloads: number }
  /** Tells where the store is. */
  answer: Answer
  close(): Promise<void>
}

export async function startMediaStore(): Promise<MediaStore> {
  const { key, cert } = makeCertificate()
  const files = new Map<string, Buffer>()
  const counts = { uploads: 0, downloads: 0 }
  let refusal: number | null = null

  const server = createServer({ key, cert }, async (request, response) => {
    if (request.method === 'POST') {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part)
      counts.uploads++
      const { url, directPath } = put(Buffer.concat(parts))
      response.end(JSON.stringify({ url, direct_path: directPath }))
      return
    }
    counts.downloads++
    const file = files.get(new URL(request.url ?? '/', url).pathname)
    response.writeHead(refusal ?? (file ? 200 : 404)).end(refusal === null ? file : undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${portOf(server)}`
  const url = `https://${host}`

  function put(sealed: Buffer): { url: string; directPath: string } {
    const directPath = `/v/${randomBytes(12).toString('hex')}.enc`
    files.set(directPath, sealed)
    return { url: `${url}${directPath}`, directPath }
  }

  return {
    host,
    ca: cert,
    put,
    get: (directPath) => files.get(directPath),
    refuse(status) {
      refusal = status
    },
    counts: () => ({ ...counts }),
    answer: (_, xmlns) =>
      xmlns === 'w:m' ? [node('media_conn', { auth: 'fake', ttl: '300' }, [node('host', { hostname: host })])] : null,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
