import { expect, it } from 'vitest'
import { inbox, say } from '../telegram/on-fake.ts'
import { delivery, NUMBER_ID, post } from './fake-webhook.ts'
import { openCloud, reports } from './on-graph.ts'

const CHAT = 'whatsapp-cloud:526441112233'

async function saying() {
  const on = await openCloud()
  const desk = reports()
  const box = inbox()
  await on.channel.start(box.receive, desk.report)
  const phone = on.graph.phone('5216441112233')
  await phone.says('hola')
  const receipt = await on.channel.deliver(CHAT, say('x'), 'row')
  return { ...on, phone, desk, box, ref: receipt.status === 'sent' ? receipt.ref : '' }
}

it.each([
  [131026, 'gone'],
  [131047, 'window'],
  [131049, 'refused'],
  [131053, 'refused'],
] as const)('what was given up for %d did not arrive: %s', async (code, why) => {
  const { graph, channel, desk, ref } = await saying()
  await graph.tells(ref, 'failed', { code })
  expect(desk.seen).toEqual([{ kind: 'undelivered', chat: CHAT, ref, why }])
  expect(channel.health?.()).toMatchObject({ [`failed-${code}`]: 1 })
})

it('a template that fails on its way is a trouble too', async () => {
  const { graph, desk, ref } = await saying()
  await graph.tells(ref, 'failed', { code: 132015 })
  expect(desk.seen).toEqual([
    { kind: 'trouble', trouble: 'template' },
    { kind: 'undelivered', chat: CHAT, ref, why: 'window' },
  ])
})

it('what arrived and was read is counted, and nobody is told', async () => {
  const { graph, channel, desk, box, ref } = await saying()
  for (const status of ['sent', 'delivered', 'read', 'warning']) await graph.tells(ref, status)
  expect(desk.seen).toEqual([])
  expect(box.seen).toHaveLength(1)
  expect(channel.health?.()).toMatchObject({ sent: 1, delivered: 1, read: 1 })
})

it('what could not be told is told again by Meta', async () => {
  const on = await openCloud()
  let failures = 1
  const desk = reports()
  await on.channel.start(
    async () => {},
    async (report) => {
      failures -= 1
      if (failures >= 0) throw new Error('disk full')
      await desk.report(report)
    },
  )
  const statuses = [{ id: 'wamid.9', status: 'failed', recipient_id: '5216441112233', errors: [{ code: 131026 }] }]
  const body = JSON.stringify(delivery({ statuses }))
  expect([(await post(on.url, body)).status, (await post(on.url, body)).status]).toEqual([503, 200])
  expect(desk.seen).toEqual([{ kind: 'undelivered', chat: CHAT, ref: 'wamid.9', why: 'gone' }])
})

it('errors of the account are counted, and those that end it told', async () => {
  const { url, desk, channel } = await saying()
  const body = JSON.stringify(delivery({ errors: [{ code: 131031, title: 'Account locked' }, { code: 131000 }, 'x'] }))
  expect((await post(url, body)).status).toBe(200)
  expect(desk.seen).toEqual([{ kind: 'trouble', trouble: 'forbidden' }])
  expect(channel.health?.()).toMatchObject({ 'failed-131031': 1, 'failed-131000': 1, skipped: 1 })
})

it('the health page says how long nothing came, and nobody\u2019s number', async () => {
  const { channel } = await saying()
  const health = channel.health?.() ?? {}
  expect(health['webhook-seconds']).toEqual(expect.any(Number))
  expect(JSON.stringify(health)).not.toMatch(new RegExp(`6441112233|${NUMBER_ID}|wamid`))
})
