import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { ConfigError, envExample, readConfig } from '../src/config.ts'

const TOKEN = '123456789:AbCdEfGhIjKlMnOpQrStUvWxYz012345678'
const SECRET = '0123456789abcdef0123456789ABCDEF_-'
const NO_FILE = { envFile: join(tmpdir(), 'no-such-folder', '.env') }

test('needs nothing: the simulator on this machine', () => {
  expect(readConfig({}, NO_FILE)).toEqual({
    telegram: null,
    helpdesk: null,
    dataDir: './data',
    host: '127.0.0.1',
    port: 3000,
    logLevel: 'info',
    simulator: true,
  })
})

test('reads everything', () => {
  const env = {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
    TELEGRAM_WEBHOOK_URL: 'https://afilia.example.edu/telegram',
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    HELPDESK_CHAT: 'telegram:-1001234567890',
    DATA_DIR: '/var/lib/afilia',
    HOST: '0.0.0.0',
    PORT: '8080',
    LOG_LEVEL: 'debug',
    SIMULATOR: 'off',
  }
  expect(readConfig(env, NO_FILE)).toEqual({
    telegram: {
      token: TOKEN,
      apiRoot: 'http://127.0.0.1:8081',
      webhook: { url: 'https://afilia.example.edu/telegram', secret: SECRET },
    },
    helpdesk: 'telegram:-1001234567890',
    dataDir: '/var/lib/afilia',
    host: '0.0.0.0',
    port: 8080,
    logLevel: 'debug',
    simulator: false,
  })
})

test('a token turns the simulator off unless it is asked for', () => {
  const telegram = { token: TOKEN, apiRoot: 'https://api.telegram.org', webhook: null }
  expect(readConfig({ TELEGRAM_BOT_TOKEN: TOKEN }, NO_FILE)).toMatchObject({ telegram, simulator: false })
  expect(readConfig({ TELEGRAM_BOT_TOKEN: TOKEN, SIMULATOR: 'on' }, NO_FILE)).toMatchObject({
    telegram,
    simulator: true,
  })
})

test('empty means unset', () => {
  expect(readConfig({ PORT: '', HELPDESK_CHAT: '  ', REDIS_URL: '' }, NO_FILE)).toEqual(readConfig({}, NO_FILE))
})

test('the file is read, the environment wins, even with nothing', () => {
  const envFile = file('PORT=4000\nLOG_LEVEL="debug" # loud\nHELPDESK_CHAT=telegram:-5\n')
  const config = readConfig({ PORT: '5000', HELPDESK_CHAT: '' }, { envFile })
  expect(config).toMatchObject({ port: 5000, logLevel: 'debug', helpdesk: null })
})

test('variables of other programs are nobody of ours', () => {
  expect(readConfig({ PATH: '/bin', TELEGRAM_NOTIFY_OTHER_PROGRAM: 'x' }, NO_FILE)).toEqual(readConfig({}, NO_FILE))
})

test.each<[string, Record<string, string>, string]>([
  ['a cut-off token', { TELEGRAM_BOT_TOKEN: '123:abc' }, 'TELEGRAM_BOT_TOKEN is not a bot token; copy it whole'],
  ['an API root that is none', { TELEGRAM_API_ROOT: 'api.telegram.org' }, 'TELEGRAM_API_ROOT is not a web address'],
  ['a webhook without its secret', webhook({}), 'TELEGRAM_WEBHOOK_SECRET is missing'],
  ['a short secret', webhook({ TELEGRAM_WEBHOOK_SECRET: 'a'.repeat(31) }), 'TELEGRAM_WEBHOOK_SECRET is too short'],
  ['a long secret', webhook({ TELEGRAM_WEBHOOK_SECRET: 'a'.repeat(257) }), 'TELEGRAM_WEBHOOK_SECRET is longer'],
  [
    'a character Telegram refuses',
    webhook({ TELEGRAM_WEBHOOK_SECRET: `${SECRET}=` }),
    'TELEGRAM_WEBHOOK_SECRET has a character that Telegram refuses',
  ],
  [
    'a webhook without https',
    webhook({ TELEGRAM_WEBHOOK_URL: 'http://afilia.example.edu/', TELEGRAM_WEBHOOK_SECRET: SECRET }),
    'TELEGRAM_WEBHOOK_URL is an address Telegram never calls',
  ],
  [
    'a webhook on a port of its own',
    webhook({ TELEGRAM_WEBHOOK_URL: 'https://afilia.example.edu:9000/', TELEGRAM_WEBHOOK_SECRET: SECRET }),
    'TELEGRAM_WEBHOOK_URL is an address Telegram never calls',
  ],
  [
    'a webhook without a bot',
    { TELEGRAM_WEBHOOK_URL: 'https://afilia.example.edu/', TELEGRAM_WEBHOOK_SECRET: SECRET },
    'TELEGRAM_WEBHOOK_URL needs a bot',
  ],
  [
    'a secret without a webhook',
    { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_WEBHOOK_SECRET: SECRET },
    'TELEGRAM_WEBHOOK_SECRET is for a webhook',
  ],
  ['a desk that is no chat', { TELEGRAM_BOT_TOKEN: TOKEN, HELPDESK_CHAT: '@mesa' }, 'HELPDESK_CHAT is not a chat'],
  ['a desk without a bot', { HELPDESK_CHAT: 'telegram:-5' }, 'HELPDESK_CHAT is on Telegram'],
  ['an address for a host', { HOST: 'http://localhost' }, 'HOST is not an address'],
  ['a port beyond the last', { PORT: '65536' }, 'PORT is not a port'],
  ['a port in words', { PORT: '3000x' }, 'PORT is not a port'],
  ['an unknown level', { LOG_LEVEL: 'verbose' }, 'LOG_LEVEL is not a level'],
  ['a simulator neither on nor off', { SIMULATOR: 'true' }, 'SIMULATOR is neither on nor off'],
  ['a simulator open to others', { SIMULATOR: 'on', HOST: '0.0.0.0' }, 'SIMULATOR is for this machine only'],
  ['nothing but a simulator, open to others', { HOST: '::' }, 'HOST is open to others'],
  ['a host named like a loopback', { HOST: '127.0.0.1.example.com' }, 'HOST is open to others'],
  ['nothing to serve', { SIMULATOR: 'off' }, 'TELEGRAM_BOT_TOKEN is missing and nothing would be served'],
  ['Redis', { REDIS_URL: 'redis://:hunter2@db' }, 'REDIS_URL is not used by this version'],
  ['keys', { DATA_KEYS: 'hunter2' }, 'DATA_KEYS is not used by this version'],
  ['WhatsApp', { WHATSAPP: 'on' }, 'WHATSAPP is not used by this version'],
  [
    'a misspelt token',
    { TELEGRAM_BOT_TOKN: TOKEN },
    'TELEGRAM_BOT_TOKN is not a variable of Afilia; did you mean TELEGRAM_BOT_TOKEN?',
  ],
  ['a misspelt desk', { HELPDESKCHAT: 'x' }, 'HELPDESKCHAT is not a variable of Afilia; did you mean HELPDESK_CHAT?'],
  ['small letters', { telegram_bot_token: TOKEN }, 'did you mean TELEGRAM_BOT_TOKEN?'],
])('refuses %s', (_, env, mistake) => {
  const { mistakes } = refusal(env)
  expect(mistakes).toEqual([expect.stringContaining(mistake)])
})

test('loopback has several names', () => {
  for (const HOST of ['localhost', '::1', '127.1.2.3']) {
    expect(readConfig({ HOST, SIMULATOR: 'on' }, NO_FILE)).toMatchObject({ host: HOST, simulator: true })
  }
})

test('a Bot API server of one’s own calls any webhook', () => {
  const env = webhook({
    TELEGRAM_API_ROOT: 'http://127.0.0.1:8081',
    TELEGRAM_WEBHOOK_URL: 'http://127.0.0.1:9000/hook',
    TELEGRAM_WEBHOOK_SECRET: SECRET,
  })
  expect(readConfig(env, NO_FILE).telegram?.webhook?.url).toBe('http://127.0.0.1:9000/hook')
})

test('tells all mistakes at once, each in a line of its own with its fix', () => {
  const { message, mistakes } = refusal({
    TELEGRAM_WEBHOOK_URL: 'nowhere',
    HELPDESK_CHAT: 'group',
    PORT: 'x',
    SIMULATOR: 'on',
    HOST: '0.0.0.0',
    DATA_KEYS: 'k',
    TELEGRAM_TOKEN: TOKEN,
    TELEGRAM_BOT_TOKE: TOKEN,
  })
  expect(mistakes.map((line) => line.split(' ')[0]).sort()).toEqual(
    [
      'DATA_KEYS',
      'HELPDESK_CHAT',
      'PORT',
      'SIMULATOR',
      'TELEGRAM_BOT_TOKE',
      'TELEGRAM_WEBHOOK_SECRET',
      'TELEGRAM_WEBHOOK_URL',
    ].sort(),
  )
  for (const line of mistakes) expect(line).toMatch(/^[A-Z_]+ [^\n]+[;?:] ?[^\n]*$/)
  expect(message.split('\n')).toHaveLength(1 + mistakes.length)
})

test('never repeats a value', () => {
  const value = 'hunter2-hunter2'
  const names = Object.keys(parseEnv(envExample().replace(/^# (?=[A-Z_]+=)/gm, '')))
  for (const name of [...names, 'REDIS_URL', 'DATA_KEYS', 'WHATSAPP', 'TELEGRAM_BOT_TOKEM']) {
    // Any text is a folder or a host's name.
    if (name === 'DATA_DIR') continue
    const env = name === 'HOST' ? { [name]: value, SIMULATOR: 'on' } : { [name]: value }
    expect(refusal(env).message).not.toContain(value)
  }
})

test('.env.example is what the schema says (after a change: npx vitest run test/config.test.ts --update)', async () => {
  await expect(envExample()).toMatchFileSnapshot('../.env.example')
})

test('.env.example changes nothing as it stands, and each of its examples is taken', () => {
  expect(readConfig({}, { envFile: file(envExample()) })).toEqual(readConfig({}, NO_FILE))
  const examples = envExample().replace(/^# (?=[A-Z_]+=)/gm, '')
  const config = readConfig({ TELEGRAM_WEBHOOK_SECRET: SECRET }, { envFile: file(examples) })
  expect(config).toMatchObject({ telegram: { webhook: { secret: SECRET } }, helpdesk: 'telegram:-1001234567890' })
})

function webhook(env: Record<string, string>): Record<string, string> {
  return { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_WEBHOOK_URL: 'https://afilia.example.edu/telegram', ...env }
}

function refusal(env: Record<string, string>): ConfigError {
  try {
    readConfig(env, NO_FILE)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('was taken')
}

function file(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'afilia-config-')), '.env')
  writeFileSync(path, content)
  return path
}
