/** Two processes, one number: what one could not finish in its time the other goes on with. */
import { expect, it } from 'vitest'
import { systemClock } from '../../../src/clock.ts'
import type { Message } from '../../../src/message.ts'
import { say, words } from '../telegram/on-fake.ts'
import { openCloud } from './on-graph.ts'

const CHAT = 'whatsapp-cloud:526441112233'
const LONG = say(Array.from({ length: 900 }, (_, at) => `palabra${at}`).join(' '))
const LATER = { status: 'retry', after: 0, reason: 'pace', scope: 'chat' }

/** For whom each answer of Meta's takes so long (ms), by a clock of their own. */
function slowly(ms: number) {
  const clock = systemClock()
  let passed = 0
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const answer = await globalThis.fetch(input, init)
    passed += ms
    return answer
  }
  return { clock: { ...clock, monotonic: () => clock.monotonic() + passed }, fetch }
}

/** Both on one vault; somebody has written "hola" and may be answered. */
async function two(ms: number) {
  const first = await openCloud(slowly(ms))
  const { graph, vault } = first
  const { channel: second } = await openCloud({ vault, apiRoot: graph.root })
  await first.channel.start(async () => {})
  const phone = graph.phone('5216441112233')
  await phone.says('hola')
  const opaques = () => phone.screen().map(({ opaque }) => opaque)
  return { graph, vault, first: first.channel, second, phone, opaques }
}

it('a slow one begins no part that would outlive its lease, and the other says the rest', async () => {
  const { first, second, opaques, phone } = await two(5000)
  expect(await first.deliver(CHAT, LONG, 'row')).toEqual(LATER)
  expect(opaques()).toEqual(['row.0'])
  const receipt = await second.deliver(CHAT, LONG, 'row')
  expect(opaques()).toEqual(['row.0', 'row.1', 'row'])
  expect(receipt).toEqual({ status: 'sent', ref: phone.screen()[2]?.ref })
})

it('one that dies between two parts leaves the rest, and nothing is said twice', async () => {
  const { first, second, graph, opaques } = await two(0)
  graph.failNext({ at: 'messages', cut: 'before', after: 1 })
  expect(await first.deliver(CHAT, LONG, 'row')).toMatchObject({ status: 'retry' })
  expect(opaques()).toEqual(['row.0'])
  expect(await second.deliver(CHAT, LONG, 'row')).toMatchObject({ status: 'sent' })
  expect(opaques()).toEqual(['row.0', 'row.1', 'row'])
})

it('however slow, each go gets further; what comes after begins at its beginning', async () => {
  const { first, opaques } = await two(5000)
  const receipts = []
  for (let go = 0; go < 3; go += 1) receipts.push(await first.deliver(CHAT, LONG, 'row'))
  expect(receipts).toMatchObject([LATER, LATER, { status: 'sent' }])
  expect(await first.deliver(CHAT, LONG, 'next')).toEqual(LATER)
  expect(opaques()).toEqual(['row.0', 'row.1', 'row', 'next.0'])
})

it('a file that took long to go up is named by whoever comes next, and goes up once', async () => {
  const { first, second, graph, phone } = await two(5000)
  const media = { thing: 'document', bytes: Buffer.from('%PDF'), mime: 'application/pdf' } as const
  const file: Message = { type: 'media', media, key: 'k', caption: words('Tu constancia') }
  expect(await first.deliver(CHAT, file, 'row')).toEqual(LATER)
  expect(phone.screen()).toEqual([])
  expect(await second.deliver(CHAT, file, 'row')).toMatchObject({ status: 'sent' })
  expect(phone.screen()).toMatchObject([{ type: 'document', opaque: 'row' }])
  expect(graph.calls.filter(({ path }) => path.endsWith('media'))).toHaveLength(1)
})

it('what is not going to be sent again is finished, however long it takes', async () => {
  const { first, phone } = await two(5000)
  expect(await first.deliver(CHAT, LONG)).toMatchObject({ status: 'sent' })
  expect(phone.screen()).toHaveLength(3)
})

it('whoever erases everything leaves nothing of it', async () => {
  const { first, vault } = await two(5000)
  const before = vault.facts.size
  await first.deliver(CHAT, LONG, 'row')
  expect(vault.facts.size).toBe(before + 1)
  await first.forget?.(CHAT)
  expect([...vault.facts.keys()]).toEqual([])
})
