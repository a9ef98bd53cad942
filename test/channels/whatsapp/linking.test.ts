import { fastify } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import type { Report } from '../../../src/channels/channel.ts'
import { createConnection } from '../../../src/channels/whatsapp/connection.ts'
import type { LinkState } from '../../../src/channels/whatsapp/link/linking.ts'
import { quietLog } from '../../words.ts'
import { inbox } from '../telegram/on-fake.ts'
import { memoryVault } from './memory-vault.ts'
import { briskClock, channelOn, first, openFake } from './on-fake.ts'

test('a code typed on the phone links the number; the desk hears of it, and a student is served', async () => {
  const server = await openFake()
  const said: string[] = []
  const reports: Report[] = []
  const heard = inbox()
  const { vault } = memoryVault()
  const more = { vault, number: server.account.number, announce: (text: string) => void said.push(text) }
  const channel = channelOn(server, more)
  await channel.start(heard.receive, async (report) => void reports.push(report))
  await first(() => said.some((text) => /code/.test(text)))
  const [, code = ''] = /: (\w{8})$/.exec(said.at(-1) ?? '') ?? []
  await server.pairing.enter(code)
  await first(() => channel.health?.().link === 'linked')
  await first(() => reports.length > 0)
  expect(reports).toEqual([{ kind: 'trouble', trouble: 'linked' }])
  expect(channel.ownNumber?.()).toBe(server.account.number)
  await server.phone(1).says('Hola')
  await heard.reaches(1)
  expect(heard.texts()).toEqual(['Hola'])
})

test('a QR links the number, and after a logout another one does, with the same contacts', async () => {
  const server = await openFake()
  const { vault, facts } = memoryVault()
  facts.set('contact/somebody', 'stays')
  const states: LinkState[] = []
  const stop = new AbortController()
  // Nobody who links it anew waits until the desk has heard.
  let keep = (): void => {}
  const kept = new Promise<void>((resolve) => {
    keep = resolve
  })
  const connection = createConnection({
    vault,
    clock: briskClock(),
    log: quietLog,
    random: () => 0,
    number: null,
    socket: server.socketOptions,
    prepare: async () => {},
    made: () => {},
    shown: (state) => void states.push(state),
    report: () => kept,
    locked: () => {},
    arrived: () => {},
    nextRow: () => 'journal/1',
    heard: async () => null,
    sent: async () => undefined,
    group: async () => undefined,
  })
  const running = connection.run(stop.signal)
  onTestFinished(async () => {
    keep()
    stop.abort()
    await running
  })
  const qr = async (): Promise<string> => {
    await first(() => connection.state().is === 'qr')
    const state = connection.state()
    return state.is === 'qr' ? state.qr : ''
  }
  await server.pairing.link(await qr())
  await first(() => connection.open() !== null)
  server.close(401)
  await first(() => connection.state().is === 'stopped')
  expect(facts.has('account/creds')).toBe(true)
  await connection.relink()
  await server.pairing.link(await qr())
  await first(() => connection.open() !== null)
  expect(facts.get('contact/somebody')).toBe('stays')
  expect(states.map(({ is }) => is)).toEqual([
    ...['starting', 'qr', 'linked', 'starting', 'stopped'],
    ...['starting', 'qr', 'linked'],
  ])
})

test('the page shows how the number stands to whoever has its link, and to nobody else', async () => {
  const server = await openFake()
  const channel = channelOn(server, { vault: memoryVault().vault })
  const web = fastify()
  onTestFinished(() => web.close())
  await channel.routes?.(web)
  await channel.start(inbox().receive)
  const headers = { host: 'localhost' }
  expect((await web.inject({ url: '/whatsapp/link', headers })).statusCode).toBe(403)
  const page = await web.inject({ url: '/whatsapp/link?token=link-token', headers })
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('link-heading')
})
