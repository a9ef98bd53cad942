import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { areRedisAddresses, isHost, isWebAddress, LOOPBACK } from './config/addresses.ts'
import { disagreements, type Mistake } from './config/disagreements.ts'
import { meant } from './config/misspelt.ts'
import { type ChatId, chatId } from './ids.ts'
import { type KeyRing, parseKeys } from './keys.ts'
import { type LogLevel, logLevels } from './log.ts'

/** What of the work this process does: all of it, only taking in what webhooks bring, or all the rest. */
export const roles = ['all', 'receive', 'work'] as const
export type Role = (typeof roles)[number]

export interface Config {
  /** null: Telegram is not served. `webhook` null: long polling. */
  telegram: { token: string; apiRoot: string; webhook: { url: string; secret: string } | null } | null
  /** The desk's chat; null: cases wait. */
  helpdesk: ChatId | null
  /** null: the embedded store in `dataDir`. Several urls are nodes of one Cluster. With it `keys` are there too. */
  redis: { urls: string[] } | null
  /** null: the key file in `dataDir`. Never for the simulator, which always keeps its own store and the key file there. */
  keys: KeyRing | null
  role: Role
  dataDir: string
  host: string
  port: number
  logLevel: LogLevel
  simulator: boolean
}

/** All that is wrong with the configuration, one line each: which variable, what is wrong, what to do. Never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(['The configuration cannot be used:', ...mistakes.map((mistake) => `- ${mistake}`)].join('\n'))
    this.mistakes = mistakes
  }
}

/**
 * Reads the environment and, under it, the `.env` file of the working directory. A variable that the environment has wins,
 * even an empty one, which means unset. Throws ConfigError.
 */
export function readConfig(env: Env, options: { envFile?: string } = {}): Config {
  const given = merged(env, options.envFile ?? '.env')
  const parsed = variables.safeParse(given)
  const wrong = (parsed.error?.issues ?? []).map(({ path, message }): Mistake => [String(path[0]), message])
  const names = new Set(wrong.map(([name]) => name))
  // What does not fit together is said too, unless one of the two is already known to be wrong.
  const unfit = disagreements(given).filter(([name]) => !names.has(name))
  const mistakes = [...misspelt(given), ...notYet(given), ...wrong, ...unfit]
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes.map((mistake) => mistake.join(' ')))
  return configOf(parsed.data)
}

/** The text of `.env.example`, from the schema the variables are read by. */
export function envExample(): string {
  const blocks = Object.entries(variables.shape).map(([name, variable]) => {
    const { meaning = '', example = '' } = notes.get(variable) ?? {}
    const unset = variable.safeParse(undefined).data
    return `# ${meaning}${unset === undefined ? '' : ` Default: ${unset}.`}\n# ${name}=${example}\n`
  })
  return ['# Copy this file to .env and take the # off what you need. The simulator needs nothing.\n', ...blocks].join(
    '\n',
  )
}

type Env = Readonly<Record<string, string | undefined>>

const API_ROOT = 'https://api.telegram.org'
const notes = z.registry<{ meaning: string; example: string }>()
const NOT_A_PORT = 'is not a port; write a number from 0 to 65535'

const variables = z.object({
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
    .transform((url) => url.replace(/\/{1,9}$/, ''))
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
  HELPDESK_CHAT: z
    .string()
    .regex(/^telegram:-?[1-9]\d{0,18}$/, 'is not a chat; write telegram:<chat id>, like telegram:-1001234567890')
    .transform((chat) => chatId('telegram', chat.slice('telegram:'.length)))
    .optional()
    .register(notes, {
      meaning:
        "The help desk's group (ids of groups are negative). Without it cases wait and students get the contacts.",
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
    meaning: 'The simulator page, on or off, for this machine only. Left out: on unless Telegram is served.',
    example: 'on',
  }),
})

/** Names later versions will use. Ignoring one silently would let an operator believe that it works. */
const LATER = {
  WHATSAPP: 'is not used by this version, which does not serve WhatsApp yet; remove it',
}

function configOf(values: z.output<typeof variables>): Config {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret } = values
  const webhook = url && secret ? { url, secret } : null
  return {
    telegram: token ? { token, apiRoot: values.TELEGRAM_API_ROOT, webhook } : null,
    helpdesk: values.HELPDESK_CHAT ?? null,
    redis: values.REDIS_URL ? { urls: values.REDIS_URL } : null,
    keys: values.DATA_KEYS ?? null,
    role: values.ROLE,
    dataDir: values.DATA_DIR,
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    simulator: values.SIMULATOR ? values.SIMULATOR === 'on' : !token,
  }
}

function keyRing(text: string, context: z.RefinementCtx): KeyRing {
  try {
    return parseKeys(text)
  } catch (error) {
    context.addIssue(`is no ring of keys: ${error instanceof Error ? error.message : 'it cannot be read'}`)
    return z.NEVER
  }
}

function merged(env: Env, file: string): Record<string, string> {
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  return Object.fromEntries(
    Object.entries({ ...written, ...env })
      .map(([name, value = '']) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  )
}

function notYet(given: Record<string, string>): Mistake[] {
  return Object.entries(LATER).filter(([name]) => name in given)
}

function misspelt(given: Record<string, string>): Mistake[] {
  const known = Object.keys(variables.shape)
  return Object.keys(given)
    .filter((name) => /^(TELEGRAM_|HELPDESK|REDIS_?UR|DATA_?KEY)/i.test(name) && !known.includes(name))
    .flatMap((name): Mistake[] => {
      const right = meant(name, known)
      return right ? [[name, `is not a variable of Afilia; did you mean ${right}?`]] : []
    })
}
