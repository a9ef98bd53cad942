import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Linking, LinkState } from '../../../src/channels/whatsapp/link/linking.ts'
import { serveLink } from '../../../src/channels/whatsapp/link/routes.ts'
import { stoppedClock } from '../../../src/clock.ts'
import { createLog } from '../../../src/log.ts'
import { startServer } from '../../../src/server.ts'
import { loadWords } from '../../words.ts'

export const TOKEN = 'a-token-of-this-very-start-and-long'
export const NOW = Date.UTC(2026, 10, 24, 17)
/** As long as WhatsApp's: an address, a reference and four keys. */
export const QR = `https://wa.me/settings/linked_devices#2@${'Ab9/'.repeat(24)},${['k', 'i', 'a'].map((key) => `${key.repeat(43)}=`).join(',')},1`

/** A number that stands as the test says. */
export interface Scripted extends Linking {
  is(state: LinkState): void
  /** What was asked of it. */
  asked: string[]
  /** What the next question comes to: a code, or nothing to be had. */
  gives: string | null
}

export function scripted(first: LinkState = { is: 'starting' }): Scripted {
  let state = first
  const self: Scripted = {
    asked: [],
    gives: 'ABCD1234',
    is(next) {
      state = next
    },
    state: () => state,
    async requestCode(number) {
      self.asked.push(number)
      if (self.gives === null) throw new Error(`no code for ${number}`)
      state = { is: 'code', code: self.gives }
      return self.gives
    },
    async relink() {
      self.asked.push('relink')
      if (self.gives === null) throw new Error('not now')
      state = { is: 'starting' }
    },
  }
  return self
}

export interface LinkServer {
  url: string
  /** Every line that was logged. */
  logged: string[]
  close(): Promise<void>
}

export async function startLink(linking: Linking, origin?: string): Promise<LinkServer> {
  const { texts } = loadWords()
  const logged: string[] = []
  const log = createLog('debug', { write: (line) => logged.push(line) })
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    log,
    ready: async () => ({ ready: true, reasons: [] }),
    channels: [
      {
        name: 'whatsapp',
        abilities: { deletes: true },
        start: async () => {},
        stop: async () => {},
        deliver: async () => ({ status: 'gone', reason: 'nobody' }),
        routes: (scope) =>
          serveLink(scope, {
            linking,
            token: TOKEN,
            words: (key) => texts.say('es', null, key),
            pageDir: fileURLToPath(new URL('../../../src/channels/whatsapp/link/page', import.meta.url)),
            clock: stoppedClock(NOW),
            log,
            ...(origin !== undefined && { origin }),
          }),
      },
    ],
  })
  return { url: server.url, logged, close: () => server.close() }
}

export interface Answer {
  status: number
  body: string
  headers: NodeJS.Dict<string | string[]>
}

/** Plain HTTP, because fetch does not let one lie about Host and Origin. */
export function send(url: string, method: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const going = request(new URL(url), { method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }))
    })
    going.on('error', reject)
    going.end(body)
  })
}
