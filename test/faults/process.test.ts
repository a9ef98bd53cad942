/** RELIABILITY F4, F7, F17: the whole program on Redis, told to stop, cut off from it, or one of two. */
import { expect, onTestFinished, test } from 'vitest'
import { type FakeBotApi, startFakeBotApi, TOKEN } from '../channels/telegram/fake-bot-api.ts'
import type { Phone } from '../channels/telegram/fake-phone.ts'
import { freePort, newDataDir, type Running, startAfilia } from '../process.ts'
import { startProxy } from '../proxy.ts'
import { givenRedis, until } from './on-redis.ts'
import { times } from './town.ts'

const redis = givenRedis()
const KEYS = `k:${Buffer.alloc(32, 6).toString('base64')}`
const SECRET = 's'.repeat(40)

async function fake(): Promise<FakeBotApi> {
  const api = await startFakeBotApi()
  onTestFinished(api.close)
  return api
}

async function start(api: FakeBotApi, more: Record<string, string> = {}): Promise<Running> {
  const bot = await startAfilia({
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.root,
    REDIS_URL: redis.server.url,
    DATA_KEYS: KEYS,
    DATA_DIR: newDataDir(),
    ...more,
  })
  onTestFinished(async () => void (await bot.kill('SIGKILL')))
  return bot
}

/** Step by step, each once the answer to the one before it is there. */
async function walk(phone: Phone): Promise<void> {
  phone.says('hola')
  await phone.hears(/¿En qué vas\?/)
  phone.presses('No he empezado')
  await phone.hears(/¿Empezamos\?/)
  phone.presses('Empezar')
  await phone.hears(/Paso 2 de 8/)
  phone.says('1')
  await phone.hears(/¿Los guardo\?/)
  phone.presses('Sí, guárdalos')
  await phone.hears(/Paso 3 de 8/)
  phone.says('GOXA040229MSRMXNA6')
  await phone.hears(/29 de febrero de 2004 en Sonora/)
}

const shown = (phone: Phone): string[] => phone.screen().map(({ text }) => text)

test.each([
  ['Redis', () => ({})],
  ['SQLite', () => ({ REDIS_URL: '', DATA_KEYS: '', DATA_DIR: newDataDir() })],
])(
  'on %s: stopped while everybody writes it ends well, and the next one goes on as if nothing had been',
  async (_, on) => {
    const api = await fake()
    const env = on()
    let bot = await start(api, env)
    const calm = api.student(1)
    await walk(calm)
    const students = Array.from({ length: 20 }, (_, index) => api.student(100 + index))
    const walking = Promise.all(students.map(walk))
    for (let stop = 1; stop <= times(2); stop += 1) {
      await api.called('sendMessage', api.calls.filter(({ method }) => method === 'sendMessage').length + 15)
      expect(await bot.kill('SIGTERM')).toBe(0)
      bot = await start(api, env)
    }
    await walking
    for (const student of students) expect(shown(student)).toEqual(shown(calm))
  },
)

test('cut off from Redis it answers 503, is not ready, and takes everything in once Redis is back', async () => {
  const proxy = await startProxy(redis.server.port)
  onTestFinished(() => proxy.close())
  const api = await fake()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const bot = await start(api, {
    PORT: String(port),
    TELEGRAM_WEBHOOK_URL: url,
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    REDIS_URL: `redis://127.0.0.1:${proxy.port}`,
  })
  const isReady = async () => (await fetch(`${url}/readyz`)).status
  expect(await isReady()).toBe(200)
  const calm = api.student(1)
  await walk(calm)

  await proxy.cut()
  const students = Array.from({ length: 5 }, (_, index) => api.student(100 + index))
  const walking = Promise.all(students.map(walk))
  await until(async () => api.webhookAnswers.some(({ status }) => status === 503))
  expect(api.webhookAnswers.find(({ status }) => status === 503)?.retryAfter).toMatch(/^\d+$/)
  expect(await isReady()).toBe(503)
  await proxy.restore()
  await walking
  expect(await isReady()).toBe(200)
  for (const student of students) expect(shown(student)).toEqual(shown(calm))
  expect(bot.output()).not.toMatch(/ {4}at .*\n {4}at /)
})

test('of two that poll one asks, and when it is killed the other goes on where it was', async () => {
  const api = await fake()
  const first = await start(api)
  const second = await start(api)
  const calm = api.student(1)
  await walk(calm)
  expect(`${first.output()}${second.output()}`).not.toContain('another process serves this bot')
  const leads = [first, second].filter((bot) => bot.output().includes('this process leads'))
  expect(leads).toHaveLength(1)

  const student = api.student(2)
  student.says('hola')
  await student.hears(/¿En qué vas\?/)
  // Nothing is on its way: what is would be sent again only once its lease has run out.
  for (const held of ['held', 'sending'])
    await until(async () => (await redis.server.command('ZCARD', `afilia:{0}:${held}`)) === '0')
  await leads[0]?.kill('SIGKILL')
  student.presses('No he empezado')
  await student.hears(/¿Empezamos\?/)
  expect(shown(student)).toEqual(shown(calm).slice(0, shown(student).length))
})
