/** RELIABILITY F7: Redis goes away while students write on WhatsApp. */
import { expect, onTestFinished, test } from 'vitest'
import type { FakeWhatsApp } from '../channels/whatsapp/fake-whatsapp.ts'
import { first, openFake } from '../channels/whatsapp/on-fake.ts'
import { startProxy } from '../proxy.ts'
import { givenRedis } from './on-redis.ts'
import { echoes, link, startBot } from './on-whatsapp.ts'

const redis = givenRedis()
const waits = (server: FakeWhatsApp) => server.waiting().filter(({ tag }) => tag === 'message').length

/** Two students write while it is away; nothing of it is acknowledged, and everything is answered once it is back. */
async function survives(port: number, away: () => unknown, back: () => Promise<void>): Promise<void> {
  const server = await openFake()
  const store = redis.open({ port })
  await link(server, store)
  const bot = await startBot(server, store)
  const phones = [server.phone(1), server.phone(2)]
  for (const phone of phones) {
    await phone.says('numero 1')
    await phone.hears(/^echo 1 1$/)
  }
  await server.until(() => server.waiting().length === 0)
  await away()
  for (const n of [2, 5]) for (const phone of phones) await phone.says(`numero ${n}`, { wait: false })
  await first(() => !bot.isLinked())
  expect(waits(server)).toBe(4)
  await back()
  for (const phone of phones) await phone.hears(/^echo 5 3$/)
  await server.until(() => server.waiting().length === 0)
  for (const phone of phones) expect(echoes(phone)).toEqual(['echo 1 1', 'echo 2 2', 'echo 5 3'])
  // Each an echo, and once the question.
  expect(server.sent).toHaveLength(8)
  expect(bot.troubles).toEqual([])
}

test('cut off from it, nothing is acknowledged; then all is heard once and in order', async () => {
  const proxy = await startProxy(redis.server.port)
  onTestFinished(() => proxy.close())
  await survives(proxy.port, proxy.cut, proxy.restore)
})

test('killed and started again, it has what was acknowledged, and the rest comes again', async () => {
  await survives(redis.server.port, redis.server.kill, redis.server.restart)
})
