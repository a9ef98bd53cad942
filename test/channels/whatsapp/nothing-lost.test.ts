import { expect, test } from 'vitest'
import { inbox } from '../telegram/on-fake.ts'
import { memoryVault } from './memory-vault.ts'
import { channelOn, first, linked, openChannel, openFake, say } from './on-fake.ts'

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
  const { vault, facts, state } = memoryVault(linked(server))
  const channel = await openChannel(server, heard.receive, { vault })
  const phone = server.phone(1)
  await phone.says('uno')
  await heard.reaches(1)
  await first(() => ![...facts.keys()].some((name) => name.startsWith('journal/')))
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

test('what fails by itself keeps nobody waiting: it is set aside, and heard by a process that can', async () => {
  const server = await openFake()
  const heard = inbox()
  const { vault, facts } = memoryVault(linked(server))
  const channel = await openChannel(
    server,
    async (update) => {
      if ('text' in update.content && update.content.text === 'veneno') throw new TypeError('cannot')
      await heard.receive(update)
    },
    { vault },
  )
  const [ana, luz] = [server.phone(1), server.phone(2)]
  await ana.says('veneno')
  await luz.says('uno')
  await ana.says('dos')
  await heard.reaches(2)
  await luz.says('tres')
  await heard.reaches(3)
  await channel.stop()
  expect([...facts.keys()].filter((name) => name.startsWith('journal/'))).toHaveLength(1)
  await openChannel(server, heard.receive, { vault })
  await heard.reaches(4)
  expect(heard.texts()).toEqual(['uno', 'dos', 'tres', 'veneno'])
})

test('a process that dies after the acknowledgement loses nothing: the next one finds it in the journal', async () => {
  const server = await openFake()
  const { vault, facts } = memoryVault(linked(server))
  let wake = (): void => {}
  const never = new Promise<void>((resolve) => {
    wake = resolve
  })
  const dead = await openChannel(server, () => never, { vault })
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

test('a message of the desk left in the journal waits for the line, and does not keep it from opening', async () => {
  const server = await openFake()
  const [ana, luz] = [server.phone(1), server.phone(2)]
  const group = server.group([ana])
  const desk = () => `whatsapp:${group.id}` as const
  const { vault, facts } = memoryVault(linked(server))
  const gate = deferred()
  const dead = await openChannel(server, () => gate.promise, { vault, desk })
  await group.says(ana, 'uno')
  await luz.says('dos')
  const left = memoryVault(new Map(facts))
  const stopped = dead.stop()
  const heard = inbox()
  await openChannel(server, heard.receive, { vault: left.vault, desk })
  await luz.says('tres')
  await heard.reaches(3)
  expect(heard.texts()).toEqual(['uno', 'dos', 'tres'])
  gate.resolve()
  await stopped
})

test('a group that is asked about in vain keeps nobody waiting', async () => {
  const server = await openFake()
  const ana = server.phone(1)
  const group = server.group([ana])
  const heard = inbox()
  await openChannel(server, heard.receive, { desk: () => `whatsapp:${group.id}` })
  await group.expelsBot()
  await heard.reaches(1)
  await group.says(ana, 'uno')
  await server.phone(2).says('dos')
  await heard.reaches(3)
  expect(heard.texts().slice(-2)).toEqual(['uno', 'dos'])
})

test('before there is a line, nobody counts as gone or as a stranger', async () => {
  const server = await openFake()
  const { vault } = memoryVault(linked(server))
  const channel = channelOn(server, { vault })
  const to = 'whatsapp:somebody' as const
  expect(await channel.deliver(to, say('Hola'))).toMatchObject({ status: 'retry' })
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

function deferred() {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test('what is acknowledged anew was heard before: nobody is asked to say it again, or to begin anew', async () => {
  const server = await openFake()
  const receipts: string[] = []
  server.onReceipt(({ ids, type = 'delivered' }) => receipts.push(...ids.map((id) => `${type} ${id}`)))
  const [ana, luz] = [server.phone(1), server.phone(2)]
  const group = server.group([ana])
  const heard = inbox()
  await openChannel(server, heard.receive, { desk: () => `whatsapp:${group.id}` })
  const first = await luz.says('uno')
  const second = await luz.says('dos')
  const third = await group.says(ana, 'tres')
  await heard.reaches(3)
  for (const id of [first, second, third]) server.sendAgain(id, true)
  await luz.says('cuatro')
  await heard.reaches(4)
  expect(heard.texts()).toEqual(['uno', 'dos', 'tres', 'cuatro'])
  const again = receipts.filter((receipt) => [first, second, third].some((id) => receipt.endsWith(id)))
  expect(again.filter((receipt) => receipt.startsWith('retry'))).toEqual([])
  for (const id of [first, second, third])
    expect(again.filter((receipt) => receipt === `inactive ${id}`)).toHaveLength(2)
})
