import { expect, it } from 'vitest'
import { systemClock } from '../../../src/clock.ts'
import { createLog } from '../../../src/log.ts'
import { inbox, say } from '../telegram/on-fake.ts'
import { TOKEN } from './fake-graph.ts'
import { delivery, NUMBER_ID, OWN_NUMBER, post } from './fake-webhook.ts'
import { openCloud, reports } from './on-graph.ts'

it('learns its own number from Meta', async () => {
  const { channel, graph } = await openCloud()
  expect(channel.ownNumber?.()).toBeNull()
  await channel.start(async () => {})
  await graph.called(NUMBER_ID)
  await channel.stop()
  expect(channel.ownNumber?.()).toBe(OWN_NUMBER)
})

it('waits for Meta in the background, longer each time, and hears meanwhile', async () => {
  const real = systemClock()
  const waits: number[] = []
  // What waits to ask again does not; what waits for an answer does.
  const wake = (at: number, call: () => void) => {
    const wait = Math.round(at - real.now())
    if (wait === 10_000) return real.wake(at, call)
    waits.push(wait)
    return real.wake(real.now(), call)
  }
  const clock = { ...real, wake }
  const { channel, graph } = await openCloud({ clock })
  const box = inbox()
  graph.failNext({ at: NUMBER_ID, status: 503, times: 3 })
  await channel.start(box.receive)
  await graph.phone('5216441112233').says('hola')
  expect(box.texts()).toEqual(['hola'])
  await graph.called(NUMBER_ID, 4)
  await channel.stop()
  expect(waits).toEqual([2000, 4000, 8000])
})

it('a wrong token is told to the desk and stops nobody from hearing', async () => {
  const { channel, graph } = await openCloud({ token: 'another' })
  const desk = reports()
  const box = inbox()
  await channel.start(box.receive, desk.report)
  expect(await desk.reaches(1)).toEqual([{ kind: 'trouble', trouble: 'logged-out' }])
  await graph.phone('5216441112233').says('hola')
  expect(box.texts()).toEqual(['hola'])
  const receipt = await channel.deliver('whatsapp-cloud:526441112233', say('x'))
  expect(receipt).toMatchObject({ status: 'retry', reason: 'token refused' })
  expect(desk.seen).toHaveLength(1)
})

it('stops while it waits', async () => {
  const { channel, graph } = await openCloud()
  graph.failNext({ at: NUMBER_ID, status: 503, times: 9 })
  await channel.start(async () => {})
  await graph.called(NUMBER_ID)
  await channel.stop()
  expect(channel.ownNumber?.()).toBeNull()
})

it('who hides their number is heard and answered; once they show it, it is the same chat', async () => {
  const { channel, graph, url, vault } = await openCloud()
  const box = inbox()
  await channel.start(box.receive)
  const user = 'MX.13491208655302741918'
  const says = (id: string, from: object) => {
    const message = { id, timestamp: String(Math.floor(Date.now() / 1000)), type: 'text', text: { body: id }, ...from }
    return post(url, JSON.stringify(delivery({ messages: [message] })))
  }
  const shown = { from: '5216441112233', from_user_id: 'MX.2' }
  await says('wamid.1', { from_user_id: user })
  await says('wamid.2', { from_user_id: user, from: '5216449990000' })
  await says('wamid.3', shown)
  await says('wamid.4', { from_user_id: 'MX.2' })
  expect(box.seen.map(({ chat }) => chat)).toEqual([
    `whatsapp-cloud:${user}`,
    `whatsapp-cloud:${user}`,
    'whatsapp-cloud:526441112233',
    'whatsapp-cloud:526441112233',
  ])
  graph.phone(user).wroteBefore()
  graph.phone('5216449990000').wroteBefore()
  await channel.deliver(`whatsapp-cloud:${user}`, say('x'))
  expect(graph.shown.at(-1)?.to).toBe('5216449990000')
  await channel.forget?.(`whatsapp-cloud:${user}`)
  await channel.forget?.('whatsapp-cloud:526441112233')
  expect([...vault.facts]).toEqual([])
  await channel.deliver(`whatsapp-cloud:${user}`, say('adiós'))
  expect(graph.shown.at(-1)?.to).toBe(user)
})

it('no log line names anybody, whatever goes wrong', async () => {
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => void lines.push(line) })
  const { channel, graph, url, vault } = await openCloud({ log, template: { name: 'aviso', language: 'es' } })
  await channel.start(async () => {})
  const phone = graph.phone('5216441112233')
  await phone.says('mi NSS es 92919084431')
  vault.lose(true)
  await post(url, JSON.stringify(delivery({ messages: [{ from: '5216441112233', id: 'wamid.7', type: 'text' }, {}] })))
  await post(url, JSON.stringify(delivery({ messages: [phoneMessage()] })))
  vault.lose(false)
  for (const code of [131026, 131047, 190, 100, 368, 131056]) {
    graph.failNext({ at: 'messages', code })
    await channel.deliver('whatsapp-cloud:526441112233', say('Tu CURP es GOXA040229MSRMXNA6'))
  }
  await graph.tells(graph.shown[0]?.ref ?? 'wamid.0', 'failed', { code: 131053 })
  expect(lines.length).toBeGreaterThan(8)
  expect(lines.join('')).not.toMatch(/6441112233|9291908|GOXA|wamid|withheld/)
  expect(lines.join('')).not.toContain(TOKEN)
})

function phoneMessage(): object {
  return { from: '5216441112233', id: 'wamid.8', timestamp: '1790000000', type: 'text', text: { body: 'GOXA' } }
}
