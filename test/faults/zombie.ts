/** Run as a program: node zombie.js <url> <lease in ms>. A whole world whose turns wait to be told before they are kept. */
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { systemClock } from '../../src/clock.ts'
import { redisStore } from '../../src/stores/redis.ts'
import { quietLog } from '../words.ts'
import { keyOf, startTown } from './town.ts'

const [url = '', lease = ''] = process.argv.slice(2)
const told = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const say = (line: string): void => void writeSync(1, `${line}\n`)

const short = { leaseMs: Number(lease), laneLeaseMs: Number(lease) }
const inner = redisStore({ urls: [url], clock: systemClock(), log: quietLog, token: randomUUID, ...short })
await startTown({
  store: {
    ...inner,
    async commit(claim, work, take) {
      if (claim.chat !== keyOf('ana')) return inner.commit(claim, work, take)
      say('committing')
      await told.next()
      const committed = await inner.commit(claim, work, take)
      say(committed === 'stale' ? 'stale' : 'committed')
      return committed
    },
  },
  async deliver() {
    say('delivered')
    return { status: 'sent', ref: 'm' }
  },
})
say('up')
