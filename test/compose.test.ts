/** Reads the compose file and runs what it says as processes (no Docker engine is needed for the tests). */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { envExample, readConfig } from '../src/config.ts'
import { createLog } from '../src/log.ts'
import { startServer } from '../src/server.ts'
import { startFakeBotApi, TOKEN } from './channels/telegram/fake-bot-api.ts'
import { environment, list, ROOT, runtime, values } from './dockerfile.ts'
import { newDataDir, startAfilia } from './process.ts'
import { type RedisServer, startRedis } from './redis.ts'

const service = z.strictObject({
  image: z.string().optional(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  user: z.string().optional(),
  env_file: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).optional(),
  networks: z.array(z.string()),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()),
  healthcheck: z.strictObject({
    test: z.array(z.string()),
    interval: z.string(),
    timeout: z.string(),
    retries: z.number(),
    start_period: z.string(),
  }),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  stop_grace_period: z.string().regex(/^\d+s$/),
  restart: z.string(),
})
const file = z.strictObject({
  services: z.strictObject({ redis: service, bot: service }),
  networks: z.record(z.string(), z.strictObject({ internal: z.boolean() })),
  volumes: z.record(z.string(), z.null()),
})

const text = readFileSync(join(ROOT, 'compose.yaml'), 'utf8')
const { services, networks, volumes } = file.parse(parse(text))
const { redis, bot } = services
const KEYS = `k1:${Buffer.alloc(32, 1).toString('base64')}`

const opened: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

describe('the compose file', () => {
  test('nobody outside reaches Redis, and Redis reaches nobody', () => {
    expect(redis.ports).toBeUndefined()
    expect(redis.networks).toEqual(['store'])
    expect(networks.store).toEqual({ internal: true })
    expect(bot.networks).toContain('store')
  })

  test('the bot is reached from this machine only, on the port it listens on', () => {
    expect(bot.ports).toEqual([`127.0.0.1:3000:${bot.environment?.PORT}`])
    expect(bot.environment?.HOST).toBe('0.0.0.0')
  })

  test.each(Object.entries(services))(
    '%s runs with nothing it does not need',
    (_, { cap_drop, security_opt, tmpfs }) => {
      expect(cap_drop).toEqual(['ALL'])
      expect(security_opt).toEqual(['no-new-privileges:true'])
      expect(tmpfs).toEqual(['/tmp'])
    },
  )

  test('neither runs as root', () => {
    expect(redis.user).toBe('redis')
    expect(bot.user).toBeUndefined()
    expect(values(runtime, 'USER')).toEqual(['node'])
  })

  test('what must survive lies on volumes of its own', () => {
    const kept = Object.values(services).flatMap((each) => each.volumes)
    expect(kept).toEqual(['redis:/data', 'bot:/data'])
    expect(Object.keys(volumes)).toEqual(['redis', 'bot'])
    expect(bot.environment?.DATA_DIR).toBe('/data')
  })

  test('the bot waits for a Redis that is well, at the address it is told', () => {
    expect(bot.depends_on).toEqual({ redis: { condition: 'service_healthy' } })
    expect(bot.environment?.REDIS_URL).toBe('redis://redis:6379')
  })

  test('both come back by themselves, and the server is one of a known kind', () => {
    expect([redis.restart, bot.restart]).toEqual(['unless-stopped', 'unless-stopped'])
    expect(redis.image).toMatch(/^redis:\d+\.\d+-alpine$/)
    expect(bot).toMatchObject({ build: '.', env_file: '.env' })
  })

  test('no secret stands in it, and nothing that compose would fill in', () => {
    expect(Object.keys(bot.environment ?? {}).sort()).toEqual(['DATA_DIR', 'HOST', 'PORT', 'REDIS_URL', 'SIMULATOR'])
    expect(text).not.toContain('$')
  })

  test('there is more time to stop than the longest call to a network takes', () => {
    const telegram = readFileSync(join(ROOT, 'src/channels/telegram/telegram.ts'), 'utf8')
    const patience = Number(/^const PATIENCE = (\d+)$/m.exec(telegram)?.[1])
    expect(patience).toBeGreaterThan(0)
    expect(Number.parseInt(bot.stop_grace_period, 10)).toBeGreaterThan(patience)
  })

  test('a token and keys are all its environment lacks, whatever else .env says', () => {
    const examples = parseEnv(envExample().replace(/^# (?=[A-Z_]+=)/gm, ''))
    const given = { ...environment(), ...bot.environment }
    const says = () => readConfig(given, { envFile: '/no-such-file' })
    expect(says).toThrow(/DATA_KEYS is missing/)
    expect(says).toThrow(/TELEGRAM_BOT_TOKEN is missing/)
    const config = readConfig(
      { ...examples, TELEGRAM_WEBHOOK_SECRET: 'x'.repeat(32), DATA_KEYS: KEYS, ...given },
      { envFile: '/no-such-file' },
    )
    expect(config).toMatchObject({
      redis: { urls: ['redis://redis:6379'] },
      dataDir: '/data',
      host: '0.0.0.0',
      port: 3000,
      simulator: false,
    })
  })
})

describe('its Redis', () => {
  test('keeps everything and throws nothing away', async () => {
    const server = await theRedis()
    expect(redis.command?.[0]).toBe('redis-server')
    const setting = async (name: string) => (await server.command('CONFIG', 'GET', name)).split('\n')[1]
    expect(await setting('appendonly')).toBe('yes')
    expect(await setting('appendfsync')).toBe('everysec')
    expect(await setting('maxmemory-policy')).toBe('noeviction')
    expect(await setting('save')).toBe('')
  })

  test('keeps what it was told when it is killed', async () => {
    const server = await theRedis()
    await server.command('SET', 'kept', 'yes')
    await server.restart()
    expect(await server.command('GET', 'kept')).toBe('yes')
  })

  test('is well while it answers, and only then', async () => {
    const server = await theRedis()
    expect(await redisIsWell(server)).toBe(true)
    await server.command('CONFIG', 'SET', 'requirepass', 'of-the-tests')
    expect(await redisIsWell(server)).toBe(false)
    await server.kill()
    expect(await redisIsWell(server)).toBe(false)
  })
})

describe('its bot', () => {
  test('is well while it is ready, and only then', async () => {
    let isReady = true
    const ready = async () => ({ ready: isReady, reasons: [] })
    const server = await startServer({ host: '127.0.0.1', port: 0, log: createLog('silent'), ready, channels: [] })
    opened.push(server.close)
    expect(await botIsWell(server.url)).toBe(true)
    isReady = false
    expect(await botIsWell(server.url)).toBe(false)
    await server.close()
    expect(await botIsWell(server.url)).toBe(false)
  })

  test('serves from Redis and stops when told', async () => {
    const server = await theRedis()
    const api = await startFakeBotApi(TOKEN)
    opened.push(api.close)
    expect(list(values(runtime, 'CMD')[0] ?? '')).toEqual(['node', 'dist/src/main.js'])
    const { PORT: _, ...told } = { ...environment(), ...bot.environment }
    const running = await startAfilia({
      ...told,
      REDIS_URL: `${bot.environment?.REDIS_URL}`.replace('redis:6379', `127.0.0.1:${server.port}`),
      DATA_DIR: newDataDir(),
      DATA_KEYS: KEYS,
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: api.root,
    })
    opened.push(() => running.kill('SIGKILL'))
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200)
    expect(await botIsWell(running.url)).toBe(true)
    const phone = api.student(5)
    phone.says('hola')
    await phone.hears(/¿En qué vas\?/)
    expect(Number(await server.command('DBSIZE'))).toBeGreaterThan(0)
    expect(await running.kill('SIGTERM')).toBe(0)
    expect(await botIsWell(running.url)).toBe(false)
  })
})

/** With the file's own words, over settings that are all wrong. */
async function theRedis(): Promise<RedisServer> {
  const args = ['--save', '1 1', ...(redis.command ?? []).slice(1)]
  const server = await startRedis({ appendonly: 'no', policy: 'allkeys-random', args })
  opened.push(server.stop)
  return server
}

/** The file's own check, run where the service is. */
function redisIsWell({ port }: RedisServer): Promise<boolean> {
  const [kind, program = '', ...words] = redis.healthcheck.test
  expect([kind, program]).toEqual(['CMD', 'redis-cli'])
  return succeeds(spawn(program, ['-p', String(port), ...words], { stdio: 'ignore' }))
}

function botIsWell(url: string): Promise<boolean> {
  const [kind, program, ...words] = bot.healthcheck.test
  expect([kind, program]).toEqual(['CMD', 'node'])
  const here = words.map((word) => word.replace('127.0.0.1:3000', new URL(url).host))
  expect(here).not.toEqual(words)
  return succeeds(spawn(process.execPath, here, { stdio: 'ignore' }))
}

async function succeeds(child: ChildProcess): Promise<boolean> {
  const [code] = await once(child, 'exit')
  return code === 0
}
