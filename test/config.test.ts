import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { ConfigError, envExample, readConfig } from '../src/config.ts'
import { parseKeys } from '../src/keys.ts'

const TOKEN = '123456789:AbCdEfGhIjKlMnOpQrStUvWxYz012345678'
const SECRET = '0123456789abcdef0123456789ABCDEF_-'
const KEYS = `k2:${Buffer.alloc(32, 2).toString('base64')},k1:${Buffer.alloc(32, 1).toString('base64')}`
const CLOUD = {
  WHATSAPP: 'cloud',
  WHATSAPP_CLOUD_TOKEN: `EAA${'x'.repeat(60)}`,
  WHATSAPP_CLOUD_NUMBER_ID: '106540352242922',
  WHATSAPP_CLOUD_APP_SECRET: '0123456789abcdef0123456789abcdef',
  WHATSAPP_CLOUD_VERIFY_TOKEN: SECRET,
}
const NO_FILE = { envFile: join(tmpdir(), 'no-such-folder', '.env') }

test('needs nothing: the simulator on this machine', () => {
  expect(readConfig({}, NO_FILE)).toEqual({
    telegram: null,
    whatsapp: null,
    helpdesk: null,
    redis: null,
    keys: null,
    role: 'all',
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
    WHATSAPP: 'baileys',
    WHATSAPP_NUMBER: '526441234567',
    WHATSAPP_QUIET_HOURS: '25',
    WHATSAPP_DAILY_CAP: '250',
    HELPDESK_CHAT: 'telegram:-1001234567890',
    REDIS_URL: 'redis://user:p%2Cw@redis:6379/2',
    DATA_KEYS: KEYS,
    ROLE: 'receive',
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
    whatsapp: { by: 'baileys', number: '526441234567', quietFor: 90_000_000, dailyCap: 250 },
    helpdesk: 'telegram:-1001234567890',
    redis: { urls: ['redis://user:p%2Cw@redis:6379/2'] },
    keys: parseKeys(KEYS),
    role: 'receive',
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

test('WhatsApp by a linked device, with what is usual; it turns the simulator off, too', () => {
  const whatsapp = { by: 'baileys', number: null, quietFor: 12 * 60 * 60 * 1000, dailyCap: 1000 }
  const config = readConfig({ WHATSAPP: 'baileys', HOST: '0.0.0.0' }, NO_FILE)
  expect(config).toMatchObject({ telegram: null, whatsapp, simulator: false })
  expect(readConfig({ WHATSAPP: 'baileys', SIMULATOR: 'on' }, NO_FILE)).toMatchObject({ whatsapp, simulator: true })
})

test('WhatsApp by the Cloud API', () => {
  const whatsapp = {
    by: 'cloud',
    token: CLOUD.WHATSAPP_CLOUD_TOKEN,
    numberId: CLOUD.WHATSAPP_CLOUD_NUMBER_ID,
    appSecret: CLOUD.WHATSAPP_CLOUD_APP_SECRET,
    verifyToken: SECRET,
    apiRoot: 'https://graph.facebook.com/v23.0',
    template: null,
  }
  expect(readConfig(CLOUD, NO_FILE)).toMatchObject({ whatsapp, simulator: false })
  const more = { WHATSAPP_CLOUD_API_ROOT: 'http://127.0.0.1:9/v1/', WHATSAPP_CLOUD_TEMPLATE: 'aviso_2:es_MX' }
  expect(readConfig({ ...CLOUD, ...more }, NO_FILE)).toMatchObject({
    whatsapp: { ...whatsapp, apiRoot: 'http://127.0.0.1:9/v1', template: { name: 'aviso_2', language: 'es_MX' } },
  })
})

test.each<[string, Record<string, string>]>([
  ['telegram:-1001234567890', { TELEGRAM_BOT_TOKEN: TOKEN, WHATSAPP: 'baileys' }],
  ['telegram:-5', { TELEGRAM_BOT_TOKEN: TOKEN, ...CLOUD }],
  ['whatsapp:120363041234567890@g.us', { WHATSAPP: 'baileys' }],
  ['whatsapp:526441234567-1580000000@g.us', { TELEGRAM_BOT_TOKEN: TOKEN, WHATSAPP: 'baileys' }],
])('the desk at %s', (HELPDESK_CHAT, env) => {
  expect(readConfig({ ...env, HELPDESK_CHAT }, NO_FILE).helpdesk).toBe(HELPDESK_CHAT)
})

test('several processes for WhatsApp alone', () => {
  const env = { REDIS_URL: 'redis://r', DATA_KEYS: KEYS }
  expect(readConfig({ ...env, ...CLOUD, ROLE: 'receive' }, NO_FILE)).toMatchObject({ role: 'receive' })
  expect(readConfig({ ...env, WHATSAPP: 'baileys', ROLE: 'work' }, NO_FILE)).toMatchObject({ role: 'work' })
})

test('empty means unset', () => {
  expect(readConfig({ PORT: '', HELPDESK_CHAT: '  ', REDIS_URL: '' }, NO_FILE)).toEqual(readConfig({}, NO_FILE))
})

test('keys without Redis replace the key file', () => {
  const { redis, keys } = readConfig({ DATA_KEYS: ` ${KEYS} ` }, NO_FILE)
  expect(redis).toBeNull()
  expect(keys?.first.id).toBe('k2')
  expect([...(keys?.byId.keys() ?? [])]).toEqual(['k2', 'k1'])
})

test.each<[string, string[]]>([
  ['redis://127.0.0.1:6379', ['redis://127.0.0.1:6379']],
  ['redis://redis', ['redis://redis']],
  ['rediss://:secret@[::1]:6380/15', ['rediss://:secret@[::1]:6380/15']],
  ['redis://a:1, redis://b:2/,redis://c:3', ['redis://a:1', 'redis://b:2/', 'redis://c:3']],
])('Redis at %s', (REDIS_URL, urls) => {
  expect(readConfig({ REDIS_URL, DATA_KEYS: KEYS }, NO_FILE)).toMatchObject({ redis: { urls }, simulator: true })
})

test.each([
  'redis',
  'redis:6379',
  'redis://',
  'redis:///0',
  'http://redis:6379',
  'redis://redis:x',
  'redis://redis/db',
  'redis://redis:6379?tls=true',
  'redis://redis:6379,',
  'redis://a:1,b:2',
  'redis://a:1/2,redis://b:2/2',
])('no Redis at %s', (REDIS_URL) => {
  const { mistakes } = refusal({ REDIS_URL, DATA_KEYS: KEYS })
  expect(mistakes).toEqual([expect.stringMatching(/^REDIS_URL is not an address of Redis; write /)])
})

test('a role for each process, and the simulator wherever it is wanted', () => {
  const env = { REDIS_URL: 'redis://r', DATA_KEYS: KEYS, TELEGRAM_BOT_TOKEN: TOKEN, ROLE: 'work' }
  expect(readConfig(env, NO_FILE)).toMatchObject({ role: 'work', simulator: false })
  expect(readConfig({ ...env, SIMULATOR: 'on' }, NO_FILE)).toMatchObject({ role: 'work', simulator: true })
  expect(readConfig({ ROLE: 'all' }, NO_FILE)).toMatchObject({ role: 'all', redis: null })
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
  ['Redis without keys', { REDIS_URL: 'redis://:hunter2@db' }, 'DATA_KEYS is missing: '],
  ['keys that are none', { DATA_KEYS: 'hunter2' }, 'DATA_KEYS is no ring of keys: key 1 must look like "k1:…"'],
  [
    'a key of 31 bytes',
    { DATA_KEYS: `${KEYS},k0:${'A'.repeat(42)}==` },
    'DATA_KEYS is no ring of keys: key 3 must look like',
  ],
  ['two keys of one id', { DATA_KEYS: `${KEYS},${KEYS}` }, 'DATA_KEYS is no ring of keys: two keys have the same id'],
  ['an unknown role', { ROLE: 'web' }, 'ROLE is not a role; write all, receive, work'],
  ['a role without Redis', { TELEGRAM_BOT_TOKEN: TOKEN, ROLE: 'work' }, 'ROLE is for several processes'],
  [
    'a receiver without a webhook',
    { TELEGRAM_BOT_TOKEN: TOKEN, REDIS_URL: 'redis://r', DATA_KEYS: KEYS, ROLE: 'receive' },
    'ROLE receive has nothing to take in',
  ],
  [
    'a worker without a network',
    { REDIS_URL: 'redis://r', DATA_KEYS: KEYS, ROLE: 'work' },
    'ROLE work has no network to work for',
  ],
  ['misspelt keys', { DATA_KEY: KEYS }, 'DATA_KEY is not a variable of Afilia; did you mean DATA_KEYS?'],
  ['a misspelt Redis', { REDIS_URI: 'redis://r' }, 'did you mean REDIS_URL?'],
  ['WhatsApp just so', { WHATSAPP: 'on' }, 'WHATSAPP is not a way to serve WhatsApp; write baileys or cloud'],
  [
    'a number with its plus',
    baileys({ WHATSAPP_NUMBER: '+526441234567' }),
    'WHATSAPP_NUMBER is not a telephone number',
  ],
  ['a number without a country', baileys({ WHATSAPP_NUMBER: '06441' }), 'WHATSAPP_NUMBER is not a telephone number'],
  ['hours in words', baileys({ WHATSAPP_QUIET_HOURS: '12h' }), 'WHATSAPP_QUIET_HOURS is not a number of hours'],
  ['more hours than a week has', baileys({ WHATSAPP_QUIET_HOURS: '169' }), 'WHATSAPP_QUIET_HOURS is not a number of h'],
  ['no messages at all', baileys({ WHATSAPP_DAILY_CAP: '0' }), 'WHATSAPP_DAILY_CAP is not a number of messages'],
  ['a group of WhatsApp unserved', { ...CLOUD, HELPDESK_CHAT: 'whatsapp:12345@g.us' }, 'HELPDESK_CHAT is a group of W'],
  ['a group of Telegram unserved', baileys({ HELPDESK_CHAT: 'telegram:-5' }), 'HELPDESK_CHAT is on Telegram'],
  [
    'a desk on nobody’s phone',
    baileys({ HELPDESK_CHAT: 'whatsapp:5264@s.whatsapp.net' }),
    'HELPDESK_CHAT is not a chat',
  ],
  ['a setting of WhatsApp without it', { WHATSAPP_DAILY_CAP: '5' }, 'WHATSAPP_DAILY_CAP needs WhatsApp'],
  ['a secret of the cloud for a phone', baileys({ WHATSAPP_CLOUD_APP_SECRET: 'a'.repeat(32) }), 'is for the Cloud API'],
  [
    'a pairing number for the cloud',
    { ...CLOUD, WHATSAPP_NUMBER: '526441234567' },
    'WHATSAPP_NUMBER is not for the Cloud',
  ],
  ['the cloud without a token', cloud({ WHATSAPP_CLOUD_TOKEN: '' }), 'WHATSAPP_CLOUD_TOKEN is missing'],
  ['the cloud without its number', cloud({ WHATSAPP_CLOUD_NUMBER_ID: '' }), 'WHATSAPP_CLOUD_NUMBER_ID is missing'],
  ['the cloud without a signature', cloud({ WHATSAPP_CLOUD_APP_SECRET: '' }), 'WHATSAPP_CLOUD_APP_SECRET is missing'],
  ['the cloud unverified', cloud({ WHATSAPP_CLOUD_VERIFY_TOKEN: '' }), 'WHATSAPP_CLOUD_VERIFY_TOKEN is missing'],
  ['a short access token', cloud({ WHATSAPP_CLOUD_TOKEN: 'EAA' }), 'WHATSAPP_CLOUD_TOKEN is not an access token'],
  ['a number for its id', cloud({ WHATSAPP_CLOUD_NUMBER_ID: '+52 644' }), 'WHATSAPP_CLOUD_NUMBER_ID is not the id'],
  ['half an app secret', cloud({ WHATSAPP_CLOUD_APP_SECRET: 'abc' }), 'WHATSAPP_CLOUD_APP_SECRET is not an app secret'],
  [
    'a short verify token',
    cloud({ WHATSAPP_CLOUD_VERIFY_TOKEN: 'a'.repeat(31) }),
    'WHATSAPP_CLOUD_VERIFY_TOKEN is too short to be safe',
  ],
  ['a Graph API nowhere', cloud({ WHATSAPP_CLOUD_API_ROOT: 'graph' }), 'WHATSAPP_CLOUD_API_ROOT is not a web address'],
  [
    'a template of no language',
    cloud({ WHATSAPP_CLOUD_TEMPLATE: 'aviso' }),
    'WHATSAPP_CLOUD_TEMPLATE is not a template',
  ],
  ['misspelt WhatsApp', { WHATSAP: 'baileys' }, 'WHATSAP is not a variable of Afilia; did you mean WHATSAPP?'],
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
  for (const name of [...names, 'WHATSAPP', 'TELEGRAM_BOT_TOKEM', 'REDIS_URI']) {
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
  const config = readConfig({ TELEGRAM_WEBHOOK_SECRET: SECRET, DATA_KEYS: KEYS }, { envFile: file(examples) })
  expect(config).toMatchObject({ telegram: { webhook: { secret: SECRET } }, helpdesk: 'telegram:-1001234567890' })
})

function baileys(env: Record<string, string>): Record<string, string> {
  return { WHATSAPP: 'baileys', ...env }
}

function cloud(env: Record<string, string>): Record<string, string> {
  return { ...CLOUD, ...env }
}

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
