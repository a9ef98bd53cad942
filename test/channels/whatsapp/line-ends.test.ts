import { expect, test } from 'vitest'
import { inbox } from '../telegram/on-fake.ts'
import { heldClock } from './held-clock.ts'
import { memoryVault } from './memory-vault.ts'
import { channelOn, first, insistently, linked, openChannel, openFake, say } from './on-fake.ts'

/** After so many times Baileys answers no more. */
const MOST_ASKED = 5

test('what was being typed when the line closed goes out on the next one', async () => {
  const server = await openFake()
  const heard = inbox()
  const { clock, hold, isTyping, release } = heldClock()
  const channel = await openChannel(server, heard.receive, { clock })
  const phone = server.phone(1)
  await phone.says('Hola')
  const chat = (await heard.reaches(1))[0]?.chat ?? 'whatsapp:nobody'
  await insistently(channel, chat, say('Primero'), 'row-0')
  hold()
  const sent = insistently(channel, chat, say('Buenas'), 'row-1')
  await first(isTyping)
  const connects = Number(channel.health?.().connects)
  server.close(428)
  await first(() => Number(channel.health?.().connects) > connects)
  release()
  expect(await sent).toMatchObject({ status: 'sent' })
  await phone.hears(/Buenas/)
})

test('whoever was being looked up when the keys could not be read is heard on the next line', async () => {
  const server = await openFake()
  const heard = inbox()
  const { vault } = memoryVault(linked(server))
  const isLookUp = (name: string) => name.startsWith('key-lid-mapping/') && name.endsWith('_reverse')
  let isAway = false
  const flaky = {
    ...vault,
    get: (names: readonly string[]) =>
      isAway && names.some(isLookUp) ? Promise.reject(new Error('the store is away')) : vault.get(names),
  }
  const channel = await openChannel(server, heard.receive, { vault: flaky })
  isAway = true
  await server.phone(1).says('uno', { as: 'lid', alias: false, wait: false })
  await first(() => channel.health?.().link !== 'linked')
  isAway = false
  await heard.reaches(1)
  expect(heard.texts()).toEqual(['uno'])
})

test('what a student sent can be had without a line, by a process that has met nobody', async () => {
  const server = await openFake()
  const heard = inbox()
  const { vault } = memoryVault(linked(server))
  await openChannel(server, heard.receive, { vault })
  const bytes = Buffer.from('89504e470d0a1a0a', 'hex')
  await server.phone(1).sends('image', bytes)
  const [update] = await heard.reaches(1)
  const media = await channelOn(server, { vault }).open?.(update?.chat ?? 'whatsapp:nobody', update?.ref ?? '')
  expect(media && Buffer.from(media.bytes)).toEqual(bytes)
})

test.each([
  { where: 'it was looked for', isThere: isLookedFor },
  { where: 'it was sealed', isThere: isSealed },
])(
  'a phone that could not read gets it again, however often the line closes before it does: when $where',
  async ({ isThere }) => {
    const server = await openFake()
    const heard = inbox()
    const { vault } = memoryVault(linked(server))
    let closes = Number.POSITIVE_INFINITY
    const close = (): void => {
      closes += 1
      server.close(428)
    }
    const closing: typeof vault = {
      ...vault,
      get(names, unreadable) {
        if (closes < MOST_ASKED + 1 && isThere('get', [...names])) close()
        return vault.get(names, unreadable)
      },
      set(changes) {
        if (closes < MOST_ASKED + 1 && isThere('set', [...changes.keys()])) close()
        return vault.set(changes)
      },
    }
    const channel = await openChannel(server, heard.receive, { vault: closing })
    const phone = server.phone(1)
    await phone.says('Hola')
    const chat = (await heard.reaches(1))[0]?.chat ?? 'whatsapp:nobody'
    await insistently(channel, chat, say('Uno'), 'row-1')
    const { id } = await phone.hears(/Uno/)
    const times = () => server.sent.filter((one) => one.id === id).length
    const before = times()
    // A new line, which has to look for it.
    const logins = server.logins()
    server.close(428)
    await server.until(() => server.logins() > logins)
    closes = 0
    phone.asksAgain(id)
    await server.until(() => times() > before)
    expect(closes).toBe(MOST_ASKED + 1)
  },
)

function isLookedFor(how: 'get' | 'set', names: string[]): boolean {
  return how === 'get' && names.some((name) => name.startsWith('kept/'))
}

function isSealed(how: 'get' | 'set', names: string[]): boolean {
  return how === 'set' && names.some((name) => name.startsWith('key-session/'))
}
