import { z } from 'zod'
import { isWebAddress, withoutSlash } from './addresses.ts'
import { notes } from './notes.ts'

const API_ROOT = 'https://api.telegram.org'

export const telegram = {
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(
      /^\d{1,20}:[\w-]{30,100}$/,
      'is not a bot token; copy it whole from @BotFather: digits, a colon, 35 characters',
    )
    .optional()
    .register(notes, {
      meaning: 'Secret. Serves Telegram with the bot this token from @BotFather belongs to.',
      example: '123456789:AbCdEfGhIjKlMnOpQrStUvWxYz012345678',
    }),
  TELEGRAM_API_ROOT: z
    .string()
    .refine(isWebAddress, `is not a web address; leave it out for ${API_ROOT}`)
    .transform(withoutSlash)
    .default(API_ROOT)
    .register(notes, { meaning: 'Where the Bot API answers, for a Bot API server of your own.', example: API_ROOT }),
  TELEGRAM_WEBHOOK_URL: z
    .string()
    .refine(isWebAddress, 'is not a web address; write it whole: https://<your host>/telegram')
    .optional()
    .register(notes, {
      meaning:
        'Public address Telegram calls; without it the bot asks Telegram (long polling). Needs the secret below.',
      example: 'https://afilia.example.edu/telegram',
    }),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]*$/, 'has a character that Telegram refuses; use only A-Z, a-z, 0-9, _ and - (openssl rand -hex 32)')
    .min(32, 'is too short to be safe; use 32 characters or more (openssl rand -hex 32)')
    .max(256, 'is longer than Telegram takes; use 256 characters or fewer (openssl rand -hex 32)')
    .optional()
    .register(notes, {
      meaning: 'Secret. Shows that a call comes from Telegram: 32 to 256 characters (openssl rand -hex 32).',
      example: '',
    }),
}
