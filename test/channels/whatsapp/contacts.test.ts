import { expect, test } from 'vitest'
import { createContacts, namesIn } from '../../../src/channels/whatsapp/contacts.ts'
import { quietLog } from '../../words.ts'
import { memoryVault } from './memory-vault.ts'

const LID = '77001@lid'
const PN = '5216441234567@s.whatsapp.net'

test('a number with and without the old 1, from whichever device, is one person', async () => {
  const { vault } = memoryVault()
  const contacts = createContacts(vault, quietLog)
  const one = await contacts.meet(namesIn(PN), PN, 1)
  const other = await contacts.meet(namesIn('526441234567:3@s.whatsapp.net'), PN, 2)
  expect(other.id).toBe(one.id)
})

test('who was known by a number keeps their chat when their LID turns up, and the other way round', async () => {
  for (const [first, second] of [
    [PN, LID],
    [LID, PN],
  ]) {
    const { vault } = memoryVault()
    const contacts = createContacts(vault, quietLog)
    const one = await contacts.meet(namesIn(first), first ?? '', 1)
    const both = await contacts.meet(namesIn(first, second), second ?? '', 2)
    expect(both).toMatchObject({ id: one.id, jid: second })
    expect(contacts.find(namesIn(second))?.id).toBe(one.id)
  }
})

test('two who turn out to be one become the older one, for good', async () => {
  const { vault, facts } = memoryVault()
  const contacts = createContacts(vault, quietLog)
  const byNumber = await contacts.meet(namesIn(PN), PN, 1)
  const byLid = await contacts.meet(namesIn(LID), LID, 2)
  expect(byLid.id).not.toBe(byNumber.id)
  const joined = await contacts.meet(namesIn(LID, PN), LID, 3)
  expect(joined.id).toBe(byNumber.id)
  expect([...facts.keys()]).toEqual([`contact/${byNumber.id}`])
  const again = createContacts(vault, quietLog)
  await again.load()
  expect(again.find(namesIn(LID))?.id).toBe(byNumber.id)
  expect(again.find(namesIn(PN))?.id).toBe(byNumber.id)
  // What is on its way to the other chat still finds them.
  expect(again.byId(byLid.id)?.id).toBe(byNumber.id)
  await again.forget(byLid.id, 4)
  expect(again.byId(byNumber.id)?.forgottenAt).toBe(0)
})

test("a number that changed hands opens nobody else's chat, and is found with whoever has it now", async () => {
  const { vault } = memoryVault()
  const contacts = createContacts(vault, quietLog)
  const old = await contacts.meet(namesIn(LID, PN), LID, 1)
  const other = await contacts.meet(namesIn('77002@lid', PN), '77002@lid', 2)
  expect(other.id).not.toBe(old.id)
  for (const known of [contacts, createContacts(vault, quietLog)]) {
    await known.load()
    expect(known.find(namesIn(PN))?.id).toBe(other.id)
    expect(known.find(namesIn(LID))).toMatchObject({ id: old.id, pn: null })
  }
})

test("whoever has a new number keeps their chat, and the old number is nobody's", async () => {
  const { vault } = memoryVault()
  const contacts = createContacts(vault, quietLog)
  const one = await contacts.meet(namesIn(LID, PN), LID, 1)
  const next = '5216449999990@s.whatsapp.net'
  expect((await contacts.meet(namesIn(LID, next), LID, 2)).id).toBe(one.id)
  expect(contacts.find(namesIn(next))?.id).toBe(one.id)
  expect(contacts.find(namesIn(PN))).toBeNull()
})

test('what could not be kept is not known', async () => {
  const { vault, state } = memoryVault()
  const contacts = createContacts(vault, quietLog)
  state.isAway = true
  await expect(contacts.meet(namesIn(PN), PN, 1)).rejects.toThrow()
  expect(contacts.find(namesIn(PN))).toBeNull()
})

test('whoever writes while what is kept is read again keeps their chat', async () => {
  const { vault } = memoryVault()
  const contacts = createContacts(vault, quietLog)
  await contacts.load()
  const one = await contacts.meet(namesIn(PN), PN, 1)
  const loading = contacts.load()
  expect((await contacts.meet(namesIn(PN), PN, 2)).id).toBe(one.id)
  await loading
})

test('a process that has met nobody yet forgets whom another one met', async () => {
  const { vault, facts } = memoryVault()
  const one = await createContacts(vault, quietLog).meet(namesIn(PN), PN, 1)
  await createContacts(vault, quietLog).forget(one.id, 2)
  expect(JSON.parse(facts.get(`contact/${one.id}`) ?? '{}')).toMatchObject({ forgottenAt: 2 })
})

test('what another process wrote since is read anew, and nobody is let go on the strength of what was known before', async () => {
  const { vault } = memoryVault()
  const contacts = createContacts(vault, quietLog)
  await contacts.load()
  const one = await contacts.meet(namesIn(PN), PN, 1)
  await contacts.forget(one.id, DAY)
  const other = createContacts(vault, quietLog)
  await other.load()
  const [name, value] = other.wrote(one.id, 2 * DAY) ?? ['', '']
  await vault.set(new Map([[name, value]]))
  contacts.unload()
  await contacts.tidy(20 * DAY)
  await contacts.load()
  expect(contacts.find(namesIn(PN))).toMatchObject({ id: one.id, wroteAt: 2 * DAY })
})

const DAY = 24 * 60 * 60 * 1000

test('whoever erased everything leaves nothing after eight days, and comes back as somebody new', async () => {
  const { vault, facts } = memoryVault()
  const contacts = createContacts(vault, quietLog)
  await contacts.load()
  const one = await contacts.meet(namesIn(LID, PN), LID, 1)
  await contacts.forget(one.id, DAY)
  await contacts.tidy(8 * DAY)
  expect((await contacts.meet(namesIn(PN), PN, 2)).id).toBe(one.id)
  await contacts.tidy(9 * DAY + 1)
  expect(facts.size).toBe(0)
  expect((await contacts.meet(namesIn(PN), PN, 2)).id).not.toBe(one.id)
})

test('whoever erased everything and writes again keeps the chat they have now', async () => {
  const { vault } = memoryVault()
  const contacts = createContacts(vault, quietLog)
  await contacts.load()
  const one = await contacts.meet(namesIn(LID), LID, 1)
  await contacts.forget(one.id, DAY)
  contacts.wrote(one.id, 2 * DAY)
  await contacts.tidy(20 * DAY)
  expect((await contacts.meet(namesIn(LID), LID, 2)).id).toBe(one.id)
})
