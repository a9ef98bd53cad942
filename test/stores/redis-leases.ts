import type { RedisServer } from '../redis.ts'

const LAPSE = `
for _, key in ipairs(redis.call('KEYS', 'afilia:*:held')) do
  for _, chat in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZADD', key, 0, chat) end
end
for _, key in ipairs(redis.call('KEYS', 'afilia:*:sending')) do
  for _, lane in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZADD', key, 0, lane) end
end
for _, key in ipairs(redis.call('KEYS', 'afilia:*:role:*')) do redis.call('DEL', key) end`

/** As if they all had been made long ago: leases run on the server's own clock, which no test can move. */
export async function allLeasesLapse(servers: readonly RedisServer[]): Promise<void> {
  for (const server of servers) await server.command('EVAL', LAPSE, '0')
}
