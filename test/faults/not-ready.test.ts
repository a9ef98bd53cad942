/** RELIABILITY F12, the whole program: a Redis that would forget is waited for, in one line, and served from once it is mended. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { startFakeBotApi } from '../channels/telegram/fake-bot-api.ts'
import { freePort, newDataDir } from '../process.ts'
import { startRedis } from '../redis.ts'

const MAIN = new URL('../../dist/src/main.js', import.meta.url).pathname
const TOKEN = '123456:fake-token-of-the-tests-0123456789abc'

test('says what is wrong and how to mend it, answers 503 meanwhile, and serves once it is mended', async () => {
  const redis = await startRedis({ appendonly: 'no' })
  onTestFinished(() => redis.stop())
  const api = await startFakeBotApi(TOKEN)
  onTestFinished(() => api.close())
  const port = await freePort()
  const child = spawn(process.execPath, [MAIN], {
    cwd: tmpdir(),
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: api.root,
      REDIS_URL: redis.url,
      DATA_KEYS: `k1:${Buffer.alloc(32, 6).toString('base64')}`,
      DATA_DIR: newDataDir(),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [told] = await once(createInterface({ input: child.stderr }), 'line')
  expect(told).toMatch(
    /^Not ready: Redis would forget everything at its next restart: redis-cli CONFIG SET appendonly yes/,
  )
  const waiting = await fetch(`http://127.0.0.1:${port}/readyz`)
  expect([waiting.status, await waiting.json()]).toEqual([503, { ready: false, reasons: ['redis-forgets'] }])

  const serving = once(
    createInterface({ input: child.stdout }).on('line', () => {}),
    'line',
  )
  await redis.command('CONFIG', 'SET', 'appendonly', 'yes')
  await serving
  const phone = api.student(5)
  phone.says('hola')
  await phone.hears(/¿En qué vas\?/)
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
})
