/** RELIABILITY F7, F17: the whole program with a WhatsApp account on Redis, as one of two or cut off from it. */
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Phone } from '../channels/whatsapp/fake-phone.ts'
import type { FakeWhatsApp } from '../channels/whatsapp/fake-whatsapp.ts'
import type { Running } from '../process.ts'
import { startProxy } from '../proxy.ts'
import { givenRedis, until } from './on-redis.ts'
import { times } from './town.ts'
import { linkOf, openAccount, shown } from './whatsapp-programs.ts'

const redis = givenRedis()
// The term of a role is five seconds and the lease of a message twelve, whatever else the machine does.
vi.setConfig({ testTimeout: 120_000 })

async function begin(phone: Phone): Promise<void> {
  await phone.says('hola', { wait: false })
  await phone.hears(/¿En qué vas\?/)
}

async function goOn(phone: Phone): Promise<void> {
  await phone.says('no he empezado', { wait: false })
  await phone.hears(/¿Empezamos\?/)
}

/** One has the line, the other waits for it; and a student whom nothing befalls. */
async function openTwo() {
  const account = await openAccount(redis.server)
  const { server, start, idle } = account
  const calm = server.phone(1)
  const one = await start()
  await isLinked(one)
  const [other] = await Promise.all([start(), begin(calm)])
  await idle()
  expect([await linkOf(one), await linkOf(other), server.logins()]).toEqual([
    'linked',
    expect.not.stringMatching('linked'),
    1,
  ])
  return { ...account, one, other, calm }
}

const isLinked = (bot: Running) => until(async () => (await linkOf(bot)) === 'linked')
const hasNoLine = (bot: Running) => until(async () => (await linkOf(bot)) !== 'linked')

test('the one that slept leaves the line to the other, and has it again once that one is killed', async () => {
  const { server, desk, one, other, calm, idle, holder, changes } = await openTwo()
  const [ana, luz, eva] = [server.phone(2), server.phone(3), server.phone(4)]
  const slept = await holder()
  one.suspend()
  await begin(ana)
  await isLinked(other)
  await idle()
  const kept = await changes(slept)
  one.resume()
  await hasNoLine(one)
  await begin(luz)
  await idle()
  expect(server.logins()).toBe(2)
  expect(await changes(slept)).toBe(kept)
  expect(new Set(server.sent.map(({ id }) => id)).size).toBe(server.sent.length)

  await other.kill('SIGKILL')
  await Promise.all([goOn(ana), begin(eva), goOn(calm)])
  await idle()
  expect(await linkOf(one)).toBe('linked')
  expect(server.logins()).toBe(3)
  expect(shown(ana)).toEqual(shown(calm))
  for (const phone of [luz, eva]) expect(shown(phone)).toEqual(shown(calm).slice(0, 1))
  expect(desk.screen()).toEqual([])
})

/** Calls `stop` the first time it happens. */
type Moment = (server: FakeWhatsApp, phone: Phone, stop: () => void) => void

const received: Moment = (server, _, stop) => {
  const forget = server.onReceipt(({ type }) => {
    if (type !== undefined && type !== 'inactive') return
    forget()
    stop()
  })
}
const typing: Moment = (server, phone, stop) =>
  void server.until(() => phone.notices().some((one) => one.kind === 'presence')).then(stop)
const sent: Moment = (server, _, stop) => {
  const forget = server.onSent(() => {
    forget()
    stop()
  })
}

/** The first here, all with FAULTS=6. */
const stops: [when: string, moment: Moment, wakes: 'soon' | 'late'][] = [
  ['the moment the answer is out, and awake when another has sent it', sent, 'late'],
  ['while it types the answer, and awake while that is still its own to send', typing, 'soon'],
  ['the moment of the receipt, and awake while that is still its own to answer', received, 'soon'],
  ['the moment the answer is out, and awake while that is still its own to settle', sent, 'soon'],
  ['while it types the answer, and awake when another has sent it', typing, 'late'],
  ['the moment of the receipt, and awake when another has answered', received, 'late'],
]

test.each(stops.slice(0, times(1)))('stopped %s, it says nothing twice', async (_, moment, wakes) => {
  const { server, desk, one, other, calm, idle, holder, changes } = await openTwo()
  const phone = server.phone(2)
  const slept = await holder()
  const stopped = new Promise<void>((resolve) =>
    moment(server, phone, () => {
      one.suspend()
      resolve()
    }),
  )
  const beginning = begin(phone)
  await stopped
  await server.until(() => server.logins() === 2)
  const kept = await changes(slept)
  if (wakes === 'late') await idle()
  one.resume()
  await hasNoLine(one)
  await beginning
  await idle()
  expect(await changes(slept)).toBe(kept)
  // What it has in its hands is done with before it ends.
  expect(await one.kill('SIGTERM')).toBe(0)
  await Promise.all([goOn(phone), goOn(calm)])
  await idle()
  expect(await linkOf(other)).toBe('linked')
  expect(server.logins()).toBe(2)
  expect(shown(phone)).toEqual(shown(calm))
  expect(desk.screen()).toEqual([])
})

test.each<[what: string, open: () => Promise<{ port: number; away(): Promise<void>; back(): Promise<void> }>]>([
  [
    'cut off',
    async () => {
      const proxy = await startProxy(redis.server.port)
      onTestFinished(() => proxy.close())
      return { port: proxy.port, away: proxy.cut, back: proxy.restore }
    },
  ],
  ['killed', async () => ({ port: redis.server.port, away: redis.server.kill, back: redis.server.restart })],
])(
  'with Redis %s it lives, is not ready and acknowledges nothing; then everything is answered once',
  async (_, open) => {
    const { server, desk, start, idle } = await openAccount(redis.server)
    const { port, away, back } = await open()
    const bot = await start(port)
    const [calm, ana, luz] = [server.phone(1), server.phone(2), server.phone(3)]
    await Promise.all([begin(calm), begin(ana)])
    await idle()
    expect(await told(bot)).toEqual([200, { ready: true, reasons: [] }, true])

    const said: string[] = []
    const receipts: string[] = []
    await away()
    const forget = server.onReceipt(({ ids }) => void receipts.push(...ids))
    said.push(await ana.says('no he empezado', { wait: false }), await luz.says('hola', { wait: false }))
    const acknowledged = () => receipts.filter((id) => said.includes(id))
    await until(async () => acknowledged().length > 0 || (await linkOf(bot)) !== 'linked')
    expect(await told(bot)).toEqual([503, { ready: false, reasons: ['redis-away'] }, true])
    expect(acknowledged()).toEqual([])
    forget()
    const outgoing = server.sent.length
    await back()
    await Promise.all([ana.hears(/¿Empezamos\?/), luz.hears(/¿En qué vas\?/)])
    await idle()
    expect(server.sent.length - outgoing).toBe(shown(ana).length - 1 + shown(luz).length)
    await goOn(calm)
    await idle()
    expect(await told(bot)).toEqual([200, { ready: true, reasons: [] }, true])
    expect(shown(ana)).toEqual(shown(calm))
    expect(shown(luz)).toEqual(shown(calm).slice(0, 1))
    expect(desk.screen()).toEqual([])
  },
)

/** The status and words of its readiness, and whether it says that it lives. */
async function told(bot: Running): Promise<[number, unknown, unknown]> {
  const ready = await fetch(`${bot.url}/readyz`)
  const { alive } = await (await fetch(`${bot.url}/healthz`)).json()
  return [ready.status, await ready.json(), alive]
}
