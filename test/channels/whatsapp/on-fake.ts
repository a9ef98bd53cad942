import { BufferJSON } from '@whiskeysockets/baileys'
import { onTestFinished } from 'vitest'
import type { Channel } from '../../../src/channels/channel.ts'
import { type WhatsAppOptions, whatsappChannel } from '../../../src/channels/whatsapp/whatsapp.ts'
import { type Clock, systemClock } from '../../../src/clock.ts'
import type { ChatId } from '../../../src/ids.ts'
import type { Message, Receipt } from '../../../src/message.ts'
import type { Update } from '../../../src/update.ts'
import { quietLog } from '../../words.ts'
import { type FakeWhatsApp, startFakeWhatsApp } from './fake-whatsapp.ts'
import { memoryVault } from './memory-vault.ts'

const PAGE = new URL('../../../src/channels/whatsapp/link/page', import.meta.url).pathname

/** A fake WhatsApp that ends with the test. */
export async function openFake(now?: () => number): Promise<FakeWhatsApp> {
  const server = await startFakeWhatsApp(now === undefined ? {} : { now })
  onTestFinished(server.stop)
  return server
}

/** Facts of a device that is linked already. */
export function linked(server: FakeWhatsApp): Map<string, string> {
  return new Map([['account/creds', JSON.stringify(server.register(), BufferJSON.replacer)]])
}

/** Real time, but a hundred times as fast for whoever waits. */
export function briskClock(): Clock {
  const clock = systemClock()
  return {
    now: clock.now,
    monotonic: () => clock.monotonic() * 100,
    wake: (at, call) => clock.wake(clock.now() + (at - clock.now()) / 10, call),
  }
}

/** Something to say. */
export function say(text: string, more: Partial<Say> = {}): Say {
  return { type: 'say', key: 'k', body: { text, spans: [] }, choices: [], question: 3, copies: [], ...more }
}

type Say = Extract<Message, { type: 'say' }>

/** Delivers as the outbox does: put off, it is tried again. */
export async function insistently(channel: Channel, to: ChatId, message: Message, row: string): Promise<Receipt> {
  for (;;) {
    const receipt = await channel.deliver(to, message, row)
    if (receipt.status !== 'retry') return receipt
    await new Promise<void>((resolve) => void briskClock().wake(systemClock().now() + receipt.after, resolve))
  }
}

/** The channel on it, started, its line open. */
export async function openChannel(
  server: FakeWhatsApp,
  receive: (update: Update) => Promise<void>,
  more: Partial<WhatsAppOptions> = {},
): Promise<Channel> {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const channel = channelOn(server, { ...more, announce: (text) => text === 'WhatsApp is linked.' && open() })
  await channel.start(receive)
  await opened
  return channel
}

/** The channel on it, not yet started. */
export function channelOn(server: FakeWhatsApp, more: Partial<WhatsAppOptions> = {}): Channel {
  const channel = whatsappChannel({
    vault: more.vault ?? memoryVault(linked(server)).vault,
    clock: briskClock(),
    log: quietLog,
    random: () => 0,
    desk: () => null,
    number: null,
    quietFor: 12 * 60 * 60 * 1000,
    resumeWords: ['bot'],
    numbers: { ordinals: new Map(), stopWords: new Set() },
    dailyCap: 1000,
    groupHint: (chat) => `HELPDESK_CHAT=${chat}`,
    link: { words: (key) => key, pageDir: PAGE, token: 'link-token', url: () => 'http://localhost' },
    announce: () => {},
    socket: server.socketOptions,
    ...more,
  })
  onTestFinished(channel.stop)
  return channel
}
