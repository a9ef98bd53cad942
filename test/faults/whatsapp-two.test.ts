/** RELIABILITY F17: two processes with one WhatsApp account. */
import { expect, test } from 'vitest'
import { type Clock, systemClock } from '../../src/clock.ts'
import type { OutboxClaim, Store } from '../../src/stores/store.ts'
import { first, openFake } from '../channels/whatsapp/on-fake.ts'
import { givenRedis } from './on-redis.ts'
import { echoes, factsOf, link, openMemory, startBot } from './on-whatsapp.ts'

const redis = givenRedis()

/** As a process that is busy with others sees it: no turn is its own. */
function withoutTurns(store: Store): Store {
  return { ...store, post: (chat, item, now) => store.post(chat, item, now, false), claim: async () => [] }
}

/** What is settled, and what is put off, by whoever has this store. */
function watched(store: Store) {
  const settled: OutboxClaim[] = []
  const putOff: OutboxClaim[] = []
  const watching: Store = {
    ...store,
    settle(row, take) {
      settled.push(row)
      return store.settle(row, take)
    },
    retry(row, due) {
      putOff.push(row)
      return store.retry(row, due)
    },
  }
  return { store: watching, settled, putOff }
}

/** Real time for a process that can be made to sleep: what was to be done meanwhile is done when it wakes. */
function sleeper() {
  const clock = systemClock()
  const due: (() => void)[] = []
  let isAsleep = false
  const sleeping: Clock = {
    ...clock,
    wake: (at, call) => clock.wake(at, () => (isAsleep ? void due.push(call) : call())),
  }
  return {
    clock: sleeping,
    sleep() {
      isAsleep = true
    },
    wake() {
      isAsleep = false
      for (const call of due.splice(0)) call()
    },
  }
}

test('of two with one store one has the line; when it stops the other takes over, and nothing is lost', async () => {
  const server = await openFake()
  const store = openMemory()
  await link(server, store)
  const one = await startBot(server, store)
  await first(one.isLinked)
  const two = await startBot(server, store)
  const phone = server.phone(1)
  await phone.says('numero 1')
  await phone.hears(/^echo 1 1$/)
  expect(two.channel.health?.()).toMatchObject({ link: 'standby', connects: 0 })
  await first(() => two.channel.ownNumber?.() === server.account.number)
  expect(server.logins()).toBe(1)
  const stopped = one.channel.stop()
  await phone.says('numero 2', { wait: false })
  await stopped
  await phone.says('numero 5', { wait: false })
  await phone.hears(/^echo 5 3$/)
  expect(echoes(phone)).toEqual(['echo 1 1', 'echo 2 2', 'echo 5 3'])
  expect(one.channel.health?.().link).toBe('standby')
  expect(two.isLinked()).toBe(true)
  expect(server.logins()).toBe(2)
  expect([...one.troubles, ...two.troubles]).toEqual([])
})

test('what the one without the line has to say the other says at once, and nobody puts it off', async () => {
  const server = await openFake()
  const [line, turns] = [watched(withoutTurns(redis.open())), watched(redis.open())]
  await link(server, line.store)
  const one = await startBot(server, line.store)
  await first(one.isLinked)
  const two = await startBot(server, turns.store)
  const phone = server.phone(1)
  const numbers = [1, 2, 5, 7, 10]
  for (const [index, number] of numbers.entries()) {
    await phone.says(`numero ${number}`)
    await phone.hears(new RegExp(`^echo ${number} ${index + 1}$`))
  }
  expect(two.channel.health?.()).toMatchObject({ link: 'standby' })
  expect([...line.putOff, ...turns.putOff]).toEqual([])
  expect(turns.settled.filter(({ lane }) => lane === 'message')).toEqual([])
  expect(line.settled.filter(({ tries }) => tries > 1)).toEqual([])
})

test('one that slept through the term of its role leaves the line to the other, writes nothing and alarms nobody', async () => {
  const server = await openFake()
  let ahead = 0
  const store = openMemory(() => performance.now() + ahead)
  await link(server, store)
  const { clock, sleep, wake } = sleeper()
  const one = await startBot(server, store, { clock })
  const phone = server.phone(1)
  await phone.says('numero 1')
  await phone.hears(/^echo 1 1$/)
  sleep()
  ahead = 60_000
  const two = await startBot(server, store)
  await first(two.isLinked)
  const kept = await factsOf(store).get(['account/creds'])
  // What it had in its hands when it fell asleep: the line that the other one took, and a leadership that has not looked yet.
  await first(() => one.channel.health?.().link !== 'linked')
  await phone.says('numero 2')
  await phone.hears(/^echo 2 2$/)
  wake()
  await first(() => one.channel.health?.().link === 'standby')
  await phone.says('numero 5')
  await phone.hears(/^echo 5 3$/)
  expect(echoes(phone)).toEqual(['echo 1 1', 'echo 2 2', 'echo 5 3'])
  expect(server.logins()).toBe(2)
  expect(two.channel.health?.()).toMatchObject({ link: 'linked', connects: 1 })
  expect(await factsOf(store).get(['account/creds'])).toEqual(kept)
  await two.channel.stop()
  await first(one.isLinked)
  expect([...one.troubles, ...two.troubles]).toEqual([])
})

test('one that lost its role while its line is cut does not take the line from who has it', async () => {
  const server = await openFake()
  let ahead = 0
  const store = openMemory(() => performance.now() + ahead)
  await link(server, store)
  const { clock, sleep, wake } = sleeper()
  const one = await startBot(server, store, { clock })
  const phone = server.phone(1)
  await phone.says('numero 1')
  await phone.hears(/^echo 1 1$/)
  sleep()
  ahead = 60_000
  server.offline(true)
  const two = await startBot(server, store)
  await first(() => !one.isLinked())
  server.offline(false)
  await first(two.isLinked)
  await phone.says('numero 2')
  await phone.hears(/^echo 2 2$/)
  wake()
  await first(() => one.channel.health?.().link === 'standby')
  await phone.says('numero 5')
  await phone.hears(/^echo 5 3$/)
  expect(server.logins()).toBe(2)
  expect([...one.troubles, ...two.troubles]).toEqual([])
})

test('of two programs with copies of one account the older is put out, says so once, and stays away', async () => {
  const server = await openFake()
  const [older, newer] = [openMemory(), openMemory()]
  await link(server, older, newer)
  const one = await startBot(server, older)
  const [ana, luz] = [server.phone(1), server.phone(2)]
  await ana.says('numero 1')
  await ana.hears(/^echo 1 1$/)
  const two = await startBot(server, newer)
  await first(() => one.troubles.length > 0)
  await luz.says('numero 1')
  await luz.hears(/^echo 1 1$/)
  await luz.says('numero 2')
  await luz.hears(/^echo 2 2$/)
  expect(one.troubles).toEqual(['replaced'])
  expect(one.channel.health?.()).toMatchObject({ link: 'stopped', connects: 1 })
  expect(two.channel.health?.()).toMatchObject({ link: 'linked', connects: 1 })
  expect(server.logins()).toBe(2)
})
