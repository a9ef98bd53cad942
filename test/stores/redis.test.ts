import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { redisStore } from '../../src/stores/redis.ts'
import { type RedisCluster, type RedisServer, startCluster, startRedis } from '../redis.ts'
import { quietLog } from '../words.ts'
import { storeContract } from './contract.ts'
import { surviveKills } from './kills.ts'
import { buildProgram } from './program.ts'
import { allLeasesLapse } from './redis-leases.ts'

const open = (url: string) =>
  redisStore({ urls: url.split(','), clock: systemClock(), log: quietLog, token: randomUUID })

/** An empty Redis for each test; nothing else runs on it. */
async function opened(url: string, servers: RedisServer[]) {
  for (const server of servers) await server.command('FLUSHALL')
  let store = open(url)
  const expireLeases = () => allLeasesLapse(servers)
  return {
    store,
    expireLeases,
    async reopen() {
      await store.close()
      await expireLeases()
      store = open(url)
      return store
    },
    close: () => store.close(),
  }
}

describe('one server', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.stop())
  storeContract('Redis', () => opened(server.url, [server]))
})

describe('one server, its workers killed', () => {
  let server: RedisServer
  let program = ''
  beforeAll(async () => {
    server = await startRedis()
    program = await buildProgram('test/stores/redis-worker.ts')
  })
  afterAll(() => server.stop())
  surviveKills(
    'Redis',
    (order) => [program, server.url, JSON.stringify(order)],
    () => open(server.url),
  )
})

describe('three nodes', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startCluster(3)
  })
  afterAll(() => cluster.stop())
  storeContract('Redis Cluster', () => opened(cluster.url, cluster.servers), { isSharded: true })
})
