/** Run as a program: node redis-worker.js <url> <order as JSON>. */
import { randomUUID } from 'node:crypto'
import { systemClock } from '../../src/clock.ts'
import { createLog } from '../../src/log.ts'
import { redisStore } from '../../src/stores/redis.ts'
import { work } from './worker.ts'

const [url = '', order = ''] = process.argv.slice(2)
const log = createLog('error')
// Short, so that what the one before it held is free soon.
const short = { leaseMs: 100, laneLeaseMs: 100 }
const store = redisStore({ urls: [url], clock: systemClock(), log, token: randomUUID, ...short })
await work(store, JSON.parse(order))
await store.close()
