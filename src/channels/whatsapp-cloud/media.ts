import { z } from 'zod'
import type { Log } from '../../log.ts'
import type { Media } from '../../message.ts'
import { type KeptMedia, thingOfType } from './content.ts'
import { failureOf, isOfGraph } from './failure.ts'
import { type Graph, type GraphError, UnreachableError, type Upload } from './graph.ts'

/** No file of anybody's is worth more of our memory (RELIABILITY A26). */
const LARGEST = 10 * 1024 * 1024

/** Where Meta keeps what people send. Our token is shown to nobody else (RELIABILITY A27). */
const HOSTS = /(?:^|\.)(?:fbsbx\.com|fbcdn\.net|whatsapp\.net|facebook\.com)$/

const described = z.object({
  url: z.string().max(4096),
  mime_type: z.string().max(200).exactOptional(),
  file_size: z.coerce.number().exactOptional(),
})
const uploaded = z.object({ id: z.string().min(1) })

export interface Files {
  /** The content of something kept at Meta; null when it is too large or there no more. Rejects while Meta is away. */
  fetch(kept: KeptMedia): Promise<Media | null>
  upload(file: Upload): Promise<string>
}

export function createFiles(parts: { graph: Graph; apiRoot: string; numberId: string; log: Log }): Files {
  const { graph, apiRoot, numberId, log } = parts

  async function download(kept: KeptMedia): Promise<Media | null> {
    const { data } = described.safeParse(await graph.get(`${kept.id}?phone_number_id=${numberId}`))
    if (!data || !isOfMeta(data.url, apiRoot)) {
      log.warn({ channel: 'whatsapp-cloud' }, 'a file is said to stand where none of Meta can')
      return null
    }
    const isTooLarge = (data.file_size ?? 0) > LARGEST
    const bytes = isTooLarge ? null : await graph.download(data.url, LARGEST)
    if (bytes === null) log.info({ channel: 'whatsapp-cloud' }, 'a file is too large to be handed on')
    if (bytes === null) return null
    const { name } = kept
    return {
      thing: thingOfType(kept.type),
      bytes,
      mime: data.mime_type ?? kept.mime,
      ...(name !== undefined && { name }),
    }
  }

  return {
    fetch: (kept) =>
      download(kept).catch((error: unknown) => {
        if (!isOfGraph(error) || !isForGood(error)) throw error
        log.info({ channel: 'whatsapp-cloud' }, 'a file is no longer to be had')
        return null
      }),
    async upload(file) {
      const { data } = uploaded.safeParse(await graph.upload(`${numberId}/media`, file))
      if (!data) throw new UnreachableError('a file was answered by somebody else')
      return data.id
    },
  }
}

/** "No such object" is said of the file here, and not of the number. */
function isForGood(error: GraphError | UnreachableError): boolean {
  if (error instanceof UnreachableError) return false
  const { code, status } = error
  return code === 100 || (code === 0 && (status === 403 || status === 404)) || failureOf(error).kind !== 'retry'
}

/** Meta's own machines, or whoever answers in its place by configuration. */
function isOfMeta(address: string, apiRoot: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, origin } = new URL(address)
  return origin === new URL(apiRoot).origin || (protocol === 'https:' && HOSTS.test(hostname))
}
