import { fastify } from 'fastify'
import { onTestFinished } from 'vitest'
import type { Channel } from '../../../src/channels/channel.ts'
import { type TelegramOptions, telegramChannel } from '../../../src/channels/telegram/telegram.ts'
import { type Clock, systemClock } from '../../../src/clock.ts'
import type { Message, RichText } from '../../../src/message.ts'
import type { Update } from '../../../src/update.ts'
import { freePort } from '../../process.ts'
import { quietLog } from '../../words.ts'
import { type FakeBotApi, startFakeBotApi, TOKEN } from './fake-bot-api.ts'

export type Say = Extract<Message, { type: 'say' }>

export function say(text: string, more: Partial<Say> = {}): Say {
  return { type: 'say', key: 'k', body: words(text), choices: [], question: 1, copies: [], ...more }
}

/** Words without marks. */
export function words(text: string): RichText {
  return { text, spans: [] }
}

/** A fake Bot API that ends with the test. */
export async function openFake(now?: () => number): Promise<FakeBotApi> {
  const api = await startFakeBotApi(TOKEN, now)
  onTestFinished(api.close)
  return api
}

/** The channel on it, not yet started. */
export function channelOn(api: FakeBotApi, more: Partial<TelegramOptions> = {}): Channel {
  const channel = telegramChannel({
    token: TOKEN,
    apiRoot: api.root,
    webhook: null,
    desk: () => 'telegram:-100',
    clock: systemClock(),
    log: quietLog,
    commands: [],
    groupHint: (chat) => `HELPDESK_CHAT=${chat}`,
    ...more,
  })
  onTestFinished(channel.stop)
  return channel
}

export const SECRET = 's'.repeat(40)

/** The channel behind a web server, called by the fake once it is started. `path` is what stands behind the host. */
export async function webhookOn(api: FakeBotApi, path = ''): Promise<{ channel: Channel; host: string }> {
  const port = await freePort()
  const host = `http://127.0.0.1:${port}`
  const channel = channelOn(api, { webhook: { url: `${host}${path}`, secret: SECRET } })
  const server = fastify({ forceCloseConnections: true })
  await channel.routes?.(server)
  await server.listen({ port, host: '127.0.0.1' })
  onTestFinished(() => server.close())
  return { channel, host }
}

/** Real time, but what waits for a while does not; what was waited for is kept. */
export function impatientClock(): Clock & { waits: number[] } {
  const clock = systemClock()
  const waits: number[] = []
  return {
    ...clock,
    waits,
    wake(at, call) {
      waits.push(Math.round(at - clock.now()))
      return clock.wake(clock.now(), call)
    },
  }
}

/** Collects updates and lets a test wait for the next ones. Fails the first `failures` times. */
export function inbox(failures = 0) {
  const seen: Update[] = []
  let left = failures
  let wake = (): void => {}
  return {
    seen,
    async receive(update: Update): Promise<void> {
      left -= 1
      if (left >= 0) throw new Error('disk full')
      seen.push(update)
      wake()
    },
    async reaches(count: number): Promise<Update[]> {
      while (seen.length < count) await new Promise<void>((resolve) => (wake = resolve))
      return seen
    },
    texts: () => seen.map(({ content }) => (content.kind === 'text' ? content.text : content.kind)),
  }
}
