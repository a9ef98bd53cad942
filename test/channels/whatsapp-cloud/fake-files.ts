import type { ServerResponse } from 'node:http'

/** The files Meta keeps. */
export interface FakeFiles {
  /** Returns its id. `claims` is the size Meta would say instead of the true one; `url` where it would say it stands. */
  keep(bytes: Buffer, mime: string, lies?: { size?: number; url?: string }): string
  has(id: string): boolean
  bytes(id: string): Buffer
  mime(id: string): string
  lose(id: string): void
  describe(id: string, root: string): object | null
  serve(response: ServerResponse, id: string): void
  /** How many bytes were taken of what was served last. */
  readonly served: string[]
}

export function fakeFiles(): FakeFiles {
  const kept = new Map<string, { bytes: Buffer; mime: string; lies: { size?: number; url?: string } }>()
  const served: string[] = []
  const need = (id: string) => {
    const file = kept.get(id)
    if (!file) throw new Error(`no file ${id}`)
    return file
  }
  return {
    served,
    keep(bytes, mime, lies = {}) {
      const id = `media${kept.size + 1}`
      kept.set(id, { bytes, mime, lies })
      return id
    },
    has: (id) => kept.has(id),
    bytes: (id) => need(id).bytes,
    mime: (id) => need(id).mime,
    lose: (id) => void kept.delete(id),
    describe(id, root) {
      const file = kept.get(id)
      if (!file) return null
      const { bytes, mime, lies } = file
      const url = lies.url ?? `${root}/download/${id}`
      return { messaging_product: 'whatsapp', url, mime_type: mime, file_size: lies.size ?? bytes.length, id }
    },
    serve(response, id) {
      served.push(id)
      const { bytes, mime } = need(id)
      response.writeHead(200, { 'content-type': mime }).end(bytes)
    },
  }
}
