import { getEventListeners } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { createAcks } from '../../../src/channels/whatsapp/acks.ts'
import { createConnection } from '../../../src/channels/whatsapp/connection.ts'
import { createKept } from '../../../src/channels/whatsapp/kept.ts'
import { messageId, send } from '../../../src/channels/whatsapp/send.ts'
import { systemClock } from '../../../src/clock.ts'
import { quietLog } from '../../words.ts'
import { memoryVault } from './memory-vault.ts'
import { first, linked, openFake } from './on-fake.ts'

const MANY = 200

async function openLine() {
  const server = await openFake()
  const { vault } = memoryVault(linked(server))
  const clock = systemClock()
  const acks = createAcks(clock)
  const stop = new AbortController()
  const connection = createConnection({
    ...{ vault, clock, log: quietLog, random: () => 0, number: null, socket: server.socketOptions },
    prepare: async () => {},
    made: acks.listen,
    shown() {},
    report: async () => {},
    locked() {},
    arrived() {},
    nextRow: () => 'journal/1',
    heard: async () => null,
    sent: async () => undefined,
    group: async () => undefined,
  })
  const warnings: Error[] = []
  const warn = (warning: Error) => void warnings.push(warning)
  process.on('warning', warn)
  const running = connection.run(stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await running
    process.off('warning', warn)
  })
  await first(() => connection.open() !== null)
  const socket = connection.open()
  if (socket === null) throw new Error('no line')
  const ended = connection.ended()
  const { lid } = server.phone(1)
  const kept = createKept(vault)
  const sendMany = () =>
    Array.from({ length: MANY }, (_, index) => {
      const draft = { content: { text: `mensaje ${index}` } }
      const sending = { id: messageId('row', index), chat: 'chat', jid: lid, draft, text: '', asked: null }
      return send({ kept, acks, ended, at: clock.now() }, socket, sending)
    })
  return { server, connection, ended, sendMany, warnings, hanging: () => getEventListeners(ended, 'abort').length }
}

test('whatever has its answer hangs on the end of its line no more, and nobody warns of how many there are', async () => {
  const { sendMany, warnings, hanging, connection, ended } = await openLine()
  const sent = Promise.all(sendMany())
  expect(hanging()).toBeGreaterThanOrEqual(MANY)
  expect(new Set((await sent).map(({ kind }) => kind))).toEqual(new Set(['taken']))
  await first(() => hanging() === 0)
  expect(connection.ended()).toBe(ended)
  expect(ended.aborted).toBe(false)
  // Warnings are said a tick later.
  await new Promise((resolve) => setImmediate(resolve))
  expect(warnings).toEqual([])
})

test('a line that ends lets go of all that waits for it; the next one has an end of its own', async () => {
  const { server, connection, ended, sendMany, hanging } = await openLine()
  server.stall(true)
  const sent = Promise.allSettled(sendMany())
  expect(hanging()).toBeGreaterThanOrEqual(MANY)
  server.drop()
  for (const one of await sent) expect(one).not.toMatchObject({ value: { kind: 'taken' } })
  await first(() => ended.aborted && hanging() === 0)
  server.stall(false)
  await first(() => connection.open() !== null)
  expect(connection.ended()).not.toBe(ended)
  expect(connection.ended().aborted).toBe(false)
})
