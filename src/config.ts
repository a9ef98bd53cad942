import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { z } from 'zod'
import { disagreements, type Mistake } from './config/disagreements.ts'
import { meant } from './config/misspelt.ts'
import { notes } from './config/notes.ts'
import type { Role } from './config/roles.ts'
import { variables } from './config/variables.ts'
import type { ChatId } from './ids.ts'
import type { KeyRing } from './keys.ts'
import type { LogLevel } from './log.ts'

export { type Role, roles } from './config/roles.ts'

export interface Config {
  /** null: Telegram is not served. `webhook` null: long polling. */
  telegram: { token: string; apiRoot: string; webhook: { url: string; secret: string } | null } | null
  /** null: WhatsApp is not served. */
  whatsapp: Baileys | Cloud | null
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

/** A linked device of an ordinary number. */
export interface Baileys {
  by: 'baileys'
  /** Digits: linked by a code for this number; null: by a QR. */
  number: string | null
  /** How long (ms) the bot keeps quiet in a chat where staff wrote by hand. */
  quietFor: number
  /** Messages a day. */
  dailyCap: number
}

/** The official API. */
export interface Cloud {
  by: 'cloud'
  token: string
  numberId: string
  appSecret: string
  verifyToken: string
  apiRoot: string
  template: { name: string; language: string } | null
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
  const mistakes = [...misspelt(given), ...wrong, ...unfit]
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

const HOUR = 60 * 60 * 1000

type Env = Readonly<Record<string, string | undefined>>

type Values = z.output<typeof variables>

function configOf(values: Values): Config {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret } = values
  const webhook = url && secret ? { url, secret } : null
  return {
    telegram: token ? { token, apiRoot: values.TELEGRAM_API_ROOT, webhook } : null,
    whatsapp: whatsappOf(values),
    helpdesk: values.HELPDESK_CHAT ?? null,
    redis: values.REDIS_URL ? { urls: values.REDIS_URL } : null,
    keys: values.DATA_KEYS ?? null,
    role: values.ROLE,
    dataDir: values.DATA_DIR,
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    simulator: values.SIMULATOR ? values.SIMULATOR === 'on' : !token && !values.WHATSAPP,
  }
}

function whatsappOf(values: Values): Baileys | Cloud | null {
  const { WHATSAPP: by, WHATSAPP_CLOUD_TOKEN: token, WHATSAPP_CLOUD_NUMBER_ID: numberId } = values
  const { WHATSAPP_CLOUD_APP_SECRET: appSecret, WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken } = values
  if (by === 'baileys') {
    const quietFor = values.WHATSAPP_QUIET_HOURS * HOUR
    return { by, number: values.WHATSAPP_NUMBER ?? null, quietFor, dailyCap: values.WHATSAPP_DAILY_CAP }
  }
  if (!by || !token || !numberId || !appSecret || !verifyToken) return null
  const { WHATSAPP_CLOUD_API_ROOT: apiRoot, WHATSAPP_CLOUD_TEMPLATE: template = null } = values
  return { by, token, numberId, appSecret, verifyToken, apiRoot, template }
}

function merged(env: Env, file: string): Record<string, string> {
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  return Object.fromEntries(
    Object.entries({ ...written, ...env })
      .map(([name, value = '']) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  )
}

function misspelt(given: Record<string, string>): Mistake[] {
  const known = Object.keys(variables.shape)
  return Object.keys(given)
    .filter((name) => /^(TELEGRAM_|WHATS|HELPDESK|REDIS_?UR|DATA_?KEY)/i.test(name) && !known.includes(name))
    .flatMap((name): Mistake[] => {
      const right = meant(name, known)
      return right ? [[name, `is not a variable of Afilia; did you mean ${right}?`]] : []
    })
}
