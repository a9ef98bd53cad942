import { randomUUID } from 'node:crypto'
import { telegramChannel } from '../channels/telegram/telegram.ts'
import type { Config } from '../config.ts'
import type { ChatId } from '../ids.ts'
import { leadership } from '../leadership.ts'
import { menus } from '../menus.ts'
import { clock, FIRST_LANGUAGE, texts } from './given.ts'
import type { Making, Served } from './making.ts'

export function telegram({ log, store, desk }: Making, settings: NonNullable<Config['telegram']>): Served {
  const channel = telegramChannel({
    ...settings,
    ...{ desk, clock, log },
    alone: leadership({ store, clock, log, role: 'telegram', holder: randomUUID() }),
    commands: menus(texts),
    groupHint: (chat: ChatId) => texts.say(FIRST_LANGUAGE, null, 'desk-group-hint', { chat }),
  })
  return { channel, byWebhook: settings.webhook !== null }
}
