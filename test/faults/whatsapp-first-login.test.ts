/** A process that dies while its number is being linked: the next one is linked, or asks to be; it never goes round in circles. */
import { expect, test } from 'vitest'
import type { FencedVault } from '../../src/channels/vault.ts'
import { inbox } from '../channels/telegram/on-fake.ts'
import type { FakeWhatsApp } from '../channels/whatsapp/fake-whatsapp.ts'
import { channelOn, first, lastingChannelOn, openFake } from '../channels/whatsapp/on-fake.ts'
import { factsOf, openMemory } from './on-whatsapp.ts'

/** Takes nothing any more from the nth write on that is more than a question, as if the process were gone by then. */
function mortal(vault: FencedVault, n: number) {
  let left = n
  const alive = async (): Promise<void> => {
    if (left <= 0) throw new Error('gone')
  }
  const dying: FencedVault = {
    get: (...given) => alive().then(() => vault.get(...given)),
    list: (...given) => alive().then(() => vault.list(...given)),
    clear: (folders) => alive().then(() => vault.clear(folders)),
    async set(changes) {
      if (changes.size > 0) left -= 1
      await alive()
      await vault.set(changes)
    },
  }
  return { vault: dying, isDead: () => left <= 0 }
}

/** Asks for a code; whoever has the phone types each. */
function linkedByCode(server: FakeWhatsApp, type = (code: string): Promise<void> => server.pairing.enter(code)) {
  return {
    number: server.account.number,
    announce(text: string) {
      const code = /phone \(.*\): (\w{8})$/.exec(text)?.[1]
      // A bot that dies meanwhile does not answer any more.
      if (code) void type(code).catch(() => undefined)
    },
  }
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('dead at its write number %i, the next life is linked', async (n) => {
  const server = await openFake()
  const vault = factsOf(openMemory())
  const dying = mortal(vault, n)
  const one = lastingChannelOn(server, { ...linkedByCode(server), vault: dying.vault })
  await one.start(inbox().receive)
  await first(dying.isDead)
  await one.stop()
  const heard = inbox()
  const troubles: unknown[] = []
  const next = channelOn(server, { ...linkedByCode(server), vault })
  await next.start(heard.receive, async (report) => void troubles.push(report))
  await first(() => next.health?.().link === 'linked' || troubles.length > 0)
  expect(next.health?.().link).toBe('linked')
  await server.phone(1).says('uno')
  await heard.reaches(1)
  expect(heard.texts()).toEqual(['uno'])
})

test('a line that closes before its code is typed is no number that was unlinked: there is a new code', async () => {
  const server = await openFake()
  const codes: string[] = []
  const troubles: unknown[] = []
  const type = async (code: string): Promise<void> => void codes.push(code)
  const channel = channelOn(server, { ...linkedByCode(server, type), vault: factsOf(openMemory()) })
  await channel.start(inbox().receive, async (report) => void troubles.push(report))
  await first(() => codes.length === 1)
  server.drop()
  await first(() => codes.length === 2 || troubles.length > 0)
  await server.pairing.enter(codes.at(-1) ?? '')
  await first(() => troubles.length > 0)
  expect(troubles).toEqual([{ kind: 'trouble', trouble: 'linked' }])
})
