import { randomUUID } from 'node:crypto'
import type { Channel } from '../channels/channel.ts'
import type { FencedVault } from '../channels/vault.ts'
import type { Clock } from '../clock.ts'
import type { Baileys, Cloud } from '../config.ts'
import type { ChatId } from '../ids.ts'
import { type Lead, leadership } from '../leadership.ts'
import type { Log } from '../log.ts'
import { fencedVaultOf } from '../vault.ts'
import { clock, FIRST_LANGUAGE, texts } from './given.ts'
import type { Making, Served } from './making.ts'

/** WhatsApp, either way. Neither is loaded unless it is asked for. */
export async function whatsappBy(parts: Making, settings: Baileys | Cloud): Promise<Served> {
  return settings.by === 'baileys'
    ? { channel: await linkedDevice(optionsOf(parts, settings)), byWebhook: false }
    : { channel: await cloudApi(cloudOptionsOf(parts, settings)), byWebhook: true }
}

/** src/channels/whatsapp/whatsapp.ts: `const { whatsappChannel } = await import(...)`, and `return whatsappChannel(options)`. */
async function linkedDevice(_options: BaileysOptions): Promise<Channel> {
  needsPackage()
  throw new Error('WHATSAPP=baileys is not served by this version: remove it')
}

/** src/channels/whatsapp-cloud/whatsapp-cloud.ts, likewise. */
async function cloudApi(_options: CloudOptions): Promise<Channel> {
  throw new Error('WHATSAPP=cloud is not served by this version: remove it')
}

interface BaileysOptions extends Omit<Baileys, 'by'> {
  vault: FencedVault
  alone: Lead
  clock: Clock
  log: Log
  random(): number
  desk(): ChatId | null
  groupHint(chat: ChatId): string
  resumeWords: string[]
  announce(text: string): void
  pageUrl(): string
}

interface CloudOptions extends Omit<Cloud, 'by'> {
  vault: FencedVault
  clock: Clock
  log: Log
}

/** The account is one process's: the same name leads and writes its keys, so that whoever lost the one has lost the other. */
function optionsOf(parts: Making, { by: _, ...settings }: Baileys): BaileysOptions {
  const { log, store, seal, desk, terminal } = parts
  const fence = { role: 'whatsapp', holder: randomUUID() }
  return {
    ...settings,
    ...{ clock, log, desk, random: Math.random },
    vault: fencedVaultOf({ store, seal, channel: 'whatsapp', fence }),
    alone: leadership({ store, clock, log, ...fence }),
    groupHint: (chat) => texts.say(FIRST_LANGUAGE, null, 'desk-group-hint', { chat }),
    resumeWords: texts
      .say(FIRST_LANGUAGE, null, 'desk-resume-words')
      .split(',')
      .map((word) => word.trim()),
    announce: terminal.print,
    pageUrl: terminal.pageUrl,
  }
}

/** Any process may take in what the webhook brings, and note it. */
function cloudOptionsOf({ log, store, seal }: Making, { by: _, ...settings }: Cloud): CloudOptions {
  return { ...settings, clock, log, vault: fencedVaultOf({ store, seal, channel: 'whatsapp-cloud', fence: null }) }
}

/** Optional because of its libsignal's licence: whoever left it out is told how to have it. */
function needsPackage(): void {
  try {
    import.meta.resolve('@whiskeysockets/baileys')
  } catch {
    throw new Error(
      'WHATSAPP=baileys needs the optional package @whiskeysockets/baileys (its libsignal is GPL-3.0): npm install --include=optional',
    )
  }
}
