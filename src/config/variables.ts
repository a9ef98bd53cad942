import { z } from 'zod'
import { chatId } from '../ids.ts'
import { type KeyRing, parseKeys } from '../keys.ts'
import { logLevels } from '../log.ts'
import { areRedisAddresses, isHost, LOOPBACK } from './addresses.ts'
import { notes } from './notes.ts'
import { roles } from './roles.ts'
import { telegram } from './telegram.ts'
import { whatsapp } from './whatsapp.ts'

const NOT_A_PORT = 'is not a port; write a number from 0 to 65535'

/** Every variable there is, in the order of `.env.example`. */
export const variables = z.object({
  ...telegram,
  ...whatsapp,
  HELPDESK_CHAT: z
    .string()
    .regex(
      /^(?:telegram:-?[1-9]\d{0,18}|whatsapp:\d{5,25}(?:-\d{1,15})?@g\.us)$/,
      'is not a chat; write telegram:<chat id>, like telegram:-1001234567890, or whatsapp:<group id>@g.us',
    )
    .transform((chat) => chatId(networkOf(chat), chat.slice(networkOf(chat).length + 1)))
    .optional()
    .register(notes, {
      meaning:
        "The help desk's group (ids of groups are negative on Telegram, whatsapp:<id>@g.us on WhatsApp). Without it cases wait and students get the contacts.",
      example: 'telegram:-1001234567890',
    }),
  REDIS_URL: z
    .string()
    .transform((urls) => urls.split(',').map((url) => url.trim()))
    .refine(
      areRedisAddresses,
      'is not an address of Redis; write redis://<host>:6379 (rediss: for TLS), nodes of a Cluster apart by commas',
    )
    .optional()
    .register(notes, {
      meaning:
        'Secret if it holds a password. Keeps the network in Redis for several processes; needs DATA_KEYS. The simulator stays in DATA_DIR.',
      example: 'redis://127.0.0.1:6379',
    }),
  DATA_KEYS: z.string().transform(keyRing).optional().register(notes, {
    meaning:
      "Secret. Keys that seal what people wrote, k1:<openssl rand -base64 32>, apart by commas: the first seals, all open. Without Redis it replaces the key file in DATA_DIR, except the simulator's.",
    example: '',
  }),
  ROLE: z
    .enum(roles, `is not a role; write ${roles.join(', ')}`)
    .default('all')
    .register(notes, {
      meaning: 'With Redis: receive only takes in what the webhook brings, work does the rest, all does both.',
      example: 'all',
    }),
  DATA_DIR: z.string().default('./data').register(notes, {
    meaning: 'Folder of all that survives a restart, the key to read it included: keep it private, back it up.',
    example: './data',
  }),
  HOST: z
    .string()
    .refine(isHost, `is not an address; write ${LOOPBACK} or 0.0.0.0`)
    .default(LOOPBACK)
    .register(notes, { meaning: 'Address to listen on; 0.0.0.0 opens it to the network.', example: LOOPBACK }),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, NOT_A_PORT)
    .transform(Number)
    .refine((value) => value <= 65_535, NOT_A_PORT)
    .default(3000)
    .register(notes, { meaning: 'Port to listen on; 0 takes any free one.', example: '3000' }),
  LOG_LEVEL: z
    .enum(logLevels, `is not a level; write ${logLevels.join(', ')}`)
    .default('info')
    .register(notes, { meaning: `What is logged: ${logLevels.join(', ')}.`, example: 'info' }),
  SIMULATOR: z.enum(['on', 'off'], 'is neither on nor off; write one of them').optional().register(notes, {
    meaning: 'The simulator page, on or off, for this machine only. Left out: on unless a network is served.',
    example: 'on',
  }),
})

/** The network a chat is of. */
function networkOf(chat: string): string {
  return chat.slice(0, chat.indexOf(':'))
}

function keyRing(text: string, context: z.RefinementCtx): KeyRing {
  try {
    return parseKeys(text)
  } catch (error) {
    context.addIssue(`is no ring of keys: ${error instanceof Error ? error.message : 'it cannot be read'}`)
    return z.NEVER
  }
}
