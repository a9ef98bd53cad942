import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatId } from '../../../src/ids.ts'
import { inbox } from '../telegram/on-fake.ts'
import { node } from './fake-node.ts'
import { ATTACKS, type Scene } from './hostile.ts'
import { memoryVault } from './memory-vault.ts'
import { insistently, linked, openChannel, openFake, say } from './on-fake.ts'

const NAMES = Object.keys(ATTACKS)
const RUNS = 25
const MOST = 40

async function scene() {
  const server = await openFake()
  const { vault, facts } = memoryVault(linked(server))
  const staff = server.phone(1)
  const thief = server.phone(2)
  const group = server.group([staff])
  const desk: ChatId = `whatsapp:${group.id}`
  const heard = inbox()
  const channel = await openChannel(server, heard.receive, { vault, desk: () => desk })
  await staff.says('hola')
  const theirs = await thief.says('hola')
  const [first, second] = await heard.reaches(2)
  const chats = { staff: first?.chat ?? desk, thief: second?.chat ?? desk }
  const choices = [{ id: 'yes', label: 'Sí' }]
  const receipt = await insistently(channel, chats.thief, say('¿Sí?', { choices }), 'row')
  const ours = receipt.status === 'sent' ? receipt.ref : ''
  const on: Scene = { own: thief, bot: server.account, staff, ours, theirs }
  return { server, facts, staff, thief, group, desk, heard, channel, chats, on }
}

test('a thousand hostile messages, mixed: what is theirs is heard in their own chat, and nothing else anywhere', async () => {
  const { server, facts, staff, thief, group, heard, channel, chats, on } = await scene()
  const keys = [...facts.keys()].filter((name) => name.startsWith('key-app-state'))
  const one = fc.tuple(fc.constantFrom(...NAMES), fc.string({ maxLength: 40 }))
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: MOST, maxLength: MOST }), async (some) => {
      const before = heard.seen.length
      const attacks = some.map(([name, text]) => ATTACKS[name]?.(on, text) ?? { what: {} })
      for (const { what, attrs } of attacks) await thief.crafts(what, attrs, { wait: false })
      await thief.says('sigo aquí')
      const expected = [...attacks.flatMap((each) => each.heard ?? []), { kind: 'text', text: 'sigo aquí' }]
      await heard.reaches(before + expected.length)
      const fresh = heard.seen.slice(before)
      // What cannot be read is asked for again, so the order may be another.
      expect(sorted(fresh.map(({ content }) => content))).toMatchObject(sorted(expected))
      expect(new Set(fresh.map(({ chat, audience }) => `${audience} ${chat}`))).toEqual(
        new Set([`student ${chats.thief}`]),
      )
      expect(fresh.filter(({ quotes }) => quotes?.ref === on.ours)).toEqual([])
    }),
    { numRuns: RUNS },
  )
  expect([...facts.keys()].filter((name) => name.startsWith('key-app-state'))).toEqual(keys)
  expect(channel.health?.()).toMatchObject({ link: 'linked', connects: 1 })
  const attrs = { from: group.id, participant: thief.lid, participant_pn: staff.pn, notify: 'Ana' }
  const composed = { type: 'text' as const, message: { conversation: 'tomar' } }
  const before = heard.seen.length
  await (await thief.handset.send(composed, { id: '3A01', attrs, group: group.id })).heard
  expect((await heard.reaches(before + 1)).at(-1)).toMatchObject({ audience: 'group', sender: { member: false } })
  await insistently(channel, chats.staff, say('todo bien'), 'last')
  await staff.hears(/todo bien/)
  expect(thief.screen().map(({ text }) => text)).not.toContain('todo bien')
  expect(server.logins()).toBe(1)
}, 120_000)

test('a stanza that is sealed for nobody reaches nobody, whoever it says it is from', async () => {
  const { server, staff, thief, group, heard, channel, on } = await scene()
  const before = heard.seen.length
  const t = '1790000000'
  const froms = [
    { from: thief.lid },
    { from: staff.lid, sender_pn: staff.pn },
    { from: on.bot.lid, recipient: staff.lid },
    { from: on.bot.pn, category: 'peer' },
    { from: group.id, participant: staff.lid, participant_pn: staff.pn },
    { from: group.id, participant: on.bot.lid },
    { from: group.id },
    { from: 'status@broadcast', participant: staff.lid },
    { from: '120363000000000001@newsletter' },
    {},
  ]
  const body = Buffer.from([0x0a, 4, ...Buffer.from('hola')])
  const bodies = [
    [node('plaintext', {}, body)],
    [node('enc', { type: 'plaintext', v: '2' }, body)],
    [node('enc', { type: 'msg', v: '2' }, body)],
    [node('enc', { type: 'pkmsg', v: '2' }, Buffer.alloc(0))],
    [node('enc', { type: 'skmsg', v: '2' }, body)],
    [node('unavailable', { type: 'view_once' })],
    [],
  ]
  for (const [at, from] of froms.entries())
    for (const [part, content] of bodies.entries())
      server.raw(node('message', { ...from, id: `RAW${at}X${part}`, t, type: 'text' }, content))
  await thief.says('sigo aquí')
  await heard.reaches(before + 1)
  expect(heard.texts().slice(before)).toEqual(['sigo aquí'])
  expect(channel.health?.()).toMatchObject({ link: 'linked', connects: 1 })
})

function sorted<One extends { kind: string; text?: string | undefined }>(all: readonly One[]): One[] {
  const name = ({ kind, text = '' }: One): string => `${kind} ${text}`
  return all.toSorted((a, b) => (name(a) < name(b) ? -1 : 1))
}
