/** RELIABILITY F41: a student erases everything while a turn, a reminder and a message are on their way. */
import { expect, onTestFinished, test } from 'vitest'
import { type SimulatedClock, stoppedClock } from '../../src/clock.ts'
import { createLog } from '../../src/log.ts'
import { startProxy } from '../proxy.ts'
import { loadWords } from '../words.ts'
import { givenRedis, until } from './on-redis.ts'
import { keyOf, startTown, student, type Town } from './town.ts'
import { aof, rewritten, scan } from './traces.ts'

const redis = givenRedis()
const START = Date.UTC(2026, 10, 23, 17)
const DAY = 24 * 60 * 60 * 1000
const words = loadWords()

async function press(town: Town, choice: string): Promise<void> {
  const asked = town.delivered.findLast(
    ({ message }) => message.type === 'say' && message.choices.some(({ id }) => id === choice),
  )
  const question = asked?.message.type === 'say' ? asked.message.question : 0
  await town.says('ana', { kind: 'press', question, choice })
  await town.world.settled()
}

interface Busy {
  town: Town
  clock: SimulatedClock
  logged(): string
  /** Lets the message through that the network has held back since it was sent. */
  letThrough(): void
}

/** Ana has two reminders, and her last answer is on its way to her; nothing of hers has been settled since. */
async function busy(port = redis.server.port): Promise<Busy> {
  const clock = stoppedClock(START)
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => lines.push(line) })
  let isHeld = false
  let letThrough = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  let count = 0
  const town = await startTown({
    store: redis.open({ port, log }),
    clock,
    log,
    flows: words.flows,
    words,
    async deliver(to) {
      count += 1
      if (isHeld && to === student('ana')) await opened
      return { status: 'sent', ref: `m${count}` }
    },
  })
  onTestFinished(() => town.stop())
  await town.says('ana', 'ya la guardé')
  await town.world.settled()
  for (const choice of ['accept', 'today', 'yes']) await press(town, choice)
  await town.says('beto', 'hola')
  await town.world.settled()
  isHeld = true
  await town.says('ana', 'contactos')
  await redisHolds('sending', keyOf('ana'))
  return { town, clock, logged: () => lines.join(''), letThrough }
}

/** Until something of this chat stands in one of the lists of the shard. */
async function redisHolds(list: string, chat: string): Promise<void> {
  await until(async () => (await redis.server.command('ZRANGE', `afilia:{0}:${list}`, '0', '-1')).includes(chat))
}

/** Says it, and resolves once the turn that heard it is kept; what it answers is held back behind what is on its way. */
async function heardBy({ town }: Busy, text: string): Promise<void> {
  const turn = () => redis.server.command('HGET', `afilia:{0}:c:${keyOf('ana')}`, 't')
  const before = await turn()
  await town.says('ana', text)
  await until(async () => (await turn()) !== before)
}

test('nothing of it is left in Redis, in its log or in ours, and nothing brings it back', async () => {
  const all = await busy()
  const { town, clock, letThrough, logged } = all
  await heardBy(all, 'borrar mis datos')
  await heardBy(all, 'sí')
  letThrough()
  await town.world.settled()

  const farewell = town.screen('ana').at(-1)
  expect(farewell).toContain(words.texts.say('es', null, 'bot-erased').slice(0, 20))
  const left = (await scan(redis.server)).filter((line) => line.includes(keyOf('ana')))
  expect(left).toEqual([])
  expect((await scan(redis.server)).join()).toMatch(/erased\.[0-9a-f]{40}/)

  await rewritten(redis.server)
  await redis.server.command('BGREWRITEAOF')
  await rewritten(redis.server)
  expect(await aof(redis.server)).not.toContain(keyOf('ana'))
  expect(await aof(redis.server)).toContain(keyOf('beto'))
  expect(logged()).not.toContain(student('ana'))

  // What was sent before and comes late, a receipt, and the reminders that had been set.
  const said = town.screen('ana').length
  await town.says('ana', 'ya salió?', { at: START - DAY })
  clock.moveTo(START + 10 * DAY)
  town.world.nudge()
  await town.world.settled()
  expect(town.screen('ana')).toHaveLength(said)
  expect((await scan(redis.server)).filter((line) => line.includes(keyOf('ana')))).toEqual([])
})

test('the log of Redis is written anew though the answer to the erasure was lost', async () => {
  const store = redis.open()
  const NOW = Date.now()
  const proxy = await startProxy(redis.server.port)
  onTestFinished(() => proxy.close())
  const shaky = redis.open({ port: proxy.port })
  await store.post('ana', { id: 'secret', body: 'of ana' }, NOW, false)
  const [claim] = await shaky.claim(NOW, 1)
  if (!claim) throw new Error('nothing to claim')
  const work = { session: null, remove: ['secret'], bury: [], outbox: [], next: null, forget: true }
  await Promise.all([shaky.commit(claim, work, false), proxy.dropAfterRequest()])
  await rewritten(redis.server)
  expect(await aof(redis.server)).not.toContain('of ana')
})
