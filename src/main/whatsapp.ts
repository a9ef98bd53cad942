import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Channel } from '../channels/channel.ts'
import type { WhatsAppOptions } from '../channels/whatsapp/whatsapp.ts'
import type { WhatsappCloudOptions } from '../channels/whatsapp-cloud/whatsapp-cloud.ts'
import type { Baileys, Cloud } from '../config.ts'
import { leadership } from '../leadership.ts'
import { fencedVaultOf } from '../vault.ts'
import { clock, FIRST_LANGUAGE, languages, ROOT, texts } from './given.ts'
import type { Making, Served } from './making.ts'

/** WhatsApp, either way. Neither is loaded unless it is asked for. */
export async function whatsappBy(parts: Making, settings: Baileys | Cloud): Promise<Served> {
  return settings.by === 'baileys'
    ? { channel: await linkedDevice(optionsOf(parts, settings)), byWebhook: false }
    : { channel: await cloudApi(cloudOptionsOf(parts, settings)), byWebhook: true }
}

async function linkedDevice(options: WhatsAppOptions): Promise<Channel> {
  needsPackage()
  const { whatsappChannel } = await import('../channels/whatsapp/whatsapp.ts')
  return whatsappChannel(options)
}

async function cloudApi(options: WhatsappCloudOptions): Promise<Channel> {
  const { whatsappCloudChannel } = await import('../channels/whatsapp-cloud/whatsapp-cloud.ts')
  return whatsappCloudChannel(options)
}

/** The account is one process's: the same name leads and writes its keys, so that whoever lost the one has lost the other. */
function optionsOf(parts: Making, { by: _, ...settings }: Baileys): WhatsAppOptions {
  const { log, store, seal, desk, terminal } = parts
  const fence = { role: 'whatsapp', holder: randomUUID() }
  const token = randomBytes(24).toString('base64url')
  const all = [...languages.values()]
  return {
    ...settings,
    ...{ clock, log, desk, random: Math.random },
    vault: fencedVaultOf({ store, seal, log, channel: 'whatsapp', fence }),
    alone: leadership({ store, clock, log, ...fence }),
    groupHint: (chat) => texts.say(FIRST_LANGUAGE, null, 'desk-group-hint', { chat }),
    resumeWords: texts
      .say(FIRST_LANGUAGE, null, 'desk-resume-words')
      .split(',')
      .map((word) => word.trim()),
    numbers: {
      ordinals: new Map(all.flatMap(({ vocabulary }) => [...vocabulary.ordinals])),
      stopWords: new Set(all.flatMap(({ stopWords }) => [...stopWords])),
    },
    link: {
      token,
      words: (key) => texts.say(FIRST_LANGUAGE, null, key),
      pageDir: join(ROOT, 'src/channels/whatsapp/link/page'),
      url: () => `${terminal.pageUrl()}/whatsapp/link?token=${token}`,
    },
    announce: terminal.print,
  }
}

/** Any process may take in what the webhook brings, and note it. */
function cloudOptionsOf({ log, store, seal }: Making, { by: _, ...settings }: Cloud): WhatsappCloudOptions {
  return { ...settings, clock, log, vault: fencedVaultOf({ store, seal, log, channel: 'whatsapp-cloud', fence: null }) }
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
