/** A process that dies while its number is being linked: the next one is linked, or asks to be; it never goes round in circles. */
import { expect, onTestFinished, test } from 'vitest'
import type { FencedVault } from '../../src/channels/vault.ts'
import type { FakeWhatsApp } from '../channels/whatsapp/fake-whatsapp.ts'
import { memoryVault } from '../channels/whatsapp/memory-vault.ts'
import { channelOn, first, lastingChannelOn, openFake } from '../channels/whatsapp/on-fake.ts'
import { inbox } from '../channels/telegram/on-fake.ts'

type Changes = ReadonlyMap<string, string | null>

/** Takes nothing any more from the first write on of which `dies` says so, as if the process were gone by then. */
function mortal(vault: FencedVault, dies: (changes: Changes) => boolean) {
  let isDead = false
  const alive = async (): Promise<void> => {
    if (isDead) throw new Error('gone')
  }
  const mortalVault: FencedVault = {
    get: (names) => alive().then(() => vault.get(names)),
    list: (folder) => alive().then(() => vault.list(folder)),
    async set(changes) {
      isDead ||= dies(changes)
      await alive()
      await vault.set(changes)
    },
  }
  return { vault: mortalVault, isDead: () => isDead }
}

/** Announces codes; `enter` types each on the phone. */
function linkedByCode(server: FakeWhatsApp) {
  const entered: Promise<unknown>[] = []
  return {
    number: server.account.number,
    announce(text: string) {
      const code = /: (\w{8})$/.exec(text)?.[1]
      // A bot that dies meanwhile answers nothing.
      if (code) entered.push(server.pairing.enter(code).catch(() => undefined))
    },
  }
}

const isKeys = (changes: Changes): boolean => [...changes.keys()].some((name) => name.startsWith('key-pre-key/'))
const hasAccount = (changes: Changes): boolean => (changes.get('account/creds') ?? '').includes('"me":{')
const nth = (n: number, fits: (changes: Changes) => boolean) => {
  let seen = 0
  return (changes: Changes): boolean => fits(changes) && ++seen === n
}

test.each([
  ['before it was told who it is', nth(1, hasAccount)],
  ['once it was told who it is, before it came back', nth(2, hasAccount)],
  ['before its first keys are kept', nth(1, isKeys)],
  ['when its first keys are kept, before what says so is', nth(3, hasAccount)],
  ['later in its first login', nth(4, hasAccount)],
])('dead %s', async (_, dies) => {
  const server = await openFake()
  const { vault, facts } = memoryVault()
  const dying = mortal(vault, dies)
  const one = lastingChannelOn(server, { ...linkedByCode(server), vault: dying.vault })
  await one.start(inbox().receive)
  await first(dying.isDead)
  await one.stop()
  const left = memoryVault(new Map(facts))
  const heard = inbox()
  const next = channelOn(server, { ...linkedByCode(server), vault: left.vault })
  const troubles: unknown[] = []
  await next.start(heard.receive, async (report) => void troubles.push(report))
  await first(() => next.health?.().link === 'linked' || next.health?.().link === 'stopped')
  expect(next.health?.().link).toBe('linked')
  await server.phone(1).says('uno')
  await heard.reaches(1)
  expect(heard.texts()).toEqual(['uno'])
})
void onTestFinished
