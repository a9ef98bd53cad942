import { Agent, request } from 'undici'
import type { Clock } from '../../clock.ts'

/** Fetches a file by the path that getFile answered; null when it is no more, or larger than `most` bytes. Rejects for what may be over later. */
export type Download = (path: string, most: number) => Promise<Uint8Array | null>

/** Letters of a path of Telegram's own, and no way out of its folder. */
const PATH = /^(?!.*\.\.)[\w-][\w./-]{0,300}$/

/** From the Bot API's own host and nowhere else (RELIABILITY A27): nothing follows a redirect. `patience` in ms. */
export function createDownload(parts: { clock: Clock; root: string; token: string; patience: number }): Download {
  const { clock, root, token, patience } = parts
  const dispatcher = new Agent({ headersTimeout: patience, bodyTimeout: patience })

  return async (path, most) => {
    if (!PATH.test(path)) return null
    const impatience = new AbortController()
    const callOff = clock.wake(clock.now() + patience, () => impatience.abort())
    try {
      const { signal } = impatience
      const answer = await request(`${root}/file/bot${token}/${path}`, { dispatcher, signal })
      if (answer.statusCode === 200) return await capped(answer.body, most)
      await answer.body.dump()
      if (answer.statusCode === 404 || answer.statusCode === 400) return null
      throw new Error('the file was not given')
    } finally {
      callOff()
    }
  }
}

/** Read no further than that: what is said of its size may not be true. */
async function capped(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop ends the connection.
  for await (const chunk of body) {
    size += chunk.length
    if (size > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
