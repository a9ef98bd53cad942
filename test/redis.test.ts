/** The servers the other tests rely on: what they keep, and that they never outlive a test. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import { type RedisServer, startCluster, startRedis } from './redis.ts'
import { askRedis } from './resp.ts'
import { buildProgram } from './stores/program.ts'

const running: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})

async function started(...given: Parameters<typeof startRedis>): Promise<RedisServer> {
  const server = await startRedis(...given)
  running.push(server)
  return server
}

test('a server that is killed and restarted has what it acknowledged', async () => {
  const server = await started()
  expect(await server.command('SET', 'name', 'año\r\n$3')).toBe('OK')
  await server.kill()
  await expect(server.command('PING')).rejects.toThrow(/ECONNREFUSED/)
  await server.restart()
  expect(await server.command('GET', 'name')).toBe('año\r\n$3')
  expect(await server.command('CONFIG', 'GET', 'maxmemory-policy')).toBe('maxmemory-policy\nnoeviction')
  expect(await server.command('CONFIG', 'GET', 'appendfsync')).toBe('appendfsync\neverysec')
})

test('a server without the append-only file has nothing', async () => {
  const server = await started({ appendonly: 'no', policy: 'allkeys-lru' })
  await server.command('SET', 'name', 'value')
  await server.restart()
  expect(await server.command('EXISTS', 'name')).toBe('0')
  await expect(server.command('NONSENSE')).rejects.toThrow(/unknown command/)
})

test('a paused server answers once it goes on', async () => {
  const server = await started()
  server.pause()
  let answered = false
  const answer = server.command('PING').then((text) => {
    answered = true
    return text
  })
  await new Promise(setImmediate)
  expect(answered).toBe(false)
  server.resume()
  expect(await answer).toBe('PONG')
})

test('three nodes share the slots', async () => {
  const cluster = await startCluster()
  running.push(cluster)
  expect(cluster.url.split(',')).toEqual(cluster.servers.map(({ port }) => `redis://127.0.0.1:${port}`))
  const answers = await Promise.all(
    cluster.servers.map((server) => server.command('SET', '{a}', '1').catch((error: unknown) => String(error))),
  )
  expect(answers.filter((answer) => answer === 'OK')).toHaveLength(1)
  expect(answers.filter((answer) => answer.includes('MOVED'))).toHaveLength(2)
})

test('a server dies with the process that started it, even killed', async () => {
  const child = spawn(process.execPath, [await buildProgram('test/redis-orphan.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line]: unknown[] = await once(createInterface({ input: child.stdout }), 'line')
  const port = Number(line)
  expect(await askRedis(port, 'PING')).toBe('PONG')
  child.kill('SIGKILL')
  await expect.poll(() => askRedis(port, 'PING').catch(String), { timeout: 20_000 }).toContain('ECONNREFUSED')
})
