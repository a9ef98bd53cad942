/** The whole program as a process of its own, serving WhatsApp either way. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { startFakeBotApi, TOKEN } from './channels/telegram/fake-bot-api.ts'
import type { FakeWhatsApp } from './channels/whatsapp/fake-whatsapp.ts'
import { openFake } from './channels/whatsapp/on-fake.ts'
import { onFake } from './channels/whatsapp/program.ts'
import { TOKEN as CLOUD_TOKEN, startFakeGraph } from './channels/whatsapp-cloud/fake-graph.ts'
import { APP_SECRET, delivery, NUMBER_ID, post } from './channels/whatsapp-cloud/fake-webhook.ts'
import { VERIFY_TOKEN } from './channels/whatsapp-cloud/on-graph.ts'
import { freePort, newDataDir, type Running, startAfilia } from './process.ts'
import { startRedis } from './redis.ts'

const STUDENT = '5216441112233'
const DESK = -1009
const PDF = Buffer.from('%PDF-1.7 la vigencia')
const OGG = Buffer.from('OggS voice')

async function start(env: Record<string, string>): Promise<Running> {
  const bot = await startAfilia({ DATA_DIR: newDataDir(), ...env })
  onTestFinished(async () => void (await bot.kill('SIGKILL')))
  return bot
}

async function openGraph() {
  const graph = await startFakeGraph()
  onTestFinished(graph.close)
  const env = {
    WHATSAPP: 'cloud',
    WHATSAPP_CLOUD_TOKEN: CLOUD_TOKEN,
    WHATSAPP_CLOUD_NUMBER_ID: NUMBER_ID,
    WHATSAPP_CLOUD_APP_SECRET: APP_SECRET,
    WHATSAPP_CLOUD_VERIFY_TOKEN: VERIFY_TOKEN,
    WHATSAPP_CLOUD_API_ROOT: graph.root,
  }
  return { graph, env }
}

describe('by the official API', () => {
  it('is verified, takes what is signed, answers it, and ends when told', async () => {
    const { graph, env } = await openGraph()
    const bot = await start(env)
    graph.webhook.url = `${bot.url}/whatsapp`
    const verify = (token: string) =>
      fetch(`${bot.url}/whatsapp?hub.mode=subscribe&hub.challenge=4711&hub.verify_token=${token}`)
    expect(await (await verify(VERIFY_TOKEN)).text()).toBe('4711')
    expect((await verify('somebody')).status).toBe(403)
    const forged = JSON.stringify(delivery({ messages: [] }))
    expect((await post(graph.webhook.url, forged, `sha256=${'0'.repeat(64)}`)).status).toBe(401)

    await graph.phone(STUDENT).says('hola')
    await graph.sees(({ text }) => /¿En qué vas\?/.test(text))
    const health = await (await fetch(`${bot.url}/healthz`)).json()
    expect(health).toMatchObject({ alive: true, channels: { 'whatsapp-cloud': expect.any(Object) } })
    const ready = await fetch(`${bot.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, reasons: [] }])
    const secrets = [STUDENT, '526441112233', 'hola', CLOUD_TOKEN, APP_SECRET, VERIFY_TOKEN]
    const told = bot.output() + JSON.stringify(health)
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([])
    expect(await bot.kill('SIGTERM')).toBe(0)
  })

  it('what the desk sends on Telegram arrives, and what the student sends arrives there', async () => {
    const { graph, env } = await openGraph()
    const api = await startFakeBotApi(TOKEN)
    onTestFinished(api.close)
    const onTelegram = { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.root, HELPDESK_CHAT: `telegram:${DESK}` }
    const bot = await start({ ...env, ...onTelegram })
    graph.webhook.url = `${bot.url}/whatsapp`
    const phone = graph.phone(STUDENT)
    const hears = (pattern: RegExp) => graph.sees(({ text }) => pattern.test(text))
    await phone.says('quiero hablar con una persona')
    await hears(/campus/)
    await phone.presses('Navojoa')
    await hears(/ID de ITSON/)
    await phone.presses('Prefiero no darlo')
    await hears(/fecha límite/)
    await phone.presses('No tengo fecha')
    const card = await api.sees(({ chat, text }) => chat === DESK && /^#/.test(text))
    const file = {
      file_id: api.files.put(PDF),
      file_size: PDF.length,
      file_name: 'a.pdf',
      mime_type: 'application/pdf',
    }
    api.agent(DESK, 77, 'Ana').sends('document', { quotes: card.id, file })
    const { media = '' } = await graph.sees(({ media }) => media !== undefined)
    expect(graph.files.bytes(media)).toEqual(PDF)
    await phone.sends('audio', {
      id: graph.files.keep(OGG, 'audio/ogg; codecs=opus'),
      mime_type: 'audio/ogg',
      voice: true,
    })
    expect((await api.sees(({ chat, kind }) => chat === DESK && kind === 'voice')).file?.bytes).toEqual(OGG)
  })

  it('one process takes in, another answers', async () => {
    const redis = await startRedis()
    onTestFinished(() => redis.stop())
    const { graph, env } = await openGraph()
    const port = await freePort()
    const keys = `k:${Buffer.alloc(32, 6).toString('base64')}`
    const common = { ...env, REDIS_URL: redis.url, DATA_KEYS: keys }
    await start({ ...common, ROLE: 'receive', PORT: String(port) })
    graph.webhook.url = `http://127.0.0.1:${port}/whatsapp`
    const phone = graph.phone(STUDENT)
    await phone.says('hola')
    expect(phone.screen()).toEqual([])
    const worker = await start({ ...common, ROLE: 'work' })
    await graph.sees(({ text }) => /¿En qué vas\?/.test(text))
    await worker.kill('SIGKILL')
    await phone.presses('No he empezado')
    await start({ ...common, ROLE: 'work' })
    await graph.sees(({ text }) => /¿Empezamos\?/.test(text))
  })
})

describe('by a linked device', () => {
  it('is linked by the code it prints, answers, and is linked still after a restart', async () => {
    const server = await openFake()
    const env = { ...onFake(server.address), WHATSAPP_NUMBER: server.account.number, DATA_DIR: newDataDir() }
    const bot = await start(env)
    await server.pairing.enter(await bot.prints(/Type this code on the phone.*: ([A-Z0-9-]{8,9})/))
    await bot.prints(/(WhatsApp is linked)/)
    const phone = server.phone(1)
    await phone.says('hola')
    await phone.hears(/¿En qué vas\?/)
    const health = await (await fetch(`${bot.url}/healthz`)).json()
    expect(health).toMatchObject({ channels: { whatsapp: { link: 'linked' } } })
    expect((await fetch(`${bot.url}/whatsapp/link`)).status).toBe(403)
    expect(found(bot.output() + JSON.stringify(health), server)).toEqual([])
    expect(await bot.kill('SIGTERM')).toBe(0)
    const again = await start(env)
    await phone.says('no he empezado')
    await phone.hears(/¿Empezamos\?/)
    expect(found(again.output(), server)).toEqual([])
  }, 90_000)

  it('goes on with Telegram while WhatsApp cannot be reached, and ends when told', async () => {
    const server = await openFake()
    const api = await startFakeBotApi(TOKEN)
    onTestFinished(api.close)
    const nowhere = { ...server.address, url: `ws://127.0.0.1:${await freePort()}/ws/chat` }
    const bot = await start({ ...onFake(nowhere), TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.root })
    const student = api.student(5)
    student.says('hola')
    await student.hears(/¿En qué vas\?/)
    const health = await (await fetch(`${bot.url}/healthz`)).json()
    expect(health).toMatchObject({ alive: true, channels: { whatsapp: { link: 'starting' } } })
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200)
    expect((await fetch(`${bot.url}/whatsapp/link`)).status).toBe(403)
    expect(await bot.kill('SIGTERM')).toBe(0)
  })

  it('shows its page of the simulator beside it, and the page to link on to whoever has the address', async () => {
    const server = await openFake()
    const bot = await start({ ...onFake(server.address), SIMULATOR: 'on' })
    const address = await bot.prints(/(http:\S+\/whatsapp\/link\?token=\S+)/)
    const page = await fetch(address.replace('localhost', '127.0.0.1'))
    expect(page.status).toBe(200)
    expect((await fetch(bot.url)).status).toBe(200)
    expect(await bot.kill('SIGTERM')).toBe(0)
  })
})

/** Numbers and lids of anybody, and what they wrote. */
function found(text: string, { account }: FakeWhatsApp): string[] {
  const canaries = [
    account.number,
    account.lid.replace(/@.*/, ''),
    '5216440000001',
    '880000000000001',
    'hola',
    'Estudiante 1',
  ]
  return canaries.filter((canary) => text.includes(canary))
}

it.each([
  [
    'WhatsApp nobody knows',
    { WHATSAPP: 'meta' },
    /^- WHATSAPP is not a way to serve WhatsApp; write baileys or cloud$/m,
  ],
  [
    'the cloud without its secrets',
    { WHATSAPP: 'cloud' },
    /^- WHATSAPP_CLOUD_TOKEN is missing, and WHATSAPP=cloud cannot do/m,
  ],
  [
    'a desk on a network that is not served',
    { TELEGRAM_BOT_TOKEN: TOKEN, HELPDESK_CHAT: 'whatsapp:120363041234567890@g.us' },
    /^- HELPDESK_CHAT is a group of WhatsApp, which only WHATSAPP=baileys serves/m,
  ],
  [
    'a number with a plus',
    { WHATSAPP: 'baileys', WHATSAPP_NUMBER: '+526441234567' },
    /^- WHATSAPP_NUMBER is not a telephone/m,
  ],
])('%s: it does not start, says what to change, and nothing else', async (_, env, sentence) => {
  const ended = await startAfilia({ DATA_DIR: newDataDir(), ...env }).catch((error: unknown) => error)
  if (!(ended instanceof Error)) throw new Error('it started')
  expect(ended.message).toMatch(sentence)
  expect(ended.message).not.toMatch(/^- \s+at /m)
})
