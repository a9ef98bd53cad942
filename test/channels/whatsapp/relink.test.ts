import { expect, onTestFinished, test } from 'vitest'
import type { FencedVault } from '../../../src/channels/vault.ts'
import { createConnection } from '../../../src/channels/whatsapp/connection.ts'
import { stoppedClock } from '../../../src/clock.ts'
import { factsOf, link, openMemory } from '../../faults/on-whatsapp.ts'
import { hearingLog, spoil, vaultOn } from '../../faults/spoilt-rows.ts'
import { quietLog } from '../../words.ts'
import { memoryVault } from './memory-vault.ts'
import { first, openFake } from './on-fake.ts'

const connectionOn = (vault: FencedVault, socket = {}) =>
  createConnection({
    ...{ vault, clock: stoppedClock(0), log: quietLog, random: () => 0, number: null, socket },
    arrived() {},
    nextRow: () => '',
    heard: async () => null,
    sent: async () => undefined,
    group: async () => undefined,
    prepare: async () => {},
    made() {},
    shown() {},
    report: async () => {},
    locked() {},
  })

test('a process that has no line any more cannot unlink the number', async () => {
  const { vault, facts } = memoryVault(new Map([['account/creds', '{}']]))
  const connection = connectionOn(vault)
  await connection.run(AbortSignal.abort())
  await connection.relink()
  expect(connection.state()).toEqual({ is: 'standby' })
  expect(facts.has('account/creds')).toBe(true)
})

/** An account of which two rows were spoilt, as it stands then. */
async function stoppedBy(harm: 'damaged' | 'key-missing') {
  const server = await openFake()
  const store = openMemory()
  await link(server, store)
  await factsOf(store).set(
    new Map([
      ['key-session/a', 'a'],
      ['key-session/b', 'b'],
    ]),
  )
  const kept = await spoil(store, ['account/creds', 'key-session/a'], harm)
  const connection = connectionOn(vaultOn(store, hearingLog()), server.socketOptions)
  const stop = new AbortController()
  const running = connection.run(stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await running
  })
  await first(() => connection.state().is === 'stopped')
  expect(connection.state()).toEqual({ is: 'stopped', why: harm })
  return { connection, store, kept, server }
}

test('an account that is damaged can be linked anew, and nothing of the old one stays', async () => {
  const { connection, store, server } = await stoppedBy('damaged')
  await connection.relink()
  await first(() => connection.state().is === 'qr')
  expect((await store.listFacts('whatsapp/key-session')).size).toBe(0)
  const state = connection.state()
  await server.pairing.link(state.is === 'qr' ? state.qr : '')
  await first(() => connection.open() !== null)
  expect((await factsOf(store).get(['account/creds'])).size).toBe(1)
})

test('an account whose key is missing is not given up, whoever asks', async () => {
  const { connection, store, kept } = await stoppedBy('key-missing')
  await connection.relink()
  await first(() => connection.state().is === 'stopped')
  expect(connection.state()).toEqual({ is: 'stopped', why: 'key-missing' })
  expect(await store.readFacts([...kept.keys()])).toEqual(kept)
  expect((await store.listFacts('whatsapp/key-session')).size).toBe(2)
})
