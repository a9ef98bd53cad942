/** RELIABILITY F34, F35: a row of the account was changed in the store, or its key was left out of the ring. */
import { expect, onTestFinished, test } from 'vitest'
import type { Report } from '../../src/channels/channel.ts'
import type { Store } from '../../src/stores/store.ts'
import { inbox, openFake as openBotApi, channelOn as telegramOn } from '../channels/telegram/on-fake.ts'
import type { FakeWhatsApp } from '../channels/whatsapp/fake-whatsapp.ts'
import { channelOn, first, openChannel, openFake } from '../channels/whatsapp/on-fake.ts'
import { echoes, factsOf, link, openMemory, startBot } from './on-whatsapp.ts'
import { bothKeys, type Harm, harms, hearingLog, spoil, vaultOn } from './spoilt-rows.ts'

const UNREAD = 'messages that arrived cannot be read: unanswered, they stay in the journal'
const STOPPED = {
  damaged: 'WhatsApp has stopped: its account in the store is damaged, link the number anew or restore a backup',
  'key-missing': 'WhatsApp has stopped, and nothing is lost: add the key that DATA_KEYS lacks again, last, and restart',
}

/** A key that is missing is said once for all rows of a folder, and which. */
const saidOf = (harm: Harm, place: string, count: number) =>
  harm === 'damaged'
    ? Array.from({ length: count }, () => ({
        message: 'a row of the store was changed or moved, and does not open',
        fields: { channel: 'whatsapp', place },
      }))
    : [
        {
          message: 'rows are sealed with a key that is not in DATA_KEYS: add that key again, last, and restart',
          fields: { channel: 'whatsapp', place, reason: 'old' },
        },
      ]

test.each(harms)('one whose session is %s is heard and answered, and so is everybody else', async (harm) => {
  const server = await openFake()
  const store = openMemory()
  await link(server, store)
  const log = hearingLog()
  const bot = await startBot(server, store, { options: { vault: vaultOn(store, log), log } })
  const [phone, other] = [server.phone(1), server.phone(2)]
  for (const one of [phone, other]) {
    await one.says('numero 1')
    await one.hears(/^echo 1 1$/)
  }
  const [user = ''] = phone.lid.split('@')
  const names = [...(await factsOf(store).list('key-session')).keys()].filter((name) => name.includes(user))
  await spoil(store, names, harm)
  const logins = server.logins()
  for (const n of [2, 5]) for (const one of [phone, other]) await one.says(`numero ${n}`, { wait: false })
  for (const one of [phone, other]) await one.hears(/^echo 5 3$/)
  await server.until(() => server.waiting().length === 0)
  for (const one of [phone, other]) expect(echoes(one)).toEqual(['echo 1 1', 'echo 2 2', 'echo 5 3'])
  expect(server.logins()).toBe(logins)
  expect(bot.troubles).toEqual([])
  expect(log.errors).toEqual(saidOf(harm, 'key-session', names.length))
})

/** Messages that are acknowledged and not posted, and nobody has the line. */
async function leftBehind(server: FakeWhatsApp, store: Store, texts: readonly string[]): Promise<string[]> {
  await link(server, store)
  const vault = vaultOn(store, hearingLog())
  const channel = await openChannel(server, () => Promise.reject(new Error('not now')), { vault })
  for (const text of texts) await server.phone(1).says(text)
  await channel.stop()
  return [...(await vault.list('journal')).keys()].sort()
}

test.each(harms)('of what arrived one is %s: the rest is posted, and it is kept', async (harm) => {
  const server = await openFake()
  const store = openMemory()
  const [, row = '', ...more] = await leftBehind(server, store, ['uno', 'dos', 'tres'])
  expect(more).toHaveLength(1)
  const kept = await spoil(store, [row], harm)
  const log = hearingLog()
  const heard = inbox()
  const channel = await openChannel(server, heard.receive, { vault: vaultOn(store, log), log })
  await server.phone(1).says('cuatro')
  await heard.reaches(3)
  server.close(428)
  await server.phone(1).says('cinco', { wait: false })
  await heard.reaches(4)
  expect(heard.texts()).toEqual(['uno', 'tres', 'cuatro', 'cinco'])
  await channel.stop()
  expect(await store.listFacts('whatsapp/journal')).toEqual(kept)
  expect(log.errors).toEqual([
    ...saidOf(harm, 'journal', 1),
    { message: UNREAD, fields: { channel: 'whatsapp', count: 1 } },
  ])
})

test('what arrived is posted once its key is back', async () => {
  const server = await openFake()
  const store = openMemory()
  const rows = await leftBehind(server, store, ['uno', 'dos', 'tres'])
  await spoil(store, rows.slice(1, 2), 'key-missing')
  const without = inbox()
  const channel = await openChannel(server, without.receive, { vault: vaultOn(store, hearingLog()) })
  await without.reaches(2)
  await channel.stop()
  const log = hearingLog()
  const heard = inbox()
  await openChannel(server, heard.receive, { vault: vaultOn(store, log, bothKeys), log })
  await heard.reaches(1)
  expect(heard.texts()).toEqual(['dos'])
  expect(log.errors).toEqual([])
})

test.each(harms)('of what was left to the own phone one is %s: it is asked for the rest', async (harm) => {
  const server = await openFake()
  const store = openMemory()
  await link(server, store)
  const vault = vaultOn(store, hearingLog())
  const dead = await openChannel(server, async () => {}, { vault })
  const lost = await server.phone(1).says('uno', { absent: true })
  await server.phone(2).says('dos', { absent: true })
  await dead.stop()
  const kept = await spoil(store, [`absent/${lost}`], harm)
  const log = hearingLog()
  const heard = inbox()
  const channel = await openChannel(server, heard.receive, { vault: vaultOn(store, log), log })
  await heard.reaches(1)
  expect(heard.texts()).toEqual(['dos'])
  await channel.stop()
  expect(await store.listFacts('whatsapp/absent')).toEqual(kept)
  expect(log.errors).toEqual(saidOf(harm, 'absent', 1))
})

test.each(harms)(
  'an account that is %s stops, says so once, and overwrites nothing; Telegram goes on',
  async (harm) => {
    const server = await openFake()
    const api = await openBotApi()
    const store = openMemory()
    await link(server, store)
    const log = hearingLog()
    const shown: string[] = []
    const options = { vault: vaultOn(store, log), log, announce: (text: string) => void shown.push(text) }
    const others = [telegramOn(api, { desk: () => null })]
    const bot = await startBot(server, store, { options, others })
    const phone = server.phone(1)
    await phone.says('numero 1')
    await phone.hears(/^echo 1 1$/)
    const kept = await spoil(store, ['account/creds'], harm)
    server.close(428)
    await first(() => bot.troubles.length > 0)
    await phone.says('numero 2', { wait: false })
    const elsewhere = api.student(5)
    elsewhere.says('numero 1')
    await elsewhere.hears(/^echo 1 1$/)
    expect(bot.troubles).toEqual([harm])
    expect(bot.channel.health?.()).toMatchObject({ link: 'stopped', connects: 1 })
    expect(server.logins()).toBe(1)
    expect(await store.listFacts('whatsapp/account')).toEqual(kept)
    expect(log.errors).toEqual([
      ...saidOf(harm, 'account', 1),
      { message: STOPPED[harm], fields: { channel: 'whatsapp', reason: harm } },
    ])
    expect(shown).toHaveLength(2)
    expect(shown[1]).toContain(harm === 'damaged' ? 'Link the number anew' : 'Put the key back')
  },
)

test.each(['account/creds', 'governor/state', 'contact/'])(
  'without the key of %s the line waits for it',
  async (what) => {
    const server = await openFake()
    const store = openMemory()
    await link(server, store)
    const heard = inbox()
    const before = await openChannel(server, heard.receive, { vault: vaultOn(store, hearingLog()) })
    await server.phone(1).says('uno')
    const [uno] = await heard.reaches(1)
    await before.stop()
    const [folder = ''] = what.split('/')
    const names = [...(await factsOf(store).list(folder)).keys()].filter((name) => name.startsWith(what))
    const kept = await spoil(store, names, 'key-missing')
    const reports: Report[] = []
    const report = async (one: Report): Promise<void> => void reports.push(one)
    const without = channelOn(server, { vault: vaultOn(store, hearingLog()) })
    await without.start(heard.receive, report)
    await first(() => reports.length > 0)
    await server.phone(1).says('dos', { wait: false })
    await without.stop()
    expect(await store.readFacts([...kept.keys()])).toEqual(kept)
    const logins = server.logins()
    await openChannel(server, heard.receive, { vault: vaultOn(store, hearingLog(), bothKeys) }, report)
    const [, dos] = await heard.reaches(2)
    expect(heard.texts()).toEqual(['uno', 'dos'])
    expect(dos?.chat).toBe(uno?.chat)
    expect(server.logins()).toBe(logins + 1)
    const troubles = reports.map((one) => (one.kind === 'trouble' ? one.trouble : null))
    expect(troubles).toEqual(['key-missing', 'linked'])
  },
)

test('what is damaged of the number’s past makes it a new one, and of a contact somebody new; nobody waits', async () => {
  const server = await openFake()
  const store = openMemory()
  await link(server, store)
  const heard = inbox()
  const before = await openChannel(server, heard.receive, { vault: vaultOn(store, hearingLog()) })
  for (const n of [1, 2]) await server.phone(n).says('uno')
  const [ana, beto] = await heard.reaches(2)
  expect(before.health?.()).toMatchObject({ warmUpDay: null })
  await before.stop()
  const theirs = `contact/${ana?.chat.split(':')[1]}`
  await spoil(store, ['governor/state', theirs], 'damaged')
  const channel = await openChannel(server, heard.receive, { vault: vaultOn(store, hearingLog()) })
  expect(channel.health?.()).toMatchObject({ warmUpDay: 1 })
  for (const n of [1, 2]) await server.phone(n).says('dos')
  const [, , again, same] = await heard.reaches(4)
  expect(again?.chat).not.toBe(ana?.chat)
  expect(same?.chat).toBe(beto?.chat)
  onTestFinished(channel.stop)
})
