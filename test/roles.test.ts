/** Several processes with parts of the work each: what docs/operations.md says of ROLE. */
import { expect, onTestFinished, test } from 'vitest'
import { type FakeBotApi, startFakeBotApi, TOKEN } from './channels/telegram/fake-bot-api.ts'
import { freePort, newDataDir, type Running, startAfilia } from './process.ts'
import { startRedis } from './redis.ts'

async function given() {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const api = await startFakeBotApi()
  onTestFinished(api.close)
  const port = await freePort()
  const common = {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.root,
    TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_WEBHOOK_SECRET: 's'.repeat(40),
    REDIS_URL: redis.url,
    DATA_KEYS: `k:${Buffer.alloc(32, 6).toString('base64')}`,
  }
  async function start(more: Record<string, string>): Promise<Running> {
    const bot = await startAfilia({ ...common, DATA_DIR: newDataDir(), ...more })
    onTestFinished(async () => void (await bot.kill('SIGKILL')))
    return bot
  }
  return { api, start, receiver: () => start({ ROLE: 'receive', PORT: String(port) }) }
}

const sends = (api: FakeBotApi): number => api.calls.filter(({ method }) => method === 'sendMessage').length

test('one receives, the other answers; neither is needed by the other to run', async () => {
  const { api, start, receiver } = await given()
  await receiver()
  const phone = api.student(5)
  phone.says('hola')
  await api.called('setWebhook')
  expect(sends(api)).toBe(0)
  const worker = await start({ ROLE: 'work' })
  await phone.hears(/¿En qué vas\?/)
  await worker.kill('SIGKILL')
  phone.says('no he empezado')
  await start({ ROLE: 'work' })
  await phone.hears(/¿Empezamos\?/)
  phone.says('empezar')
  await phone.hears(/Paso 2 de 8/)
  expect(api.calls.some(({ method }) => method === 'getUpdates')).toBe(false)
})
