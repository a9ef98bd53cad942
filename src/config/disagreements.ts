import { isCalledByTelegram, isLoopback, isWebAddress, LOOPBACK } from './addresses.ts'
import { cloudNeeds, whatsapp } from './whatsapp.ts'

export type Mistake = [name: string, wrong: string]

/** What each variable is right about by itself, but not with the others. */
export function disagreements(given: Record<string, string>): Mistake[] {
  const found = [
    ...aboutTelegram(given),
    ...aboutWhatsApp(given),
    ...aboutTheDesk(given),
    ...aboutTheSimulator(given),
    ...aboutRedis(given),
  ]
  return found.filter(([wrong]) => wrong).map(([, name, message]) => [name, message])
}

/** What would be wrong, and whether it is. */
type Doubt = [wrong: boolean, name: string, message: string]

function aboutTelegram(given: Record<string, string>): Doubt[] {
  const { TELEGRAM_WEBHOOK_URL: url, TELEGRAM_API_ROOT: root } = given
  const token = 'TELEGRAM_BOT_TOKEN' in given
  const secret = 'TELEGRAM_WEBHOOK_SECRET' in given
  return [
    [url !== undefined && !token, 'TELEGRAM_WEBHOOK_URL', 'needs a bot; set TELEGRAM_BOT_TOKEN or remove it'],
    [
      url !== undefined && !secret,
      'TELEGRAM_WEBHOOK_SECRET',
      'is missing: without it anybody could speak for a student; set it (openssl rand -hex 32) or remove TELEGRAM_WEBHOOK_URL',
    ],
    [
      url !== undefined && root === undefined && isWebAddress(url) && !isCalledByTelegram(url),
      'TELEGRAM_WEBHOOK_URL',
      'is an address Telegram never calls; use https on port 443, 80, 88 or 8443',
    ],
    [secret && url === undefined, 'TELEGRAM_WEBHOOK_SECRET', 'is for a webhook; set TELEGRAM_WEBHOOK_URL or remove it'],
  ]
}

function aboutWhatsApp(given: Record<string, string>): Doubt[] {
  const { WHATSAPP: by } = given
  const isCloud = (name: string): boolean => name.startsWith('WHATSAPP_CLOUD_')
  const extras = Object.keys(whatsapp).filter((name) => name !== 'WHATSAPP' && name in given)
  return [
    ...extras.map((name): Doubt => [by === undefined, name, 'needs WhatsApp; set WHATSAPP or remove it']),
    ...extras.map(
      (name): Doubt => [
        by === 'baileys' && isCloud(name),
        name,
        'is for the Cloud API; set WHATSAPP=cloud or remove it',
      ],
    ),
    ...extras.map(
      (name): Doubt => [
        by === 'cloud' && !isCloud(name),
        name,
        'is not for the Cloud API; set WHATSAPP=baileys or remove it',
      ],
    ),
    ...cloudNeeds.map(
      (name): Doubt => [
        by === 'cloud' && !(name in given),
        name,
        'is missing, and WHATSAPP=cloud cannot do without it; set it, or WHATSAPP=baileys',
      ],
    ),
  ]
}

/** Its network must be served. */
function aboutTheDesk(given: Record<string, string>): Doubt[] {
  const { HELPDESK_CHAT: chat = '', WHATSAPP: by } = given
  return [
    [
      chat.startsWith('telegram:') && !('TELEGRAM_BOT_TOKEN' in given),
      'HELPDESK_CHAT',
      'is on Telegram; set TELEGRAM_BOT_TOKEN or remove it',
    ],
    [
      chat.startsWith('whatsapp:') && by !== 'baileys',
      'HELPDESK_CHAT',
      'is a group of WhatsApp, which only WHATSAPP=baileys serves; set that, or a chat of Telegram',
    ],
  ]
}

/** Whether real students are served. */
function isServed(given: Record<string, string>): boolean {
  return 'TELEGRAM_BOT_TOKEN' in given || 'WHATSAPP' in given
}

function aboutTheSimulator(given: Record<string, string>): Doubt[] {
  const { SIMULATOR: simulator, HOST: host = LOOPBACK } = given
  const served = isServed(given)
  const open = !isLoopback(host)
  return [
    [
      simulator === 'on' && open,
      'SIMULATOR',
      `is for this machine only and HOST is open to others; set HOST=${LOOPBACK} or SIMULATOR=off`,
    ],
    [
      simulator === undefined && !served && open,
      'HOST',
      `is open to others, where only the simulator could be served; set TELEGRAM_BOT_TOKEN, WHATSAPP or HOST=${LOOPBACK}`,
    ],
    [
      simulator === 'off' && !served,
      'TELEGRAM_BOT_TOKEN',
      'is missing and nothing would be served; set it, WHATSAPP or SIMULATOR=on',
    ],
  ]
}

function aboutRedis(given: Record<string, string>): Doubt[] {
  const { TELEGRAM_WEBHOOK_URL: url, WHATSAPP: by, ROLE: role = 'all' } = given
  const redis = 'REDIS_URL' in given
  return [
    [
      redis && !('DATA_KEYS' in given),
      'DATA_KEYS',
      'is missing: without it what people wrote would lie open in Redis; set k1:<what "openssl rand -base64 32" prints>',
    ],
    [role !== 'all' && !redis, 'ROLE', 'is for several processes; set REDIS_URL or remove it'],
    [
      role === 'receive' && redis && url === undefined && by !== 'cloud',
      'ROLE',
      'receive has nothing to take in; set TELEGRAM_WEBHOOK_URL or WHATSAPP=cloud, or remove it',
    ],
    [
      role === 'work' && redis && !isServed(given),
      'ROLE',
      'work has no network to work for; set TELEGRAM_BOT_TOKEN or WHATSAPP, or remove it',
    ],
  ]
}
