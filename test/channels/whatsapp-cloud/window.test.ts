import { describe, expect, it } from 'vitest'
import { type SimulatedClock, stoppedClock } from '../../../src/clock.ts'
import type { Message } from '../../../src/message.ts'
import { say, words } from '../telegram/on-fake.ts'
import { NUMBER_ID } from './fake-webhook.ts'
import { openCloud, reports } from './on-graph.ts'

const CHAT = 'whatsapp-cloud:526441112233'
const NOW = Date.UTC(2026, 10, 23, 17)
const HOUR = 3_600_000
const TEMPLATE = { name: 'aviso', language: 'es_MX' }
const REFUSED = { status: 'refused', reason: 'window closed', why: 'window' }

/** Somebody wrote, so many hours ago. */
async function writtenAgo(hours: number, template: typeof TEMPLATE | null, isApproved = true) {
  const clock: SimulatedClock = stoppedClock(NOW)
  const on = await openCloud({ clock, template })
  const desk = reports()
  if (isApproved) on.graph.templates.add(TEMPLATE.name)
  await on.channel.start(async () => {}, desk.report)
  await on.graph.called(NUMBER_ID)
  const phone = on.graph.phone('5216441112233')
  await phone.says('hola')
  clock.moveTo(NOW + hours * HOUR)
  return { ...on, clock, phone, desk, sent: () => on.graph.calls.filter(({ path }) => path.endsWith('messages')) }
}

it.each([0, 23.9])('is open %d hours after they wrote', async (hours) => {
  const { channel, phone } = await writtenAgo(hours, TEMPLATE)
  expect(await channel.deliver(CHAT, say('x', { occasion: 'reminder' }))).toMatchObject({ status: 'sent' })
  expect(phone.screen()).toMatchObject([{ type: 'text', text: 'x' }])
})

describe('a day after they wrote', () => {
  const media = { thing: 'document', bytes: Buffer.from('%PDF'), mime: 'application/pdf' } as const
  const all: [string, Message][] = [
    ['a reminder', say('x', { occasion: 'reminder' })],
    ['an answer of the desk', say('x')],
    ['a correction', { type: 'edit', ref: 'r', key: 'k', body: words('x'), choices: [], question: 1 }],
    ['a file', { type: 'media', media, key: 'k', caption: words('') }],
  ]

  it.each(all)('%s goes out as the template', async (_, message) => {
    const { channel, phone, sent } = await writtenAgo(24, TEMPLATE)
    const receipt = await channel.deliver(CHAT, message, 'row')
    expect(receipt).toEqual({ status: 'sent', ref: phone.screen()[0]?.ref, template: true })
    expect(phone.screen()).toMatchObject([{ type: 'template', text: '(aviso)', to: '5216441112233', opaque: 'row' }])
    expect(sent()).toHaveLength(1)
    expect(channel.health?.()).toMatchObject({ window: 1, template: 1 })
  })

  it.each(all)('%s is not even tried without one', async (_, message) => {
    const { channel, sent } = await writtenAgo(24, null)
    expect(await channel.deliver(CHAT, message)).toEqual(REFUSED)
    expect(sent()).toEqual([])
    expect(channel.health?.()).toMatchObject({ window: 1, template: 0 })
  })
})

it('several at once are one template; an hour later it is time for another', async () => {
  const { channel, clock, phone } = await writtenAgo(30, TEMPLATE)
  const first = await channel.deliver(CHAT, say('uno'))
  expect(await channel.deliver(CHAT, say('dos'))).toEqual(first)
  expect(phone.screen()).toHaveLength(1)
  clock.moveTo(clock.now() + HOUR)
  await channel.deliver(CHAT, say('tres'))
  expect(phone.screen()).toHaveLength(2)
})

it('opens again once they write', async () => {
  const { channel, phone } = await writtenAgo(30, TEMPLATE)
  await channel.deliver(CHAT, say('uno'))
  await phone.says('ya volví')
  await channel.deliver(CHAT, say('dos'))
  expect(phone.screen().map(({ type }) => type)).toEqual(['template', 'text'])
})

it('an old delivery that comes late opens nothing', async () => {
  const { channel, phone, clock, sent } = await writtenAgo(30, null)
  await phone.sendsRaw({ type: 'text', text: { body: 'x' }, timestamp: String((clock.now() - 25 * HOUR) / 1000) })
  expect(await channel.deliver(CHAT, say('x'))).toEqual(REFUSED)
  expect(sent()).toEqual([])
})

describe('when Meta says it is closed though we believed it open', () => {
  it('the template goes out', async () => {
    const { channel, graph, phone } = await writtenAgo(1, TEMPLATE)
    graph.failNext({ at: 'messages', code: 131047 })
    expect(await channel.deliver(CHAT, say('x'), 'row')).toMatchObject({ status: 'sent', template: true })
    expect(phone.screen()).toMatchObject([{ type: 'template' }])
    expect(channel.health?.()).toMatchObject({ 'failed-131047': 1, template: 1 })
  })

  it('nothing does without one', async () => {
    const { channel, graph, phone } = await writtenAgo(1, null)
    graph.failNext({ at: 'messages', code: 131047 })
    expect(await channel.deliver(CHAT, say('x'), 'row')).toEqual(REFUSED)
    expect(phone.screen()).toEqual([])
  })
})

it('a template that is missing or paused is told to the desk once', async () => {
  const { channel, graph, desk } = await writtenAgo(30, TEMPLATE, false)
  expect(await channel.deliver(CHAT, say('x'))).toEqual(REFUSED)
  for (const code of [132015, 132016]) {
    graph.failNext({ at: 'messages', code })
    expect(await channel.deliver(CHAT, say('x'))).toEqual(REFUSED)
  }
  expect(desk.seen).toEqual([{ kind: 'trouble', trouble: 'template' }])
})

it('a template that meets a full hour waits for it', async () => {
  const { channel, graph } = await writtenAgo(30, TEMPLATE)
  graph.failNext({ at: 'messages', code: 130429 })
  expect(await channel.deliver(CHAT, say('x'))).toMatchObject({ status: 'retry', after: 2000 })
})

it('is known after a restart, and in no other process\u2019s memory', async () => {
  const { channel, vault, clock, graph } = await writtenAgo(30, null)
  const other = await openCloud({ vault, clock, apiRoot: graph.root })
  expect(await other.channel.deliver(CHAT, say('x'))).toEqual(REFUSED)
  expect(await channel.deliver(CHAT, say('x'))).toEqual(REFUSED)
})

it('of whoever erased everything Meta is asked: the goodbye still arrives', async () => {
  const { channel, phone, vault } = await writtenAgo(1, TEMPLATE)
  await channel.forget?.(CHAT)
  expect([...vault.facts]).toEqual([])
  expect(await channel.deliver(CHAT, say('Listo, borrado'))).toMatchObject({ status: 'sent' })
  expect(phone.screen()).toMatchObject([{ text: 'Listo, borrado', to: '526441112233' }])
})
