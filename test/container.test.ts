/** Reads the Dockerfile; it does not build it (no Docker engine is needed for the tests). */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { createLog } from '../src/log.ts'
import { startServer } from '../src/server.ts'
import { build, environment, list, ROOT, runtime, stages, values } from './dockerfile.ts'

test('builds in one stage and runs in another', () => {
  expect(stages).toHaveLength(2)
  expect(values(build, 'FROM')[0]).toMatch(/^node:\d+-slim AS build$/)
  expect(values(runtime, 'FROM')[0]).toMatch(/^node:\d+-slim$/)
  expect(values(build, 'RUN').join('\n')).toMatch(/npm install[\s\S]*npm run build[\s\S]*npm prune --omit=dev/)
  expect(values(runtime, 'RUN').join('\n')).not.toContain('npm')
})

test('runs as nobody special', () => {
  const names = runtime.map(({ name }) => name)
  expect(values(runtime, 'USER')).toEqual(['node'])
  expect(names.lastIndexOf('USER')).toBeGreaterThan(names.lastIndexOf('RUN'))
  expect(names.lastIndexOf('USER')).toBeLessThan(names.lastIndexOf('CMD'))
})

test('keeps its data on a volume, listens to the network and stops when told', () => {
  expect(values(runtime, 'VOLUME')).toEqual(['/data'])
  expect(values(runtime, 'STOPSIGNAL')).toEqual(['SIGTERM'])
  expect(environment()).toMatchObject({ DATA_DIR: '/data', HOST: '0.0.0.0', SIMULATOR: 'off' })
  expect(list(values(runtime, 'CMD')[0] ?? '')).toEqual(['node', 'dist/src/main.js'])
})

test('a token is all its environment lacks', () => {
  const token = `1:${'x'.repeat(35)}`
  expect(() => readConfig(environment(), { envFile: '/no-such-file' })).toThrow(
    'TELEGRAM_BOT_TOKEN is missing and nothing would be served',
  )
  const config = readConfig({ ...environment(), TELEGRAM_BOT_TOKEN: token }, { envFile: '/no-such-file' })
  expect(config).toMatchObject({ dataDir: '/data', host: '0.0.0.0', port: 3000, simulator: false })
})

test('brings the program, its words and its pages, and only those', () => {
  const brought = values(runtime, 'COPY').map((copy) => copy.split(' ').at(-1))
  expect(brought).toEqual([
    './',
    './node_modules',
    './dist',
    './locales',
    './src/channels/web/page',
    './src/channels/whatsapp/link/page',
  ])
})

test('everything it copies exists and is let through to the engine', () => {
  const passed = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n')
  expect(passed[0]).toBe('*')
  const copied = [...values(build, 'COPY'), ...values(runtime, 'COPY')].flatMap((copy) => copy.split(' ').slice(0, -1))
  const fromHere = copied.filter((source) => !source.startsWith('--from=') && !source.startsWith('/app/'))
  expect(fromHere).toContain('package-lock.json')
  for (const source of fromHere) {
    expect([source, existsSync(join(ROOT, source))]).toEqual([source, true])
    expect(passed).toContain(`!${source.split('/')[0]}`)
  }
  const built = copied.filter((source) => source.startsWith('/app/')).map((source) => source.slice('/app/'.length))
  expect(built).toEqual(['package.json', 'node_modules', 'dist'])
})

test('lets nothing secret through to the engine', () => {
  const passed = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'))
  for (const secret of ['!.env', '!data', '!.git', '!.']) expect(passed).not.toContain(secret)
})

test('its health check tells a server that lives from none', async () => {
  const [kind, ...words] = (values(runtime, 'HEALTHCHECK')[0] ?? '').split(' ').filter((word) => !word.startsWith('--'))
  expect(kind).toBe('CMD')
  const [command = '', ...args] = list(words.join(' '))
  expect(command).toBe('node')
  const ready = async () => ({ ready: true, reasons: [] })
  const server = await startServer({ host: '127.0.0.1', port: 0, log: createLog('silent'), ready, channels: [] })
  const check = async (): Promise<unknown> => {
    const PORT = new URL(server.url).port
    const [code] = await once(spawn(process.execPath, args, { env: { PORT }, stdio: 'ignore' }), 'exit')
    return code
  }
  expect(await check()).toBe(0)
  await server.close()
  expect(await check()).toBe(1)
})
