import { randomUUID } from 'node:crypto'
import { telegramChannel } from '../channels/telegram/telegram.ts'
import type { Config } from '../config.ts'
import type { ChatId } from '../ids.ts'
import { leadership } from '../leadership.ts'
import { menus } from '../menus.ts'
import { fencedVaultOf } from '../vault.ts'
import { clock, FIRST_LANGUAGE, texts } from './given.ts'
import type { Making, Served } from './making.ts'

export function telegram(parts: Making, settings: NonNullable<Config['telegram']>): Served {
  const { config, log, store, seal, desk } = parts
  const channel = telegramChannel({
    ...settings,
    ...{ desk, clock, log },
    // What stands on Telegram can go to the other network, if there is one. Whichever process takes it in notes it.
    ...(config.whatsapp && { vault: fencedVaultOf({ store, seal, log, channel: 'telegram', fence: null }) }),
    alone: leadership({ store, clock, log, role: 'telegram', holder: randomUUID() }),
    commands: menus(texts),
    groupHint: (chat: ChatId) => texts.say(FIRST_LANGUAGE, null, 'desk-group-hint', { chat }),
  })
  return { channel, byWebhook: settings.webhook !== null }
}
