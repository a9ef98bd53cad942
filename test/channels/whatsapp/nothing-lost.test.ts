import { expect, test } from 'vitest'
import { chatId } from '../../../src/ids.ts'
import { inbox } from '../telegram/on-fake.ts'
import { memoryVault } from './memory-vault.ts'
import { channelOn, linked, openChannel, openFake, say } from './on-fake.ts'

test('what comes while nobody listens is heard later, in order and once', async () => {
  const server = await openFake()
  const heard = inbox()
  await openChannel(server, heard.receive)
  const phone = server.phone(1)
  await phone.says('uno')
  server.offline(true)
  await phone.says('dos', { wait: false })
  await phone.says('tres', { wait: false })
  server.offline(false)
  await heard.reaches(3)
  expect(heard.texts()).toEqual(['uno', 'dos', 'tres'])
})

test('what the store cannot take is not acknowledged, and comes again', async () => {
  const server = await openFake()
  const heard = inbox()
  const { vault, state } = memoryVault(linked(server))
  const channel = await openChannel(server, heard.receive, { vault })
  const phone = server.phone(1)
  await phone.says('uno')
  await heard.reaches(1)
  const logins = server.logins()
  state.isAway = true
  await phone.says('dos', { wait: false })
  await phone.says('tres', { wait: false })
  await first(() => channel.health?.().link !== 'linked')
  expect(server.waiting()).toHaveLength(2)
  state.isAway = false
  await heard.reaches(3)
  expect(heard.texts()).toEqual(['uno', 'dos', 'tres'])
  await server.until(() => server.waiting().length === 0)
  expect(server.logins()).toBeGreaterThan(logins)
})

test('what could not be posted waits in the journal, and what came after it waits behind it', async () => {
  const server = await openFake()
  const heard = inbox(3)
  const { vault, facts } = memoryVault(linked(server))
  await openChannel(server, heard.receive, { vault })
  const phone = server.phone(1)
  await phone.says('uno')
  await phone.says('dos')
  await phone.says('tres')
  await heard.reaches(3)
  expect(heard.texts()).toEqual(['uno', 'dos', 'tres'])
  await first(() => ![...facts.keys()].some((name) => name.startsWith('journal/')))
})

test('a process that dies after the acknowledgement loses nothing: the next one finds it in the journal', async () => {
  const server = await openFake()
  const { vault, facts } = memoryVault(linked(server))
  let wake = (): void => {}
  const dead = await openChannel(server, () => new Promise((resolve) => (wake = resolve)), { vault })
  await server.phone(1).says('uno')
  // What a kill leaves: the facts as they are now.
  const left = memoryVault(new Map(facts))
  const stopped = dead.stop()
  const heard = inbox()
  await openChannel(server, heard.receive, { vault: left.vault })
  await heard.reaches(1)
  expect(heard.texts()).toEqual(['uno'])
  wake()
  await stopped
})

test('what a group said is found in the journal, too: the line is opened for it', async () => {
  const server = await openFake()
  const staff = server.phone(7)
  const group = server.group([staff])
  const { vault, facts } = memoryVault(linked(server))
  const desk = () => chatId('whatsapp', group.id)
  let wake = (): void => {}
  const dead = await openChannel(server, () => new Promise((resolve) => (wake = resolve)), { vault, desk })
  await group.says(staff, 'uno')
  const left = memoryVault(new Map(facts))
  const stopped = dead.stop()
  const heard = inbox()
  await openChannel(server, heard.receive, { vault: left.vault, desk })
  await group.says(staff, 'dos')
  await heard.reaches(2)
  expect(heard.texts()).toEqual(['uno', 'dos'])
  wake()
  await stopped
})

test('put out of the group whose words are in the journal, it goes on with everybody else', async () => {
  const server = await openFake()
  const staff = server.phone(7)
  const group = server.group([staff])
  const { vault, facts } = memoryVault(linked(server))
  const desk = () => chatId('whatsapp', group.id)
  let wake = (): void => {}
  const dead = await openChannel(server, () => new Promise((resolve) => (wake = resolve)), { vault, desk })
  await group.says(staff, 'uno')
  const left = memoryVault(new Map(facts))
  const stopped = dead.stop()
  const expelled = group.expelsBot()
  const heard = inbox()
  await openChannel(server, heard.receive, { vault: left.vault, desk })
  await server.phone(1).says('dos')
  await heard.reaches(3)
  expect(heard.texts().sort()).toEqual(['dos', 'reachable', 'uno'])
  wake()
  await Promise.all([stopped, expelled])
})

test('until the line is open nobody is told that they cannot be reached', async () => {
  const server = await openFake()
  const heard = inbox()
  const { vault } = memoryVault(linked(server))
  const first = await openChannel(server, heard.receive, { vault })
  await server.phone(1).says('uno')
  const [update] = await heard.reaches(1)
  await first.stop()
  const second = channelOn(server, { vault })
  expect(await second.deliver(update?.chat ?? 'whatsapp:nobody', say('Buenas'))).toMatchObject({ status: 'retry' })
})

test('a stanza that comes twice is heard once', async () => {
  const server = await openFake()
  const heard = inbox()
  await openChannel(server, heard.receive)
  server.duplicates(true)
  await server.phone(1).says('uno')
  await server.phone(1).says('dos')
  await heard.reaches(2)
  expect(heard.texts()).toEqual(['uno', 'dos'])
})

test('logged out: it stops, says so, keeps its keys, and asks to be linked anew', async () => {
  const server = await openFake()
  const { vault, facts } = memoryVault(linked(server))
  const said: string[] = []
  const channel = channelOn(server, { vault, announce: (text) => void said.push(text) })
  const reports: unknown[] = []
  await channel.start(inbox().receive, async (report) => void reports.push(report))
  await first(() => channel.health?.().link === 'linked')
  server.close(401)
  await first(() => reports.length > 0)
  expect(reports).toEqual([{ kind: 'trouble', trouble: 'logged-out' }])
  expect(channel.health?.().link).toBe('stopped')
  expect(said.at(-1)).toContain('Link the number anew')
  expect(facts.has('account/creds')).toBe(true)
})

/** Looks until it is so. */
async function first(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}
