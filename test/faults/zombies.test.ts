/** RELIABILITY F16: a process that slept longer than its lease, while another took over. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Clock, systemClock } from '../../src/clock.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { buildProgram } from '../stores/program.ts'
import { allLeasesLapse } from '../stores/redis-leases.ts'
import { givenRedis } from './on-redis.ts'
import { heard, plainNumbers, seal, startTown, times } from './town.ts'

const redis = givenRedis()
const LEASE = 300

let program = ''
beforeAll(async () => {
  program = await buildProgram('test/faults/zombie.ts')
})

test(
  'wakes up to find its turn taken, and writes nothing',
  async () => {
    const zombie = started([program, redis.server.url, String(LEASE)])
    await zombie.says('up')
    const store = redis.open({ leaseMs: LEASE, laneLeaseMs: LEASE })
    const numbers = plainNumbers(times(2))
    const echoes: number[] = []
    for (const n of numbers) {
      const receiver = await startTown({ store, works: false })
      await receiver.counts('ana', n)
      await zombie.says('committing')
      zombie.child.kill('SIGSTOP')
      const other = await startTown({ store })
      await other.sees(({ text }) => text === `echo ${n}`)
      await other.world.settled()
      echoes.push(...other.echoes('ana'))
      await other.stop()
      zombie.child.stdin?.write('\n')
      zombie.child.kill('SIGCONT')
      expect(await zombie.says('stale', 'committed')).toBe('stale')
      await receiver.stop()
    }
    expect(await heard(store, 'ana')).toEqual(numbers)
    expect(echoes).toEqual(numbers)
  },
  30_000 + times(2) * 3000,
)

test('wakes up between taking a message and sending it, and leaves it to whoever has it now', async () => {
  const system = systemClock()
  let slept = 0
  const clock: Clock = { ...system, monotonic: () => system.monotonic() + slept }
  const store = sqliteStore({ file: ':memory:', monotonic: clock.monotonic, token: randomUUID })
  onTestFinished(() => store.close())
  // Somebody else's row: what we have just written ourselves is not opened.
  const busy = async () => ({ status: 'retry' as const, after: 100, reason: 'busy', scope: 'chat' as const })
  const writer = await startTown({ store, clock, deliver: busy })
  await writer.counts('ana', 1)
  await writer.stop()
  let naps = 0
  const town = await startTown({
    store,
    clock,
    seal: {
      ...seal,
      open(field, chat, sealed) {
        const plain = seal.open(field, chat, sealed)
        // After the row was leased, before it goes out: longer than any lease lasts.
        if (field === 'outbox' && plain.includes('echo 1') && naps < 3) {
          naps += 1
          slept += 60_000
        }
        return plain
      },
    },
  })
  await town.sees(({ text }) => text === 'echo 1')
  await town.world.settled()
  expect(town.echoes('ana')).toEqual([1])
  expect(naps).toBe(3)
  await town.stop()
})

test('leaves a lane that whoever adds to it next is handed at once', async () => {
  const store = redis.open()
  const NOW = Date.now()
  const turn = async (id: string, take: boolean) => {
    const { claim } = await store.post('chat', { id, body: 'b' }, NOW, true)
    if (!claim) throw new Error('not handed over')
    const outbox = [{ id: `row ${id}`, lane: 'l', body: 'row' }]
    return store.commit(claim, { session: 's', remove: [id], bury: [], outbox, next: null, forget: false }, take)
  }
  expect(await turn('a', true)).toMatchObject({ rows: [{ id: 'row a', tries: 1 }] })
  expect(await turn('b', true)).toMatchObject({ rows: [] })
  await allLeasesLapse([redis.server])
  expect(await turn('c', true)).toMatchObject({ rows: [{ id: 'row a', tries: 2 }] })
})

interface Started {
  child: ChildProcess
  /** Resolves with the first of these that it says from now on, or has said and nobody asked for. */
  says(...words: string[]): Promise<string>
}

function started(args: string[]): Started {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    child,
    async says(...words) {
      for (;;) {
        const { value, done } = await lines.next()
        if (done) throw new Error(`ended before it said ${words.join(' or ')}`)
        if (words.includes(value)) return value
      }
    },
  }
}
